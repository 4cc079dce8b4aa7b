"""Writing canonical TOML for lexicon files: wrapped lists, quoted keys, stable order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

WIDTH = 108


def quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's, apart from DEL, which no word here has."""
    return json.dumps(text, ensure_ascii=False)


def key(text: str) -> str:
    """A TOML key, bare where it may be."""
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else quoted(text)


def array(items: Iterable[str]) -> str:
    """A list on one line when it fits, else wrapped at `WIDTH` columns with a trailing comma."""
    words = [quoted(item) for item in items]
    line = "[" + ", ".join(words) + "]"
    if len(line) <= WIDTH - 8:
        return line
    lines: list[str] = []
    current = " "
    for word in words:
        if len(current) + len(word) + 2 > WIDTH and current.strip():
            lines.append(current)
            current = " "
        current += f" {word},"
    lines.append(current)
    return "[\n" + "\n".join(lines) + "\n]"


def header(comment: str, source: str, licence: str) -> str:
    """The head of a lexicon file."""
    lines = "\n".join(f"# {line}" for line in comment.splitlines())
    return f"{lines}\nsource = {quoted(source)}\nlicence = {quoted(licence)}\n"


def words_table(category: str, languages: Mapping[str, Iterable[str]]) -> str:
    """`[words.category]` with one list a language."""
    body = "\n".join(f"{key(language)} = {array(words)}" for language, words in languages.items())
    return f"\n[words.{category}]\n{body}\n"


def map_table(category: str, language: str, entries: Mapping[str, Iterable[str]]) -> str:
    """`[map.category.language]` with one line a word, sorted."""
    lines = []
    for word, values in sorted(entries.items()):
        found = list(values)
        lines.append(f"{key(word)} = {quoted(found[0]) if len(found) == 1 else array(found)}")
    return f"\n[map.{category}.{language}]\n" + "\n".join(lines) + "\n"
