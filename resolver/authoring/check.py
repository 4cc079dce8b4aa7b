"""`check`: everything that is wrong with a gazetteer, all at once.

The checks are in the modules `check_*`; their codes are explained in `findings.CODES`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path

from resolver.authoring.check_examples import Link, check_examples, check_shapes
from resolver.authoring.check_lineage import check_lock, check_references
from resolver.authoring.check_names import check_across, check_inside, check_near
from resolver.authoring.check_spelling import check_spelling
from resolver.authoring.check_words import check_ordinary, check_variants
from resolver.authoring.checked import Checked, Coded
from resolver.authoring.findings import Finding
from resolver.authoring.workspace import interruption
from resolver.entities.entity import Entity
from resolver.entities.lexicon import Lexicon, LexiconData
from resolver.entities.lock import LOCK_NAME
from resolver.entities.sources import Parsed, Source, find_files, load_sources
from resolver.errors import GazetteerError


def check(
    path: str | Path,
    *,
    below: Sequence[Source] = (),
    examples: bool = True,
    overlay: Mapping[Path, bytes] | None = None,
    before: Mapping[str, Entity] | None = None,
    parsed: Parsed | None = None,
) -> list[Finding]:
    """All findings about the gazetteer at `path` (a folder or file), sorted by place.

    `below` are sources that it will be used on top of: references may lead there, names may clash with
    theirs. `examples=False` leaves out the linking of examples. `overlay` gives contents to check in the
    place of files'. `before` holds the entities as they were before an edit: then only the examples that the
    edit may concern are linked, and only the variants of entities that differ are looked at. `parsed`
    remembers what was read. Nothing is written: an edit that was killed half-way is a finding, and the next
    edit finishes it.
    """
    path = Path(path)
    complaints = Coded()
    if overlay is None and (message := interruption(path)):
        complaints.found.append(Finding(str(path), 0, "interrupted", "", message))
    sources = load_sources([*below, path], complaints=complaints, overlay=overlay, parsed=parsed)
    try:
        files = find_files(path, overlay or ())
    except GazetteerError:
        return sorted(complaints.found)  # says that there is nothing
    mine = {str(file) for file in files.entities}
    own = {id: e for id, e in sources.entities.items() if sources.places[id][0] in mine}
    checked = Checked(
        sources,
        own,
        _lexicon([*below, path], sources.lexicon_data, sound=not complaints.found),
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
    check_references(checked)
    check_inside(checked)
    check_across(checked)
    check_near(checked)
    check_spelling(checked)
    check_ordinary(checked)
    check_variants(checked, before)
    check_shapes(checked)
    _check_sources(checked)
    if examples:
        on_disk = overlay is None and not broken
        check_examples(
            checked,
            lambda: _whole(checked, path, below, on_disk=on_disk),
            before,
            _compiled(path, below) if on_disk else None,
        )
    return checked.without_allowed(mine)


def _lexicon(sources: Sequence[Source], extra: LexiconData, *, sound: bool) -> Lexicon:
    """The lexicon that the gazetteer will be used with: the default one and what the sources add to it.

    `extra` is what was read from them. A `sound` default lexicon that nothing is added to comes compiled.
    """
    from resolver.index.loading import default_folder, default_lexicon, lexicon_with

    folders = [Path(source).resolve() for source in sources if isinstance(source, str | PathLike)]
    if default_folder() not in folders:
        return lexicon_with(extra)
    adding = any(_adds_words(folder) for folder in folders if folder != default_folder())
    return default_lexicon() if sound and not adding else Lexicon.compile(extra)


def _compiled(path: Path, below: Sequence[Source]) -> Link | None:
    """`link` over all entities, where their compiled form is there already."""
    from resolver.index.loading import already_compiled
    from resolver.resolver import Resolver

    index = already_compiled([*below, path])
    return None if index is None else Resolver(index).link


def _whole(checked: Checked, path: Path, below: Sequence[Source], *, on_disk: bool) -> Link:
    """`link` over all entities. As they are on disk, their compiled form is kept for the next time."""
    import resolver
    from resolver.index.compiler import index_of

    if on_disk and all(isinstance(source, str | PathLike) for source in below):
        return resolver.load(*below, path).link
    return resolver.Resolver(index_of(checked.live, checked.lexicon, checked.sources.gazetteer())).link


def _adds_words(source: Path) -> bool:
    return source.is_file() or bool(find_files(source).lexicon)


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
        many = len(without) > 1
        who, more = (f"{len(without)} entities do", f", first {id}") if many else (f"{id} does", "")
        checked.report_at("no-source", file, f"{who} not say where the facts come from{more}", line)


def _has_source(text: str) -> bool:
    return any(row.startswith("source") and "=" in row for row in text.partition("\n[")[0].splitlines())
