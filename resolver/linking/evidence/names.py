"""What the name by itself says: its form, how it was derived, how the text spells it, how long it is."""

from __future__ import annotations

import math

from resolver.linking.evidence.feature import Found, Level, Shape, Span, evidence
from resolver.linking.span_candidate import EXACT, INFLECTED, POSTAL

_LISTED_IN_FULL = frozenset({"full", "alias", "former"})
_LONG = 3
_LONG_WORD = 10


@evidence(
    Level.NAME,
    of=lambda shape: not shape.fuzzy and not shape.derived,
    form_full="“{}” is its full name",
    form_alias="“{}” is another name of it",
    form_former="“{}” is what it was called before",
    form_short="“{}” is what it is called for short",
    form_acronym="“{}” are its letters",
    form_demonym="“{}” are its people, or their adjective",
    form_nickname="“{}” is a nickname of it",
)
def form(shape: Shape) -> Found:
    """A name that the gazetteer lists. "Georgia" is a full name; but also one that much else bears."""
    return f"form_{shape.form}"


@evidence(
    Level.NAME,
    of=lambda shape: not shape.fuzzy and shape.derived,
    derived_acronym_of_2="“{}” are two letters of its name",
    derived_acronym_of_3="“{}” are the first letters of its three words",
    derived_acronym_of_4="“{}” are the first letters of its four or more words",
    derived_ampersand="“{}” is its name with & for and, or and for &",
    derived_by_middle_name="“{}” is its name without the first given name",
    derived_country_first="“{}” is its name with the country put first",
    derived_demonym="“{}” is the adjective, people or language of the place",
    derived_double_family_name="“{}” are the last two words of the person's name",
    derived_family_name="“{}” is the person's family name",
    derived_first_words="“{}” are the first words of its long name",
    derived_given_name="“{}” is the person's given name",
    derived_head="“{}” is the first word of its long name",
    derived_head_of_a_team="“{}” is where the team is from",
    derived_initial="“{}” is the name with initials",
    derived_kind_moved="“{}” is its name with the word for what it is put elsewhere",
    derived_nickname="“{}” is a usual short form of the name",
    derived_numeral="“{}” is its name with the number written otherwise",
    derived_one_of_a_people="“{}” is one of the people",
    derived_party="“{}” may be one of the party's",
    derived_people="“{}” may be an adjective of the people",
    derived_regnal_name="“{}” is the ruler's name without the number",
    derived_same_country="“{}” is another name of the country",
    derived_same_sport="“{}” is the same kind of sport",
    derived_side="“{}” is the country that the team plays for",
    derived_tail="“{}” is the last word of its long name",
    derived_taught="“{}” is what the text calls it",
    derived_without_article="“{}” is its name without the article",
    derived_without_club_form="“{}” is the club without its FC or SK",
    derived_without_complement="“{}” is its name without what it is for",
    derived_without_country="“{}” is its name without the country",
    derived_without_first_initial="“{}” is the name without the first initial",
    derived_without_kind="“{}” is its name without the word for what it is",
    derived_without_kinds="“{}” is its name without the words for what it is",
    derived_without_legal_form="“{}” is the firm without its legal form",
    derived_without_middle_name="“{}” is the name without the middle name",
    derived_without_parenthesis="“{}” is its name without the parenthesis",
    derived_without_place="“{}” is its name without the place",
    derived_without_rank="“{}” is the name without the rank",
    derived_without_region="“{}” is the place without its region",
    derived_without_ship_prefix="“{}” is the ship without HMS or USS",
    derived_without_suffix="“{}” is the name without Jr. or III",
)
def derived(shape: Shape) -> Found:
    """A spelling that follows from a name. "Aliyev" from "Ilham Aliyev"; but others are called so too."""
    return f"derived_{shape.rule.replace(' ', '_')}"


@evidence(
    Level.NAME,
    of=lambda shape: not shape.fuzzy and shape.how != EXACT,
    spelt_otherwise="the words spell “{}” in another way",
    spelt_with_ending="“{}” has a case ending here",
    spelt_in_letters="letters of a post office may stand for “{}”",
)
def rule(shape: Shape) -> Found:
    """How the words spell the name, when not letter by letter: "B.M.W."; but endings make other names too."""
    return {INFLECTED: "spelt_with_ending", POSTAL: "spelt_in_letters"}.get(shape.how, "spelt_otherwise")


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.fuzzy,
    amount=lambda span: math.log(_bounded(span.hit.quality) / (1 - _bounded(span.hit.quality))),
    similar_spelling="it resembles {}",
)
def similar_spelling(span: Span) -> Found:
    """How alike the letters are, as log-odds: "Sarkozi"; but "Niger" resembles Nigeria."""
    return f"“{span.ref.spelling}” ({span.hit.quality:.2f})"


def _bounded(probability: float) -> float:
    return min(max(probability, 1e-4), 1 - 1e-4)


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.fuzzy,
    slip_alone="it is “{}” but for a slip, and no word by itself",
    slip_of_long_word="it is “{}” but for a slip, and too long to be anything else",
    slip_of_short_word="it is “{}” but for a slip, and so short that it may be something else",
    slip_in_company="but for a slip all words are those of “{}”",
)
def slip(span: Span) -> Found:
    """A slip of the keyboard, and no word by itself: "Germanny"; but "Burgess" is somebody's name."""
    return (span.hit.slip, span.ref.spelling) if span.hit.slip else None


@evidence(
    Level.CHUNK,
    of=lambda shape: shape.fuzzy and shape.single,
    fuzzy_single_word="one word resembles many names",
)
def fuzzy_single_word(span: Span) -> Found:
    """One word resembles many: "Azerbainjii" is clear, "Marin" is not."""
    clear = span.shape.place and len(span.word.fold) >= _LONG_WORD
    return None if span.hit.slip or clear else ""


@evidence(
    Level.NAME,
    of=lambda shape: shape.single and not shape.derived and shape.form in _LISTED_IN_FULL and not shape.place,
    single_person="“{}” is one word, which may name other persons",
    single_other="“{}” is one word, which may be any such thing",
)
def single(shape: Shape) -> Found:
    """One word is the whole name. "Ronaldo"; but "Monday" is seldom the song."""
    if shape.person:
        return "single_person"
    return None if shape.typed else "single_other"


@evidence(
    Level.NAME,
    of=lambda shape: (
        shape.derived
        and shape.form == "short"
        and not shape.fuzzy
        and not shape.single
        and shape.rule != "side"
    ),
    several_words="two words of the name, “{}”, seldom stand together otherwise",
    long_part="three words of the name or more, “{}”, hardly stand together otherwise",
)
def part_of_several_words(shape: Shape) -> Found:
    """A part of a name that has several words: "Nobel Peace"; but "High School" is part of many."""
    return "long_part" if shape.size >= _LONG else "several_words"
