"""`evaluate`: how well linking answers on texts whose mentions somebody marked by hand.

A gold file is JSON lines, in one of two forms:

- a document a line: `text`, `mentions` (start, end, id, perhaps type, form, optional), perhaps `start` and
  `end`: the part of the text that was marked;
- a mention a line, for the text of the same name, `NAME.txt`, beside the file or in the folder above.

A mention counts as right in the strong sense with the same span and ID, in the weak sense with the same ID on
a span that overlaps. Predictions that touch an `optional` mention are not counted, nor are ambiguous ones.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from resolver.authoring.text_files import utf8_lines, why_unread
from resolver.errors import InputError
from resolver.types import Mention

if TYPE_CHECKING:
    from resolver.resolver import Resolver

_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Gold:
    """A mention that was marked by hand; `type` and `form` where the file gives them."""

    start: int
    end: int
    id: str
    type: str | None = None
    form: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A marked text; only what lies between `start` and `end` was marked. `name` tells file and line."""

    file: str
    name: str
    text: str
    start: int
    end: int
    mentions: tuple[Gold, ...]


@dataclass(slots=True)
class Count:
    """Right, false and missed answers, and what follows from them."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right + self.false else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_dict(self) -> dict[str, float | int]:
        """The figures, shares to four decimals."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "right": self.right,
            "false": self.false,
            "missed": self.missed,
        }


@dataclass(frozen=True, slots=True)
class Mistake:
    """One answer that is not the marked one: a mention that should not be, or one that is not there.

    `want` and `got` are IDs; `reason` says how the false one was recognised, or what became of the missed.
    """

    kind: Literal["false", "missed"]
    document: str
    start: int
    end: int
    text: str
    want: str | None
    got: str | None
    reason: str
    context: str

    @property
    def key(self) -> tuple[str, str, int, int]:
        """What identifies the mistake in another run."""
        return (self.kind, self.document, self.start, self.end)

    def as_dict(self) -> dict[str, Any]:
        """The fields as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Evaluation:
    """All figures of a run and every mistake, in the order of the texts."""

    strong: Count = field(default_factory=Count)
    weak: Count = field(default_factory=Count)
    by_file: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_type: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_form: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    mistakes: list[Mistake] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; `Comparison` reads it again."""
        groups = {"file": self.by_file, "type": self.by_type, "form": self.by_form}
        return {
            "strong": self.strong.as_dict(),
            "weak": self.weak.as_dict(),
            **{
                f"by_{name}": {key: group[key].as_dict() for key in sorted(group)}
                for name, group in groups.items()
            },
            "mistakes": [mistake.as_dict() for mistake in self.mistakes],
        }


def read_gold(paths: Iterable[str | Path]) -> Iterator[Document]:
    """The documents of gold files and of folders of them (a gazetteer among them is passed over).

    Raises InputError, with file and line, for what is no gold file, and where a text is missing.
    """
    for path in map(Path, paths):
        if not path.is_dir():
            yield from _read_file(path)
            continue
        files = [file for file in sorted(path.glob("*.jsonl")) if not _is_gazetteer(file)]
        if not files:
            raise InputError(f"{path}: no gold file (.jsonl) in this folder")
        for file in files:
            yield from _read_file(file)


def _is_gazetteer(path: Path) -> bool:
    _, line = next(utf8_lines(path), (1, ""))
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return False  # whoever reads it says what is wrong
    return isinstance(first, dict) and "name" in first and "start" not in first


def _read_file(path: Path) -> Iterator[Document]:
    marked: list[Gold] = []
    loose = False
    for number, line in utf8_lines(path):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            document = None
            if "text" in record and "mentions" in record:
                document = _document(path, number, record)
            else:
                marked.append(_gold(record))
                loose = True
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise InputError(
                f"{path}:{number}: neither a marked document nor a mention ({why_unread(error)})"
            ) from None
        if document is not None:
            yield document
    if loose:
        text = _text_of(path)
        yield Document(str(path), path.stem, text, 0, len(text), _checked(marked, text, path))


def _document(path: Path, number: int, record: Mapping[str, Any]) -> Document:
    text = record["text"]
    mentions = _checked([_gold(mention) for mention in record["mentions"]], text, path)
    name = f"{path.stem}:{number}"
    start, end = int(record.get("start", 0)), int(record.get("end", len(text)))
    return Document(str(path), name, text, start, end, mentions)


def _gold(record: Mapping[str, Any]) -> Gold:
    return Gold(
        int(record["start"]),
        int(record["end"]),
        str(record["id"]),
        record.get("type"),
        record.get("form"),
        bool(record.get("optional", False)),
    )


def _checked(mentions: Sequence[Gold], text: str, path: Path) -> tuple[Gold, ...]:
    for mention in mentions:
        if not 0 <= mention.start < mention.end <= len(text):
            raise InputError(f"{path}: the mention {mention.start}–{mention.end} lies outside its text")
    return tuple(mentions)


def _text_of(path: Path) -> str:
    for folder in (path.parent, path.parent.parent):
        text = folder / f"{path.stem}.txt"
        if text.exists():
            return text.read_bytes().decode("utf-8", "surrogateescape")
    raise InputError(f"{path}: no {path.stem}.txt beside it or in the folder above")


def evaluate(resolver: Resolver, documents: Iterable[Document]) -> Evaluation:
    """Link every document and count; mistakes carry their reasons."""
    result = Evaluation()
    for document in documents:
        _evaluate(resolver, document, result)
    return result


def _evaluate(resolver: Resolver, document: Document, result: Evaluation) -> None:
    optional = [(gold.start, gold.end) for gold in document.mentions if gold.optional]
    want = {(gold.start, gold.end): gold for gold in document.mentions if not gold.optional}
    got = {
        (mention.start, mention.end): mention
        for mention in resolver.link(document.text)
        if mention.id is not None
        and mention.start >= document.start
        and mention.end <= document.end
        and not any(mention.start < end and start < mention.end for start, end in optional)
    }
    right = {span for span, mention in got.items() if span in want and want[span].id == mention.id}
    considered: list[tuple[int, int, str]] | None = None
    for span, gold in want.items():
        kinds = (
            gold.type or _type(resolver, gold.id),
            gold.form or (got[span].form if span in right else None),
        )
        for count in _counts(result, document, *kinds):
            if span in right:
                count.right += 1
            else:
                count.missed += 1
        if span not in right:
            if considered is None:
                considered = [(c.start, c.end, c.explain()) for c in resolver.explain(document.text)]
            result.mistakes.append(_missed(document, gold, got, considered))
    for span, mention in got.items():
        if span not in right:
            for count in _counts(result, document, mention.type, mention.form):
                count.false += 1
            result.mistakes.append(_false(document, mention, want.get(span)))
    _count_weak(result.weak, list(want.values()), list(got.values()))


def _counts(result: Evaluation, document: Document, type: str | None, form: str | None) -> tuple[Count, ...]:
    return (
        result.strong,
        result.by_file[document.file],
        result.by_type[type or "unknown"],
        result.by_form[form or "unknown"],
    )


def _type(resolver: Resolver, id: str) -> str | None:
    entity = resolver.gazetteer.get(id)
    return entity.type if entity is not None else None


def _count_weak(count: Count, want: list[Gold], got: list[Mention]) -> None:
    """Each marked mention answers for one prediction at most, the first that overlaps with its ID."""
    left = sorted(got, key=lambda mention: mention.start)
    for gold in sorted(want, key=lambda gold: gold.start):
        twin = next((m for m in left if m.id == gold.id and m.start < gold.end and gold.start < m.end), None)
        if twin is None:
            count.missed += 1
        else:
            count.right += 1
            left.remove(twin)
    count.false += len(left)


def _missed(
    document: Document,
    gold: Gold,
    got: Mapping[tuple[int, int], Mention],
    considered: Sequence[tuple[int, int, str]],
) -> Mistake:
    over = next((m for (start, end), m in got.items() if start < gold.end and gold.start < end), None)
    told = [text for start, end, text in considered if (start, end) == (gold.start, gold.end)]
    if told:
        reason = told[0]
    elif over is not None:
        reason = f"“{over.text}” was linked to {over.id} instead"
    else:
        reason = "never considered: no name in the gazetteer comes near"
    id = over.id if over is not None else None
    return _mistake("missed", document, gold.start, gold.end, gold.id, id, reason)


def _false(document: Document, mention: Mention, gold: Gold | None) -> Mistake:
    want = gold.id if gold is not None else None
    return _mistake("false", document, mention.start, mention.end, want, mention.id, mention.explain())


def _mistake(
    kind: Literal["false", "missed"],
    document: Document,
    start: int,
    end: int,
    want: str | None,
    got: str | None,
    reason: str,
) -> Mistake:
    text = document.text
    context = " ".join(text[max(0, start - _CONTEXT) : end + _CONTEXT].split())
    return Mistake(kind, document.name, start, end, text[start:end], want, got, reason, context)


@dataclass(frozen=True, slots=True)
class Flips:
    """What changed between two runs: mistakes that are gone, new ones, and F1 before and after."""

    mended: tuple[Mapping[str, Any], ...]
    broken: tuple[Mapping[str, Any], ...]
    before: float
    after: float


def compare_runs(before: Mapping[str, Any], after: Evaluation) -> Flips:
    """An earlier run (`Evaluation.as_dict()`, perhaps through JSON) beside a new one.

    Raises InputError when `before` is no such run.
    """
    try:
        old = {tuple(m[name] for name in ("kind", "document", "start", "end")): m for m in before["mistakes"]}
        f1 = float(before["strong"]["f1"])
    except (KeyError, TypeError, ValueError):
        raise InputError("not the JSON of an earlier evaluation") from None
    new = {mistake.key: mistake for mistake in after.mistakes}
    return Flips(
        tuple(mistake for key, mistake in old.items() if key not in new),
        tuple(mistake.as_dict() for key, mistake in new.items() if key not in old),
        f1,
        round(after.strong.f1, 4),
    )
