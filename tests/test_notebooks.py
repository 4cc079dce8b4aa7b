"""What a notebook shows: marks, reasons, tables; whatever a text or a name holds stays text."""

from __future__ import annotations

import pickle
from html.parser import HTMLParser

import resolver

_EVIL = "<script>alert(1)</script>"
_RECORDS = [
    {"id": "kovalenko", "type": "person", "name": "Marta Kovalenko"},
    {"id": "weldoria", "type": "place", "name": "Weldoria"},
    {"id": "evil", "type": "other", "name": "Evil & Sons", "aliases": ["<b>Evil</b>"]},
]


class _Reader(HTMLParser):
    """Collects text by the tag that it stands in, and checks that every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1], []).append(data)


def test_mentions_are_the_text_with_marks() -> None:
    r = resolver.load(_RECORDS)
    text = f"Marta Kovalenko left {_EVIL} Weldoria."
    mentions = r.link(text)
    shown = mentions._repr_html_()  # type: ignore[attr-defined]
    assert _EVIL not in shown
    assert "&lt;script&gt;" in shown
    assert shown.index("Marta Kovalenko") < shown.index("Weldoria")
    assert _Reader(mentions[1]._repr_html_()).texts["mark"] == ["Weldoria"]


def test_mentions_are_a_list() -> None:
    r = resolver.load(_RECORDS)
    mentions = r.link("Marta Kovalenko left.")
    assert mentions == list(mentions)
    assert pickle.loads(pickle.dumps(mentions)) == mentions


def test_matches_are_a_table() -> None:
    r = resolver.load(_RECORDS)
    read = _Reader(r.candidates("<b>Evil</b>")._repr_html_())  # type: ignore[attr-defined]
    assert read.texts["th"] == ["id", "name", "type", "form", "spelling", "score"]
    assert read.texts["td"][:3] == ["evil", "Evil & Sons", "other"]
    assert "<b>Evil</b>" in read.texts["td"]
    match = r.resolve("Weldoria")
    assert match is not None
    assert _Reader(match._repr_html_()).texts["td"][0] == "weldoria"


def test_a_comparison_shows_its_words() -> None:
    read = _Reader(resolver.compare("Marta Kovalenko", f"Kowalenko, Marta {_EVIL}")._repr_html_())
    assert read.texts["th"][:2] == ["Marta Kovalenko", f"Kowalenko, Marta {_EVIL}"]
    assert "Marta" in read.texts["td"]
    assert read.texts["strong"][0].startswith("“Marta Kovalenko” and ")
    assert "script" not in read.texts


def test_the_look_of_marks_stays_within() -> None:
    html = resolver.compare("a", "b")._repr_html_()
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    assert style.strip().startswith(".resolver {")
    assert style.count("{") == style.count("}")
