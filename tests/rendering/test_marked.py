"""The HTML page says the text, no more and no less, and whatever a text holds stays text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resolver.cli.render_html import FOOT, HEAD, file_end, file_start, marked
from resolver.types import Candidate, Evidence, Mention


class _Reader(HTMLParser):
    """Collects the text of `.text` without the tooltips, the tooltips, and every tag and attribute."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.path: list[str] = []
        self.text = ""
        self.tips: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        kind = dict(attrs).get("class") or ""
        if tag not in ("meta",):
            self.path.append(kind if kind in ("text", "tip") else tag)
        if kind == "tip":
            self.tips.append("")

    def handle_endtag(self, tag: str) -> None:
        self.path.pop()

    def handle_data(self, data: str) -> None:
        if "tip" in self.path:
            self.tips[-1] += data
        elif "text" in self.path:
            self.text += data


def _read(text: str, mentions: list[Mention], name: str = "f") -> _Reader:
    reader = _Reader()
    reader.feed(
        HEAD + file_start(name) + marked(text, mentions, lambda id: f"name of {id}") + file_end() + FOOT
    )
    reader.close()
    assert reader.path == []
    return reader


def _mention(text: str, start: int, end: int, **fields: object) -> Mention:
    values = {
        "id": "x",
        "type": "person",
        "form": "full",
        "score": 0.5,
        "normal": text[start:end],
        "rule": "exact",
    }
    return Mention(start=start, end=end, text=text[start:end], **(values | fields))  # type: ignore[arg-type]


def test_hover_says_id_name_score_and_reason() -> None:
    text = "Ann met Bob."
    page = _read(
        text, [_mention(text, 0, 3, id="ann", normal="Anne", evidence=(Evidence("sound", "like Anne"),))]
    )
    assert page.text == text
    assert page.tips == [
        "ann — name of ann\nperson full, exact, score 0.50\nnormal: Anne\n• sound: like Anne"
    ]


def test_an_ambiguous_mention_lists_its_candidates() -> None:
    rivals = tuple(
        Candidate(id, "place", id.title(), "full", 0.4, "Georgia") for id in ("georgia", "georgia-us")
    )
    page = _read("Georgia", [_mention("Georgia", 0, 7, id=None, type=None, form=None, candidates=rivals)])
    assert page.tips[0].splitlines()[0] == "ambiguous"
    assert "georgia-us — Georgia-Us 0.40" in page.tips[0]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</div></mark><img src=x onerror=alert(1)>",
        "&amp; &lt; &#x3c; ]]> <!-- -->",
        "\" ' ` =",
        "a\nb\n\n  c",
    ],
)
def test_nothing_in_a_text_is_markup(text: str) -> None:
    harmless = _read("abc", [_mention("abc", 0, 1)])
    page = _read(text, [_mention(text, 0, len(text), id=text, rule=text, normal=text + "!")], name=text)
    assert page.text == text
    assert (page.tags, page.attributes) == (harmless.tags, harmless.attributes)


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    page = HEAD + file_start("f") + FOOT
    assert not any(word in page for word in ("<script", "http", "url(", "@import", "src="))


@given(st.text(), st.integers(0, 20), st.integers(1, 20))
def test_any_text_is_told_whole(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    # No mention begins or ends inside a line end, which is one line end only as a whole.
    assume(all(text[at - 1 : at + 1] != "\r\n" for at in (start, end) if at))
    mentions = [_mention(text, start, end)] if start < end else []
    page = _read(text, mentions)
    assert len(page.text) == len(text.replace("\r\n", "\n"))
    if text.isprintable():
        assert page.text == text
