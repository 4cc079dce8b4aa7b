"""Bytes in, units of text out: what `--encoding` and `--unit` mean.

A text is decoded so that encoding it again gives the same bytes: UTF-8 with `surrogateescape` (an
invalid byte becomes one lone surrogate, one code point), any other encoding only where decoding and
encoding are each other's inverse for that input. Offsets are code points of the decoded text; a
byte-order mark is a character like any other.
"""

from __future__ import annotations

import codecs
import contextlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import AnyStr, BinaryIO, Literal

from resolver.cli.compressed import STDIN, opened_bytes
from resolver.errors import InputError

__all__ = ["STDIN", "Codec", "Source", "Unit", "find_codec", "opened", "paragraphs", "paths", "settle"]
UnitKind = Literal["document", "paragraph", "line"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a file that is read as one document; `offset` counts the file's code points before it."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Codec:
    """An encoding that gives back the bytes it was given.

    `by_bytes` says that a line feed is the byte 0x0A and nothing else is, so that input can be cut into
    lines before it is decoded.
    """

    name: str
    by_bytes: bool

    def decode(self, data: bytes, source: str) -> str:
        """`data` as text. Raises `InputError` naming `source` where it is not in this encoding."""
        if self.name == "utf-8":
            return data.decode("utf-8", "surrogateescape")
        try:
            text = data.decode(self.name, "surrogateescape")
            if self.by_bytes and text.encode(self.name, "surrogateescape") != data:
                raise InputError(f"{source}: reading it as {self.name} and writing it again would change it")
        except UnicodeError as error:
            raise InputError(f"{source}: not {self.name}: {_reason(error)}") from None
        return text

    def encode(self, text: str) -> bytes:
        """The inverse of `decode`; raises `UnicodeEncodeError` for a character the encoding lacks."""
        return text.encode(self.name, "surrogateescape")

    def can_write(self, text: str) -> bool:
        """Whether this encoding has every character of `text`."""
        if self.name == "utf-8":
            return True
        try:
            text.encode(self.name)
        except UnicodeError:
            return False
        return True


def _reason(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start}: {error.reason}"
    return str(error)


def find_codec(name: str) -> Codec:
    """The encoding that a user named. Raises `InputError` for one that Python has not, or not for text."""
    try:
        found = codecs.lookup(name)
        "".encode(found.name)
    except (LookupError, ValueError):
        raise InputError(f"unknown encoding '{name}'") from None
    # A byte-order mark stays in the text as U+FEFF, so that it comes out as it came in.
    canonical = {"utf-8-sig": "utf-8"}.get(found.name, found.name)
    if canonical == "utf-8":
        return Codec("utf-8", True)
    try:
        by_bytes = all(bytes([b]).decode(canonical, "ignore") == chr(b) for b in b"\n aZ") and not (
            canonical.startswith(("iso2022", "utf-7", "hz"))  # these carry a state from line to line
        )
    except (UnicodeError, LookupError):
        by_bytes = False
    return Codec(canonical, by_bytes)


def settle(codec: Codec, data: bytes) -> Codec:
    """UTF-16 and UTF-32 without a byte order in their name: take it from the mark, else the machine's."""
    for family, big, little in (
        ("utf-16", codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE),
        ("utf-32", codecs.BOM_UTF32_BE, codecs.BOM_UTF32_LE),
    ):
        if codec.name == family:
            order = (
                "be" if data.startswith(big) else "le" if data.startswith(little) else sys.byteorder[0] + "e"
            )
            return Codec(f"{family}-{order}", False)
    return codec


@dataclass(frozen=True, slots=True)
class Source:
    """One input: what the user called it, and the codec that its bytes turned out to need."""

    name: str
    codec: Codec
    units: Iterator[Unit]


@contextlib.contextmanager
def opened(path: str, codec: Codec, kind: UnitKind) -> Iterator[Source]:
    """A file, or standard input for `-`, as a stream of units. Raises `OSError`, `InputError`."""
    with contextlib.ExitStack() as stack:
        stream = stack.enter_context(opened_bytes(path))
        if codec.by_bytes:
            yield Source(path, codec, _units_of_bytes(path, _cut(_lines(stream, kind), kind), codec))
        else:
            data = stream.read()
            settled = settle(codec, data)
            text = settled.decode(data, path)
            pieces = list(_cut(_split_lines(text, kind), kind))
            if b"".join(map(settled.encode, pieces)) != data:
                raise InputError(f"{path}: reading it as {settled.name} and writing it again would change it")
            yield Source(path, settled, _number(pieces))


def _lines(stream: BinaryIO, kind: UnitKind) -> Iterable[bytes]:
    """What `_cut` is to cut: the whole input, or its lines, each as soon as it is there."""
    if kind == "document":
        data = stream.read()
        return [data] if data else []
    return stream


def _split_lines(text: str, kind: UnitKind) -> list[str]:
    if kind == "document":
        return [text] if text else []
    *lines, rest = text.split("\n")
    return [line + "\n" for line in lines] + ([rest] if rest else [])


def _cut(lines: Iterable[AnyStr], kind: UnitKind) -> Iterator[AnyStr]:
    """Join lines into units; the units joined are the input."""
    return paragraphs(lines) if kind == "paragraph" else iter(lines)


def paragraphs(lines: Iterable[AnyStr]) -> Iterator[AnyStr]:
    """Lines as paragraphs: each ends with the blank lines after it, before the next line that is not blank.

    Blank lines at the very start belong to the first paragraph.
    """
    held: list[AnyStr] = []
    seen_text = ended = False
    for line in lines:
        blank = not line.strip()
        if ended and not blank:
            yield held[0][:0].join(held)
            held = []
            seen_text = ended = False
        held.append(line)
        seen_text = seen_text or not blank
        ended = seen_text and blank
    if held:
        yield held[0][:0].join(held)


def _units_of_bytes(source: str, pieces: Iterable[bytes], codec: Codec) -> Iterator[Unit]:
    return _number(codec.decode(piece, source) for piece in pieces)


def _number(pieces: Iterable[str]) -> Iterator[Unit]:
    offset = 0
    for piece in pieces:
        yield Unit(piece, offset)
        offset += len(piece)


def paths(files: Sequence[str] | None) -> list[str]:
    """The inputs that a user named: standard input when none."""
    return list(files) if files else [STDIN]
