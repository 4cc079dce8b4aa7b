"""Texts that the Penn Treebank's tokeniser has passed through: their brackets are "-LRB-" and "-RRB-"."""

from __future__ import annotations

# The same length, so that no offset shifts; the bracket stands where it touches what it encloses in text.
_BRACKETS = {"-LRB-": "(    ", "-RRB-": "    )", "-LSB-": "[    ", "-RSB-": "    ]"}


def decode_ptb_brackets(text: str) -> str:
    """`text` with such brackets written as brackets and spaces, at the same offsets."""
    if "RB-" in text or "SB-" in text:
        for spelt, bracket in _BRACKETS.items():
            text = text.replace(spelt, bracket)
    return text
