"""`questions.tsv` beside a gazetteer: pairs of its entities that may be one, for somebody to say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from resolver.authoring.workspace import Change, folder_of
from resolver.errors import InputError

if TYPE_CHECKING:
    from resolver.entities.entity import Entity

QUESTIONS: Final = "questions.tsv"
_HEADER: Final = "one\tother\tscore\n"


class Question(NamedTuple):
    """Two IDs and how probable it is that both are one entity's."""

    one: str
    other: str
    score: float


def read_questions(gazetteer: Path) -> list[Question]:
    """The open questions, in the order of the file; none where there is no file.

    Raises InputError, with file and line, where a line is no question.
    """
    file = folder_of(gazetteer) / QUESTIONS
    if not file.exists():
        return []
    found: list[Question] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if (number == 1 and f"{line}\n" == _HEADER) or not line.strip():
            continue
        fields = line.split("\t")
        try:
            one, other, score = fields
            found.append(Question(one, other, float(score)))
        except ValueError:
            raise InputError(
                f"{file}:{number}: not a question: two IDs and a number from 0 to 1, with tabs between them"
            ) from None
    return found


def answered(one: Entity | None, other: Entity | None) -> bool:
    """Whether nothing is left to ask of two entities: one is gone, they are one by now, or one has a name
    that the other is said never to have."""
    if one is None or other is None or one.id == other.id:
        return True
    return any(
        name.spelling in refused.not_
        for named, refused in ((one, other), (other, one))
        for name in named.all_names()
    )


def questions_change(gazetteer: Path, questions: Iterable[Question]) -> Change:
    """What makes the file say these questions."""
    file = folder_of(gazetteer) / QUESTIONS
    before = file.read_bytes() if file.exists() else None
    rows = "".join(f"{one}\t{other}\t{score:.3f}\n" for one, other, score in questions)
    return Change(file, before, (_HEADER + rows).encode())
