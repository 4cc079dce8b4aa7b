"""Fuzzy look-up inside a chunk: spellings that no list holds, judged by the comparison engine."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.index.vocabulary import SimilarWord
from resolver.linking.scripts import EntityScripts
from resolver.linking.span_candidate import OTHER_ENDING, SPELLING, SpanCandidate
from resolver.linking.tagging import Gap, Word, WordTag, given_names
from resolver.text.fold import fold
from resolver.text.inflection import Inflection
from resolver.text.scripts import script_of
from resolver.text.tokens import WORD

_LONGEST = 8
_LONGEST_ANYWHERE = 4
# "Directorate General of Internal Security" has no word that is a name by itself; it takes this many.
_COMMON_WORDS = 3
# The nearest of the names that may stand in a window are compared in earnest.
_COMPARED = 4
# Listed names whose letters are remembered.
_KEPT = 1 << 13
# Words that cannot begin or end a name on their own, and so bound the windows that are tried.
_BORDER = frozenset(
    {WordTag.OPENER, WordTag.DATE, WordTag.CONNECTOR, WordTag.LOWER, WordTag.ENDING, WordTag.NUMBER}
)
# Where no capitals mark names, ordinary words bound them too.
_BORDER_ANYWHERE = _BORDER | {WordTag.ORDINARY}
# Roles of words that are looked for in no name, and of those that a spelling may add.
_SMALL = frozenset({WordTag.CONNECTOR, WordTag.ENDING})
_OPTIONAL = _SMALL | {WordTag.TITLE, WordTag.ROLE, WordTag.LEGAL, WordTag.INITIAL}
# What stands inside a word for some.
_INSIDE = frozenset({Gap.HYPHEN, Gap.APOSTROPHE, Gap.NONE})
# The likeliest words that each word may be whose pairs are looked for.
_PAIRED = 8
_LEADING = frozenset({WordTag.TITLE, WordTag.ROLE})


# Roles of words that a body's name has of its own.
_OWN = frozenset({"name", "place"})
# Roles of small words of which one often stands for another: al-Haddawi, el-Haddawi; ben and bin Zuhair.
_EXCHANGED = frozenset({"particle", "marker"})


class FuzzyCandidates:
    """Proposes entities whose names a window of words resembles."""

    def __init__(self, index: Index, inflection: Inflection, scripts: EntityScripts) -> None:
        self._inflection = inflection
        lexicon = index.lexicon
        self._index = index
        self._matcher = index.matcher
        self._scripts = scripts
        self._demonyms = lexicon.map("demonym")
        self._known = lexicon.words("known_name") | self._demonyms.keys() | given_names(lexicon)
        self._and = lexicon.words("and")
        self._articles = lexicon.words("particle")
        self._digits = lexicon.map("number_word")
        self._shortest = int(lexicon.weight("linking_letters", "fuzzy_shortest_token"))
        self._shortest_alone = int(lexicon.weight("linking_letters", "fuzzy_shortest_alone"))
        self._shortest_short = int(lexicon.weight("linking_letters", "fuzzy_shortest_short"))
        self._letters_of = lru_cache(maxsize=_KEPT)(self._letters_listed)
        self._prefilter = 100 * lexicon.weight("linking", "fuzzy_prefilter")
        self._over_listed = lexicon.weight("linking", "fuzzy_over_listed")
        self._apart = lexicon.weight("linking", "fuzzy_apart")
        self._apart_in_bodies = lexicon.weight("linking", "fuzzy_apart_in_bodies")
        self._contradicted = lexicon.weight("linking", "fuzzy_contradicted")
        self._floor = lexicon.weight("linking", "fuzzy_floor")
        self._alike = lexicon.weight("linking", "fuzzy_alike")

    def hits(
        self,
        words: Sequence[Word],
        text: str,
        exact: Sequence[SpanCandidate],
        languages: tuple[str, ...],
        *,
        uncased: bool = False,
    ) -> list[SpanCandidate]:
        """Hits by similar spelling in windows that no exact hit covers as a whole.

        A window that is itself a known name of any kind is never read as a misspelling of another.
        """
        inside = [(h.first, h.last, h.ref.entity) for h in exact if not self._part_of_person(h)]
        explained = {at for first, last, _ in inside for at in range(first, last)}
        unexplained = [at for at, word in enumerate(words) if at not in explained and word.role not in _SMALL]
        if not unexplained:
            return []  # listed names with company are those names, not misspellings of others
        several = self._several(words, languages)
        alone = {at: numbers for at in unexplained if (numbers := self._alone(words[at], languages))}
        if not several and not alone:
            return []
        covered = {(h.first, h.last) for h in exact}
        found: list[SpanCandidate] = []
        longest = _LONGEST_ANYWHERE if uncased else _LONGEST
        for first, last in self._windows(words, uncased, longest):
            telling = [at for at in range(first, last) if not self._may_be_added(words[at])]
            numbers = self._covered(several, first, last, telling) if last - first > 1 else []
            if len(telling) == 1:
                numbers += alone.get(telling[0], ())
            if not numbers or (first, last) in covered or self._is_company(words, first, last, inside):
                continue
            # A listed name with company is that name, not a misspelling of it.
            within = {e for a, b, e in inside if first <= a and b <= last}
            listed_inside = any(first <= a and b <= last and b - a > 1 for a, b, _ in inside)
            found.extend(
                h
                for h in self._window(words, text, first, last, languages, numbers, within)
                if not listed_inside or h.quality >= self._over_listed
            )
        return self._best_windows(found)

    @staticmethod
    def _part_of_person(hit: SpanCandidate) -> bool:
        return hit.ref.derived or (hit.ref.form == "short" and hit.ref.type == "person")

    def _best_windows(self, hits: Sequence[SpanCandidate]) -> list[SpanCandidate]:
        """Of overlapping windows that resemble one entity those that resemble it most: company dilutes."""
        kept: list[SpanCandidate] = []
        for hit in sorted(
            hits,
            key=lambda h: (h.ref.form == "short", -h.quality, h.first - h.last, h.first),
        ):
            if not any(
                k.ref.entity == hit.ref.entity
                and k.first < hit.last
                and hit.first < k.last
                and (k.first, k.last) != (hit.first, hit.last)
                for k in kept
            ):
                kept.append(hit)
        return kept

    @staticmethod
    def _is_company(
        words: Sequence[Word], first: int, last: int, listed: Sequence[tuple[int, int, str]]
    ) -> bool:
        """Whether listed names explain the window: it cuts through one, lies in one, or joins several."""
        explained: set[int] = set()
        for a, b, _ in listed:
            if a < last and first < b and not (first <= a and b <= last) and b - a > 1:
                return True
            if first <= a and b <= last:
                explained.update(range(a, b))
        return all(
            k in explained or words[k].role in (WordTag.CONNECTOR, WordTag.ENDING) for k in range(first, last)
        )

    def _alone(self, word: Word, languages: tuple[str, ...]) -> list[int]:
        """The names of one word that a word by itself may be a spelling of, by number."""
        fold = word.fold
        if (
            word.role is not WordTag.NAME
            or len(fold) < self._shortest_short
            or fold in self._known
            or not fold.isalpha()
        ):
            return []
        ids = [id for id, value, _ in self._similar(word, languages) if value >= self._alike]
        return sorted(self._index.retrieval_in_texts.of_one_word(ids)) if ids else []

    def _similar(self, word: Word, languages: tuple[str, ...]) -> Sequence[SimilarWord]:
        """The words of names that a word may be, inflected or not."""
        vocabulary = self._index.retrieval_in_texts.vocabulary
        # Small letters: no reading depends on case, and slips are looked for by them, too.
        small = word.fold if word.text.isascii() else word.text.lower()
        found = vocabulary.similar(small)
        if languages and word.role is WordTag.NAME:
            bases = self._inflection.bases(word.fold, languages)
            if bases:
                found += vocabulary.similar_to_bases(small, tuple([base for base, _ in bases]))
        return found

    def _several(
        self, words: Sequence[Word], languages: tuple[str, ...]
    ) -> list[tuple[int, tuple[int, ...]]]:
        """Names of several words that may stand among these: the number of each, and the places at which each
        of its words may stand, as bits."""
        if len(words) < 2:
            return []
        retrieval = self._index.retrieval_in_texts
        places: dict[int, int] = {}
        initials: dict[str, int] = {}
        found: list[tuple[int, ...]] = []
        for at, word in enumerate(words):
            if word.role in _SMALL:
                found.append(())
                continue
            bit = 1 << at
            similar = self._similar(word, languages)
            if word.role is WordTag.INITIAL:
                initials[word.fold] = initials.get(word.fold, 0) | bit
            if at and word.gap in _INSIDE:  # "O'Neil", "al-Aziz"
                before = words[at - 1]
                joined = retrieval.vocabulary.similar(before.fold + word.fold)
                for id, _, _ in joined:
                    places[id] = places.get(id, 0) | bit | bit >> 1
                similar = (*similar, *joined)
            for id, _, _ in similar:
                places[id] = places.get(id, 0) | bit
            # And as many that are as alike as the last of these: which one comes first is chance.
            least = similar[_PAIRED - 1][1] if len(similar) > _PAIRED else 0.0
            found.append(
                tuple(
                    [
                        id
                        for at, (id, value, _) in enumerate(similar[: 2 * _PAIRED])
                        if at < _PAIRED or value >= least
                    ]
                )
            )
        several: list[tuple[int, tuple[int, ...]]] = []
        for number in sorted(retrieval.of_pairs(found, _LONGEST)):
            ids = retrieval.words_of(number)
            masks = [places.get(id, 0) for id in ids]
            if initials and 0 in masks:
                first = retrieval.vocabulary.first_letter
                masks = [mask or initials.get(first(id), 0) for mask, id in zip(masks, ids, strict=True)]
            several.append((number, tuple(masks)))
        return several

    @staticmethod
    def _covered(
        several: Sequence[tuple[int, tuple[int, ...]]], first: int, last: int, telling: Sequence[int]
    ) -> list[int]:
        """Those of the names all of whose words may stand in a window, or that have a word for each of its
        telling words: where either has a word that the other lacks, two names stand against each other."""
        window = (1 << last) - (1 << first)
        wanted = sum([1 << at for at in telling])
        found: list[int] = []
        for number, masks in several:
            covered, all_met = 0, True
            for mask in masks:
                if met := mask & window:
                    covered |= met
                else:
                    all_met = False
            if all_met or (wanted and not wanted & ~covered):
                found.append(number)
        return found

    def _may_be_added(self, word: Word) -> bool:
        """Whether a spelling of a name may have the word or lack it: "Al Shabaab", "Merck and Co"."""
        return word.role in _OPTIONAL or word.fold in self._articles

    def _windows(self, words: Sequence[Word], uncased: bool, longest: int) -> Iterator[tuple[int, int]]:
        """Windows from border to border, and the same without leading titles or unknown descriptions."""
        count = len(words)
        border = _BORDER_ANYWHERE if uncased else _BORDER
        for first in range(count):
            # "Al Shabaab" starts with an article, which opens sentences in other languages.
            if words[first].role in border and not (
                words[first].fold in self._articles
                and first + 1 < count
                and words[first + 1].role is WordTag.NAME
            ):
                continue
            for last in range(min(count, first + longest), first, -1):
                if words[last - 1].role in border and not (
                    # "World War 2", but not "Calcutta University in 1980"
                    words[last - 1].role is WordTag.NUMBER
                    and last - first > 1
                    and words[last - 2].role not in border
                ):
                    continue
                inner = words[first:last]
                if any(w.role is WordTag.ENDING for w in inner[1:]) and len(inner) < 3:
                    continue
                yield first, last

    def _window(
        self,
        words: Sequence[Word],
        text: str,
        first: int,
        last: int,
        languages: tuple[str, ...],
        numbers: Sequence[int],
        without: Collection[str],
    ) -> Iterator[SpanCandidate]:
        """Hits of a window among the names with these numbers, but for those of the entities `without`."""
        span = words[first:last]
        if len(span) > 1 and (sum(len(w.fold) for w in span) < self._shortest or not self._worth_it(span)):
            return
        start, end = span[0].start, span[-1].end
        surface = text[start:end]
        script = script_of(surface)
        if " ".join(w.fold for w in span) in self._known:
            return
        best: dict[str, SpanCandidate] = {}
        for written, ending in self._uninflected(span, surface, languages):
            for hit in self._resembling(span, first, last, written, script, languages, numbers, without):
                hit = replace(hit, start=start, end=end, ending=ending)
                known = best.get(hit.ref.entity)
                if known is not None:
                    # The nearest name is the one that is misspelt; how sure that is, the best one says.
                    near, far = sorted((hit, known), key=lambda h: (h.distance, -h.quality, h.ref.spelling))
                    hit = replace(near, quality=max(near.quality, far.quality))
                best[hit.ref.entity] = hit
        yield from best.values()

    def _uninflected(
        self, span: Sequence[Word], surface: str, languages: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        """The window as written, and with the endings of all its names undone (the ending of the last)."""
        yield surface, ""
        if not languages:
            return
        for pick in (0, -1):  # the longest ending that can be one, then the shortest
            forms, ending, changed = [], "", 0
            for word in span:
                bases = self._inflection.bases(word.fold, languages) if word.role is WordTag.NAME else ()
                form, ending = bases[pick] if bases else (word.text, "")
                changed += bool(bases)
                forms.append(form)
            if changed:
                # Only an ending that was simply added to the last word can be put back after a correction.
                simple = changed == 1 and ending and forms[-1] + ending == span[-1].fold
                yield " ".join(forms).title(), ending if simple else OTHER_ENDING

    def _resembling(
        self,
        span: Sequence[Word],
        first: int,
        last: int,
        surface: str,
        script: str,
        languages: tuple[str, ...],
        numbers: Sequence[int],
        without: Collection[str],
    ) -> Iterator[SpanCandidate]:
        for ref in self._nearest(surface, numbers):
            if ref.entity in without:
                continue
            if (len(ref.tokens) == 1) != (len(span) == 1):
                continue
            if ref.type == "person" and span[0].role in _LEADING:
                continue
            if len(span) == 1 and ref.form != "short" and len(span[0].fold) < self._shortest_alone:
                continue
            if not self._may_be_slip(span, ref.tokens):
                continue
            if ref.form == "short" and (ref.type != "person" or len(ref.spelling) < self._shortest_short):
                continue
            # Another script is compared only where the gazetteer has nothing in this one.
            if script_of(ref.spelling) != script and script in self._scripts.of(ref.entity):
                continue
            mine = self._matcher.parse(surface, ref.type)
            theirs = self._matcher.parse(ref.spelling, ref.type)
            score = self._matcher.score(mine, theirs)
            if score >= self._floor and len(span) > 1:
                # A field may hold a slip in a given name; in a text another given name is another person.
                apart = self._apart if ref.type in ("person", "place") else self._apart_in_bodies
                pairs = self._matcher.compare(mine, theirs).pairs
                person = ref.type == "person"
                if any(
                    (p.similarity < apart and p.role not in _EXCHANGED and (person or p.rule == "different"))
                    if p.a and p.b
                    # Lists leave out words at will; a text that misspells a body's name writes all of it.
                    else p.role in _OWN and not person
                    for p in pairs
                ):
                    score *= self._contradicted
            if score >= self._floor:
                distance = OSA.distance(fold(surface), fold(ref.spelling))
                yield SpanCandidate(first, last, 0, 0, ref, SPELLING, score, "", distance)

    def _may_be_slip(self, span: Sequence[Word], tokens: tuple[str, ...]) -> bool:
        """Whether the words may be the name misspelt: not its plural, not its adjective, not two names."""
        folds = [w.fold for w in span]
        if self._numbers(folds) != self._numbers(tokens):
            return False  # "Louis IX" is not Louis VIII, the 1981 championships are not the 1985 ones
        if len(folds) == 1 and folds[0] == tokens[0] + "s":
            return False  # "Polands"
        if folds[-1] in self._demonyms and folds[-1] not in tokens:
            return False  # "West German" is not West Germany
        if any(f in self._demonyms and f not in tokens for f in folds) and any(
            t in self._demonyms and t not in folds for t in tokens
        ):
            return False  # "American Union" is not the African Union
        # "Salta and Jujuy" are two.
        return sum(f in self._and for f in folds) <= sum(t in self._and for t in tokens)

    def _numbers(self, folds: Sequence[str]) -> set[str]:
        """The numbers among the words, in digits: Roman ones, ordinals and number words too."""
        found: set[str] = set()
        for word in folds:
            digits = "".join(filter(str.isdigit, word))
            if digits:
                found.add(digits)
            elif len(word) > 1:
                found.update(self._digits.get(word, ())[:1])
        return found

    @staticmethod
    def _worth_it(span: Sequence[Word]) -> bool:
        """Something in it is no ordinary word, or there are enough common ones to make a name of a body."""
        telling = sum(w.role not in (WordTag.CONNECTOR, WordTag.ENDING, WordTag.NUMBER) for w in span)
        return telling >= _COMMON_WORDS or any(w.role is WordTag.NAME and len(w.fold) > 2 for w in span)

    def _nearest(self, surface: str, numbers: Sequence[int]) -> tuple[NameRef, ...]:
        """Those of the names that are roughly alike in letters, nearest first: these are worth comparing."""
        least = self._prefilter
        written, by_letter = self._in_latin(surface)
        theirs = [self._letters_of(number) for number in numbers]
        alike: dict[int, float] = {}
        for mine, place in ((written, 0), (by_letter, 1)):
            others = [letters[place] for letters in theirs]
            for _, likeness, at in extract(mine, others, scorer=fuzz.ratio, limit=None, score_cutoff=least):
                if likeness > alike.get(at, 0.0):
                    alike[at] = likeness
        name = self._index.fuzzy_in_texts
        ranked = sorted([(-alike[at], (ref := name(numbers[at])).entity, ref.spelling, at) for at in alike])
        return tuple([name(numbers[at]) for *_, at in ranked[:_COMPARED]])

    def _letters_listed(self, number: int) -> tuple[str, str]:
        return self._in_latin(self._index.fuzzy_in_texts(number).spelling)

    def _in_latin(self, name: str) -> tuple[str, str]:
        """A name in Latin letters, words as written and in alphabetical order: for a first, cheap look."""
        token = self._matcher.tokens.token
        words = [token(m.group()).likeliest[0] for m in WORD.finditer(name)]
        return " ".join(words), " ".join(sorted(words))
