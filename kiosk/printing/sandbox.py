# SPDX-License-Identifier: Apache-2.0
"""A template engine that a mistake in a template cannot hang or fill up."""

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kiosk.printing.problems import MisuseError

STEPS = 5000
"""Turns of loops and calls of one ticket; the shipped templates need about a hundred."""

LARGEST_NUMBER = 10_000
"""No argument of a call is larger: neither a range nor a padded text may grow without end."""

FILTERS = frozenset(
    {"capitalize", "default", "escape", "e", "first", "int", "join", "last", "length", "list"}
    | {"lower", "map", "reject", "replace", "round", "select", "sort", "string", "title", "trim"}
    | {"unique", "upper"}
)
"""What a ticket needs of Jinja2's filters; the others can make text out of nothing."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2, strict about names and counting its steps.

    Concurrency: one thread; `begin` before each ticket.
    """

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, *, is_html: bool, finalize: Callable[[Any], Any], **options: Any) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=is_html,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            **options,
        )
        self._steps = 0
        self.filters = {name: self.filters[name] for name in sorted(FILTERS)}
        self.globals = {"range": range, "dict": dict, STEP: lambda: ""}

    def begin(self) -> None:
        """Start counting anew."""
        self._steps = 0

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Every call of a template, and every turn of its loops, comes through here."""
        self._steps += 1
        if self._steps > STEPS:
            raise MisuseError("steps", most=STEPS)
        _check((*args, *kwargs.values()))
        return super().call(context, called, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """A text times a number is a text without end, a power a number without end."""
        if operator == "**" or isinstance(left, str) or isinstance(right, str):
            raise MisuseError("operator", operator=operator)
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.body.insert(0, _step(loop.lineno))
        for macro in tree.find_all(nodes.Macro):
            macro.body.insert(0, _step(macro.lineno))
        return tree


STEP = "_step"


def _step(line: int) -> nodes.Node:
    return nodes.ExprStmt(nodes.Call(nodes.Name(STEP, "load"), [], [], None, None)).set_lineno(line)


def _check(values: Iterable[object]) -> None:
    """An unknown name is told where it is handed on, not where it is used at last."""
    for value in values:
        if isinstance(value, Undefined):
            str(value)
        if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            raise MisuseError("number", number=value, most=LARGEST_NUMBER)
