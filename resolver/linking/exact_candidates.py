"""Exact look-up inside a chunk: names as listed or derived, inflected, abbreviated, joined or split."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import product
from math import prod

from resolver.index.index import Index
from resolver.index.names import NameRef
from resolver.linking.countries import may_be_of
from resolver.linking.scripts import EntityScripts
from resolver.linking.span_candidate import (
    ABBREVIATED,
    COMPASS,
    COUNTRY_ADDED,
    DOTTED,
    EXACT,
    INFLECTED,
    INITIALS,
    INVERTED,
    JOINED,
    KIND_ADDED,
    LEGAL_FORM,
    POSTAL,
    ROMANIZED,
    SpanCandidate,
)
from resolver.linking.tagging import Gap, Word, WordTag
from resolver.text.inflection import Inflection
from resolver.text.scripts import UNSPACED, script_of

_LONGEST = 14
_MOST_FORMS = 128
_SHORTEST_ROMANIZED = 4
_READINGS = 2
_UNSPACED = re.compile(f"[{UNSPACED}]")
_LONGEST_INVERTED = 4
# Of several words only those that begin with letters, "U.S.", may be an abbreviation.
_LONGEST_CODE = 2
# Letters of a postal code.
_POSTAL = 2
# Words whose forms are remembered, by language.
_KEPT_FORMS = 1 << 13
# Shorter names joined or cut elsewhere are other words: "Mali" is not "Ma Li".
_SHORTEST_JOINED = 7
# Words of a body's name before which its country may stand.
_SHORTEST_BODY = 3
# Letters that are spoken as a word have so many, and a vowel.
_SHORTEST_SPOKEN = 4
_VOWELS = frozenset("aeiouy")
_WORDS_AND_NAMES = ("ordinary", "common_name", "mans_name", "womans_name", "family_name")
# A figure stuck to a word of so many letters is a footnote's.
_FOOTNOTE = re.compile(r"([^\W\d_]{4,})(\d{1,2})")
_NEVER_FIRST = frozenset({WordTag.ENDING, WordTag.CONNECTOR, WordTag.LOWER})
_WITHOUT_FORMS = frozenset({WordTag.CONNECTOR, WordTag.NUMBER, WordTag.ENDING, WordTag.LOWER})
_NEVER_LAST = frozenset({WordTag.ENDING, WordTag.CONNECTOR})


# A form, the ending that was taken off it, and the rule that made it.
_Form = tuple[str, str, str]


# The forms of a word when it stands alone, and as one of several. A plain tuple: thousands are kept, and
# those of strings cost the collector of cycles nothing.
_Forms = tuple[tuple[_Form, ...], tuple[_Form, ...]]


def _is_one_form(forms: _Forms) -> bool:
    return len(forms[1]) == 1


def _stands_behind(ending: str, word: str) -> bool:
    """Whether an ending is no part of the mention: the figure of a footnote, a particle of Korean."""
    return ending.isdigit() or script_of(word) == "hangul"


def _may_be_last(word: Word) -> bool:
    """Whether a name of several words may end with a word: with "un" of "Kim Jong-un", but not with "of"."""
    if word.role not in _NEVER_LAST or word.fold == "s":
        return True
    return word.role is WordTag.CONNECTOR and word.gap is Gap.HYPHEN


def _of_plain_words(refs: Sequence[NameRef], surface: str) -> Collection[str]:
    """Whose name, just as it stands there, is a word too: "Male" then is not "Malé" without its accent."""
    written = surface.casefold()
    return [ref.entity for ref in refs if ref.needs_context and ref.spelling.casefold() == written]


class ExactCandidates:
    """Finds every span of words that spells a name, longest first from each word."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.inflection = Inflection(
            {lang: index.lexicon.map("inflection", lang) for lang in index.lexicon.languages("inflection")}
        )
        self.inflected = frozenset(self.inflection.languages)
        self.scripts = EntityScripts(index.gazetteer)
        self._abbreviations = index.lexicon.map("abbreviation")
        self._postal = index.lexicon.map("postal_code")
        self._compass = index.lexicon.map("compass_letter")
        countries = index.lexicon.map("territory", "en")
        self._countries = frozenset(countries).union(
            short
            for short, full in index.lexicon.map("abbreviation", "en").items()
            if not countries.keys().isdisjoint(full)
        )
        self._realms = index.lexicon.words("realm_word")
        self._and = index.lexicon.words("and")
        self._particles = index.lexicon.words("particle") - index.lexicon.words("function_word", "en")
        self._has = index.lexicon.has
        self._forms_of = lru_cache(maxsize=_KEPT_FORMS)(self._make_both_forms)

    def hits(
        self, words: Sequence[Word], text: str, languages: tuple[str, ...], *, uncased: bool = False
    ) -> list[SpanCandidate]:
        """All hits among `words` of `text`; `languages` are those whose case endings are undone.

        `uncased` lets a name start at any word (scripts and texts without capitals).
        """
        found: list[SpanCandidate] = []
        folds = [w.fold for w in words]
        roles = [w.role for w in words]
        initial = [role is WordTag.INITIAL for role in roles]
        initials = any(initial)
        forms = [self._forms(w, text, languages, len(words) > 1) for w in words]
        names = [role is WordTag.NAME for role in roles]
        for first in range(len(words)):
            if roles[first] is WordTag.ENDING:
                continue
            if first and not uncased and roles[first] in _NEVER_FIRST and folds[first] not in self._particles:
                continue  # but "van der Laak" begins with small words
            for last in range(min(len(words), first + _LONGEST), first, -1):
                if last - first > 1 and not _may_be_last(words[last - 1]):
                    continue
                span = slice(first, last)
                ends = initials and (initial[first] or initial[last - 1])
                if not self._promising(folds[span], forms[span], names[span], ends):
                    continue
                for hit in self._span(words, text, first, last, uncased, forms[span], initials):
                    found.append(hit)
                    found += self._longer(hit, words, text)
        return found

    def _longer(self, hit: SpanCandidate, words: Sequence[Word], text: str) -> Iterator[SpanCandidate]:
        """The hit with what may stand before or behind a name and belongs to the mention."""
        if hit.ref.type == "person":
            return
        if hit.last < len(words):
            if (longer := self._with_legal_form(hit, words, text)) is not None:
                yield longer
            if (longer := self._with_realm(hit, words)) is not None:
                yield longer
        if hit.first and (longer := self._with_country(hit, words)) is not None:
            yield longer

    def _with_country(self, hit: SpanCandidate, words: Sequence[Word]) -> SpanCandidate | None:
        """ "U.S. National Institutes of Health": whose body it is may stand before its name."""
        ref = hit.ref
        if not hit.first or ref.type == "person" or ref.derived or ref.form != "full" or hit.rule != EXACT:
            return None
        if hit.last - hit.first < _SHORTEST_BODY or words[hit.first].gap not in (Gap.SPACE, Gap.DOT):
            return None
        if not any(w.role is WordTag.GENERIC for w in words[hit.first : hit.last]):
            return None
        for size in (1, 2, 3):
            first = hit.first - size
            name = " ".join(w.fold for w in words[first : hit.first]) if first >= 0 else ""
            if name in self._countries and may_be_of(
                self._index.gazetteer, ref.entity, {name, *self._abbreviations.get(name, ())}
            ):
                return SpanCandidate(
                    first, hit.last, words[first].start, hit.end, ref, COUNTRY_ADDED, hit.quality
                )
        return None

    def _with_realm(self, hit: SpanCandidate, words: Sequence[Word]) -> SpanCandidate | None:
        """ "Majapahit Kingdom": what kind of state it is may follow a place's name, but no river or town."""
        ref = hit.ref
        if ref.type != "place" or ref.derived or ref.form not in ("full", "alias") or hit.rule != EXACT:
            return None
        if hit.last >= len(words):
            return None
        kind = words[hit.last]
        if kind.fold not in self._realms or kind.gap is not Gap.SPACE or kind.text[0].islower():
            return None
        if self._index.phrase("".join(w.fold for w in words[hit.first : hit.last + 1])):
            return None
        return SpanCandidate(hit.first, hit.last + 1, hit.start, kind.end, ref, KIND_ADDED, hit.quality)

    def _promising(self, folds: list[str], forms: Sequence[_Forms], names: list[bool], initial: bool) -> bool:
        """Whether `_span` can find anything: nearly always not, at a tenth of its cost.

        `names`: which words are names. `initial`: whether the first or the last one is an initial.
        """
        has_phrase = self._index.has_phrase
        if len(folds) == 1:
            word = folds[0]
            if has_phrase(word) or len(forms[0][0]) > 1:
                return True
            return word in self._abbreviations or word in self._postal
        if initial or has_phrase("".join(folds)) or not all(map(_is_one_form, forms)):
            return True
        if len(folds[0]) <= _LONGEST_CODE and " ".join(folds) in self._abbreviations:
            return True
        if len(folds) > _LONGEST_INVERTED or not all(names):
            return False
        return has_phrase("".join(folds[1:]) + folds[0])

    def _with_legal_form(self, hit: SpanCandidate, words: Sequence[Word], text: str) -> SpanCandidate | None:
        """ "Verdana Mills Ltd": a legal form behind a body's name belongs to the mention."""
        last = hit.last
        if hit.ref.type not in ("organization", "other") or hit.ref.form in ("acronym", "demonym"):
            return None
        while last < len(words) and words[last].gap is Gap.SPACE:
            if words[last].role is WordTag.LEGAL:
                last += 1
            elif (  # "Morgan Stanley and Co Inc"
                last + 1 < len(words)
                and words[last].fold in self._and
                and words[last + 1].role is WordTag.LEGAL
                and words[last + 1].gap is Gap.SPACE
            ):
                last += 2
            else:
                break
        if last == hit.last or not words[last - 1].text[0].isupper():
            return None
        end = words[last - 1].end
        if text[end : end + 1] == "." and text[end : end + 2] != "..":
            end += 1
        return SpanCandidate(hit.first, last, hit.start, end, hit.ref, LEGAL_FORM, hit.quality)

    def _span(
        self,
        words: Sequence[Word],
        text: str,
        first: int,
        last: int,
        uncased: bool,
        forms: Sequence[_Forms],
        initials: bool,
    ) -> Iterator[SpanCandidate]:
        span = words[first:last]
        folds = [w.fold for w in span]
        start, end = span[0].start, span[-1].end
        seen = False
        small = span[0].text[0].islower() and span[0].role is not WordTag.CONNECTOR and not uncased
        refs = self._index.phrase("".join(folds))
        plain = _of_plain_words(refs, text[start:end]) if len(refs) > 1 else ()
        for ref in refs:
            if small and ref.spelling[0].isupper():
                continue  # "militia" is not the Militia
            if ref.entity in plain and not ref.needs_context:
                continue
            rule = self._fits(ref, span, text, folds)
            if rule:
                seen = True
                stop = end + 1 if rule == DOTTED and text[end : end + 1] == "." else end
                if (
                    rule == EXACT
                    and not ref.spelling[-1].isalnum()
                    and text[end : end + 1] == ref.spelling[-1]
                ):
                    stop = end + 1  # "Jesse Jackson Jr.", "Yahoo!"
                # Among spellings that fold alike the one that stands there is meant.
                same = 1.0 if text[start:end] == ref.spelling else 0.99
                yield SpanCandidate(first, last, start, stop, ref, rule, same)
        if len(folds[0]) <= _LONGEST_CODE or len(span) == 1:
            yield from self._abbreviated(span, text, first, last)
        if seen:
            return
        if 1 < len(span) <= _LONGEST_INVERTED:
            yield from self._inverted(span, first, last)
        if initials:
            yield from self._extra_initials(span, text, first, last)
            yield from self._with_point(span, text, first, last)
        alone = len(span) == 1
        choices = [form[0] if alone else form[1] for form in forms]
        if any(len(choice) > 1 for choice in choices):
            yield from self._other_forms(span, text, first, last, choices)

    def _fits(self, ref: NameRef, span: Sequence[Word], text: str, folds: list[str]) -> str | None:
        """By which rule the words spell `ref`, whose solid key is theirs; None when they do not."""
        if ref.form == "acronym":
            letters = "".join(w.text for w in span)
            wanted = "".join(filter(str.isalnum, ref.spelling))
            if letters.replace("\u00ad", "") != wanted and not (
                # A mixed-case acronym may be written in capitals; lower case is another word.
                letters.isupper() and wanted.upper() == letters and not wanted.isupper()
            ):
                return EXACT if self._is_read_as_word(ref, span) else None
            if len(span) == 2 and span[1].role is WordTag.NUMBER and ref.tokens == ("".join(folds),):
                return JOINED  # "COP 29"
            if len(span) == len(ref.tokens):
                return DOTTED if len(span) > 1 and all(len(f) == 1 for f in folds) else EXACT
            if all(len(f) == 1 for f in folds) and all(w.gap in (Gap.DOT, Gap.OTHER) for w in span[1:]):
                return DOTTED
            return None
        if tuple(folds) == ref.tokens:
            return EXACT
        if (
            _UNSPACED.match(folds[0])
            and len(span) > 1
            and all(w.gap in (Gap.NONE, Gap.OTHER) for w in span[1:])
        ):
            return EXACT  # a script without spaces: every character is a word here
        if len(span) == 2 and span[1].role is WordTag.NUMBER and len(ref.tokens) == 1:
            return JOINED  # "COP 29"
        if span[-1].role is WordTag.ENDING and self._index.has_phrase("".join(folds[:-1])):
            return None  # "America's" is America's, not the Americas
        if len("".join(folds)) < _SHORTEST_JOINED or ref.rule not in ("listed", "without article"):
            return None
        return JOINED

    def _is_read_as_word(self, ref: NameRef, span: Sequence[Word]) -> bool:
        """ "Nato", "Unesco": letters that are spoken as a word, and are no word otherwise."""
        word = span[0]
        return (
            len(span) == 1
            and not ref.derived
            and len(word.fold) >= _SHORTEST_SPOKEN
            and word.text.istitle()
            and word.role is WordTag.NAME
            and not _VOWELS.isdisjoint(word.fold)
            and not any(self._has(category, word.fold) for category in _WORDS_AND_NAMES)
        )

    def _inverted(self, span: Sequence[Word], first: int, last: int) -> Iterator[SpanCandidate]:
        """ "Rzayev Tahir": the family name first, as in registers and in several languages."""
        if any(w.role is not WordTag.NAME for w in span):
            return
        folds = [w.fold for w in span]
        for ref in self._index.phrase("".join((*folds[1:], folds[0]))):
            if ref.type == "person" and ref.tokens == (*folds[1:], folds[0]) and ref.form == "full":
                yield SpanCandidate(first, last, span[0].start, span[-1].end, ref, INVERTED, 1.0)

    def _abbreviated(self, span: Sequence[Word], text: str, first: int, last: int) -> Iterator[SpanCandidate]:
        """ "U.S.", "UK", "Mass.": the whole span is an abbreviation of a name."""
        start, end = span[0].start, span[-1].end
        surface = text[start:end]
        if not surface[0].isupper() or (len(span) > 1 and any(len(w.fold) > 2 for w in span)):
            return
        dotted = text[end : end + 1] == "."
        if len(span) == 1 and (len(surface) == 1 or (not dotted and not surface.isupper())):
            return
        if len(surface) == _POSTAL and surface.isupper():
            for region in self._postal.get(span[0].fold, ()):
                for ref in self._index.phrase(region.replace(" ", "")):
                    if ref.type == "place" and ref.form == "full" and ref.tokens == tuple(region.split()):
                        yield SpanCandidate(first, last, start, end, ref, POSTAL, 1.0)
        stop = end + 1 if dotted else end
        for expansion in self._abbreviations.get(" ".join(w.fold for w in span), ()):
            for ref in self._index.phrase(expansion.replace(" ", "")):
                if ref.form != "acronym" and ref.tokens == tuple(expansion.split()):
                    yield SpanCandidate(first, last, start, stop, ref, ABBREVIATED, 1.0)

    def _extra_initials(
        self, span: Sequence[Word], text: str, first: int, last: int
    ) -> Iterator[SpanCandidate]:
        """ "V.V. Putin", "Putin V.V.": initials that go on after the given name's, or stand behind."""
        initials = [w for w in span if w.role is WordTag.INITIAL]
        rest = [w for w in span if w.role is not WordTag.INITIAL]
        if (
            not initials
            or not rest
            or (span[0].role is not WordTag.INITIAL and span[-1].role is not WordTag.INITIAL)
        ):
            return
        ordered = span[0].role is WordTag.INITIAL
        start, end = span[0].start, span[-1].end
        if not ordered and text[end : end + 1] == ".":
            end += 1
        # "M. Scott Carpenter": one more than the name has.
        kept = rest if len(initials) == 1 and ordered else [initials[0], *rest]
        if len(kept) == 1:
            return
        for folds in dict.fromkeys((tuple(w.fold for w in kept), tuple(map(self._latin, kept)))):
            for ref in self._index.phrase("".join(folds)):
                if ref.type == "person" and ref.tokens == folds:
                    yield SpanCandidate(first, last, start, end, ref, INITIALS, 1.0)

    def _with_point(self, span: Sequence[Word], text: str, first: int, last: int) -> Iterator[SpanCandidate]:
        """ "N. Ireland", "S. Korea": a point of the compass by its letter before the name of a place."""
        letter, folds = span[0], [w.fold for w in span[1:]]
        if letter.role is not WordTag.INITIAL or not folds or text[letter.end : letter.end + 1] != ".":
            return
        for point in self._compass.get(letter.fold, ()):
            tokens = (point, *folds)
            places = [
                r for r in self._index.phrase("".join(tokens)) if r.type == "place" and r.tokens == tokens
            ]
            for ref in places:
                yield SpanCandidate(first, last, letter.start, span[-1].end, ref, COMPASS, 1.0)
            if places:
                return  # South Africa before Southern Africa

    def _latin(self, word: Word) -> str:
        return word.fold if word.fold.isascii() else self._index.matcher.tokens.token(word.fold).likeliest[0]

    def _forms(self, word: Word, text: str, languages: tuple[str, ...], company: bool) -> _Forms:
        """What else a word may be written for: abbreviations in full, base forms, Latin letters."""
        end = word.end
        plain = company and word.role not in _WITHOUT_FORMS
        return self._forms_of(word.fold, languages, text[end : end + 1] == ".", plain)

    def _make_both_forms(self, fold: str, languages: tuple[str, ...], dotted: bool, company: bool) -> _Forms:
        """`dotted`: a full stop follows. `company`: in company it may have other forms at all."""
        alone = self._make_forms(fold, languages, dotted)
        if not company:
            return alone, ((fold, "", EXACT),)
        return alone, alone if dotted else self._make_forms(fold, languages, True)

    def _make_forms(self, fold: str, languages: tuple[str, ...], abbreviated: bool) -> tuple[_Form, ...]:
        forms: list[_Form] = [(fold, "", EXACT)]
        if abbreviated and len(fold) > 1:
            forms += [(full, "", ABBREVIATED) for full in self._abbreviations.get(fold, ())]
        if fold[-1:].isdigit() and (footnote := _FOOTNOTE.fullmatch(fold)) is not None:
            forms.append((footnote[1], footnote[2], INFLECTED))
        if languages:
            forms += [(b, e, INFLECTED) for b, e in self.inflection.bases(fold, languages)]
        if not fold.isascii() and len(fold) >= _SHORTEST_ROMANIZED:
            forms += [
                (latin, ending, ROMANIZED)
                for form, ending, _ in list(forms)
                for latin in self._index.matcher.tokens.token(form).likeliest[:_READINGS]
                if latin != form
            ]
        may_have = self._index.may_have_word
        # What has a word that is in no name spells none: most forms of most words.
        return (forms[0], *(form for form in forms[1:] if all(map(may_have, form[0].split()))))

    def _other_forms(
        self, span: Sequence[Word], text: str, first: int, last: int, choices: Sequence[tuple[_Form, ...]]
    ) -> Iterator[SpanCandidate]:
        may_have = self._index.may_have_word
        # A word without other forms that is in no name: the span spells none either.
        if not all(len(choice) > 1 or may_have(choice[0][0]) for choice in choices):
            return
        if prod(map(len, choices)) > _MOST_FORMS:
            return
        for combination in product(*choices):
            rules = {rule for _, _, rule in combination} - {EXACT}
            if not rules:
                continue
            folds = [form for form, _, _ in combination]
            for ref in self._index.phrase("".join(folds).replace(" ", "")):
                if ref.form == "acronym" or tuple(" ".join(folds).split()) != ref.tokens:
                    continue
                rule = next(r for r in (ROMANIZED, INFLECTED, ABBREVIATED) if r in rules)
                if (
                    rule == ROMANIZED
                    and script_of(span[-1].text) in self.scripts.of(ref.entity)
                    and ref.form == "full"
                ):
                    continue
                end = span[-1].end
                if rule == ABBREVIATED and combination[-1][2] == ABBREVIATED and text[end : end + 1] == ".":
                    end += 1
                ending = combination[-1][1]
                if rule == INFLECTED and ending and _stands_behind(ending, span[-1].text):
                    end, ending = end - len(ending), ""
                yield SpanCandidate(first, last, span[0].start, end, ref, rule, 1.0, ending)
