"""Loads the demo edition: facts as rows, people and money through the same actions that people use."""

from werkstatt.surfaces.demo.loading.house import load_demo

__all__ = ["load_demo"]
