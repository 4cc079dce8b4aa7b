"""What `--diff` prints: a unified diff made from the edits themselves, exact and in linear time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resolver.cli.terminal import visible
from resolver.types import Edit

_CONTEXT = 3
_RED, _GREEN, _CYAN, _BOLD, _PLAIN = "31", "32", "36", "1", "0"


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines `first` to `last` (exclusive, 0-based) of the old text and the lines they become."""

    first: int
    last: int
    old: list[str]
    new: list[str]


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{visible(text)}\x1b[0m" if colour else text


def _lines(text: str) -> list[str]:
    *whole, rest = text.split("\n")
    return [line + "\n" for line in whole] + ([rest] if rest else [])


def _changes(text: str, edits: Sequence[Edit], starts: Sequence[int]) -> Iterator[_Change]:
    """Edits that share lines are one change."""
    bounds = [*starts[1:], len(text)]
    position = 0
    while position < len(edits):
        first = bisect_right(starts, edits[position].offset) - 1
        last, begin = first, position
        while position < len(edits):
            edit = edits[position]
            if position > begin and bisect_right(starts, edit.offset) - 1 > last:
                break
            end = edit.offset + len(edit.before)
            last = max(last, bisect_right(starts, max(edit.offset, end - 1)) - 1)
            position += 1
        pieces, at = [], starts[first]
        for edit in edits[begin:position]:
            pieces += [text[at : edit.offset], edit.after]
            at = edit.offset + len(edit.before)
        pieces.append(text[at : bounds[last]])
        yield _Change(first, last + 1, _lines(text[starts[first] : bounds[last]]), _lines("".join(pieces)))


def unified(name: str, text: str, edits: Sequence[Edit], *, colour: bool = False) -> Iterator[str]:
    """The diff from `text` to `text` with `edits` made, as pieces to write; nothing where nothing changes.

    The pieces joined are what `patch` takes, but in `colour` they are for a terminal, which gets control
    characters as pictures. `edits` are sorted and do not overlap.
    """
    if not edits:
        return
    lines = _lines(text)
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line))
    yield _paint(f"--- {name}", _BOLD, colour) + "\n"
    yield _paint(f"+++ {name}", _BOLD, colour) + "\n"
    shift = 0
    group: list[_Change] = []
    for change in _changes(text, edits, starts):
        if group and change.first - group[-1].last > 2 * _CONTEXT:
            yield from _hunk(lines, group, shift, colour)
            shift += sum(len(c.new) - len(c.old) for c in group)
            group = []
        group.append(change)
    yield from _hunk(lines, group, shift, colour)


def _hunk(lines: Sequence[str], group: Sequence[_Change], shift: int, colour: bool) -> Iterator[str]:
    first = max(0, group[0].first - _CONTEXT)
    last = min(len(lines), group[-1].last + _CONTEXT)
    grown = sum(len(c.new) - len(c.old) for c in group)
    old, new = last - first, last - first + grown
    # An empty range is told by the line before it.
    head = f"@@ -{_range(first, old)} +{_range(first + shift, new)} @@"
    yield _paint(head, _CYAN, colour) + "\n"
    at = first
    for change in group:
        yield from (_mark(" ", line, _PLAIN, colour) for line in lines[at : change.first])
        yield from (_mark("-", line, _RED, colour) for line in change.old)
        yield from (_mark("+", line, _GREEN, colour) for line in change.new)
        at = change.last
    yield from (_mark(" ", line, _PLAIN, colour) for line in lines[at:last])


def _range(first: int, count: int) -> str:
    start = first + 1 if count else first
    return f"{start}" if count == 1 else f"{start},{count}"


def _mark(sign: str, line: str, code: str, colour: bool) -> str:
    if colour:
        line = line.replace("\r\n", "\n").replace("\t", "    ")
    if line.endswith("\n"):
        return _paint(sign + line[:-1], code, colour) + "\n"
    return _paint(sign + line, code, colour) + "\n\\ No newline at end of file\n"
