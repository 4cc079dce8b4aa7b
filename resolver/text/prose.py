"""What of a text is no prose: addresses, paths, code and markup, in which a name must not be edited.

A mention may stand there and be linked; to rewrite it would break what a machine reads.
"""

from __future__ import annotations

import re

#: Ends of names of files, by which "Aliev.txt" is one.
_ENDINGS = (
    "txt|md|rst|pdf|docx?|xlsx?|pptx?|odt|csv|tsv|json[l5]?|xml|html?|css|toml|ya?ml|ini|cfg|log|"
    "jpe?g|png|gif|svg|webp|tiff?|mp[34]|wav|avi|mov|zip|t?gz|tar|7z|py|js|ts|java|cpp|hpp|rs|go|sh|sql|exe|bak"
)
#: Domains that are written without "https://"; those of countries have two letters.
_DOMAINS = "com|org|net|edu|gov|int|mil|info|biz|news|media|press|online|site|app|dev|example|test|[a-z]{2}"
# What may belong to an address; a full stop or a bracket at its end is the sentence's.
_ADDRESS = r"[^\s<>\"'`|\\^{}]*[^\s<>\"'`|\\^{}.,;:!?)\]*_]"
_PATH = r"[\w.@%+~-]+"

_PATTERNS = (
    # Code: fences, elements, spans in backticks (those of ``quotations'' end in apostrophes).
    r"^[ \t]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n"
    r"(?:(?!^[ \t]{0,3}(?P=fence))[^\n]*\n?)*+(?:^[ \t]{0,3}(?P=fence)[^\n]*)?",
    r"<!--.*?(?:-->|\Z)",
    r"<(?P<element>script|style|code|pre|template|svg|math)\b[^<>]*>.*?(?:</(?P=element)\s*>|\Z)",
    r"<[a-zA-Z/!?][^<>]{0,4000}>",
    r"(?<!`)``(?!`)(?:(?!``)[^\n])+``(?![`\w'])",
    r"(?<!`)`(?![`\s])[^`\n]*(?<![`\s])`(?![`\w'])",
    # Addresses: of pages, of people, of things.
    rf"\b[a-zA-Z][a-zA-Z0-9+.-]{{0,20}}://{_ADDRESS}",
    r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*",
    r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+",
    rf"\b(?:mailto|doi|urn|tel|data|javascript|isbn):(?=\S){_ADDRESS}",
    rf"\bwww\.{_ADDRESS}",
    r"(?<![\w.+%-])[\w.+%-]+@\w[\w-]*(?:\.\w[\w-]*)*",
    r"(?<!\w)[@#]\w[\w.]*",
    rf"(?<![\w.-])\w[\w-]*(?:\.[\w-]+)*\.(?:{_DOMAINS})(?:[/?#]{_ADDRESS}|(?![\w'’]))(?!\.\w)",
    # Paths and names of files.
    rf"(?<![\w/.])(?:~|\.{{1,2}})?/{_PATH}(?:/{_PATH})+/?",
    rf"(?<![\w/.])(?:~|\.{{1,2}})/{_PATH}/?",
    r"\b[A-Za-z]:\\\S+|\\\\\w[^\s\\]*\\\S+",
    rf"(?<![\w/.@%+~-])(?:{_PATH}/)+{_PATH}\.\w{{1,6}}\b",
    rf"(?<![\w/.@%+~-]){_PATH}\.(?:{_ENDINGS})\b",
    # Queries, calls, members; identifiers, variables, options, places to fill in, escapes, commands of TeX.
    r"\b\w+=[^\s&]+(?:&\w+=[^\s&]+)+|\b(?:\w+\.){1,4}\w+\(|\b\w+(?:(?:::|->)\w+)+",
    r"^[ \t]*import[ ]\w+\.[\w.]+",
    # What a line of code gives a value, and what it compares with.
    r"^[ \t]*(?:let|const|var|final|val)[ ]\w+[ ]?=(?!=)",
    r"^[ \t]*\w+(?:\[[^\]\n]*\])?[ ]?(?:=|:=|\+=)(?=[ ]?(?:[\"'\[{(]|\w+(?:\.\w+)*\())",
    r"(?<=[=!]=[ ])[\"']\w+[\"']",
    r"(?<!\w)(?:\$[A-Za-z_]\w*|%\w+%|&\w+;|\\[A-Z]\w*)",
    r"\b\w*[^\W_]_+[^\W_]\w*",
    r"(?<!\w)--[a-z][\w-]*(?:=\S+)?",
    r"\$\{[^{}\n]*\}|\{\{[^{}\n]{1,80}\}\}|\{[\w.]+\}|%\(\w+\)[sd]",
    r"(?<!\w)\w*(?:\\u[0-9a-fA-F]{4}\w*)+|\\x[0-9a-fA-F]{2}|\\[nrtbf](?![a-z])",
    r"\\[a-zA-Z]*(?:cite|ref|label|url|input|include|bibitem)[a-zA-Z]*\*?(?:\[[^\]\n]*\])?\{[^{}\n]*\}",
)
_NOT_PROSE = re.compile("|".join(_PATTERNS), re.MULTILINE | re.DOTALL)


def not_prose(text: str) -> list[tuple[int, int]]:
    """The spans of `text` that are no prose, from left to right, not overlapping."""
    return [match.span() for match in _NOT_PROSE.finditer(text)]
