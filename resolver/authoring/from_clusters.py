"""Clusters → the draft of a gazetteer: an entity each, its other spellings, and what is to be asked."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolver.authoring.exchange.collecting import Options
from resolver.authoring.importing import Imported, import_entities
from resolver.authoring.questions import Question, answered, questions_change, read_questions
from resolver.authoring.workspace import commit, editing
from resolver.entities.entity import Entity
from resolver.entities.lexicon import fold_phrase
from resolver.entities.sources import load_sources
from resolver.errors import GazetteerError
from resolver.text.tokens import WORD

if TYPE_CHECKING:
    from resolver.clustering.clusters import Clusters
    from resolver.types import EntityType


def draft_gazetteer(
    clusters: Clusters, root: str | Path, file: str | Path, *, type: EntityType, source: str
) -> Imported:
    """Write each cluster as an entity into a file of the gazetteer at `root`, with the questions beside it.

    A later run with the same IDs adds to what the file has, answers of `suggest --review` among it; what is
    no longer in the list stays, retired. Other spellings of all words of an entity's name are its `variants`,
    names with words more or fewer `aliases`. `source` is set on every entity. A cluster without a letter or
    digit in its name ("-", "?") is left out. Raises what `import_entities` does.
    """
    root = Path(root)
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "clusters.jsonl"
        records.write_text("".join(_lines(clusters, _Known(root))), encoding="utf-8")
        options = Options(type=type, sources=(source,))
        imported = import_entities([records], "jsonl", root, file, options=options, declare_ambiguous=True)
    for cluster in clusters:
        if not WORD.search(cluster.canonical):
            imported.skipped.add("a name without a letter or digit", cluster.canonical)
    known = _Known(root)
    questions = [
        Question(doubt.one, doubt.other, doubt.score)
        for doubt in clusters.doubts
        if not answered(known.today(doubt.one), known.today(doubt.other))
    ]
    if questions or read_questions(root):
        with editing(root):
            commit(root, [questions_change(root, questions)])
    return imported


class _Known:
    """What a gazetteer says today."""

    def __init__(self, root: Path) -> None:
        try:
            self._entities = load_sources(root).entities
        except GazetteerError:
            self._entities = {}  # an empty folder; what is damaged is told by the import

    def today(self, id: str) -> Entity | None:
        """The entity of an ID, or the one that it was merged into; None where there is none."""
        entity = self._entities.get(id)
        while entity is not None and not entity.live:
            entity = self._entities.get(entity.replaced_by[0]) if entity.replaced_by else None
        return entity


def _lines(clusters: Clusters, known: _Known) -> Iterator[str]:
    """The records, one a line: what is known of an entity, and the names of its clusters besides."""
    records: dict[str, dict[str, Any]] = {}
    for cluster in clusters:
        if not WORD.search(cluster.canonical):
            continue
        entity = known.today(cluster.id)
        fresh = {"id": cluster.id, "name": cluster.canonical} if entity is None else entity.to_dict()
        _add_names(records.setdefault(fresh["id"], fresh), (cluster.canonical, *cluster.names))
    return (json.dumps(record, ensure_ascii=False) + "\n" for record in records.values())


def _add_names(record: dict[str, Any], names: Iterable[str]) -> None:
    """Give a record the names that it lacks: spellings of its name, and those of other words."""
    from resolver.clustering.items import tidied
    from resolver.resolver import compare

    own = Entity.from_dict({"type": "other", **record})
    seen = {fold_phrase(name.spelling) for name in own.all_names()} | set(map(fold_phrase, own.not_))
    found: dict[str, list[str]] = {"variants": [], "aliases": []}
    for name in dict.fromkeys(map(tidied, names)):
        key = fold_phrase(name)
        if key in seen:
            continue
        seen.add(key)
        alike = all(pair.a and pair.b for pair in compare(own.name, name).pairs)
        found["variants" if alike else "aliases"].append(name)
    for field, more in found.items():
        if more:
            record[field] = [*record.get(field, ()), *sorted(more)]
