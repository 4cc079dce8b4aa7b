"""The capitalised words beside a hit, and what they say against it: "Paris Hilton", "Bank of Baku"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resolver.entities.lexicon import Lexicon
from resolver.linking.facts import Facts
from resolver.linking.hits import Hit
from resolver.linking.reader import Reading
from resolver.linking.words import Gap, Role, Word, given_names

_UNKNOWN = frozenset({Role.NAME, Role.ORDINARY, Role.GENERIC, Role.FEATURE, Role.LEGAL})
_SPEAKING = frozenset({Role.TITLE, Role.ROLE})


class Neighbours:
    """Names the doubts that the words on either side of a hit raise."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._titles = lexicon.words("person_title")
        self._given = (given_names(lexicon) | lexicon.words("common_name")) - lexicon.words("opener")
        self._persons = lexicon.words("person_noun")
        self._demonyms = lexicon.map("demonym")
        self._and = lexicon.words("and")
        self._family_words = lexicon.words("particle") | lexicon.words("patronymic_marker")

    def doubts(
        self, hit: Hit, words: Sequence[Word], facts: Facts, known: Sequence[bool], reading: Reading
    ) -> list[tuple[str, str]]:
        """Evidence names and details; `known[k]`: word k belongs to another listed name."""
        return [
            *self._left(hit, words, facts, known, reading),
            *self._right(hit, words, facts, known, reading),
        ]

    def _left(
        self, hit: Hit, words: Sequence[Word], facts: Facts, known: Sequence[bool], reading: Reading
    ) -> Iterator[tuple[str, str]]:
        if hit.first == 0 or (reading.anywhere and self._kind(hit) != "short"):
            return
        gap = words[hit.first].gap
        left = words[hit.first - 1]
        if gap is Gap.OTHER:
            return  # "Europe & Asia", "Paris/London"
        if left.role is Role.CONNECTOR:
            yield from self._left_of_connector(hit, words, known, facts)
            return
        if left.role is Role.INITIAL and not facts.english() and left.fold in self._titles:
            return  # French "M. Macron"
        if (
            gap is Gap.LINE
            or left.role in _SPEAKING
            or left.role in (Role.OPENER, Role.ENDING, Role.LOWER, Role.DATE, Role.NUMBER, Role.SUFFIX)
        ):
            return
        person = hit.ref.type == "person" and self._kind(hit) == "short"
        if known[hit.first - 1] and not (person and left.fold in self._given):
            return  # but "Rebecca Santana" is a name, whatever else is called Rebecca
        if left.role is Role.ORDINARY and (reading.all_caps or facts.headline()):
            return
        if left.role is Role.INITIAL or left.role in _UNKNOWN:
            kind = self._kind(hit)
            if gap is Gap.HYPHEN:
                if not (kind == "demonym" and left.fold in self._demonyms):
                    yield "left_hyphen", left.text
            elif left.fold in self._given and kind in ("place", "short") and not hit.ref.derived:
                yield "left_given", left.text
            elif reading.all_caps and not facts.english() and left.role is Role.NAME:
                return  # of other languages the ordinary words are not known
            elif (
                hit.first == 1 and facts.sentence_start() and not facts.english()
            ) or facts.nouns_capitalised():
                # Only of English do we know the ordinary words; elsewhere any noun may open the sentence.
                if kind != "person":
                    yield f"left_opening_{kind}", left.text
            elif left.role in (Role.GENERIC, Role.ORDINARY, Role.LEGAL):
                yield f"left_common_{kind}", left.text
            else:
                letters = kind == "person" and left.text.isupper() and not reading.all_caps
                yield "left_letters_person" if letters else f"left_unknown_{kind}", left.text

    def _left_of_connector(
        self, hit: Hit, words: Sequence[Word], known: Sequence[bool], facts: Facts
    ) -> Iterator[tuple[str, str]]:
        """ "Bank of Baku" is a name of its own, "President of Azerbaijan" is not."""
        at = hit.first - 1
        while at >= 0 and words[at].role is Role.CONNECTOR:
            at -= 1
        if at < 0 or words[hit.first - 1].fold in self._and:
            return
        if hit.ref.type == "person" and words[hit.first - 1].fold in self._family_words:
            if words[at].role is Role.NAME:
                yield f"left_unknown_{self._kind(hit)}", words[at].text
            return
        head = words[at]
        if head.role is Role.NAME and ((at == 0 and facts.sentence_start()) or hit.ref.type != "place"):
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
                f"{head.text} {words[hit.first - 1].text}",
            )

    def _right(
        self, hit: Hit, words: Sequence[Word], facts: Facts, known: Sequence[bool], reading: Reading
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
                yield "right_suffix", right.text
            return
        if right.role is Role.NUMBER:
            beyond = words[hit.last + 1] if hit.last + 1 < len(words) else None
            if beyond is not None and (
                beyond.role is Role.DATE or (beyond.role is Role.NUMBER and beyond.gap is Gap.HYPHEN)
            ):
                return  # "left Norfolk 22 October", "beat Chelsea 3-2"
            if right.gap is Gap.SPACE and kind not in ("person", "demonym"):
                yield f"right_number_{'place' if kind == 'place' else 'thing'}", right.text
            return
        if right.role is Role.ORDINARY and (reading.all_caps or facts.headline()):
            return
        after = words[hit.last + 1].role if hit.last + 1 < len(words) else Role.NAME
        if kind == "thing" and right.fold in self._persons and after in (Role.NAME, Role.INITIAL):
            return  # "Queensland Government Botanist", but not "Verdana University Graduate School"
        if right.gap is Gap.HYPHEN:
            # "a British-American film" is of both countries.
            if not (kind == "demonym" and right.fold in self._demonyms):
                yield "right_hyphen", right.text
        elif reading.all_caps and not facts.english() and right.role is Role.NAME:
            return
        elif right.role is Role.ORDINARY:
            # Letters are seldom the start of a longer name of common words: "NEC Completes Cable".
            if kind != "acronym":
                yield f"right_ordinary_{kind}", right.text
        elif right.role in (Role.GENERIC, Role.FEATURE, Role.LEGAL):
            yield f"right_common_{kind}", right.text
        else:
            yield f"right_unknown_{kind}", right.text

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
        if ref.rule == "initial":
            return "short"  # "Milojko B. Jankovic" is another than B. Jankovic
        if ref.type == "person":
            return "person" if hit.last - hit.first > 1 and ref.form != "short" else "short"
        if ref.type == "place":
            return "place"
        return "thing"
