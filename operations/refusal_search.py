"""Which refusals a method can answer with, found by following names through the source.

From the entrypoint on, every function, class and table of the same service that is named is looked
into in turn. What an attribute of an unknown object means is every method of that name in the
service, so the result may name a refusal too many, and does not leave one out for that.
"""

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from operations.rpc_methods import Method

FROM_INDEXES: Mapping[str, tuple[str, ...]] = {"registration.register": ("claim_taken",)}
"""What the database's unique indexes refuse, where no rule can see it coming."""


@cache
def refusals_in(service: str) -> list[type]:
    """Every refusal of a service in the order of its source, the base left out."""
    module = importlib.import_module(f"services.{service}.domain.refusals")
    base: type = module.Refusal
    return [
        one
        for one in vars(module).values()
        if inspect.isclass(one) and issubclass(one, base) and one is not base
    ]


@cache
def codes_of(method: Method) -> list[str]:
    """In the order of the service's list."""
    found = _Search(method).found
    own = FROM_INDEXES.get(method.address, ())
    codes = [
        one.code  # type: ignore[attr-defined]
        for one in refusals_in(method.service.name)
        if one in found or one.code in own  # type: ignore[attr-defined]
    ]
    return list(dict.fromkeys(codes))


class _Search:
    def __init__(self, method: Method):
        self._service = method.service
        self._package = f"services.{method.service.name}"
        self._refusals = set(refusals_in(method.service.name))
        classes = _classes(self._package, method.service.__mro__)
        self._by_name = _methods_by_name(classes)
        self._fields = {name for one in classes for name in getattr(one, "__annotations__", ())}
        self._seen: set[Any] = set()
        self.found: set[type] = set()
        self._look_at(method.function)

    def _look_at(self, value: Any) -> None:
        if isinstance(value, property):
            value = value.fget
        if isinstance(value, (dict, tuple, list)):
            for one in value.values() if isinstance(value, dict) else value:
                self._look_at(one)
        elif value in self._refusals:
            self.found.add(value)
        elif isinstance(value, FunctionType) and value.__module__.startswith(self._package):
            self._look_into(inspect.unwrap(value))

    def _look_into(self, function: Callable[..., Any]) -> None:
        if function in self._seen:
            return
        self._seen.add(function)
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        known = function.__globals__
        owner = known.get(function.__qualname__.split(".")[0])
        if not isinstance(owner, type) or owner in self._service.__mro__:
            owner = self._service
        called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in _nodes(tree):
            if isinstance(node, ast.Name):
                self._look_at(known.get(node.id))
            elif isinstance(node, ast.Attribute):
                for value in self._meant_by(node, known, owner, node in called):
                    self._look_at(value)

    def _meant_by(
        self, node: ast.Attribute, known: Mapping[str, Any], owner: type, called: bool
    ) -> Iterator[Any]:
        """``owner`` is the class that ``self`` is an instance of."""
        name = node.value.id if isinstance(node.value, ast.Name) else ""
        place = owner if name == "self" else known.get(name)
        if isinstance(place, (ModuleType, type)):
            yield getattr(place, node.attr, None)
        elif called or node.attr not in self._fields:
            yield from self._by_name.get(node.attr, ())


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All of them, but for the exceptions that are caught: those reach no caller."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ast.ExceptHandler):
            pending += node.body
        elif not _suppresses(node):
            pending += ast.iter_child_nodes(node)


def _suppresses(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "suppress"
    )


@cache
def _classes(package: str, without: tuple[type, ...]) -> tuple[type, ...]:
    """Every class of a service but those of its entrypoints."""
    found: list[type] = []
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        if not module.name.endswith("__main__"):
            members = vars(importlib.import_module(module.name)).values()
            found += [
                one for one in members if inspect.isclass(one) and one.__module__ == module.name
            ]
    return tuple(one for one in found if one not in without)


@cache
def _methods_by_name(classes: tuple[type, ...]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in classes:
        for name, value in vars(one).items():
            if isinstance(value, (FunctionType, property)):
                found.setdefault(name, []).append(value)
    return found
