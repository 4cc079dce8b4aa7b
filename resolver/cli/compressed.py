"""Files by name: as they are, `.gz`, `.zst`."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO, cast

from resolver.errors import InputError

STDIN = "-"
_SUFFIXES = (".gz", ".zst")
#: What is asked for at once; less comes where less is there, as from a live pipe.
_CHUNK = 1 << 18


@contextmanager
def opened_bytes(path: str) -> Iterator[BinaryIO]:
    """A file, or standard input for `-`, uncompressed where its name says that it is compressed.

    Raises OSError, InputError; reading raises InputError where the compressed data are damaged.
    """
    with ExitStack() as stack:
        if path == STDIN:
            if sys.stdin is None:
                raise InputError("standard input is closed")
            yield sys.stdin.buffer
            return
        if os.path.isdir(path):
            raise InputError(f"{path}: is a folder, not a text")
        file = stack.enter_context(open(path, "rb"))
        if path.endswith(".gz"):
            yield cast("BinaryIO", _Checked(gzip.GzipFile(fileobj=file), path))
        elif path.endswith(".zst"):
            yield cast("BinaryIO", _Checked(_zstd(file, path), path))
        else:
            yield file


def plain_name(path: str) -> str:
    """A file's name in small letters without what says that it is compressed."""
    name = os.path.basename(path).casefold()
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def is_compressed(path: str) -> bool:
    return path.endswith(_SUFFIXES)


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """What a stream gives, as soon as it is there."""
    read = getattr(stream, "read1", stream.read)
    while chunk := read(_CHUNK):
        yield chunk


def _zstd(file: BinaryIO, path: str) -> Any:
    """A reader of zstd, from whatever is here: Python 3.14 has one, so have zstandard and pyarrow."""
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]

        return zstd.ZstdFile(file)
    except ImportError:
        pass
    try:
        import zstandard

        return zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    except ImportError:
        pass
    try:
        import pyarrow as pa

        return pa.CompressedInputStream(file, "zstd")
    except ImportError:
        raise InputError(f"{path}: to read .zst, pip install 'resolver[zstd]'") from None


class _Checked:
    """A reader whose errors say which file is damaged, and how."""

    def __init__(self, below: Any, path: str) -> None:
        self._below = below
        self._path = path

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join(chunks(cast("BinaryIO", self)))
        return self.read1(size)

    def read1(self, size: int = _CHUNK) -> bytes:
        try:
            return bytes(getattr(self._below, "read1", self._below.read)(size))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"{self._path}: damaged: {error}") from error
        except Exception as error:
            if isinstance(error, OSError) and error.errno:
                raise
            raise InputError(f"{self._path}: damaged: {error}") from error

    def __iter__(self) -> Iterator[bytes]:
        """Its lines."""
        held = b""
        for chunk in chunks(cast("BinaryIO", self)):
            *lines, held = (held + chunk).split(b"\n")
            yield from (line + b"\n" for line in lines)
        if held:
            yield held
