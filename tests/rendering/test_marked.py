"""Marked texts say the text, no more and no less, and whatever a text holds stays text."""

from __future__ import annotations

import pickle
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import resolver
from resolver.rendering.document import file_foot, file_head, section_end, section_start
from resolver.rendering.marked import marked, named
from resolver.types import Candidate, Evidence, Mention

_VOID = ("meta", "input")


class _Reader(HTMLParser):
    """Collects the text as it was written, the corrections, the reasons, all tags and attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.path: list[str] = []
        self.text = ""
        self.reasons: list[str] = []
        self.corrections: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        kind = dict(attrs).get("class") or ""
        if tag not in _VOID:
            self.path.append(kind if kind in ("text", "why", "sr") else tag)
        if kind == "why":
            self.reasons.append("")

    def handle_endtag(self, tag: str) -> None:
        self.path.pop()

    def handle_data(self, data: str) -> None:
        if "why" in self.path:
            self.reasons[-1] += data
        elif "text" in self.path and "sr" not in self.path:
            if "ins" in self.path:
                self.corrections.append(data)
            else:
                self.text += data


def _name_of(id: str) -> str:
    return f"name of {id}"


def _page(text: str, mentions: list[Mention], name: str = "f") -> str:
    body = section_start(name) + marked(text, mentions, _name_of) + section_end()
    return file_head() + body + file_foot(named(mentions, _name_of))


def _read(text: str, mentions: list[Mention], name: str = "f") -> _Reader:
    reader = _Reader()
    reader.feed(_page(text, mentions, name))
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


def test_a_click_says_who_is_meant_how_sure_it_is_and_why() -> None:
    text = "Ann met Bob."
    why = Evidence("sound", "“Anne”", 1.5, "it sounds like {}")
    page = _read(text, [_mention(text, 0, 3, id="ann", normal="Anne", evidence=(why,))])
    assert page.text == text
    assert page.corrections == ["Anne"]
    assert page.reasons == [
        "name of ann ann, person: 50 % probable, by a name that the gazetteer lists. “Ann” is written “Anne”."
        "It sounds like “Anne”: speaks for it."
    ]


def test_an_ambiguous_mention_lists_its_candidates() -> None:
    rivals = tuple(
        Candidate(id, "place", id.title(), "full", 0.4, "Georgia") for id in ("georgia", "georgia-us")
    )
    page = _read("Georgia", [_mention("Georgia", 0, 7, id=None, type=None, form=None, candidates=rivals)])
    assert page.reasons[0].startswith("Ambiguous.")
    assert "Georgia-Us georgia-us, place: 40 %" in page.reasons[0]


def test_the_list_counts_and_the_filter_has_the_types_there_are() -> None:
    text = "Ann Ann Bo"
    mentions = [
        _mention(text, 0, 3, id="ann"),
        _mention(text, 4, 7, id="ann"),
        _mention(text, 8, 10, id="bo", type="place"),
    ]
    page = _page(text, mentions)
    aside = page[page.index("<aside") :]
    assert aside.index("name of ann") < aside.index("name of bo")
    assert '<span class="count">2<' in aside
    assert "show-person" in aside
    assert "show-place" in aside
    assert "show-work" not in aside


def test_notebooks_show_mentions_in_their_text() -> None:
    known = resolver.load([{"id": "ann", "type": "person", "name": "Ann Example"}])
    mentions = known.link("<b>Ann Example</b> left.")
    shown = mentions._repr_html_()  # type: ignore[attr-defined]
    assert "&lt;b&gt;" in shown
    assert ">Ann Example</mark>" in shown
    assert shown.startswith('<div class="resolver"><style>'), "its style concerns nothing else"
    assert mentions == list(mentions)
    sent = pickle.loads(pickle.dumps(mentions))
    assert (type(sent), sent) == (list, list(mentions))


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
    page = _read(text, [_mention(text, 0, len(text), id=text, rule=text)], name=text)
    assert page.text == text
    assert (page.tags, page.attributes) == (harmless.tags, harmless.attributes)
    corrected = _read(text, [_mention(text, 0, len(text), id=text, rule=text, normal=text + "!")], name=text)
    assert "".join(corrected.corrections) == text + "!"
    assert corrected.tags == harmless.tags | {"del", "ins", "span"}


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    page = _page("text", [])
    assert not any(word in page for word in ("<script", "http:", "https:", "url(", "@import", "src="))


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
