"""The register of evidence: what is declared is what has a weight, and each kind explains itself."""

from __future__ import annotations

import inspect
from collections import Counter

import pytest

from resolver.entities.lexicon import Lexicon
from resolver.errors import GazetteerError
from resolver.index.index import Index
from resolver.index.loading import open_index
from resolver.linking.evidence import FEATURES
from resolver.linking.evidence.feature import CONTEXT, Feature, Level
from resolver.linking.linker import Linker
from resolver.linking.local_context import Cues
from resolver.linking.scoring import Scorer

RECORDS = (
    {"id": "emmanuel-macron", "type": "person", "name": "Emmanuel Macron"},
    {"id": "paris", "type": "place", "name": "Paris", "country": "france"},
    {"id": "france", "type": "place", "name": "France", "demonyms": ["French"]},
    {
        "id": "foreign-ministry",
        "type": "organization",
        "name": "French Foreign Ministry",
        "country": "france",
    },
    {"id": "dolphins", "type": "organization", "name": "Miami Dolphins"},
)
TEXTS = (
    "President Emmanuel Macron left Paris. Macron said that France agreed.",
    "Paris Hilton met the Foreign Ministry in Paris, Texas. Emanuel Macron did not.",
    "Dolphins receiver Smith saw the MIAMI DOLPHINS beat New Paris 3-2 in “France”.",
)


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index((RECORDS,), cache=False)


def _names() -> list[str]:
    return sorted({name for feature in FEATURES for name in feature.says})


def test_declared_names_and_weights_are_the_same_set(index: Index) -> None:
    assert _names() == sorted(index.lexicon.weights("evidence"))


def test_a_name_says_the_same_wherever_it_is_found() -> None:
    sentences = {(name, says) for feature in FEATURES for name, says in feature.says.items()}
    twice = [name for name, times in Counter(name for name, _ in sentences).items() if times > 1]
    assert twice == []


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.func.__name__)
def test_each_kind_has_a_rule_an_example_and_a_trap(feature: Feature) -> None:
    rule = inspect.getdoc(feature.func) or ""
    assert rule.endswith("."), rule
    assert '"' in rule or "“" in rule, f"{feature.func.__name__}: the rule has no example"


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.func.__name__)
def test_each_kind_is_asked_for_what_its_level_sees(feature: Feature) -> None:
    asked = len(inspect.signature(feature.func).parameters)
    assert asked == (2 if feature.level in CONTEXT else 1)
    assert feature.where is None or feature.level in CONTEXT, "of the chunk only what comes later is asked"
    assert feature.amount is None or feature.level is not Level.NAME


def test_every_sentence_takes_its_detail() -> None:
    for feature in FEATURES:
        for name, says in feature.says.items():
            assert "(+" not in says.format("Paris")
            assert says.format("{x}").count("{") == says.count("{"), name


@pytest.mark.parametrize("text", TEXTS)
def test_static_and_contextual_evidence_add_up_within_the_bound(index: Index, text: str) -> None:
    """What is worked out with the chunk plus what context adds is all evidence, and never above the bound."""
    linker = Linker(index)
    scorer = linker._weigher.scorer
    seen = []
    contextual = scorer.contextual

    def spy(span, context, least):  # type: ignore[no-untyped-def]
        weight, found = contextual(span, context)
        assert span.weight == pytest.approx(sum(e.weight for e in span.evidence))
        assert weight == pytest.approx(sum(e.weight for e in (*span.evidence, *found)))
        assert weight <= span.bound + 1e-9
        assert contextual(span, context, weight + 0.01) is None
        assert contextual(span, context, weight - 0.01) == (weight, found)
        seen.append(found)
        return weight, found

    scorer.contextual = spy  # type: ignore[method-assign]
    linker.scored(text)
    assert any(seen), "the text must have context"


def test_explain_speaks_in_sentences(index: Index) -> None:
    considered = Linker(index).consider("President Emmanuel Macron left Paris. Macron agreed.")
    said = "\n".join(each.explain() for each in considered)
    assert "+4.00  “Paris” is its full name" in said
    assert "the document names it in full" in said
    assert "_" not in said


def test_evidence_without_a_weight_is_refused(index: Index) -> None:
    lexicon: Lexicon = index.lexicon
    weights = dict(lexicon.weights("evidence"))
    del weights["title"]
    with pytest.raises(GazetteerError, match=r"add \[weight\.evidence\.title\]"):
        Scorer(lexicon, index.gazetteer, Cues(lexicon), weights)
