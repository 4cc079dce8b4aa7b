"""Clusters → the draft of a gazetteer: an entity each, its other spellings, and what is to be asked."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolver.authoring.exchange.collecting import Options
from resolver.authoring.importing import Imported, import_entities
from resolver.authoring.questions import Question, answered, questions_change, read_questions
from resolver.authoring.workspace import commit, editing
from resolver.entities.lexicon import fold_phrase
from resolver.entities.sources import load_sources
from resolver.text.tokens import WORD

if TYPE_CHECKING:
    from resolver.clustering.clusters import Cluster, Clusters
    from resolver.entities.entity import Entity
    from resolver.types import EntityType


def draft_gazetteer(
    clusters: Clusters, root: str | Path, file: str | Path, *, type: EntityType, source: str
) -> Imported:
    """Write each cluster as an entity into a file of the gazetteer at `root`, with the questions beside it.

    The file belongs to this: a later run with the same IDs replaces it, and what is no longer in the list
    stays, retired. Other spellings of all words of the canonical name are its `variants`, names with words
    more or fewer `aliases`. `source` is set on every entity. A cluster without a letter or digit in its name
    ("-", "?") is left out. Raises what `import_entities` does.
    """
    named = [cluster for cluster in clusters if WORD.search(cluster.canonical)]
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "clusters.jsonl"
        records.write_text("".join(map(_line, named)), encoding="utf-8")
        options = Options(type=type, sources=(source,))
        imported = import_entities([records], "jsonl", root, file, options=options, declare_ambiguous=True)
    for cluster in clusters:
        if not WORD.search(cluster.canonical):
            imported.skipped.add("a name without a letter or digit", cluster.canonical)
    entities = load_sources(Path(root)).entities

    def today(id: str) -> Entity | None:
        entity = entities.get(id)
        while entity is not None and not entity.live:
            entity = entities.get(entity.replaced_by[0]) if entity.replaced_by else None
        return entity

    questions = [
        Question(doubt.one, doubt.other, doubt.score)
        for doubt in clusters.doubts
        if not answered(today(doubt.one), today(doubt.other))
    ]
    if questions or read_questions(Path(root)):
        with editing(Path(root)):
            commit(Path(root), [questions_change(Path(root), questions)])
    return imported


def _line(cluster: Cluster) -> str:
    record: dict[str, Any] = {"id": cluster.id, "name": cluster.canonical}
    variants, aliases = _other_names(cluster.canonical, cluster.names)
    record |= {"variants": variants} if variants else {}
    record |= {"aliases": aliases} if aliases else {}
    return json.dumps(record, ensure_ascii=False) + "\n"


def _other_names(canonical: str, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The other names of a cluster, each once: spellings of the canonical one, and those of other words."""
    from resolver.clustering.items import tidied
    from resolver.resolver import compare

    variants: list[str] = []
    aliases: list[str] = []
    seen = {fold_phrase(canonical)}
    for name in dict.fromkeys(map(tidied, names)):
        key = fold_phrase(name)
        if key in seen:
            continue
        seen.add(key)
        alike = all(pair.a and pair.b for pair in compare(canonical, name).pairs)
        (variants if alike else aliases).append(name)
    return sorted(variants), sorted(aliases)
