"""The lexicon at run time: words, maps, weights and tables, folded once when a gazetteer is compiled.

What the files may hold is in `lexicon_models.py`; this module has no pydantic, so that opening a compiled
index costs only what is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypedDict

from resolver.errors import GazetteerError
from resolver.text.fold import FOLD_VERSION, fold
from resolver.text.tokens import WORD


class LexiconData(TypedDict):
    """A lexicon as files give it, several merged into one, nothing folded.

    words: category → language → words or phrases. map: category → language → word → words.
    weight: group → name → value. tables: section ("romanization") → language → whatever the section holds.
    """

    words: dict[str, dict[str, list[str]]]
    map: dict[str, dict[str, dict[str, list[str]]]]
    weight: dict[str, dict[str, float]]
    tables: dict[str, dict[str, Any]]


def empty_lexicon_data() -> LexiconData:
    return {"words": {}, "map": {}, "weight": {}, "tables": {}}


def fold_phrase(phrase: str) -> str:
    """A word or phrase as look-ups see it: its tokens folded, joined by one space ("S.A." is "s a").

    What has no letter or digit ("&") is folded as it stands.
    """
    return " ".join(filter(None, map(fold, WORD.findall(phrase)))) or fold(phrase.strip())


def merge_lexicon_data(layers: Iterable[LexiconData]) -> LexiconData:
    """Later layers over earlier ones: words and map entries are added, weights and table entries replaced."""
    merged = empty_lexicon_data()
    for layer in layers:
        for category, languages in layer["words"].items():
            for language, words in languages.items():
                known = merged["words"].setdefault(category, {}).setdefault(language, [])
                known.extend(words)
        for category, mappings in layer["map"].items():
            for language, mapping in mappings.items():
                entries = merged["map"].setdefault(category, {}).setdefault(language, {})
                for word, values in mapping.items():
                    entries[word] = list(dict.fromkeys([*entries.get(word, ()), *values]))
        for group, weights in layer["weight"].items():
            merged["weight"].setdefault(group, {}).update(weights)
        _deep_update(merged["tables"], layer["tables"])
    return merged


def _deep_update(target: dict[str, Any], extra: Mapping[str, Any]) -> None:
    for key, value in extra.items():
        if isinstance(value, Mapping):
            below = target.get(key)
            if not isinstance(below, dict):
                below = target[key] = {}
            _deep_update(below, value)
        else:
            target[key] = value


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What the engine knows of words: titles, particles, nicknames, legal forms, endings, weights…

    Made by `compile` from merged files, or by `from_data` from what a compiled index stored. All words are
    folded, phrases token by token with one space between. Look-ups are cached; the returned collections are
    shared, so treat them as constants. `hash` changes when anything that can be looked up changes.
    """

    _words: Mapping[str, Mapping[str, list[str]]]
    _maps: Mapping[str, Mapping[str, Mapping[str, list[str]]]]
    _weights: Mapping[str, Mapping[str, float]]
    _tables: Mapping[str, Mapping[str, Any]]
    hash: str
    # Large categories of a compiled file: category → what gives the languages that have a word.
    _large: Mapping[str, Callable[[str], tuple[str, ...]]] = field(default_factory=dict)
    _cache: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    def __hash__(self) -> int:
        return hash(self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and self.hash == other.hash

    @classmethod
    def compile(cls, *layers: LexiconData) -> Lexicon:
        """Fold the merged layers (later over earlier) into a lexicon."""
        import hashlib  # only compiling needs it, and every start would wait for it

        raw = merge_lexicon_data(layers)
        data: dict[str, Any] = {
            "words": {
                category: {
                    language: sorted({folded for word in words if (folded := fold_phrase(word))})
                    for language, words in sorted(languages.items())
                }
                for category, languages in sorted(raw["words"].items())
            },
            "map": {
                category: {
                    language: _fold_mapping(mapping) for language, mapping in sorted(languages.items())
                }
                for category, languages in sorted(raw["map"].items())
            },
            "weight": {group: dict(sorted(names.items())) for group, names in sorted(raw["weight"].items())},
            "tables": raw["tables"],
        }
        canonical = json.dumps([FOLD_VERSION, data], sort_keys=True, ensure_ascii=False)
        data["hash"] = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
        return cls.from_data(data)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Lexicon:
        """The lexicon that `to_data` gave, possibly by way of JSON. Nothing is folded or copied."""
        large = data.get("large", {})
        return cls(data["words"], data["map"], data["weight"], data["tables"], data["hash"], large)

    def to_data(self) -> dict[str, Any]:
        """JSON-able, for a compiled index; shares its parts with this lexicon."""
        return {
            "words": self._words,
            "map": self._maps,
            "weight": self._weights,
            "tables": self._tables,
            "hash": self.hash,
        }

    def words(self, category: str, language: str | None = None) -> frozenset[str]:
        """The words of a category, of one language or of all; empty when no file gives any."""
        key = ("words", category) if language is None else ("words", category, language)
        found: frozenset[str] | None = self._cache.get(key)
        if found is None:
            languages = self._words.get(category, {})
            chosen = languages.values() if language is None else [languages.get(language, [])]
            found = self._cache[key] = frozenset().union(*chosen)
        return found

    def has(self, category: str, word: str, language: str | None = None) -> bool:
        """Whether a category has a word, in one language or in any.

        For large categories of a compiled file this reads the word alone, where `words` reads all of them.
        """
        languages_of = self._large.get(category)
        if languages_of is None:
            return word in self.words(category, language)
        languages = languages_of(word)
        return bool(languages) if language is None else language in languages

    def languages(self, category: str) -> tuple[str, ...]:
        """The languages that have words or map entries of a category, sorted."""
        return tuple(sorted({*self._words.get(category, ()), *self._maps.get(category, ())}))

    def map(self, category: str, language: str | None = None) -> Mapping[str, tuple[str, ...]]:
        """The map of a category: word → words, of one language or of all joined in order of language."""
        key = ("map", category) if language is None else ("map", category, language)
        found: Mapping[str, tuple[str, ...]] | None = self._cache.get(key)
        if found is None:
            languages = self._maps.get(category, {})
            joined: dict[str, tuple[str, ...]] = {}
            for chosen in sorted(languages) if language is None else [language]:
                for word, values in languages.get(chosen, {}).items():
                    known = joined.get(word)
                    joined[word] = tuple(dict.fromkeys((*known, *values))) if known else tuple(values)
            found = self._cache[key] = MappingProxyType(joined)
        return found

    def weights(self, group: str) -> Mapping[str, float]:
        """The weights of a group by name; empty when no file gives any."""
        return MappingProxyType(dict(self._weights.get(group, {})))

    def weight(self, group: str, name: str) -> float:
        """One weight or threshold. Raises GazetteerError when no lexicon file gives it: none is in code."""
        try:
            return self._weights[group][name]
        except KeyError:
            raise GazetteerError(
                f"the lexicon has no weight {group}.{name}: add [weight.{group}.{name}] with value, why and "
                "example to a file under lexicon/"
            ) from None

    def tables(self, section: str) -> Mapping[str, Mapping[str, Any]]:
        """A section of tables as the files give it, unfolded ("romanization": language → its table)."""
        return self._tables.get(section, {})


def _fold_mapping(mapping: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    folded: dict[str, dict[str, None]] = {}
    for word, values in sorted(mapping.items()):
        if key := fold_phrase(word):
            entry = folded.setdefault(key, {})
            entry.update((value, None) for value in map(fold_phrase, values) if value)
    return {word: list(values) for word, values in sorted(folded.items())}
