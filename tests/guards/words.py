"""Words that the code closes: the values of every enumeration of the law, the models and the check side."""

import enum
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import blacklist.law
import blacklist.models
import restrictions


def modules(*packages: ModuleType) -> Iterator[ModuleType]:
    """Yield every module of the packages, themselves left out."""
    for package in packages:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in found.name:
                yield importlib.import_module(found.name)


def enumerations() -> list[type[enum.Enum]]:
    """Return every enumeration that these packages define."""
    return [
        kind
        for module in modules(blacklist.law, blacklist.models, restrictions)
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, enum.Enum) and kind.__module__ == module.__name__ and kind.__name__ == name
    ]


def word_of(member: enum.Enum) -> str:
    """Return what stands for a member outside the code: its value or, where that is a bare number, its name."""
    return member.name if isinstance(member.value, int) else str(member.value)
