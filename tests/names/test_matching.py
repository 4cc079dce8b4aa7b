"""How two names are aligned, scored and explained, and when an answer is given."""

from __future__ import annotations

import pytest

from resolver.entities.lexicon import Lexicon
from resolver.names.decide import Decider
from resolver.names.matcher import Matcher
from resolver.types import EntityType


def rules(matcher: Matcher, a: str, b: str, type: EntityType | None) -> dict[tuple[str, str], str]:
    comparison = matcher.compare(matcher.parse(a, type), matcher.parse(b, type))
    return {(pair.a, pair.b): pair.rule for pair in comparison.pairs}


ALIGNED: list[tuple[EntityType | None, str, str, tuple[str, str], str]] = [
    ("person", "Colonna Catherine", "Catherine Colonna", ("Colonna", "Colonna"), "same"),
    ("person", "CatherineColonna", "Catherine Colonna", ("CatherineColonna", "Catherine Colonna"), "joined"),
    ("person", "Olaf Scho lz", "Olaf Scholz", ("Scho lz", "Scholz"), "joined"),
    ("person", "Catherin eColonna", "Catherine Colonna",
     ("Catherin eColonna", "Catherine Colonna"), "joined"),
    ("person", "J. Chirac", "Jacques Chirac", ("J", "Jacques"), "initial"),
    ("person", "P. Chirac", "Jacques Chirac", ("P", "Jacques"), "different"),
    ("person", "Bill Clinton", "William Clinton", ("Bill", "William"), "nickname"),
    ("person", "Ivan Ivanovich Sokolov", "Ivan Sokolov", ("Ivanovich", ""), "left out"),
    ("organization", "NATO Summit", "North Atlantic Treaty Organization Summit",
     ("NATO", "North Atlantic Treaty Organization"), "acronym"),
    ("organization", "U.S. Department of State", "United States Department of State",
     ("US", "UnitedStates"), "abbreviation"),
    ("organization", "Acme GmbH", "Acme Gesellschaft mit beschränkter Haftung",
     ("GmbH", "Gesellschaftmitbeschränkter Haftung".replace(" ", "")), "same"),
    ("organization", "Government of Mali", "Government of Malawi", ("Mali", "Malawi"), "another word"),
    ("event", "COP28", "COP29", ("28", "29"), "different"),
    ("organization", "DGSE", "DGSI", ("DGSE", "DGSI"), "different"),
    # A pet name may be one of either sex; a name that sounds alike may not.
    ("person", "Alex Morgan", "Alexandra Morgan", ("Alex", "Alexandra"), "nickname"),
    ("person", "Sam Whitlock", "Samantha Whitlock", ("Sam", "Samantha"), "nickname"),
    ("person", "Jon Whitlock", "John Whitlock", ("Jon", "John"), "nickname"),
    # Across scripts either may be written short.
    ("person", "Bill Whitlock", "Уильям Уитлок", ("Bill", "Уильям"), "nickname"),
    ("person", "William Whitlock", "Билл Уитлок", ("William", "Билл"), "nickname"),
    ("person", "Tony Whitlock", "أنتوني ويتلوك", ("Tony", "أنتوني"), "nickname"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("type", "a", "b", "pair", "rule"), ALIGNED, ids=[f"{a} | {b}" for _, a, b, _, _ in ALIGNED]
)
def test_alignment(
    matcher: Matcher, type: EntityType | None, a: str, b: str, pair: tuple[str, str], rule: str
) -> None:
    assert rules(matcher, a, b, type).get(pair) == rule


# Relatives and near-namesakes that must never be merged.
APART: list[tuple[EntityType | None, str, str]] = [
    (None, "Ilham Aliyev", "Mehriban Aliyeva"),
    ("person", "Ilham Aliyev", "Mehriban Aliyeva"),
    ("person", "Ilham Aliyev", "Heydar Aliyev"),
    ("person", "Heydar Aliyev", "Mehriban Aliyeva"),
    ("place", "Niger", "Nigeria"),
    ("place", "Mali", "Malik"),
    (None, "Mali", "Malik"),
    ("place", "Austria", "Australia"),
    (None, "Austria", "Australia"),
    ("event", "COP28", "COP29"),
    (None, "COP28", "COP29"),
    ("place", "Georgia", "George"),
    (None, "Georgia", "George"),
    ("organization", "DGSE", "DGSI"),
    (None, "DGSE", "DGSI"),
    ("organization", "Ministry of Foreign Affairs of Azerbaijan", "Ministry of Foreign Affairs of Armenia"),
    (None, "Ministry of Foreign Affairs of Azerbaijan", "Ministry of Foreign Affairs of Armenia"),
    # Two names that people bear are two people, also a letter apart.
    ("person", "Zhang Wei", "Zheng Wei"),
    ("person", "Jonas Kovacs", "Janos Kovacs"),
    ("person", "David Moran", "David Morgan"),
    ("person", "Mohammed Hassan", "Mohammed Hussein"),
    ("person", "Kenji Sato", "Kenji Saito"),
    ("person", "Johan Lindberg", "Johanna Lindberg"),
    ("person", "Ellen Wood", "Helen Wood"),
    ("person", "Dan Fisher", "Don Fisher"),
    ("person", "Hamad bin Salman", "Salman bin Hamad"),
    # A university with a word more is another one.
    ("organization", "Severn University", "Severn Martlet University"),
    ("organization", "University of Severn", "Severn State University"),
    ("place", "Paris", "Padua"),
    # Given names that sound alike, or have one short form, one of a woman and one of a man.
    ("person", "Daniel Whitlock", "Danielle Whitlock"),
    ("person", "John Carter", "Joan Carter"),
    ("person", "Louis Garnier", "Louise Garnier"),
    ("person", "Simon Clarke", "Simone Clarke"),
    ("person", "Michael Dunne", "Michelle Dunne"),
    ("person", "Denis Rowe", "Denise Rowe"),
    ("person", "Francis Holt", "Frances Holt"),
    (None, "Victor Lund", "Victoria Lund"),
    # Titles of two sexes are two people's.
    ("person", "Lord Whitlock of Severn", "Lady Whitlock of Severn"),
    ("person", "Mr Whitlock", "Mrs Whitlock"),
    ("person", "Herr Lindner", "Frau Lindner"),
    ("person", "Князь Орлов", "Княгиня Орлов"),
    # In a name of one syllable every letter counts, and two known names a letter apart are two.
    ("person", "Li Mao", "Lu Mao"),
    ("person", "Tim Whitlock", "Tom Whitlock"),
    ("person", "Jane Whitlock", "June Whitlock"),
    ("person", "Han Song Il", "Han Song Un"),
    # Two short words of a dictionary are two bodies'.
    ("organization", "Severn Life Assurance", "Severn Fire Assurance"),
    # A legal form is no acronym.
    ("organization", "Velpesca S.A.", "South Atlantic Company"),
    # Another acronym, another order of the points of the compass.
    ("organization", "БК Монтаж", "VK Montazh"),
    ("organization", "East Harbour West", "West Harbour East"),
]


@pytest.mark.parametrize(("type", "a", "b"), APART)
def test_namesakes_stay_apart(matcher: Matcher, type: EntityType | None, a: str, b: str) -> None:
    comparison = matcher.compare(matcher.parse(a, type), matcher.parse(b, type))
    assert not comparison.match, comparison.explain()


# Spellings of one name that look like two.
TOGETHER: list[tuple[EntityType | None, str, str]] = [
    ("person", "Lord Whitlock", "Sir Whitlock"),  # titles of one sex
    ("person", "Prof. Anna Whitlock", "Mrs Anna Whitlock"),  # a title that tells no sex
    ("person", "Ana Whitlock", "Anna Whitlock"),
    ("person", "Surendra Joshi", "सुरेंद्र जोशी"),  # the vowel at the end is not written
    ("person", "Lo Tse-tung", "罗泽东"),  # Wade-Giles has te, but ko
    ("organization", "Severn Theatre Centre", "Severn Theater Center"),
    ("organization", "БК Монтаж", "BK Montazh"),  # an acronym letter by letter
    ("organization", "ООО РЖД Монтаж", "RZD Montazh LLC"),
    ("organization", "East Harbour West", "East Harbor West"),
    # Case endings, of names in Latin letters in whatever language.
    ("place", "Tarnovassa", "Tarnova"),
    ("place", "Lindbergista", "Lindberg"),
    ("place", "Raahessa", "Raahe"),
    ("place", "Norussa", "Norku"),
    ("place", "Salingissä", "Salinki"),
    ("place", "Тарново", "в Тарнове"),
]


@pytest.mark.parametrize(("type", "a", "b"), TOGETHER)
def test_spellings_stay_together(matcher: Matcher, type: EntityType | None, a: str, b: str) -> None:
    comparison = matcher.compare(matcher.parse(a, type), matcher.parse(b, type))
    assert comparison.match, comparison.explain()


# Contradiction is not omission: what the first pair leaves out, the second contradicts.
OMITTED_CONTRADICTED: list[tuple[EntityType, str, str, str]] = [
    ("person", "Ivan Ivanovich Sokolov", "Ivan Sokolov", "Ivan Petrovich Sokolov"),
    ("person", "William W. Frost", "William Frost", "William G. Frost"),
    ("person", "Rauf Hasan oglu Mammadov", "Rauf Mammadov", "Rauf Yusif oglu Mammadov"),
    ("person", "Martin King Jr.", "Martin King", "Martin King Sr."),
    ("person", "Carlos Alberto Montaner", "Carlos Montaner", "Carlos Ernesto Montaner"),
    ("organization", "Brigade 21", "Brigade", "Brigade 22"),
    ("organization", "Allianz Life (Ireland)", "Allianz Life", "Allianz Life (Italy)"),
    ("organization", "Acme Bank GmbH", "Acme Bank", "Acme Bank JSC"),
]


@pytest.mark.parametrize(("type", "name", "omitted", "contradicted"), OMITTED_CONTRADICTED)
def test_contradiction_is_not_omission(
    matcher: Matcher, type: EntityType, name: str, omitted: str, contradicted: str
) -> None:
    own = matcher.parse(name, type)
    assert matcher.score(own, matcher.parse(omitted, type)) > matcher.score(
        own, matcher.parse(contradicted, type)
    )


def test_a_comma_tells_the_surname(matcher: Matcher) -> None:
    """Where both names say which word is the surname, two surnames are two people's."""
    own, other, free = (matcher.parse(n, "person") for n in ("Salim, Karim", "Karim, Salim", "Salim Karim"))
    assert matcher.score(own, other) < matcher.score(own, free) - 0.05
    kept = matcher.parse("Salim, Karim Omar", "person")
    assert matcher.score(own, kept) > matcher.score(matcher.parse("Karim, Salim", "person"), kept)


def test_a_comparison_explains_itself(matcher: Matcher) -> None:
    a, b = matcher.parse("Catherine Collona", "person"), matcher.parse("Jean Colonna", "person")
    comparison = matcher.compare(a, b)
    text = comparison.explain()
    assert "Catherine ~ Jean" in text
    assert "different" in text
    by_words = {(pair.a, pair.b): pair.weight for pair in comparison.pairs}
    assert by_words["Collona", "Colonna"] > by_words["Catherine", "Jean"]
    assert by_words["Catherine", "Jean"] < 0
    shown = comparison.as_dict()
    assert shown["match"] is False
    assert {entry["rule"] for entry in shown["evidence"]} >= {"prior", "agreed", "opposed"}


def test_evidence_adds_up_to_the_score(matcher: Matcher) -> None:
    from math import exp

    a, b = matcher.parse("Bernar Emie", "person"), matcher.parse("Bernard Émié", "person")
    comparison = matcher.compare(a, b)
    log_odds = sum(evidence.weight for evidence in comparison.evidence)
    assert comparison.score == pytest.approx(matcher.most_likely / (1 + exp(-log_odds)))


def test_decider(lexicon: Lexicon) -> None:
    decider = Decider(lexicon)
    assert decider.choose([]) == "none"
    assert decider.choose([0.3]) == "none"
    assert decider.choose([0.98]) == "answer"
    assert decider.choose([0.98, 0.3]) == "answer"
    assert decider.choose([0.98, 0.98]) == "ambiguous"
