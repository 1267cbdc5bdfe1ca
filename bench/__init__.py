"""Measurements: each module has `main() -> dict`, run by bin/bench on a fresh database with the demo edition."""
