"""What a terminal gets: no control character of a text, name or file name reaches it as such.

Such characters move the cursor, change colours, or make a terminal type. Programs that read a pipe or file
get every byte as it is.
"""

from __future__ import annotations

import io
import re
from typing import Any, BinaryIO

_SURROGATE = re.compile("[\ud800-\udfff]")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Control characters would move a reader's cursor; tables and terminals get the pictures of them.
_PICTURES = (
    {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
)


def visible(text: str) -> str:
    """Text that moves no cursor: control characters as their pictures, invalid bytes as U+FFFD."""
    return _SURROGATE.sub("\ufffd", text.translate(_PICTURES))


def is_terminal(stream: Any) -> bool:
    """Whether somebody looks at a stream; not at one that is closed (None)."""
    return stream is not None and bool(stream.isatty())


class ClosedOutput(io.TextIOBase):
    """Standard output that is closed: whatever is written to it is an error."""

    def write(self, text: str) -> int:
        raise OSError("standard output is closed")

    @property
    def buffer(self) -> BinaryIO:
        """For bytes; the same error."""
        raise OSError("standard output is closed")


class Terminal(io.BufferedIOBase):
    """Standard output when it is a terminal: bytes are written with all but line ends and tabs visible."""

    def __init__(self, below: BinaryIO) -> None:
        super().__init__()
        self._below = below

    def write(self, data: Any, /) -> int:
        shown = bytes(data)
        text = shown.decode("utf-8", "surrogateescape")
        if _ODD.search(text):
            shown = _ODD.sub(lambda found: visible(found[0]), text.replace("\r\n", "\n")).encode()
        self._below.write(shown)
        return memoryview(data).nbytes

    def write_painted(self, data: bytes) -> None:
        """Write what has colours in it and was made visible before."""
        self._below.write(data)

    def flush(self) -> None:
        self._below.flush()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._below.fileno()
