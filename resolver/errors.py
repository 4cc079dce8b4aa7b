"""What can go wrong, in one line a user can act on: what, where (file, line, id), how to mend it."""

from __future__ import annotations

_LONGEST_SHOWN = 40


class ResolverError(Exception):
    """Base of every error this package raises on purpose. `str(error)` is one line for the user."""


class GazetteerError(ResolverError):
    """A gazetteer file or record that cannot be used.

    `str()` is ``file:line: id: message``, leaving out what is not known.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        id: str | None = None,
    ) -> None:
        message = _one_glance(message)
        self.message = message
        self.file = file
        self.line = line
        self.id = id
        where = file or ""
        if line is not None:
            where += f":{line}" if where else f"line {line}"
        parts = [part for part in (where, id, message) if part]
        super().__init__(": ".join(parts))

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (`jobs=`); keyword arguments need help to be pickled.
        return (_gazetteer_error, (self.message, self.file, self.line, self.id))


# Characters of a message at most: a name in it may have a million.
_LONGEST_MESSAGE = 600


def _one_glance(message: str) -> str:
    """A message without the middle of what is too long in it."""
    if len(message) <= _LONGEST_MESSAGE:
        return message
    part = _LONGEST_MESSAGE // 2
    return f"{message[:part]} […] {message[-part:]}"


def _gazetteer_error(message: str, file: str | None, line: int | None, id: str | None) -> GazetteerError:
    return GazetteerError(message, file=file, line=line, id=id)


class IndexFileError(ResolverError):
    """A compiled index that is damaged, or made by another version of this package."""


class InputError(ResolverError):
    """A text, name or option that cannot be used as given."""


_MADE_AGAIN = object()


class NotTextError(InputError, TypeError):
    """A value where a name or a text was needed, and that is no str."""

    def __init__(self, what: str, value: object = _MADE_AGAIN) -> None:
        # Only the message is given where this is made again, in another process or with a row's number.
        super().__init__(what if value is _MADE_AGAIN else f"{what} must be a str, not {_shown(value)}")


def _shown(value: object) -> str:
    shown = repr(value)
    return f"{type(value).__name__} {shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + '…'}"
