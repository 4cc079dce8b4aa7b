"""What `check` finds: one line each, with a documented code."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """What a code means and how to mend it."""

    severity: Severity
    meaning: str
    mend: str


CODES: Final[dict[str, Code]] = {
    "syntax": Code("error", "a file that is not valid TOML, JSON or UTF-8", "correct the line that is named"),
    "interrupted": Code(
        "error", "an edit that was killed half-way", "run `resolver gazetteer format`, which finishes it"
    ),
    "schema": Code(
        "error", "an unknown field, a missing one, or a value of the wrong kind", "see the message"
    ),
    "duplicate-id": Code("error", "an ID that is given twice", "join the two or give another ID"),
    "lock": Code("error", "an ids.lock that cannot be read", "restore it from version control"),
    "vanished-id": Code(
        "error",
        "an ID that was issued and is gone from the files",
        "bring it back; merge, split or retire it",
    ),
    "changed-type": Code(
        "error", "an ID whose type is not the one it was issued for", "restore the type or give a new ID"
    ),
    "reused-id": Code(
        "error", "an ID that was merged, split or retired and is live again", "give the entity a new ID"
    ),
    "lineage-mismatch": Code(
        "error", "successors in the file that are not those in ids.lock", "restore the ones that were issued"
    ),
    "unlocked-id": Code(
        "error", "an ID or a lineage that ids.lock does not list yet", "run `resolver gazetteer format`"
    ),
    "no-lock": Code(
        "warning", "a gazetteer folder without ids.lock", "run `resolver gazetteer format`, which writes one"
    ),
    "dangling-reference": Code(
        "error", "a reference to an ID that does not exist or was retired", "correct or remove it"
    ),
    "stale-reference": Code("warning", "a reference to a merged or split ID", "name the successor"),
    "reference-type": Code("warning", "a country that is no place", "name the country's ID"),
    "cycle": Code("error", "references that lead back to where they began", "break the circle"),
    "shared-name": Code(
        "error",
        "a name of two entities that is not declared `ambiguous` on both",
        "declare it on both, or merge",
    ),
    "lonely-ambiguous": Code(
        "warning", "a name declared `ambiguous` that no other entity has", "remove it, or use needs_context"
    ),
    "own-name-excluded": Code("error", "a name of the entity in its own `not`", "remove one of the two"),
    "repeated-name": Code("warning", "a name that the entity lists twice", "remove one"),
    "shared-external": Code("error", "an identifier that two entities have", "merge them, or correct one"),
    "not-nfc": Code("error", "a string that is not in Unicode's composed form (NFC)", "retype it composed"),
    "invisible": Code("error", "control or invisible characters", "remove them"),
    "wordless": Code("error", "a name without a letter or digit, which no text is searched for", "remove it"),
    "stray-space": Code("error", "spaces at an end, doubled or of an odd kind", "write single plain spaces"),
    "mixed-script": Code(
        "warning", "a word that mixes letters of several scripts", "write look-alikes in the word's script"
    ),
    "ordinary-word": Code(
        "warning", "a name that is an ordinary word, without `needs_context`", "list it in needs_context"
    ),
    "covered-variant": Code(
        "warning", "a variant that the rules recognise without it", "remove it: fewer lines to keep right"
    ),
    "near-name": Code(
        "warning", "a name one letter from another entity's name", "merge them, or list it in `not` of one"
    ),
    "no-source": Code(
        "warning", "entities that do not say where they come from", "add sources, or a file header"
    ),
    "example-shape": Code(
        "error", "an example without a [mention] in brackets, or with half a bracket", "mark the mention"
    ),
    "example": Code("error", "an example or counterexample that comes out wrong", "correct it, or the names"),
    "unused-allow": Code("warning", "an `# allow` comment for something that is not found", "remove it"),
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that `check` found. Sorted by place."""

    file: str
    line: int
    code: str
    id: str
    message: str

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        parts = [part for part in (where, self.id) if part]
        return ": ".join([*parts, f"{self.severity}: {self.message} [{self.code}]"])


def a(noun: str) -> str:
    """A type with its article: "a place", "an organization"."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def as_text(findings: Iterable[Finding]) -> str:
    return "".join(f"{finding}\n" for finding in findings)


def as_json(findings: Iterable[Finding]) -> str:
    """A JSON array; each finding with file, line, id, severity, code and message."""
    rows = [
        {
            "file": f.file,
            "line": f.line or None,
            "id": f.id or None,
            "severity": f.severity,
            "code": f.code,
            "message": f.message,
        }
        for f in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_github(findings: Iterable[Finding]) -> str:
    """Workflow commands that GitHub shows beside the lines of a pull request."""

    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def escape_property(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    lines = []
    for f in findings:
        place = f"file={escape_property(f.file)}" + (f",line={f.line}" if f.line else "")
        text = f"{f.id}: {f.message}" if f.id else f.message
        lines.append(f"::{f.severity} {place},title={escape_property(f.code)}::{escape(text)}\n")
    return "".join(lines)
