"""How probable it is that a hit is meant: evidence as named log-odds, each with its weight as data.

Each piece of evidence has a name in the lexicon's weight group `linking`, where its value, its reason
and an example stand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lexicon import Lexicon, fold_phrase
from resolver.index.names import NameRef
from resolver.linking.context import Document
from resolver.linking.hits import ABBREVIATED, EXACT, LEGAL_FORM, SPELLING, Hit
from resolver.linking.reader import Reading
from resolver.linking.words import Gap, Role, Word
from resolver.types import Evidence


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a stretch: the words before and after it, and whether a sentence starts there."""

    before: str
    region: str  # what follows a comma: "texas" in "Paris, Texas"
    sentence_start: bool
    headline: bool
    nouns_capitalised: bool  # German writes every noun with a capital
    english: bool
    quoted: bool = False  # in quotation marks from its first word to its last
    at: int = 0  # where in the text it begins
    following: tuple[str, ...] = ()  # up to three words behind it, folded


@dataclass(frozen=True, slots=True)
class Rivals:
    """Who else the same words may mean.

    shared: some other entity, by a form no weaker. listed: another entity is listed under these words,
    which are only a part of a body's name. body: a body's name may be cut down to them.
    """

    shared: bool = False
    listed: bool = False
    body: bool = False


_UNKNOWN = frozenset({Role.NAME, Role.ORDINARY, Role.GENERIC, Role.FEATURE, Role.LEGAL})
# Shorter parts of names are shared by too many.
_LONG_PART = 6
# Forms that a full name in the text does not license like the others.
_LICENSED_APART = frozenset({"given name", "demonym", "tail", "head", "without kind"})
_WORDS = frozenset({Role.ORDINARY, Role.OPENER})
_TYPED = frozenset({"person", "place", "organization"})
_SPEAKING = frozenset({Role.TITLE, Role.ROLE})
# What nouns for people end in: singer, sculptor, historian, pianist, statesman.
_PERSON_NOUN = ("ist", "ian", "man", "men", "woman", "women")
_INSIDE = frozenset({"in", "near", "outside", "across", "throughout", "within"})
_LONG_NAME = 3
_FOLLOWING = 3


class Scorer:
    """Adds up the evidence for one hit."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._weights = dict(lexicon.weights("linking"))
        self._place_cues = lexicon.words("place_cue")
        self._person_cues = lexicon.words("person_cue")
        self._speech = lexicon.words("speech_verb")
        self._gazetteer = gazetteer
        self.ties = lru_cache(maxsize=16384)(self._ties_of)
        self._titles = lexicon.words("person_title")
        self._phrases = lexicon.words("fixed_phrase")
        self._given = (
            frozenset(lexicon.map("nickname")).union(*lexicon.map("nickname").values())
            | lexicon.words("common_name")
        ) - lexicon.words("opener")
        self._common = (
            lexicon.words("common_name")
            | frozenset(lexicon.map("nickname")).union(*lexicon.map("nickname").values())
            | lexicon.words("known_name", "en")
        )
        self._and = lexicon.words("and")
        self._family_words = lexicon.words("particle") | lexicon.words("patronymic_marker")
        self._known = lexicon.words("known_name", "en")
        self._abbreviations = lexicon.map("abbreviation")
        self._regions = lexicon.map("region")
        self._demonyms = frozenset(lexicon.map("demonym"))
        self._language_cues = lexicon.words("language_cue")
        self._languages = lexicon.words("language_noun")
        self._naming = lexicon.words("naming_cue")
        self._member = lexicon.words("member_word")
        self._roles = lexicon.words("role_word")
        self._persons = lexicon.words("person_noun")

    def evidence(
        self,
        hit: Hit,
        reading: Reading,
        around: Surroundings,
        document: Document,
        known: Sequence[bool],
        rivals: Rivals = Rivals(),
    ) -> list[Evidence]:
        """Everything that counts for or against `hit`.

        `known[k]`: word k belongs to another listed name.
        """
        return [
            Evidence(name, detail, self._weights[name])
            for name, detail in self._features(hit, reading, around, document, known, rivals)
        ] + self._spelling(hit, document)

    @staticmethod
    def probability(evidence: Sequence[Evidence]) -> float:
        total = sum(e.weight for e in evidence)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def _spelling(self, hit: Hit, document: Document) -> list[Evidence]:
        if hit.rule != SPELLING:
            return []
        q = min(max(hit.quality, 1e-4), 1 - 1e-4)
        weight = self._weights["fuzzy_slope"] * math.log(q / (1 - q))
        return [Evidence(SPELLING, f"“{hit.ref.spelling}” {hit.quality:.2f}", weight)]

    def _features(
        self,
        hit: Hit,
        reading: Reading,
        around: Surroundings,
        document: Document,
        known: Sequence[bool],
        rivals: Rivals,
    ) -> Iterator[tuple[str, str]]:
        ref = hit.ref
        words = reading.words
        if hit.rule == SPELLING:
            yield "fuzzy_bias", ""
            if hit.last - hit.first == 1:
                yield "fuzzy_single_word", ""
            if ref.form == "short":
                yield "fuzzy_short", ref.spelling
        else:
            yield f"derived_{ref.rule.replace(' ', '_')}" if ref.derived else f"form_{ref.form}", ref.spelling
            if hit.rule != EXACT:
                yield f"rule_{hit.rule.replace(' ', '_')}", ""
        if hit.last - hit.first == 1 and not ref.derived and ref.form in ("full", "alias", "former"):
            yield f"single_{ref.type if ref.type in _TYPED else 'other'}", ""
        loose = ref.derived or ref.form in ("short", "acronym", "nickname")
        if hit.rule == SPELLING:
            if ref.entity in document.named:
                yield "known_here", ""
        elif loose and ref.entity in document.introduced:
            kind = ref.rule.replace(" ", "_") if ref.rule in _LICENSED_APART else ""
            yield f"introduced_{kind}" if kind else "introduced", ""
        evidence_for = introduced = ref.entity in document.introduced
        size = hit.last - hit.first
        if ref.derived and ref.form == "short" and hit.rule != SPELLING and size > 1:
            yield "long_part" if size >= _LONG_NAME else "several_words", ref.spelling
        before = words[hit.first - 1] if hit.first else None
        if ref.type == "person":
            if before is not None and before.role in _SPEAKING:
                yield "title", before.token.text
            elif before is None and around.before in self._titles:
                yield "title", around.before
        if (
            ref.type == "person"
            and loose
            and hit.last - hit.first == 1
            and not evidence_for
            and document.others.get(ref.tokens[-1:], around.at) < around.at
        ):
            yield "another_bearer", ref.spelling
        if ref.form == "acronym":
            surface = hit.ref.spelling
            taught = document.taught.get(surface, ref.entity)
            if taught != ref.entity:
                yield "taught_otherwise", surface
            elif surface in document.taught:
                yield "taught", surface
        if self._related(ref.entity, document):
            yield "related", ""
            evidence_for = True
        following = self._following(hit, words, around)
        after = following[0] if following else ""
        speaks = after in self._speech
        if speaks and ref.type == "place":
            yield "speech_place", after
        elif speaks and ref.type in ("person", "organization"):
            yield "speech", after
            evidence_for = evidence_for or not around.sentence_start
        if hit.first == 0:
            if ref.type == "place" and around.before in self._place_cues:
                yield "place_cue", around.before
                evidence_for = True
            if ref.type == "person" and around.before in self._person_cues:
                yield "person_cue", around.before
            if ref.type == "person" and around.before in _INSIDE:
                yield "place_cue_person", around.before
        yield from self._followed(hit, following, words, rivals)
        single = hit.last - hit.first == 1
        whole_quoted = around.quoted and hit.first == 0 and hit.last == len(words)
        if whole_quoted and ref.type not in ("person", "place"):
            yield "quoted", ref.spelling
        word = words[hit.first].fold
        if (
            single
            and ref.form == "full"
            and ref.type not in _TYPED
            and word in self._demonyms
            and not word.endswith("s")
        ):
            cued = hit.first == 0 and around.before in self._language_cues
            yield "language_named" if cued else "language_word", ref.spelling
        if single and ref.rule == "without article" and words[hit.first].role in _WORDS:
            yield "bare_word", ref.spelling
        shared = rivals.shared and not introduced
        if rivals.listed:
            yield "listed_elsewhere", ref.spelling
        if ref.form == "acronym" and ref.derived and words[hit.first].role in _WORDS:
            if not introduced:
                yield "ordinary_acronym", words[hit.first].token.text
        elif hit.rule == ABBREVIATED and reading.all_caps and words[hit.first].role in _WORDS:
            yield "ordinary_acronym", words[hit.first].token.text
        if hit.rule == LEGAL_FORM:
            evidence_for = True
        if (
            ref.type != "person"
            and before is not None
            and before.role is Role.TITLE
            and ref.form != "demonym"
        ):
            yield "title_of_person", before.token.text
        if ref.entity in document.surrounds:
            yield "surrounds", ""
        whole = self.ties(ref.entity)[0]
        if whole is not None and document.wholes.get(whole, 0) > (ref.entity in document.introduced):
            yield "siblings", whole
        if ref.derived and single and ref.form == "short":
            if word in self._common and not introduced:
                yield "common_part", word
            elif ref.spelling.isupper() and len(word) > 2 and words[hit.first].token.text.isupper():
                yield "letters_part", ref.spelling
            elif len(word) >= _LONG_PART and words[hit.first].role is Role.NAME:
                yield "rare_end" if ref.rule in ("head", "tail") else "rare_part", word
            if shared:
                yield "shared_part", ""
        elif shared:
            yield "shared_name", ""
        if single and words[hit.first].role is not Role.NAME and ref.form not in ("acronym", "demonym"):
            yield f"ordinary_{ref.type if ref.type in _TYPED else 'other'}", words[hit.first].role.value
            if hit.first == 0 and around.sentence_start and not whole_quoted:
                yield "ordinary_at_start", ""
        if ref.rule in ("without country", "without complement") and (
            other := self._other_country(hit, words)
        ):
            yield "other_country", other
        if loose and ref.type == "person" and hit.first == 0 and around.before in self._naming:
            yield "named_anew", around.before
        if ref.needs_context and not evidence_for:
            yield "needs_context", ref.spelling
        doubts = [
            *self._left(hit, words, around, known, reading),
            *self._right(hit, words, around, known, reading),
        ]
        yield from doubts
        if doubts and not ref.derived and ref.spelling in document.free:
            yield "repeated", ""
        if doubts and around.headline:
            yield "headline", ""
        if f"{words[hit.last - 1].fold} {after}" in self._phrases:
            yield "fixed_phrase", after
        if region := self._elsewhere(hit, words, around):
            yield "elsewhere", region

    @staticmethod
    def _following(hit: Hit, words: Sequence[Word], around: Surroundings) -> tuple[str, ...]:
        """Up to three small words behind the hit; the stretch may hold them already."""
        found: list[str] = []
        for word in words[hit.last : hit.last + _FOLLOWING]:
            if word.gap not in (Gap.SPACE, Gap.LINE) or not word.token.text[0].islower():
                return tuple(found)
            found.append(word.fold)
        return (*found, *around.following)[:_FOLLOWING]

    def _followed(
        self, hit: Hit, following: tuple[str, ...], words: Sequence[Word], rivals: Rivals
    ) -> Iterator[tuple[str, str]]:
        """The small words behind the name: "Chelsea captain" is the club's, "Irish poet" a person's."""
        if not following:
            return
        after, ref, size = following[0], hit.ref, hit.last - hit.first
        if after in self._member:
            if ref.type == "organization":
                yield "member_follows", after
            elif ref.type == "place" and rivals.body:
                yield "member_follows_place", after
        if ref.rule == "people" or (ref.form == "full" and words[hit.first].fold in self._demonyms):
            person = next((w for w in following if self._is_person(w)), None)
            if person is not None and size == 1 and ref.type not in _TYPED:
                yield "person_follows", person

    def _is_person(self, noun: str) -> bool:
        for form in (noun, noun.removesuffix("s")):
            if form in self._roles or form in self._persons or form.endswith(_PERSON_NOUN):
                return True
        return False

    def _other_country(self, hit: Hit, words: Sequence[Word]) -> str | None:
        """The country beside a body's name without one: it is that country's."""
        before = [w for w in words[: hit.first] if w.role is not Role.ENDING][-1:]
        after = words[hit.last : hit.last + 2]
        if before and (before[0].fold in self._known or before[0].fold in self._demonyms):
            return before[0].token.text
        if len(after) == 2 and after[0].role is Role.CONNECTOR and after[1].fold in self._known:
            return after[1].token.text
        return None

    def _related(self, id: str, document: Document) -> bool:
        """Whether the document speaks of where the entity belongs or of what it is a part."""
        return any(tie in document.introduced for tie in self.ties(id)[1])

    def _ties_of(self, id: str) -> tuple[str | None, tuple[str, ...]]:
        """What an entity lies in, and all that it belongs to."""
        entity = self._gazetteer[id]
        return entity.within, tuple(t for t in (entity.country, entity.within, *entity.member_of) if t)

    def region_size(self, reading: Reading) -> int:
        """How many words of `reading`, from its start, are a state or province; 0 when none are."""
        for size in (2, 1):
            words, rest = reading.words[:size], reading.words[size:]
            if len(words) < size or (
                rest
                and rest[0].gap is not Gap.LINE
                and rest[0].role not in (Role.ENDING, Role.CONNECTOR, Role.LOWER, Role.NUMBER)
            ):
                continue
            folds = " ".join(w.fold for w in words)
            if folds in self._regions:
                return size
            if any(full in self._regions for full in self._abbreviations.get(folds + ".", ())):
                return size
        return 0

    def _elsewhere(self, hit: Hit, words: Sequence[Word], around: Surroundings) -> str | None:
        """The region after the comma, when it lies in another country than the place: "Paris, Texas"."""
        if hit.ref.type != "place" or hit.last < len(words) or around.region not in self._regions:
            return None
        return None if self._country_fits(hit.ref, around.region) else around.region

    def _country_fits(self, ref: NameRef, region: str) -> bool:
        """Whether the place may lie in the region's country; what the gazetteer does not say, may be."""
        country = self._gazetteer[ref.entity].country
        if country is None:
            return True
        if country not in self._gazetteer:
            return False
        own = {fold_phrase(n.spelling) for n in self._gazetteer[country].all_names()}
        return bool(own.intersection(self._regions[region]))

    def may_lie_in(self, ref: NameRef, region: str) -> bool:
        """Whether "Place, Region" can be one mention: neither a list of regions nor of countries."""
        name = " ".join(ref.tokens)
        if name in self._regions or name in self._known:
            return False
        full = (region, *self._abbreviations.get(region + ".", ()))
        return all(self._country_fits(ref, r) for r in full if r in self._regions)

    # -- neighbours -------------------------------------------------------------------------------

    def _left(
        self, hit: Hit, words: Sequence[Word], around: Surroundings, known: Sequence[bool], reading: Reading
    ) -> Iterator[tuple[str, str]]:
        if hit.first == 0 or (reading.anywhere and self._kind(hit) != "short"):
            return
        gap = words[hit.first].gap
        left = words[hit.first - 1]
        if gap is Gap.OTHER:
            return  # "Europe & Asia", "Paris/London"
        if left.role is Role.CONNECTOR:
            yield from self._left_of_connector(hit, words, known, around)
            return
        if left.role is Role.INITIAL and not around.english and left.fold in self._titles:
            return  # French "M. Macron"
        if (
            gap is Gap.LINE
            or left.role in _SPEAKING
            or left.role in (Role.OPENER, Role.ENDING, Role.LOWER, Role.DATE, Role.NUMBER, Role.SUFFIX)
        ):
            return
        if known[hit.first - 1]:
            return
        if left.role is Role.ORDINARY and (reading.all_caps or around.headline):
            return
        if left.role is Role.INITIAL or left.role in _UNKNOWN:
            kind = self._kind(hit)
            if gap is Gap.HYPHEN:
                yield "left_hyphen", left.token.text
            elif left.fold in self._given and kind in ("place", "short") and not hit.ref.derived:
                yield "left_given", left.token.text
            elif reading.all_caps and not around.english and left.role is Role.NAME:
                yield "caps_neighbour", left.token.text
            elif (
                hit.first == 1 and around.sentence_start and not around.english
            ) or around.nouns_capitalised:
                # Only of English do we know the ordinary words; elsewhere any noun may open the sentence.
                if kind != "person":
                    yield f"left_opening_{kind}", left.token.text
            elif left.role in (Role.GENERIC, Role.ORDINARY, Role.LEGAL):
                yield f"left_common_{kind}", left.token.text
            else:
                letters = kind == "person" and left.token.text.isupper() and not reading.all_caps
                yield "left_letters_person" if letters else f"left_unknown_{kind}", left.token.text

    def _left_of_connector(
        self, hit: Hit, words: Sequence[Word], known: Sequence[bool], around: Surroundings
    ) -> Iterator[tuple[str, str]]:
        """ "Bank of Baku" is a name of its own, "President of Azerbaijan" is not."""
        at = hit.first - 1
        while at >= 0 and words[at].role is Role.CONNECTOR:
            at -= 1
        if at < 0 or words[hit.first - 1].fold in self._and:
            return
        if hit.ref.type == "person" and words[hit.first - 1].fold in self._family_words:
            if words[at].role is Role.NAME:
                yield f"left_unknown_{self._kind(hit)}", words[at].token.text
            return
        head = words[at]
        if head.role is Role.NAME and ((at == 0 and around.sentence_start) or hit.ref.type != "place"):
            return
        if hit.last - hit.first > 1 and not hit.ref.derived:
            return
        if (
            head.role in (Role.GENERIC, Role.FEATURE, Role.NAME)
            and not known[at]
            and hit.ref.type != "person"
        ):
            # "Delta Springs Service of Paramus" has its own name before it says where it is.
            own = at > 0 and any(
                w.role in (Role.NAME, Role.INITIAL) and w.gap is not Gap.LINE for w in words[:at]
            )
            yield (
                "after_name" if own else "inside_of_name",
                f"{head.token.text} {words[hit.first - 1].token.text}",
            )

    def _right(
        self, hit: Hit, words: Sequence[Word], around: Surroundings, known: Sequence[bool], reading: Reading
    ) -> Iterator[tuple[str, str]]:
        if hit.last >= len(words) or (reading.anywhere and self._kind(hit) != "short"):
            return
        right = words[hit.last]
        if right.gap in (Gap.LINE, Gap.OTHER) or known[hit.last]:
            return
        if right.role in _SPEAKING or right.role in (
            Role.CONNECTOR,
            Role.OPENER,
            Role.ENDING,
            Role.LOWER,
            Role.DATE,
        ):
            return
        kind = self._kind(hit)
        if right.role is Role.SUFFIX:
            if kind in ("person", "short"):
                yield "right_suffix", right.token.text
            return
        if right.role is Role.NUMBER:
            beyond = words[hit.last + 1] if hit.last + 1 < len(words) else None
            if beyond is not None and (
                beyond.role is Role.DATE or (beyond.role is Role.NUMBER and beyond.gap is Gap.HYPHEN)
            ):
                return  # "left Norfolk 22 October", "beat Chelsea 3-2"
            if right.gap is Gap.SPACE and kind not in ("person", "demonym"):
                yield f"right_number_{'place' if kind == 'place' else 'thing'}", right.token.text
            return
        if right.role is Role.ORDINARY and (reading.all_caps or around.headline):
            return
        if right.gap is Gap.HYPHEN:
            yield "right_hyphen", right.token.text
        elif reading.all_caps and not around.english and right.role is Role.NAME:
            yield "caps_neighbour", right.token.text
        elif right.role is Role.ORDINARY:
            yield f"right_ordinary_{kind}", right.token.text
        elif right.role in (Role.GENERIC, Role.FEATURE, Role.LEGAL):
            yield f"right_common_{kind}", right.token.text
        else:
            yield f"right_unknown_{kind}", right.token.text

    @staticmethod
    def _kind(hit: Hit) -> str:
        """Which neighbours matter: short names break on any, full names and demonyms bear some."""
        ref = hit.ref
        if ref.form == "demonym":
            return "demonym"
        if ref.form == "acronym":
            return "acronym"
        if ref.form == "short" and not ref.derived:
            return "short"
        if ref.type == "person":
            return "person" if hit.last - hit.first > 1 and ref.form != "short" else "short"
        if ref.type == "place":
            return "place"
        return "thing"
