"""What is prose and what is not: each line marks with ⟦ ⟧ what must not be edited."""

from __future__ import annotations

import time

import pytest

from resolver.text.prose import not_prose

CASES = {
    "an address of a page": "See ⟦https://aliev.az/home⟧, or ask.",
    "an address at the end of a sentence": "It is at ⟦http://x.org/Anne?q=Buyon⟧.",
    "an address without a scheme": "Go to ⟦www.Aliev.az/a⟧ or ⟦aliev.az/Home⟧ or ⟦buyon.com⟧.",
    "brackets around an address": "(⟦https://x.org/Aliev⟧)",
    "the target of a link, not its text": "[Anne Buyon⟦](https://x.org/Anne_Buyon⟧)",
    "an image": "![Aliev⟦](img/Aliev.png⟧)",
    "a mail address": "Write to ⟦Anne.Buyon@diplomatie.example⟧ today.",
    "a handle and a tag": "⟦@Aliev⟧ wrote ⟦#Buyon⟧",
    "a path": "Open ⟦/data/Aliev/report.txt⟧ now.",
    "a path of Windows": "Open ⟦C:\\Users\\Aliev\\x.doc⟧ now.",
    "a path from here": "Open ⟦./Aliev/notes⟧ and ⟦docs/Aliev/x.md⟧.",
    "the name of a file": "It is in ⟦Aliev.txt⟧ and ⟦Anne-Buyon.jpeg⟧.",
    "a span of code": "Call ⟦`Aliev`⟧ and ⟦``a ` Aliev``⟧ .",
    "old quotation marks are none": "He said ``Aliev'' and `Buyon' again",
    "a fence": "Text\n⟦```py\nAliev = 1\n```⟧\nAliev",
    "an open fence": "Text\n⟦~~~\nAliev = 1\n⟧",
    "tags and attributes": '⟦<a title="Aliev" href="x">⟧Aliev⟦</a>⟧',
    "a script": "a ⟦<script>var x = 'Aliev';</script>⟧ Aliev",
    "a comment": "a ⟦<!-- Aliev > -->⟧ Aliev",
    "what code gives a value": 'x\n⟦Aliev =⟧ load(Buyon)\n⟦  let Buyon =⟧ 3;\n⟦name =⟧ "Aliev"',
    "what code compares with": 'if name == ⟦"Aliev"⟧: Buyon',
    "a table of what is how much": "Aliev = 3 points\nBuyon = best",
    "less than": "5 < 6 and Aliev > 4",
    "an identifier": "The key ⟦Anne_Buyon⟧ and ⟦aliev_id_2⟧.",
    "emphasis is prose": "He saw _France_ and __Anne Buyon__.",
    "an escape": 'Say "⟦\\u0130lham⟧ Aliev⟦\\n⟧"',
    "a placeholder": "Dear ⟦{name}⟧, ⟦{{ Aliev }}⟧ and ⟦${ALIEV}⟧",
    "a citation": "As ⟦\\cite{Aliev2010}⟧ Aliev says",
    "either and both": "Paris/London and/or Baku; 3/4 of it",
    "a missing space": "He left.The end of Aliev.However",
    "initials": "The U.S. and J.R. Aliev e.g. left",
    "a possessive": "Ben's and Aliev's",
    "a section": "§ 3.2 Aliev, No. 5, a.m.",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES)
def test_what_is_no_prose_is_found(marked: str) -> None:
    plain, wanted = "", []
    for at, piece in enumerate(marked.replace("⟧", "⟦").split("⟦")):
        if at % 2:
            wanted.append(piece)
        plain += piece
    assert [plain[start:end] for start, end in not_prose(plain)] == wanted


@pytest.mark.parametrize("piece", ["a", "a.", "a-", "a_", "a/", "<", "`", "[", "@", "a@", "\\u0041", "a b "])
def test_long_odd_text_takes_no_longer_than_its_length(piece: str) -> None:
    start = time.process_time()
    not_prose(piece * 40_000)
    assert time.process_time() - start < 2.0
