"""How probable it is that a hit is meant: evidence as named log-odds, each with its weight as data.

Each piece of evidence has a name in the lexicon's weight group `linking`, where its value, its reason
and an example stand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import Lexicon
from resolver.index.derived import OF_BODIES
from resolver.linking.countries import may_be_of
from resolver.linking.facts import DEFINING, INSIDE, Cues, Facts
from resolver.linking.hits import ABBREVIATED, EXACT, LEGAL_FORM, SPELLING, Hit
from resolver.linking.neighbours import Neighbours
from resolver.linking.reader import Reading
from resolver.linking.regions import Regions
from resolver.linking.rivals import SIDES, Rivals
from resolver.linking.words import Gap, Role, Word, given_names
from resolver.text.fold import fold
from resolver.types import Evidence

# Shorter parts of names are shared by too many.
_LONG_PART = 6
# Forms that a full name in the text does not license like the others.
_LICENSED_APART = frozenset(
    {"given name", "tail", "head", "head of a team", "without kind", "without ship prefix"}
)
_ADJECTIVES = frozenset({"demonym", "people"})
_OWN_FOLLOWERS = frozenset({"side", "party"})
_ENDS = frozenset({"head", "head of a team", "tail"})
_WORDS = frozenset({Role.ORDINARY, Role.OPENER})
_TYPED = frozenset({"person", "place", "organization"})
_SPEAKING = frozenset({Role.TITLE, Role.ROLE})
_LONG_NAME = 3
_MOST_MADE = 65536
_FOLLOWING = 3
_BODY_PARTS = OF_BODIES - SIDES
# Rules that need a cue of their own, with which it matters little that the name is common.
_OWN_CUES = frozenset({"side", "regnal name"})
_LONGEST_CURRENCY = 3
_LONGEST_SCORE = 3


class Scorer:
    """Adds up the evidence for one hit."""

    def __init__(
        self, lexicon: Lexicon, gazetteer: Gazetteer, cues: Cues, weights: Mapping[str, float] | None = None
    ) -> None:
        """`weights`: by the name of their evidence; the lexicon's when not given."""
        self._cues = cues
        self.weights = dict(lexicon.weights("linking") if weights is None else weights)
        self._gazetteer = gazetteer
        # The same evidence of many hits is one object.
        self._made: dict[tuple[str, str], Evidence] = {}
        self.ties = lru_cache(maxsize=16384)(self._ties_of)
        self._neighbours = Neighbours(lexicon)
        self._known = lexicon.words("known_name", "en")
        self._common = lexicon.words("common_name") | given_names(lexicon) | self._known
        self.regions = Regions(lexicon, gazetteer)
        self._demonyms = lexicon.map("demonym")

    def evidence(
        self,
        hit: Hit,
        reading: Reading,
        facts: Facts,
        known: Sequence[bool],
        rivals: Rivals,
    ) -> list[Evidence]:
        """Everything that counts for or against `hit`.

        `known[k]`: word k belongs to another listed name.
        """
        made = self._made
        found: list[Evidence] = []
        for told in self._features(hit, reading, facts, known, rivals):
            evidence = made.get(told)
            if evidence is None:
                if len(made) >= _MOST_MADE:
                    made.clear()
                evidence = made[told] = Evidence(*told, self.weights[told[0]])
            found.append(evidence)
        return found + self._spelling(hit) if hit.rule == SPELLING else found

    @staticmethod
    def probability(evidence: Sequence[Evidence]) -> float:
        total = sum(e.weight for e in evidence)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def _spelling(self, hit: Hit) -> list[Evidence]:
        q = min(max(hit.quality, 1e-4), 1 - 1e-4)
        weight = self.weights["fuzzy_slope"] * math.log(q / (1 - q))
        return [Evidence(SPELLING, f"“{hit.ref.spelling}” {hit.quality:.2f}", weight)]

    def _features(
        self,
        hit: Hit,
        reading: Reading,
        facts: Facts,
        known: Sequence[bool],
        rivals: Rivals,
    ) -> Iterator[tuple[str, str]]:
        ref = hit.ref
        words = reading.words
        size = hit.last - hit.first
        single = size == 1
        if hit.slip:
            for reason in hit.slip:
                yield reason, ref.spelling
        elif hit.rule == SPELLING:
            yield "fuzzy_bias", ""
            if single:
                yield "fuzzy_single_word", ""
        else:
            yield f"derived_{ref.rule.replace(' ', '_')}" if ref.derived else f"form_{ref.form}", ref.spelling
            if hit.rule != EXACT:
                yield f"rule_{hit.rule.replace(' ', '_')}", ""
        if single and not ref.derived and ref.form in ("full", "alias", "former"):
            if ref.type == "person":
                yield "single_person", ""
            elif ref.type not in _TYPED:
                yield "single_other", ""
        loose = ref.derived or ref.form in ("short", "acronym", "nickname")
        introduced = facts.introduced(ref.entity)
        if hit.rule != SPELLING and loose and introduced and ref.rule not in _ADJECTIVES:
            kind = ref.rule.replace(" ", "_") if ref.rule in _LICENSED_APART else ""
            yield f"introduced_{kind}" if kind else "introduced", ""
        evidence_for = introduced
        if ref.rule == "demonym" and hit.rule != SPELLING and facts.reference():
            yield "reference_demonym", ""
        if ref.derived and ref.form == "short" and hit.rule != SPELLING and size > 1 and ref.rule != "side":
            yield "long_part" if size >= _LONG_NAME else "several_words", ref.spelling
        before = words[hit.first - 1] if hit.first else None
        before_it = "" if hit.first else facts.before()
        if ref.type == "person":
            title = before.fold if before is not None and before.role in _SPEAKING else before_it
            if title in self._cues.royal and loose and single:
                yield "royal" if ref.rule in ("regnal name", "given name") else "royal_surname", title
            elif before is not None and before.role in _SPEAKING:
                yield "title", before.text
            elif before_it in self._cues.titles:
                yield "title", before_it
        if ref.type == "person" and loose and single and not evidence_for and facts.stranger(ref.tokens[-1:]):
            yield "another_bearer", ref.spelling
        if ref.form == "acronym":
            surface = hit.ref.spelling
            taught = facts.taught(surface)
            if taught == ref.entity:
                yield "taught", surface
            elif taught != "":
                yield "taught_otherwise", surface
        whole, ties = self.ties(ref.entity)
        if facts.related(ties):
            yield "related", ""
            evidence_for = True
        following = self._following(hit, words, facts)
        after = following[0] if following else ""
        if after in self._cues.speech and ref.type in ("person", "organization"):
            evidence_for = evidence_for or not facts.sentence_start()
        if hit.first == 0:
            if ref.type == "place" and before_it in self._cues.place_cues:
                yield "place_cue", before_it
                evidence_for = True
            if ref.type == "person" and before_it in self._cues.person_cues:
                yield "person_cue", before_it
            if ref.type == "person" and before_it in INSIDE:
                yield "place_cue_person", before_it
        if ref.rule in SIDES and self._score_follows(hit, words):
            yield "score_follows", ""
        yield from self._followed(hit, following, words, rivals)
        whole_quoted = hit.first == 0 and hit.last == len(words) and facts.quoted()
        if whole_quoted and ref.type not in ("person", "place"):
            yield "quoted", ref.spelling
        word = words[hit.first].fold
        if (
            single
            and ref.form == "full"
            and ref.type not in _TYPED
            and word in self._demonyms
            and not word.endswith("s")
            and not (hit.first == 0 and before_it in self._cues.language_cues)
        ):
            yield "language_word", ref.spelling
        if single and ref.rule == "without article" and words[hit.first].role in _WORDS:
            yield "bare_word", ref.spelling
        shared = rivals.shared and not introduced
        if rivals.listed:
            yield "listed_elsewhere", ref.spelling
        # Who follows tells that the capitals are no accident: "Dolphins receiver", "MU coach".
        member = ref.type == "organization" and after in self._cues.member
        if ref.form == "acronym" and ref.derived and words[hit.first].role in _WORDS:
            if not introduced and not (member and after in self._cues.side and not reading.all_caps):
                yield "ordinary_acronym", words[hit.first].text
        elif hit.rule == ABBREVIATED and reading.all_caps and words[hit.first].role in _WORDS:
            yield "ordinary_acronym", words[hit.first].text
        if hit.last == len(words) and len(words[-1].text) <= _LONGEST_CURRENCY and facts.currency():
            yield "currency", words[-1].text
        if hit.rule == LEGAL_FORM:
            evidence_for = True
        if (
            ref.type != "person"
            and before is not None
            and before.role is Role.TITLE
            and ref.form != "demonym"
        ):
            yield "title_of_person", before.text
        if facts.surrounds(ref.entity):
            yield "surrounds", ""
        if whole is not None and facts.siblings(whole, ref.entity):
            yield "siblings", whole
        if ref.derived and single and ref.form == "short" and ref.rule not in _OWN_CUES:
            if word in self._common and not introduced:
                yield "common_part", word
            elif ref.spelling.isupper() and len(word) > 2 and words[hit.first].text.isupper():
                yield "letters_part", ref.spelling
            elif len(word) >= _LONG_PART and words[hit.first].role is Role.NAME:
                yield "rare_end" if ref.rule in _ENDS else "rare_part", word
            if shared:
                yield "shared_part", ""
        if single and words[hit.first].role is not Role.NAME and ref.form not in ("acronym", "demonym"):
            yield f"ordinary_{ref.type if ref.type in _TYPED else 'other'}", words[hit.first].role.value
            inside = before.fold if before is not None else before_it
            if (
                ref.type not in _TYPED
                and words[hit.first].role is Role.DATE
                and inside in INSIDE
                and hit.last == len(words)
            ):
                yield "month_alone", inside
            if hit.first == 0 and not member and facts.sentence_start() and not whole_quoted:
                yield "ordinary_at_start", ""
        if ref.rule in ("without country", "without complement"):
            if other := self._other_country(hit, words):
                yield "other_country", other
            else:
                country = self._gazetteer[ref.entity].country
                if country is not None and not facts.at_home(country):
                    yield "other_country", ""
                if shared:
                    yield "any_country", ""
        elif (
            ref.type == "organization"
            and not ref.derived
            and size > 1
            and hit.first
            and (other := self._other_country(hit, words))
            and not self._is_home(ref.entity, other)
        ):
            yield "other_country", other
        if single and not loose and hit.first == 0 and following[:2] in DEFINING and facts.sentence_start():
            yield "defined", " ".join(following[:2])
        if loose and ref.type == "person" and hit.first == 0 and before_it in self._cues.naming:
            yield "named_anew", before_it
        if ref.needs_context and not evidence_for:
            yield "needs_context", ref.spelling
        doubts = self._neighbours.doubts(hit, words, facts, known, reading)
        yield from doubts
        if doubts and facts.headline():
            yield "headline", ""
        if f"{words[hit.last - 1].fold} {after}" in self._cues.phrases:
            yield "fixed_phrase", after
        if ref.type != "place" and ref.derived and single and hit.last == len(words) and facts.region():
            yield "beside_region", facts.region()
        if region := self.regions.elsewhere(hit, words, facts):
            yield "elsewhere", region

    @staticmethod
    def _score_follows(hit: Hit, words: Sequence[Word]) -> bool:
        """ "beat Chelsea 3-2": two numbers with a hyphen."""
        score = words[hit.last : hit.last + 2]
        return (
            len(score) == 2
            and all(w.role is Role.NUMBER and len(w.fold) <= _LONGEST_SCORE for w in score)
            and score[1].gap is Gap.HYPHEN
        )

    @staticmethod
    def _following(hit: Hit, words: Sequence[Word], facts: Facts) -> tuple[str, ...]:
        """Up to three small words behind the hit; the stretch may hold them already."""
        found: list[str] = []
        for word in words[hit.last : hit.last + _FOLLOWING]:
            if word.gap not in (Gap.SPACE, Gap.LINE) or not word.text[0].islower():
                return tuple(found)
            found.append(word.fold)
        return (*found, *facts.following())[:_FOLLOWING] if len(found) < _FOLLOWING else tuple(found)

    def _followed(
        self, hit: Hit, following: tuple[str, ...], words: Sequence[Word], rivals: Rivals
    ) -> Iterator[tuple[str, str]]:
        """The small words behind the name: "Chelsea captain" is the club's, "Irish poet" a person's."""
        if not following:
            return
        after, ref, size = following[0], hit.ref, hit.last - hit.first
        if rivals.side and after in self._cues.side:
            if ref.rule in SIDES:
                yield "side_follows" if ref.rule == "side" else "member_follows", after
            elif ref.type == "place":
                yield "member_follows_place", after
        elif after in self._cues.member and ref.rule not in _OWN_FOLLOWERS:
            if ref.type == "organization":
                # Who has a coach is a team; a part of another body's name is none.
                if not (after in self._cues.side and ref.rule in _BODY_PARTS):
                    yield "member_follows", after
            elif ref.type == "place" and rivals.body:
                yield "member_follows_place", after
        if ref.rule == "party" and any(map(self._cues.is_person, following)):
            yield "party_member", after
        if ref.rule == "people" or (ref.form == "full" and words[hit.first].fold in self._demonyms):
            person = next((w for w in following if self._cues.is_person(w)), None)
            if person is not None and size == 1 and ref.type not in _TYPED:
                yield "person_follows", person

    def _other_country(self, hit: Hit, words: Sequence[Word]) -> str | None:
        """The country beside a body's name without one: it is that country's."""
        before = [w for w in words[: hit.first] if w.role is not Role.ENDING][-1:]
        after = words[hit.last : hit.last + 2]
        if before and (before[0].fold in self._known or before[0].fold in self._demonyms):
            return before[0].text
        if len(after) == 2 and after[0].role is Role.CONNECTOR and after[1].fold in self._known:
            return after[1].text
        return None

    def _is_home(self, id: str, country: str) -> bool:
        """Whether a country, or its adjective, may be an entity's; any may when the gazetteer names none."""
        said = fold(country)
        return may_be_of(self._gazetteer, id, {said, *self._demonyms.get(said, ())})

    def _ties_of(self, id: str) -> tuple[str | None, tuple[str, ...]]:
        """What an entity lies in, and all that it belongs to."""
        entity = self._gazetteer[id]
        return entity.within, tuple(t for t in (entity.country, entity.within, *entity.member_of) if t)
