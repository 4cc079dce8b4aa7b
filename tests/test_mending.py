"""What is mended in running text and what is left alone: one line a case, by kind, each with its reason.

A case is (reason, text, what `normalise` makes of it; None: nothing changes), on the default gazetteer.
"""

from __future__ import annotations

import pytest

import resolver

SLIPS = [
    ("a letter doubled", "Trains from Belgiumm were late.", "Trains from Belgium were late."),
    ("a letter doubled decides", "It rained in Austtralia.", "It rained in Australia."),
    ("a letter left out", "Exports to Hungry and Portgal fell.", "Exports to Hungry and Portugal fell."),
    ("a key beside it", "Voters in Dwnmark stayed at home.", "Voters in Denmark stayed at home."),
    ("two letters swapped", "He lives in Nowray now.", "He lives in Norway now."),
    ("two letters exchanged", "The desert of Lybia is hot.", "The desert of Libya is hot."),
    ("the wrong one doubled", "A ship from Morroco sank.", "A ship from Morocco sank."),
    ("one word of several", "The Unitde Kingdom voted.", "The United Kingdom voted."),
    (
        "a real word in a long name",
        "The untied front of the Untied Kingdom.",
        "The untied front of the United Kingdom.",
    ),
    ("over the lines of a quoted letter", "> the Unitde\n> States won", "> the United\n> States won"),
    ("in capitals", "STORM HITS PORTUGLA AGAIN", "STORM HITS PORTUGAL AGAIN"),
    ("in a list", "Chile, Boliviia, Peru and Ecuadro signed.", "Chile, Bolivia, Peru and Ecuador signed."),
    ("before a legal form", "Shares of Goldmann Sachs Inc fell.", "Shares of Goldman Sachs Inc fell."),
    ("the possessive stays", "Swedne's king spoke.", "Sweden's king spoke."),
    ("a rare name that is a country's misspelt", "He flew to Isreal today.", "He flew to Israel today."),
    ("a country of four letters", "Perru signed the pact.", "Peru signed the pact."),
    ("a key beside it in five letters", "Pilots from Keyna landed.", "Pilots from Kenya landed."),
    ("a long word that is like one people only", "the Azerbainjii press", "the Azerbaijani press"),
    ("whose title it is tells who is meant", "President Macorn spoke.", "President Macron spoke."),
]
SMALL = [
    (
        "in small letters",
        "i flew from gremany to frnace and it was cold",
        "i flew from germany to france and it was cold",
    ),
    (
        "several words in small letters",
        "the untied states and new zeland won",
        "the united states and new zealand won",
    ),
    ("a word that is like a small town", "they recive less per capita than we do", None),
    ("a word that a town is called like", "a male and a female doctor had a nice reading", None),
    ("a word that is like a country", "what a gremlin, i need a spine and some china", None),
]
STRANGERS = [
    ("a sign of Arabic that many leave out", "Fighters of al-Qaida fled to Sanaa.", None),
    ("a surname one letter off", "Ms. Germann said so.", None),
    ("a surname like a town", "Mr. Hannover sold his farm.", None),
    ("a soldier", "Private Markwell came home.", None),
    ("another given name", "Emanuela Macron is a dentist.", None),
    ("another surname", "Vladimir Potanin owns a mine.", None),
    ("letters of something else", "Her IRA holds bonds, and the AMA knew.", None),
    ("a short given name", "Dear Sam, ask Oma.", None),
    ("a firm of relatives", "The van of Deloite & Sons stood there.", None),
    ("a word that is a name with an accent", "Male and female voters were asked.", None),
    ("a plural", "There were two Germanys then.", None),
    ("a language", "She spoke Sundanese at home.", None),
    ("a surname that a town doubles", "They sailed to Parris Island.", None),
    ("a given name alone", "Miley sang in the rain.", None),
    ("a surname with two letters of another's", "Marcon painted in Venice.", None),
    ("a woman's form of a man's name", "Emmanuelle Macron runs a bakery.", None),
    ("the Slavic ending in y", "Dmitry Medvedev and Volodymyr Zelensky spoke.", None),
]
LANGUAGES = [
    ("Turkish", "Türk ordusu İstanbul'da toplandı.", None),
    ("German", "Der Minister reiste nach Portugall.", "Der Minister reiste nach Portugal."),
    ("French", "Il est parti pour la Belgiqque hier.", "Il est parti pour la Belgique hier."),
    ("Spanish", "El presidente de Argentinna habló ayer.", "El presidente de Argentina habló ayer."),
    ("German case ending", "Die Mitglieder der Vereinten Nationen tagten gestern.", None),
    ("Spanish accents", "El alcalde de Río de Janeiro viajó a México.", None),
    ("an older English name", "The treaty with Rumania was signed in Viet Nam.", None),
    ("a native name in English", "The trial of Nürnberg and the walls of Québec City.", None),
    ("British spelling", "The Organisation of Turkic States met.", None),
    (
        "another language's spelling, a letter from ours",
        "Rusia sent grain to Viena and to Rome.",
        "Russia sent grain to Vienna and to Rome.",
    ),
    ("the same where that language is quoted", "He wrote “La Rusia de Putin” and left the room.", None),
    ("the same in that language", "El presidente de Rusia habló ayer.", None),
    (
        "a town that the language calls as English does",
        "Der Zug nach Brelin und der nach Hambrug fielen aus.",
        "Der Zug nach Berlin und der nach Hamburg fielen aus.",
    ),
    (
        "a town by its name at home",
        "Er wohnt in Münhcen und nicht in Köln.",
        "Er wohnt in München und nicht in Köln.",
    ),
    (
        "a letter that others have not",
        "Dün bir İzimr treni vardı, sonra da yoktu.",
        "Dün bir İzmir treni vardı, sonra da yoktu.",
    ),
    ("Arabic: and is written together with a name", "وبحث الجانبان الأوضاع في سوريا واليمن", None),
    ("Arabic: a mark that a list leaves out", "وقال المتحدث إن أردن وافق", None),
    ("the name of a town in another language, not given", "Le train de Hambourg est en retard.", None),
    (
        "a paragraph in another language",
        "The news was read by all of the people who were in the hall.\n\n"
        "Er reiste nach Brelin und in die Schwiez, wo er mit der Delegation und dem Minister sprach.\n\n"
        "They had not heard of it in the town before that, and Norwya was far.",
        "The news was read by all of the people who were in the hall.\n\n"
        "Er reiste nach Berlin und in die Schweiz, wo er mit der Delegation und dem Minister sprach.\n\n"
        "They had not heard of it in the town before that, and Norway was far.",
    ),
    (
        "a list whose letters are of many languages",
        "city\nMexcio\nMáxima\nLyon\n",
        "city\nMexico\nMáxima\nLyon\n",
    ),
    ("a point of the compass", "Many East European states joined.", None),
]
NOT_PROSE = [
    ("an address", "See https://aliev.az/Russsia for more.", None),
    ("a path and code", "Open /data/Russsia/x.txt or `Russsia`.", None),
    ("a call, a member, a variable", "Russsia.run(), a::Russsia, b->Russsia, $Russsia and %Russsia%", None),
    ("a query", "land=Russsia&lang=en", None),
    ("an attribute", '<a title="Russsia">Russsia</a>', '<a title="Russsia">Russia</a>'),
]
CASES = {
    reason: (text, want)
    for table in (SLIPS, SMALL, STRANGERS, LANGUAGES, NOT_PROSE)
    for reason, text, want in table
}


@pytest.fixture(scope="module")
def default() -> resolver.Resolver:
    return resolver.load()


@pytest.mark.parametrize(("text", "want"), CASES.values(), ids=CASES)
def test_slips_are_mended_and_nothing_else(default: resolver.Resolver, text: str, want: str | None) -> None:
    assert default.normalise(text) == (text if want is None else want)


TALLOW = [{"id": "tallow", "type": "person", "name": "Gerald van der Tallow"}]
BIDEN = [{"id": "biden", "type": "person", "name": "Joe Biden", "short": ["Biden"]}]
BRANDT = [
    {"id": "brandt", "type": "person", "name": "Walter Brandt"},
    {"id": "brandt-jr", "type": "person", "name": "Walter Brandt Jr."},
]
NATO = [{"id": "nato", "type": "organization", "name": "North Atlantic Treaty", "acronyms": ["NATO"]}]

LINKED: dict[str, tuple[list[dict[str, str]], str, list[tuple[str, str]]]] = {
    "a given name that is a month": (TALLOW, "He met June Tallow today.", []),
    "a given name that is a small word": (
        TALLOW,
        "Gerald van der Tallow left. Will Tallow stayed.",
        [("Gerald van der Tallow", "tallow")],
    ),
    "a title and another name": (TALLOW, "Don Tallow spoke.", []),
    "two real given names": (TALLOW, "Gerard van der Tallow left.", []),
    "a relative whose name is a word": (BIDEN, "Joe Biden and Hunter Biden left.", [("Joe Biden", "biden")]),
    "particles": (
        TALLOW,
        "Gerald van der Tallow came. Mr van der Tallow left.",
        [("Gerald van der Tallow", "tallow"), ("van der Tallow", "tallow")],
    ),
    "particles and a comma": (TALLOW, "van der Tallow, Gerald", [("van der Tallow, Gerald", "tallow")]),
    "a generation over a comma": (BRANDT, "Walter Brandt, Jr. left.", [("Walter Brandt, Jr.", "brandt-jr")]),
    "another generation": (BRANDT, "Walter Brandt Sr. left.", []),
    "a footnote's figure": (BRANDT, "Walter Brandt¹ left", [("Walter Brandt", "brandt")]),
    "two spaces": (BRANDT, "Walter  Brandt left", [("Walter  Brandt", "brandt")]),
    "an indented line": (BRANDT, "said Walter\n    Brandt today", [("Walter\n    Brandt", "brandt")]),
    "a broken word": (BRANDT, "said Walter Bran-\ndt today", [("Walter Bran-\ndt", "brandt")]),
    "an invisible mark": (BRANDT, "\u200eWalter Brandt left", [("Walter Brandt", "brandt")]),
    "markup": (BRANDT, "_Walter Brandt_ left", [("Walter Brandt", "brandt")]),
    "look-alike letters": (BRANDT, "W\u0430lt\u0435r Brandt left", [("W\u0430lt\u0435r Brandt", "brandt")]),
    "particles of two kinds": (
        [{"id": "x", "type": "person", "name": "Omar al-Tarwani"}],
        "Omar al-Tarwani came. al-Tarwani left.",
        [("Omar al-Tarwani", "x"), ("al-Tarwani", "x")],
    ),
    "a particle that begins the sentence": (
        TALLOW,
        "Gerald van der Tallow came. van der Tallow left.",
        [("Gerald van der Tallow", "tallow"), ("van der Tallow", "tallow")],
    ),
    "a particle with an apostrophe": (
        [{"id": "x", "type": "person", "name": "Jan van 't Schip"}],
        "Then Jan van 't Schip left.",
        [("Jan van 't Schip", "x")],
    ),
    "an apostrophe and a comma": (
        [{"id": "x", "type": "person", "name": "Conor O'Tavish"}],
        "O'Tavish, Conor",
        [("O'Tavish, Conor", "x")],
    ),
    "a father beside his son": (
        BRANDT,
        "Walter Brandt Jr. met Walter Brandt.",
        [("Walter Brandt Jr.", "brandt-jr"), ("Walter Brandt", "brandt")],
    ),
    "a foundation": (BRANDT, "The Walter Brandt Foundation gave money.", []),
    "a firm of relatives": (BRANDT, "Walter Brandt & Sons closed.", []),
    "a mark inside a word": (BRANDT, "Walter Bra\u2068ndt left", [("Walter Bra\u2068ndt", "brandt")]),
    "a letter that is answered": (BRANDT, "> said Walter\n> Brandt today", [("Walter\n> Brandt", "brandt")]),
    "letters spoken as a word that few are called": (
        [{"id": "fifa", "type": "organization", "name": "Feet of Corva", "acronyms": ["FIFA"]}],
        "Fifa said no.",
        [("Fifa", "fifa")],
    ),
    "a misspelt body with its legal form": (
        [{"id": "oxbow", "type": "organization", "name": "Oxbow Mills"}],
        "Oxbow Mils Ltd closed.",
        [("Oxbow Mils Ltd", "oxbow")],
    ),
    "letters spoken as a word": (NATO, "Nato said no.", [("Nato", "nato")]),
}


@pytest.mark.parametrize(("records", "text", "want"), LINKED.values(), ids=LINKED)
def test_mentions_are_the_persons(
    records: list[dict[str, str]], text: str, want: list[tuple[str, str]]
) -> None:
    assert [(m.text, m.id) for m in resolver.load(records).link(text)] == want


NAMESAKES: dict[str, tuple[str, set[str]]] = {
    "a brother": ("Her brother Chad is nine.", set()),
    "two who share a family name": (
        "Chad and Jordan Wexley closed. Georgia, Paris and Austin Holm left.",
        set(),
    ),
    "a country and somebody": (
        "Israel and Jordan signed. Chad and Sudan met.",
        {"israel", "jordan", "chad", "sudan"},
    ),
    "friends of somebody": ("He joined the Friends of Vladimir Putin then.", set()),
    "friends in prose": ("Friends of Vladimir Putin met him.", {"vladimir-putin"}),
    "a society": ("The Keir Starmer Appreciation Society met.", set()),
    "a dish": ("They ate Peking duck and Swiss rolls.", set()),
    "who speaks in German": ("„Nein“, sagte Sofia. Draußen war es kalt und Sofia schwieg.", set()),
    "who writes": ("See you on Monday.\n\nCheers, Sydney\n", set()),
    "lines of a dialogue": (
        "Houston: How was it?\nParis: Cold! And you?\nHouston: Fine.\nParis: Good.",
        set(),
    ),
    "what happens where": ("Houston: The fair begins.\nParis: The opera closes.", {"houston", "paris"}),
    "a given name before a known family name": ("Georgia Meloni and Jordan Trump came.", set()),
    "what somebody is": ("Jordan, a nurse, and Chad, an engineer, left.", set()),
    "what a country is": ("Jordan, an ally, and Chad, a neighbour, left.", {"jordan", "chad"}),
    "scores": (
        "Germany 3, France 1; Italy 12 points, Spain 10 points",
        {"germany", "france", "italy", "spain"},
    ),
    "a number that is part of a name": ("He reads Paris 24 at home.", set()),
    "who is rarely called so": ("Present: Asia Moreno, Sydney Ames. Asia asked, Sydney answered.", set()),
    "an aunt whose name is rarer": ("My aunt Valencia and Paris, my daughter, cooked.", set()),
    "who speaks behind a quotation": ("“Go home,” said Sofia. Sofia was late.", set()),
    "somebody spoken to": ("Georgia, please.", set()),
    "a quotation is not all": ("“We won,” said Paris mayor Ella Brandt.", {"paris"}),
    "a register's order, in a cell": ('"Holland, Jordan",31', set()),
    "a register's order, with an initial": ("Pt: Houston, Whitney M., 47 F", set()),
    "a town, and what lies beside it": (
        "Flights to Paris, Houston and Sofia resumed.",
        {"paris", "houston", "sofia"},
    ),
    "literature": ("as in Lyon et al., 1998", set()),
    "who speaks in a transcript": ("MR. HALE: No.\nGEORGIA HALL: Is it?", set()),
    "two names that are both places'": ("Hier, Florence Paris est venue.", set()),
    "two places without a comma": ("The Israel Lebanon border is long.", {"israel", "lebanon"}),
    "a form of address in small letters": ("Ieri il signor Torino non c'era.", set()),
    "a given name in other letters": ("Певица Виктория Лондон уехала.", set()),
    "a firm": ("The sale by Bristol Marsh Ltd failed.", set()),
    "a friend and a letter": ("Dear Jordan, my friend Georgia left.", set()),
    "an age": ("Jordan, 18, was arrested with Chad (21).", set()),
    "what people do": ("Chad laughed.", set()),
    "he or she": ("Jordan said she was tired.", set()),
    "somebody of the text": ("Chad Ferris came late. Chad was tired.", set()),
    "an aunt": ("Aunt Georgia baked.", set()),
    "a French title": ("Hier, M. Jordan est arrivé.", set()),
    "a given name that is a word, behind it": ("Austin Bell and Israel Ortiz testified.", set()),
    "countries all the same": ("Jordan said it would help. Chad borders Sudan.", {"jordan", "chad", "sudan"}),
    "a country in a region": ("They met in Jordan, Minn., on Friday.", {"minnesota"}),
    "countries in a list": ("in Ukraine, Georgia and Moldova", {"ukraine", "georgia", "moldova"}),
    "a son whose name is a word": ("Joe Biden came. Hunter Biden's lawyer left.", {"joe-biden"}),
    "a club of many a country": ("Real Madrid lost in Spain.", {"real-madrid", "spain"}),
    "letters of a state's long name": ("My IRA statement came.", set()),
    "a title and a country in the genitive": ("Президент России приехал.", {"russia"}),
    "a president whose name is common": (
        "US President Donald Trump left.",
        {"donald-j-trump", "united-states"},
    ),
    "a president by his family name": ("President Trump left.", {"donald-j-trump"}),
    "a coach of a common name": ("Coach Jim Jordan left.", set()),
    "a stranger in the order of lists": ("Macron, Brigitte\nMacron (Brigitte)", set()),
    "titles before a given name that is a word": ("Sir Ian Macron and Prof. Jan Macron", set()),
    "a people's name and an address": ("Mr. Syrian walked in.", set()),
    "a duke": ("Duke Macron was late.", set()),
    "another Charles": ("son frère Charles de Gaulle Bush, garagiste", set()),
    "a headline of three words": ("Israel Strikes Syria", {"israel", "syria"}),
    "a list is not one place": ("Avrupa Birliği, Gürcistan'ı uyardı.", {"european-union", "georgia"}),
}


@pytest.mark.parametrize(("text", "want"), NAMESAKES.values(), ids=NAMESAKES)
def test_who_is_called_like_a_country(default: resolver.Resolver, text: str, want: set[str]) -> None:
    assert {m.id for m in default.link(text) if m.id is not None} == want


FIELDS = {
    "a heading": ("Country", None),
    "a title": ("Dr", None),
    "a code that only has these first letters": ("FR", None),
    "an acronym that is listed": ("EU", "european-union"),
    "a register's order": ("Tanzania, United Republic of", "tanzania"),
    "brackets": ("Bolivia (Plurinational State of)", "bolivia"),
    "abbreviated": ("Egypt, Arab Rep.", "egypt"),
    "an article behind": ("Gambia, The", "gambia"),
    "nothing": ("  ", None),
    "a stranger": ("Vladimir Potanin", None),
    "a place in its country": ("Paris, France", "paris"),
    "a place in another country": ("Paris, Germany", None),
    "a province of another": ("Taiwan, Province of China", "taiwan"),
    "the wrong letter doubled": ("Morroco", "morocco"),
    "a rare name that is a country's misspelt": ("Isreal", "israel"),
    "two words, one misspelt": ("Unites States", "united-states"),
    "what needs context has none": ("Mohammed", None),
}


@pytest.mark.parametrize(("field", "want"), FIELDS.values(), ids=FIELDS)
def test_fields(default: resolver.Resolver, field: str, want: str | None) -> None:
    found = default.resolve(field)
    assert (found.id if found is not None else None) == want


def test_missing_values_are_nobody(default: resolver.Resolver) -> None:
    assert default.resolve(None) is None
    assert default.resolve(float("nan")) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "field",
    [
        "Walter Brandt III",
        "Walter Brandt Foundation",
        "Walter and Mary Brandt",
        "Brandt",
        "USS Walter Brandt",
    ],
)
def test_what_stands_beside_a_person_makes_another_name(field: str) -> None:
    assert resolver.load(BRANDT[:1]).resolve(field) is None


def test_the_language_may_be_given(default: resolver.Resolver) -> None:
    assert default.normalise("Rumania", language="es") == "Rumanía"
    assert default.normalise("Rumania", language="en") == "Rumania"


def test_what_is_less_probable_is_left(default: resolver.Resolver) -> None:
    text = "Trains from Belgiumm were late."
    (mention,) = default.link(text)
    assert default.normalise(text, min_score=mention.score) != text
    assert default.normalise(text, min_score=mention.score + 0.001) == text
