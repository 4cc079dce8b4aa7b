"""Blocking keys: what makes similar names meet in an index without comparing all with all.

A key is made of the sound keys of two words, in alphabetical order, so that posting lists stay short and the
order of the words does not matter. One word misspelt beyond its sound must not hide a name of two words:
further keys hold one word in full and the first or last consonant of the other. Names with more words share
some pair that was spelt well. One-word names have keys with one consonant missing. The last key holds the
consonants of the whole name in alphabetical order: words written together or apart, spaces that moved.
"""

from __future__ import annotations

import re
from itertools import combinations, product

from resolver.names.parts import Name, Part
from resolver.names.tokens import TokenMatcher

# Left out: what a spelling of the name may leave out at will.
_OPTIONAL = frozenset({"title", "connector", "particle", "marker", "suffix", "initial"})
_MOST_WORDS = 6
_UNSPACED = frozenset({"han", "hangul"})
_TELLING_SOUND = 4  # consonants
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("", "", "aeiouyj'’ʼ`")
# Letters that languages write for one sound, or that stand for y where others write nothing.
_ONE_SOUND = str.maketrans("jwcq", "yvkk")


class BlockingKeys:
    """Makes keys from the sound keys of `TokenMatcher.keys`."""

    def __init__(self, tokens: TokenMatcher) -> None:
        self._tokens = tokens

    def of(self, name: Name) -> tuple[str, ...]:
        """The keys of a name, without repeats, in a stable order."""
        # What is a legal form or a patronymic depends on the type, which a query may lack: with few other
        # words they count.
        words = [part for part in name.parts if part.role not in _OPTIONAL]
        own = [part for part in words if part.role not in ("legal", "patronymic")]
        if len(own) < 2:
            own = words
        if not own:
            own = list(name.parts)
        if len(own) > _MOST_WORDS:
            own = sorted(own, key=lambda part: -part.weight)[:_MOST_WORDS]
        sounds = [self._sounds(part) for part in own]
        keys: dict[str, None] = {}
        if len(own) == 1:
            sounds = [self._tokens.keys(own[0].token) or sounds[0]]
        elif len(own) == 2 and own[0].token.script in _UNSPACED and " " not in name.text.strip():
            # Perhaps no family name and given name but one foreign name.
            foreign = self._tokens.token("".join([part.token.text for part in own]))
            keys.update(dict.fromkeys([f"1{sound}" for sound in self._tokens.keys(foreign)]))
        if len(own) == 1:
            # Whether the word beside it is a title depends on the type, too: Sankt Anna.
            beside = [self._sounds(part) for part in name.parts if part.role == "title"]
            for x, y in product(sounds[0], (sound for title in beside for sound in title)):
                keys[f"2{x} {y}" if x <= y else f"2{y} {x}"] = None
            for sound in sounds[0]:
                keys[f"1{sound}"] = None
                if len(sound) > 3:
                    for i in range(len(sound)):
                        keys[f"1{sound[:i]}{sound[i + 1 :]}"] = None
        for one, other in combinations(sounds, 2):
            for x in one:
                for y in other:
                    keys[f"2{x} {y}" if x <= y else f"2{y} {x}"] = None
        if 2 <= len(own) <= 3:
            # The whole word by its letters, too: the sounds of a short one would meet too many.
            letters = [self._consonants(part) for part in own]
            for i, whole in enumerate(letters):
                long = [sound for sound in sounds[i] if len(sound) >= _TELLING_SOUND]
                for j, other in enumerate(letters):
                    if i != j:
                        for x in (*whole, *long):
                            for y in other:
                                keys[f"3{x} {y[0]}"] = None
                                keys[f"4{x} {y[-1]}"] = None
        keys[self.letters(name)] = None
        return tuple(keys)

    @staticmethod
    def letters(name: Name) -> str:
        """The last key: names of the same words share it."""
        joined = "".join([part.token.first for part in name.parts if part.role not in ("title", "legal")])
        return "=" + "".join(sorted(joined.translate(_VOWELS) or joined))

    def _sounds(self, part: Part) -> tuple[str, ...]:
        return self._tokens.keys(part.token)[:3] or (part.token.fold,)

    @staticmethod
    def _consonants(part: Part) -> tuple[str, ...]:
        """The consonants of a word's best readings, doubled ones once, with the vowel it begins with."""
        found: dict[str, None] = {}
        for latin in part.token.latin[:2]:
            word = latin.translate(_ONE_SOUND)
            found[_DOUBLED.sub(r"\1", word[:1] + word[1:].translate(_VOWELS))] = None
        return tuple(found)
