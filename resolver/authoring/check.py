"""`check`: everything that is wrong with a gazetteer, all at once.

The checks are in the modules `check_*`; their codes are explained in `findings.CODES`.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from resolver.authoring.check_examples import Link, check_examples, check_shapes
from resolver.authoring.check_lineage import check_lock, check_references
from resolver.authoring.check_names import check_across, check_inside, check_near
from resolver.authoring.check_spelling import check_spelling
from resolver.authoring.check_words import check_ordinary, check_variants
from resolver.authoring.checked import Checked, Coded
from resolver.authoring.findings import Finding
from resolver.authoring.workspace import editing, interrupted
from resolver.entities.lexicon import Lexicon, LexiconData
from resolver.entities.lock import LOCK_NAME
from resolver.entities.sources import Files, Source, find_files, load_sources
from resolver.errors import GazetteerError


def check(
    path: str | Path,
    *,
    below: Sequence[Source] = (),
    examples: bool = True,
    overlay: Mapping[Path, bytes] | None = None,
) -> list[Finding]:
    """All findings about the gazetteer at `path` (a folder or file), sorted by place.

    `below` are sources that it will be used on top of: references may lead there, names may clash with
    theirs. `examples=False` leaves out the linking of examples. `overlay` gives contents to check in the
    place of files'. Finishes an edit that was killed half-way, if there is one.
    """
    path = Path(path)
    if overlay is None and path.exists() and interrupted(path):
        with editing(path):
            pass  # entering recovers
    complaints = Coded()
    sources = load_sources([*below, path], complaints=complaints, overlay=overlay)
    try:
        files = find_files(path, overlay or ())
    except GazetteerError:
        return sorted(complaints.found)  # says that there is nothing
    mine = {str(file) for file in files.entities}
    own = {id: e for id, e in sources.entities.items() if sources.places[id][0] in mine}
    checked = Checked(
        sources,
        own,
        _lexicon(path, sources.lexicon_data),
        overlay or {},
        (files.lock,) if files.lock else (),
        complaints.found,
    )
    broken = bool(complaints.found)  # then only what is sound can be linked
    if not any(finding.code == "lock" for finding in complaints.found):
        check_lock(checked)
    if files.lock is None and path.is_dir():
        checked.report_at(
            "no-lock", str(path), f"no {LOCK_NAME} protects these IDs; `resolver gazetteer format` writes one"
        )
    _check_keys(checked, files)
    check_references(checked)
    check_inside(checked)
    check_across(checked)
    check_near(checked)
    check_spelling(checked)
    check_ordinary(checked)
    check_variants(checked)
    check_shapes(checked)
    _check_sources(checked)
    if examples and any(e.live and (e.examples or e.counterexamples) for e in own.values()):
        check_examples(checked, _linker(checked, path, below, files, on_disk=overlay is None and not broken))
    return checked.without_allowed(mine)


def _lexicon(path: Path, extra: LexiconData) -> Lexicon:
    """The lexicon that the gazetteer will be used with: the default one and what the sources add to it."""
    from resolver.index.opening import default_folder, default_lexicon

    if path.resolve() == default_folder():
        return Lexicon.compile(extra)  # it was just read; reading it again takes half a second
    if not any((extra["words"], extra["map"], extra["weight"], extra["tables"])):
        return default_lexicon()
    default = load_sources(list(find_files(default_folder()).lexicon)).lexicon_data
    return Lexicon.compile(default, extra)


def _linker(checked: Checked, path: Path, below: Sequence[Source], files: Files, *, on_disk: bool) -> Link:
    """`link` of a resolver over the gazetteer and what lies below it.

    As it is on disk, its compiled form comes from the cache. An edit that is not written yet is compiled in
    memory, so only with the entities that share a word with an example: near-misses of others are left to
    the next `check`.
    """
    import resolver

    if on_disk and all(isinstance(source, str | PathLike) for source in below):
        return resolver.load(*below, path).link
    words = {
        word
        for entity in checked.own.values()
        for marked in (*entity.examples, *entity.counterexamples)
        for word in checked.folded(marked).split()
    }
    chosen = [
        entity
        for entity in checked.sources.entities.values()
        if any(not words.isdisjoint(checked.folded(name.spelling).split()) for name in checked.names(entity))
    ]
    return resolver.load(*files.lexicon, chosen).link


def _check_keys(checked: Checked, files: Files) -> None:
    """A key twice in a JSON object loses its first value without a word; TOML refuses that by itself."""
    for file in files.entities:
        if file.suffix != ".jsonl":
            continue
        for number, row in enumerate(checked.text(str(file)).split("\n"), start=1):
            twice: list[str] = []

            def noting(pairs: list[tuple[str, Any]], twice: list[str] = twice) -> dict[str, Any]:
                record = dict(pairs)
                if len(record) < len(pairs):
                    keys = [key for key, _ in pairs]
                    twice += [key for key in record if keys.count(key) > 1]
                return record

            with contextlib.suppress(ValueError, RecursionError):  # reading has said so
                json.loads(row, object_pairs_hook=noting)
            for key in twice:
                checked.report_at(
                    "schema", str(file), f"the key {key!r} stands twice in this line; join the two", number
                )


def _check_sources(checked: Checked) -> None:
    """Each file says for all its entities where they come from, or each of them does; one finding a file."""
    by_file = itertools.groupby(
        sorted((checked.sources.places[id], id) for id in checked.own), key=lambda item: item[0][0]
    )
    for file, rows in by_file:
        without = [(line, id) for (_, line), id in rows if not checked.own[id].sources]
        if not without or file is None:
            continue
        if file.endswith(".toml") and _has_source(checked.text(file)):
            continue
        line, id = without[0]
        count = f"{len(without)} entities do" if len(without) > 1 else f"{id} does"
        checked.report_at("no-source", file, f"{count} not say where the facts come from, first {id}", line)


def _has_source(text: str) -> bool:
    return any(row.startswith("source") and "=" in row for row in text.partition("\n[")[0].splitlines())
