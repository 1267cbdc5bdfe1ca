"""What the code can say to a page, read from the code: kinds of events, and the acts and news that send them."""

import ast
import importlib
import inspect
import pkgutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, FunctionType, ModuleType
from typing import Any

from werkstatt.config.home import CHECKOUT
from werkstatt.rooms.stage import actions, news

KIND_STANDS = {"announce": 1, "announce_each": 0}  # the place of the kind among their arguments
SENDERS = ("werkstatt.rooms.stage.news", "werkstatt.services.live")


def kinds() -> set[str]:
    """Every kind of event: what is announced, and what streams say by themselves."""
    found: set[str] = set()
    for path in sorted((CHECKOUT / "werkstatt").rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            found |= set(_kinds_in(path))
    return found


def _kinds_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and len(node.args) > 1 and _name(node.func) in KIND_STANDS:
            yield from _text(node.args[KIND_STANDS[_name(node.func)]])
        elif isinstance(node, ast.Dict) and "services" in path.parts and "live" in path.parts:
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "k":
                    yield from _text(value)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _text(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def speaking_functions() -> dict[str, FunctionType]:
    """All functions of the stage's news, and all public ones of its actions that send any."""
    modules = [*_modules(news), *(each for each in _modules(actions) if _sends(each))]
    return {
        f"{module.__name__.removeprefix('werkstatt.rooms.stage.')}.{name}": inspect.unwrap(function)
        for module in modules
        for name, function in vars(module).items()
        if inspect.isfunction(inspect.unwrap(function))
        and function.__module__ == module.__name__
        and not name.startswith("_")
    }


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{info.name}")


def _sends(module: ModuleType) -> bool:
    source = ast.parse(inspect.getsource(module))
    names = [node.module or "" for node in ast.walk(source) if isinstance(node, ast.ImportFrom)]
    return any(name.startswith(SENDERS) for name in names)


class Heard:
    """Notes which functions run while it listens, in this thread and in those begun meanwhile."""

    def __init__(self) -> None:
        self.codes: set[Any] = set()

    @contextmanager
    def listening(self) -> Iterator[None]:
        threading.settrace(self._note)
        sys.settrace(self._note)
        try:
            yield
        finally:
            sys.settrace(None)
            threading.settrace(None)

    def _note(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            self.codes.add(frame.f_code)

    def missing(self) -> list[str]:
        return sorted(name for name, each in speaking_functions().items() if each.__code__ not in self.codes)
