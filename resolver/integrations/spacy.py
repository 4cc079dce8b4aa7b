"""spaCy: the component `resolver`, which fills `doc.ents` with the entities that a text names.

    nlp = spacy.blank("en")
    nlp.add_pipe("resolver")                                    # the default gazetteer
    nlp.add_pipe("resolver", config={"gazetteer": "mine.toml"})
    [(ent.text, ent.label_, ent.kb_id_) for ent in nlp("Ilham Aliyev left Baku.").ents]

An entity's label is spaCy's name of its type (PERSON, ORG, GPE …) and its `kb_id_` the ID; an ambiguous
mention has none. `doc.ents` holds whole tokens; `doc._.mentions` has every mention with its own offsets,
score and reasons. spaCy finds the component by itself where both are installed:
`pip install 'resolver[spacy]'`.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from resolver.integrations.gazetteers import resolver_for
from resolver.resolver import Resolver

#: What spaCy's models call our types.
LABELS = {
    "person": "PERSON",
    "organization": "ORG",
    "place": "GPE",
    "event": "EVENT",
    "work": "WORK_OF_ART",
    "product": "PRODUCT",
    "other": "MISC",
}


def make_component(
    nlp: Language,
    name: str,
    gazetteer: str | None,
    types: list[str] | None,
    language: str | None,
    min_score: float,
    ambiguous: bool,
    overwrite_ents: bool,
) -> EntityComponent:
    """The component as a pipeline's configuration asks for it.

    `gazetteer`: a path; the default one else. `types`, `language`, `min_score` as in `Resolver.link`.
    `ambiguous`: whether mentions that may mean several entities are among the entities. `overwrite_ents`:
    whether ours take the place of entities that were found before; else these stay, and get our IDs where
    they are the same words.
    """
    found = resolver_for(gazetteer)
    return EntityComponent(found, types, language, min_score, ambiguous, overwrite_ents)


class EntityComponent:
    """Links a document's text; the work of `Resolver.link`."""

    def __init__(
        self,
        resolver: Resolver,
        types: list[str] | None = None,
        language: str | None = None,
        min_score: float = 0.0,
        ambiguous: bool = True,
        overwrite_ents: bool = False,
    ) -> None:
        self._resolver = resolver
        self._types = types
        self._language = language
        self._min_score = min_score
        self._ambiguous = ambiguous
        self._overwrite = overwrite_ents
        if not Doc.has_extension("mentions"):
            Doc.set_extension("mentions", default=())

    def __call__(self, doc: Doc) -> Doc:
        mentions = self._resolver.link(
            doc.text, self._types, language=self._language, min_score=self._min_score
        )
        doc._.mentions = tuple(mentions)
        ours = [
            self._span(doc, mention)
            for mention in mentions
            if mention.id is not None or (self._ambiguous and mention.ambiguous)
        ]
        doc.set_ents(
            self._together(list(doc.ents), filter_spans([span for span in ours if span is not None]))
        )
        return doc

    def _span(self, doc: Doc, mention: Any) -> Any:
        type = mention.type or (mention.candidates[0].type if mention.candidates else "other")
        return doc.char_span(
            mention.start,
            mention.end,
            label=LABELS[type],
            kb_id=mention.id or "",
            alignment_mode="expand",
        )

    def _together(self, before: list[Span], ours: list[Span]) -> list[Span]:
        """The entities found before and ours, none over another."""
        if self._overwrite:
            covered = {token.i for span in ours for token in span}
            return [*ours, *(span for span in before if covered.isdisjoint(token.i for token in span))]
        same = {(span.start, span.end): span for span in ours}
        kept = [
            Span(span.doc, span.start, span.end, label=span.label, kb_id=ours_too.kb_id)
            if (ours_too := same.get((span.start, span.end))) is not None
            else span
            for span in before
        ]
        covered = {token.i for span in before for token in span}
        return [*kept, *(span for span in ours if covered.isdisjoint(token.i for token in span))]


Language.factory(
    "resolver",
    func=make_component,
    assigns=["doc.ents", "token.ent_iob", "token.ent_type", "token.ent_kb_id"],
    default_config={
        "gazetteer": None,
        "types": None,
        "language": None,
        "min_score": 0.0,
        "ambiguous": True,
        "overwrite_ents": False,
    },
)
