"""Reading options without pydantic.

Typer 0.26 and newer reads every option through pydantic, which takes longer to load than most commands
take to answer. Our options are texts, numbers, switches and choices; these are read here, and typer's own
way stays for everything else, and for versions of typer that work otherwise.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, get_args, get_origin

import typer


def read_plainly(params: list[Any]) -> list[Any]:
    """Let options and arguments be read by `Plain` where it can; returns them."""
    for param in params:
        descriptor = getattr(param, "type_descriptor", None)
        if hasattr(param, "_runtime_param") and descriptor is not None and _is_plain(descriptor.annotation):
            info = descriptor.parameter_info
            least, most = getattr(info, "min", None), getattr(info, "max", None)
            param._runtime_param = Plain(descriptor.annotation, least, most)
    return params


def _is_plain(annotation: Any) -> bool:
    if get_origin(annotation) is list:
        (annotation,) = get_args(annotation)
    return annotation in (str, bool, int, float) or (
        isinstance(annotation, type) and issubclass(annotation, Enum)
    )


class Plain:
    """Turns what was typed for one option into its type; what `typer` calls a runtime parameter."""

    def __init__(self, annotation: Any, least: float | None = None, most: float | None = None) -> None:
        self.least, self.most = least, most
        self.many = get_origin(annotation) is list
        self.kind = get_args(annotation)[0] if self.many else annotation

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """`value` as typed (or a default). Raises `typer.BadParameter` saying what would be right."""
        if value is None:
            return () if self.many else None
        if self.many:
            return [self._one(item, param, ctx) for item in value]
        return self._one(value, param, ctx)

    def _one(self, value: Any, param: Any, ctx: Any) -> Any:
        if isinstance(value, self.kind):
            return value
        try:
            found = self.kind(value)
        except ValueError:
            raise typer.BadParameter(f"{value!r} is not {self._wanted()}", ctx=ctx, param=param) from None
        # What is no number ("nan") is neither below nor above.
        if self.least is not None and not found >= self.least:
            raise typer.BadParameter(f"{value} is not {self.least} or more", ctx=ctx, param=param)
        if self.most is not None and not found <= self.most:
            raise typer.BadParameter(f"{value} is not {self.most} or less", ctx=ctx, param=param)
        return found

    def _wanted(self) -> str:
        if issubclass(self.kind, Enum):
            return "one of " + ", ".join(repr(choice.value) for choice in self.kind)
        return {int: "a whole number", float: "a number"}.get(self.kind, f"a {self.kind.__name__}")
