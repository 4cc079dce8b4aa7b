"""The tools that people use today, each set up as its manual says, each finding the same names.

All but spaczz find exact names only. A peer is built from names and gives the number of its finds in a text,
so that a silent failure shows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

#: Finds in a text.
Finder = Callable[[str], int]


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        sys.exit(f"{name} is not installed: pip install 'resolver[bench]'")


def flashtext(names: Sequence[str]) -> Finder:
    """Exact, by word boundary, a trie in Python."""
    processor = _module("flashtext").KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_list(list(names))
    return lambda text: len(processor.extract_keywords(text, span_info=True))


def flashtext2(names: Sequence[str]) -> Finder:
    """Exact, by word boundary, in Rust."""
    processor = _module("flashtext2").KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_iter(names)
    return lambda text: len(processor.extract_keywords_with_span(text))


def pyahocorasick(names: Sequence[str]) -> Finder:
    """Exact, an automaton in C; finds inside words too."""
    automaton = _module("ahocorasick").Automaton()
    for name in names:
        automaton.add_word(name, len(name))
    automaton.make_automaton()
    return lambda text: sum(1 for _ in automaton.iter_long(text))


def ahocorasick_rs(names: Sequence[str]) -> Finder:
    """Exact, an automaton in Rust, leftmost-longest; finds inside words too."""
    module = _module("ahocorasick_rs")
    automaton = module.AhoCorasick(names, matchkind=module.MatchKind.LeftmostLongest)
    return lambda text: len(automaton.find_matches_as_indexes(text))


def phrase_matcher(names: Sequence[str]) -> Finder:
    """spaCy's PhraseMatcher over spaCy's tokens: exact."""
    language = _module("spacy").blank("en")
    language.max_length = 10**9
    matcher = _module("spacy.matcher").PhraseMatcher(language.vocab)
    matcher.add("NAME", list(language.tokenizer.pipe(names)))
    return lambda text: len(matcher(language.make_doc(text)))


def spaczz(names: Sequence[str]) -> Finder:
    """Fuzzy matching on top of spaCy and rapidfuzz: tries every name at every place."""
    language = _module("spacy").blank("en")
    matcher = _module("spaczz.matcher").FuzzyMatcher(language.vocab)
    matcher.add("NAME", list(language.tokenizer.pipe(names)))
    return lambda text: len(matcher(language.make_doc(text)))


EXACT: dict[str, Callable[[Sequence[str]], Finder]] = {
    "flashtext": flashtext,
    "flashtext2": flashtext2,
    "pyahocorasick": pyahocorasick,
    "ahocorasick_rs": ahocorasick_rs,
    "spaCy PhraseMatcher": phrase_matcher,
}
