"""One token of a name against another: how probable it is that both spell the same name part.

How it is found, cheapest first (`TokenSimilarity.rule`):

- "same": equal after folding.
- "romanization": a Latin reading of the one is a reading of the other.
- "gendered form": a woman's and a man's form of one name (`token_gender.py`).
- "equivalent": well-known forms of one name, by a source (`token_groups.py`), that are not spelled alike.
- "another known name": spelled alike, but both are well known, and never for each other.
- "spelling": what differs costs little, by costs learnt from spellings of the same names, in one script
  (`token_latin.py`) or across two (`token_model.py`).
- "different": everything else.

The value is a logistic of the learnt cost and of how telling the tokens are (`token_calibration.py`): of
look-alike pairs with value 0.8 about 80 % are the same name. Weights that are not learnt are in the
lexicon's group "tokens".
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rapidfuzz.distance import OSA

from resolver.names.equivalents import name_groups
from resolver.names.latin_costs import LatinModel
from resolver.names.sounds import sounds
from resolver.names.token_calibration import Calibration
from resolver.names.token_gender import Sexes, differ_in_gender
from resolver.names.token_readings import Known, Readings
from resolver.names.token_units import letters, units
from resolver.names.transliteration import LEARNT, ScriptModel, Spelling, letter_model
from resolver.text.fold import fold, undoubled
from resolver.text.romanize import Romanizer
from resolver.text.scripts import ABJADS, script_of

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon

#: The rule of a woman's and a man's name.
GENDERED: Final = "gendered form"
#: The rule of two names that people bear, in no source for each other: Karl, Karol; Moran, Morgan.
APART: Final = "another known name"
#: The rule of two words of a dictionary: Life, Fire.
WORDS: Final = "another dictionary word"
# How letters that languages write for one sound are written by one of them, longest first.
_ONE_SOUND: Final = (("ph", "v"), ("th", "t"), ("tz", "z"), ("ck", "k"), ("f", "v"), ("c", "k"), ("q", "k"),
                     ("y", "i"), ("j", "i"), ("w", "v"), ("z", "s"))  # fmt: skip
# Letters of a given name that is a syllable, in which each counts.
_SYLLABLE: Final = 3
_SHORT_WORD: Final = 6  # letters
_LONG: Final = re.compile("ou|oo|ee|ie")
# Vowels that are written for one another where a language has no letters for them.
_NEAR_VOWELS: Final = frozenset({"ae", "ea", "ei", "ie", "ou", "uo"})
_NO_VOWELS: Final = str.maketrans("", "", "aeiou")
_VOWEL: Final = re.compile("[aeiouy]+")
_CACHE: Final = 1 << 15
# BlockingKeys are asked of what is looked up, which seldom comes again, and take a kilobyte a token.
_KEYS_CACHE: Final = 1 << 12
# Tokens of which all learnt readings are kept, some kilobytes each: a name's keys are made after its parts.
_RECENT: Final = 1 << 6
# Scripts whose reading tables cannot give the Latin original (no vowels, few sounds, syllables): readings
# are learnt as well. Of those whose consonants alone are written, the learnt one comes first.
_READ_BY_MODEL: Final = frozenset({"arabic", "hebrew", "kana", "hangul", "han", "thai", "bengali"})
# The clearer a script shows the Latin spelling, the earlier: of two scripts the first one is romanized.
_CLEAREST: Final = (
    "latin", "greek", "cyrillic", "armenian", "georgian", "devanagari", "bengali", "hangul", "thai", "kana",
    "hebrew", "arabic", "han",
)  # fmt: skip
# What tables read the ending of a name in without a doubt; नरेंद्र is Narendra as well as Narendr.
_LETTERED: Final = frozenset({"cyrillic", "greek", "armenian", "georgian"})
_READ: Final = 3
#: Readings by which a word is looked for.
LIKELIEST: Final = 3
# More keys find more true partners and more strangers: the third key of a Korean token finds two names in a
# hundred more, the sixth one in two hundred. Latin tokens have at most three.
_MOST_KEYS: Final = 6
# Letters of a token that the learnt model reads: more than any word has. Each reading is written out at each.
_LONGEST_READ: Final = 64
# Of the keys of one reading, the next is this much less probable than the one before.
_LESS_LIKELY: Final = 0.2
# The Arabic article is written on the word; Latin spellings often leave it out.
_ARTICLE: Final = "ال"
_SHORTEST_WITH_ARTICLE: Final = 4
_UNCLEAR: Final = len(_CLEAREST)
_ORDER: Final = {script: place for place, script in enumerate(_CLEAREST)}


def _spoken(word: str) -> str:
    """A folded Latin word without what only the hand distinguishes: Eric, Erik; Alan, Allan; Clarke."""
    for written, sound in _ONE_SOUND:
        word = word.replace(written, sound)
    return undoubled(word[:1] + word[1:].replace("h", "").removesuffix("e"))


def shifted(value: float, shift: float) -> float:
    """A probability moved by log-odds."""
    odds = value * exp(shift)
    return odds / (odds + 1.0 - value) if value < 1.0 else 1.0


def _consonants(spoken: str) -> str:
    """A word as spoken without vowels, which languages write each in their way: Ayesha, Aisha."""
    return undoubled(spoken.translate(_NO_VOWELS))


def _is_syllable(word: str) -> bool:
    """Whether a folded Latin word has one vowel, but for a mute e at its end: Walsh, Clarke."""
    return len(_VOWEL.findall(word.removesuffix("e"))) == 1


def _by_vowels(x: str, y: str) -> bool:
    """Whether two words as spoken differ in nothing but near vowels: Adel, Adil; not Jonas, Janos."""
    x, y = _LONG.sub(_short, x), _LONG.sub(_short, y)
    return len(x) == len(y) and all(a == b or a + b in _NEAR_VOWELS for a, b in zip(x, y, strict=True))


def _short(vowel: re.Match[str]) -> str:
    return "u" if vowel[0][0] == "o" else "i"


class NameToken:
    """A token of a name, ready for comparison.

    `first`: the best folded Latin reading; `tables`: the readings of the romanization tables, best first;
    `latin`: with those that are learnt; `sounds`: coarse sound keys of the readings, best first; `vowelless`:
    written in a script that leaves vowels out; `units`: as the learnt models see it (empty for Latin).
    """

    # All but text, fold and script are worked out when they are first asked for (`__getattr__`): a learnt
    # reading costs as much as all the rest of a comparison, and two names of one script need none.
    __slots__ = (
        "_matcher",
        "first",
        "fold",
        "latin",
        "likeliest",
        "script",
        "sounds",
        "tables",
        "text",
        "units",
        "vowelless",
    )

    text: str
    fold: str
    script: str
    vowelless: bool
    first: str
    tables: tuple[str, ...]
    latin: tuple[str, ...]
    likeliest: tuple[str, ...]
    units: str
    sounds: tuple[str, ...]

    def __init__(self, matcher: TokenMatcher, text: str, folded: str, script: str) -> None:
        self._matcher = matcher
        self.text = text
        self.fold = folded
        self.script = script
        self.vowelless = script in ABJADS

    def __getattr__(self, name: str) -> Any:
        found: Any
        if name == "latin":
            self.latin = found = self._matcher.readings(self)
        elif name == "likeliest":
            self.likeliest = found = self._matcher.likeliest_readings(self)
        elif name == "units":
            text = self.text[:_LONGEST_READ] if self.script in LEARNT else ""
            self.units = found = units(text, self.script) if text else ""
        elif name == "sounds":
            self.sounds = found = _sounds_of(self.latin)
        elif name == "tables":
            self.tables = found = self._matcher.tables(self)
        elif name == "first":
            self.first = found = self._matcher.romanizer.first(self.text)
        else:
            raise AttributeError(name)
        return found

    def __repr__(self) -> str:
        return f"NameToken({self.text!r})"


def _sounds_of(readings: tuple[str, ...]) -> tuple[str, ...]:
    """The likeliest key of every reading first, then the less likely ones."""
    if len(readings) == 1:
        return sounds(readings[0])
    each = [sounds(reading) for reading in readings]
    first = [keys[0] for keys in each]
    return tuple(dict.fromkeys(first + [key for keys in each for key in keys[1:]]))


class TokenSimilarity(NamedTuple):
    """How probable it is (0..1) that two tokens spell the same name part, and the rule that says so."""

    value: float
    rule: str


_SAME: Final = TokenSimilarity(1.0, "same")
_DIFFERENT: Final = TokenSimilarity(0.0, "different")


class TokenMatcher:
    """Compares tokens of names, in any script. Symmetric and deterministic."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises GazetteerError if the lexicon lacks a weight of the groups "tokens" and "tokens_nats"."""
        self.romanizer = Romanizer(lexicon.tables("romanization"))
        weight = lexicon.weight
        self._reading = TokenSimilarity(weight("tokens", "same_reading"), "romanization")
        self._gendered = TokenSimilarity(weight("tokens", "gendered_form"), GENDERED)
        self._equivalent = TokenSimilarity(weight("tokens", "equivalent"), "equivalent")
        self._together, self._apart = (
            weight("tokens_nats", "known_together"),
            weight("tokens_nats", "known_apart"),
        )
        self._groups = name_groups()
        self._sexes = Sexes(lexicon)
        # Of Muhammad and Mohammad, in no list of given names, the groups do not know that they are one.
        self._given = lexicon.words("womans_name") | lexicon.words("mans_name")
        self._lexicon = lexicon
        self._ordinary_words = weight("tokens", "ordinary_words")
        self._two_bearers = weight("tokens", "two_bearers")
        self._one_bearer = weight("tokens", "one_bearer")
        self._borne = self._given | lexicon.words("given_name")
        self._least = weight("tokens", "least_value")
        self._hopeless = weight("tokens", "hopeless_edits")
        self._unlike = weight("tokens", "hopeless_readings")
        self._one_gender = weight("tokens", "one_gender")
        self._article = weight("tokens_nats", "dropped_article")
        self._slack = weight("tokens_nats", "slack")
        self._extra, self._missing = (
            weight("tokens_nats", "extra_letter"),
            weight("tokens_nats", "missing_unit"),
        )
        self._latin_model = LatinModel(
            self._extra,
            self._missing,
            weight("tokens_nats", "swapped_letters"),
            weight("tokens_nats", "free_odds"),
            weight("tokens_nats", "respelling"),
        )
        self._calibration = Calibration.read()
        self._models: dict[str, ScriptModel | None] = {"latin": None, "common": None}
        self._letter_model = letter_model()
        self._known: Known | None = None
        self._cached = lru_cache(maxsize=_CACHE)(self._token)
        self._keys = lru_cache(maxsize=_KEYS_CACHE)(self._keys_of)
        self._learnt = lru_cache(maxsize=_RECENT)(self._learnt_of)
        self._spelling = lru_cache(maxsize=_CACHE)(self._spell)

    def prepare(self) -> None:
        """Read what comparisons of Latin tokens need, for a process that will make many."""
        self._groups.prepare()

    def remember(self, known: Known | None) -> None:
        """Where to look before a token is read: what this very matcher, over the same lexicon, once found."""
        self._known = known

    def token(self, text: str) -> NameToken:
        """Everything comparison needs of one token; kept in a bounded cache."""
        return self._cached(text)

    def _token(self, text: str) -> NameToken:
        if text.isascii():
            folded = text.lower()
            token = NameToken(self, text, folded, "latin" if folded.isalpha() else script_of(text))
            token.first, token.tables = folded, (folded,)
        else:
            token = NameToken(self, text, fold(text), script_of(text))
        if token.script in ("latin", "common"):
            token.latin = token.tables
            token.units = ""
        return token

    def readings(self, token: NameToken) -> tuple[str, ...]:
        """All Latin readings of a token that is not in Latin letters, as remembered or worked out anew."""
        if self._known is not None and (known := self._known(token.text)):
            return known.latin
        return self._with_learnt(token, token.tables)

    def likeliest_readings(self, token: NameToken) -> tuple[str, ...]:
        """The first `LIKELIEST` of them: what a look-up needs, at a fraction of the cost."""
        if token.script in ("latin", "common") or (self._known is not None and self._known(token.text)):
            return token.latin[:LIKELIEST]
        tables = self.romanizer.romanizations(token.text, LIKELIEST)
        return self._with_learnt(token, tables)[:LIKELIEST]

    def _with_learnt(self, token: NameToken, tables: tuple[str, ...]) -> tuple[str, ...]:
        """The readings of tables, and among them those of the model where the script has one for this."""
        model = self._model(token.script) if token.script in _READ_BY_MODEL else None
        if model is None:
            return tables
        learnt = [reading for reading, _ in self._learnt(token)[:_READ]]
        first = (*learnt, tables[0]) if token.vowelless else (*tables[:2], *learnt)
        return tuple(dict.fromkeys((*first, *tables[2:])))

    def tables(self, token: NameToken) -> tuple[str, ...]:
        """Those that the tables of its script give, as remembered or worked out anew."""
        if self._known is not None and not token.text.isascii() and (known := self._known(token.text)):
            return known.tables
        return self.romanizer.romanizations(token.text)

    def readings_of(self, token: NameToken) -> Readings | None:
        """What is worth being remembered of a token; None for one that is read at no cost."""
        if token.script in ("latin", "common"):
            return None
        return Readings(token.latin, token.tables, self.keys(token))

    def _learnt_of(self, token: NameToken) -> tuple[tuple[str, float], ...]:
        """The readings that the learnt model of the token's script finds, with their costs."""
        model = self._model(token.script)
        return model.readings(token.units, self._letter_model) if model else ()

    def _model(self, script: str) -> ScriptModel | None:
        if script not in self._models:
            known = script in LEARNT
            self._models[script] = ScriptModel(script, self._extra, self._missing) if known else None
        return self._models[script]

    def _spell(self, text: str) -> Spelling:
        return self._letter_model.spelling(letters(text))

    def is_given(self, fold: str) -> bool:
        """Whether a folded word is a known given name."""
        return fold in self._given

    def is_given_name(self, fold: str) -> bool:
        """Whether anybody bears a folded word as a given name."""
        return fold in self._borne

    def is_borne(self, fold: str) -> bool:
        """Whether somebody bears a folded word as a name, of whatever kind."""
        return fold in self._borne or self._lexicon.has("family_name", fold)

    def differ_in_sex(self, a: str, b: str) -> bool:
        """Whether of two folded words one is a woman's name and the other a man's."""
        return self._sexes.differ(a, b)

    def known_as_one(self, a: str, b: str) -> bool:
        """Whether two folded words are known as forms of one name."""
        return self._groups.relation(a, b) == "together"

    def similarity(self, a: NameToken, b: NameToken) -> TokenSimilarity:
        """How probable it is that `a` and `b` spell the same name part; symmetric."""
        if a.fold == b.fold:
            return _SAME
        if a.script == b.script == "latin":
            return self._latin(a, b)
        if _ORDER.get(a.script, _UNCLEAR) > _ORDER.get(b.script, _UNCLEAR) or (
            a.script == b.script and a.text > b.text
        ):
            a, b = b, a
        if b.script in ("latin", "common"):
            return self._latin(a, b)
        if a.script == b.script:
            return self._one_script(a, b)
        return self._two_scripts(a, b)

    def _latin(self, a: NameToken, b: NameToken) -> TokenSimilarity:
        x, y = a.fold, b.fold
        edits = OSA.normalized_distance(x, y, score_cutoff=self._hopeless)
        if edits >= self._hopeless:
            return self._equivalent if self._groups.relation(x, y) == "together" else _DIFFERENT
        if (len(a.latin) > 1 or len(b.latin) > 1) and not set(a.latin).isdisjoint(b.latin):
            return self._reading
        if self._sexes.differ(x, y):
            return self._gendered
        found = self._spelled(a.text, b.text, edits, min(len(x), len(y)))
        relation = self._groups.relation(x, y)
        if max(len(x), len(y)) <= _SYLLABLE and self._borne.issuperset((x, y)) and _spoken(x) != _spoken(y):
            # Groups have syllables of many dialects together: Li, Lu.
            return TokenSimilarity(shifted(found.value, self._apart), APART)
        if relation == "together":
            known = shifted(found.value, self._together)
            return self._equivalent if known < self._equivalent.value else TokenSimilarity(known, found.rule)
        value = found.value if relation == "unknown" else shifted(found.value, self._apart)
        if _spoken(x) != _spoken(y):
            if self._two_names(x, y, value):
                return TokenSimilarity(value, APART)
            if self._least <= value < self._ordinary_words and self._two_words(x, y):
                return TokenSimilarity(value, WORDS)
        return TokenSimilarity(value, "spelling") if value >= self._least else _DIFFERENT

    def _two_names(self, x: str, y: str, value: float) -> bool:
        """Whether people bear either word, and not for the other: Moran, Morgan.

        In a name of one syllable each letter counts (Walsh, Welsh), and so does a consonant; what else is
        spelt alike may be one name after all: Yusuf, Yusif.
        """
        if value >= self._one_bearer:
            return False
        if not (_is_syllable(x) and _is_syllable(y)):
            spoken, other = _spoken(x), _spoken(y)
            alike = value >= self._two_bearers and _consonants(spoken) == _consonants(other)
            if alike or _by_vowels(spoken, other):
                return x in self._given and y in self._given
        return self.is_borne(x) and self.is_borne(y)

    def _two_words(self, x: str, y: str) -> bool:
        """Whether two words of a dictionary are two, not forms of one: Life, Fire; not Capital, Capitals."""
        alike = min(len(x), len(y)) - 1
        if max(len(x), len(y)) > _SHORT_WORD or (x[:alike] == y[:alike] and x[-1] != y[-1]):
            return False  # a slip: Missives, Missiles; an ending: Life, Lifes
        has = self._lexicon.has
        return has("ordinary", x) and has("ordinary", y)

    def _spelled(self, a: str, b: str, edits: float, shorter: int) -> TokenSimilarity:
        """Two Latin spellings by the learnt costs."""
        x, y = letters(a), letters(b)
        chance = (self._letter_model.chance(x) + self._letter_model.chance(y)) / 2
        cost = self._latin_model.cost(x, y)
        value = self._calibration.value("latin", cost, chance, edits, max(shorter, 1))
        return TokenSimilarity(value, "spelling") if value >= self._least else _DIFFERENT

    def _two_scripts(self, a: NameToken, b: NameToken) -> TokenSimilarity:
        """`b` by the model of its script, read as the spellings of `a`."""
        if not (a.vowelless or b.vowelless) and not set(a.tables).isdisjoint(b.tables):
            return self._reading
        readings = a.latin[:1] if a.script == "latin" else a.latin[:2]
        known = b.tables[:_READ]
        for reading in readings:
            least = min([OSA.normalized_distance(reading, other) for other in known])
            if least < self._unlike:
                break
        else:
            return _DIFFERENT
        best = 0.0
        for reading in readings:
            spelling = self._spelling(a.text if a.script == "latin" else reading)
            cost = self._models_cost(b, spelling)
            if cost is not None:
                chance = spelling.chance[-1]
                shorter = min(len(reading), len(b.fold))
                best = max(best, self._calibration.value(b.script, cost, chance, 0.0, max(shorter, 1)))
        if best < self._least:
            return _DIFFERENT
        # Readings that are learnt cost most: with vowels, those of the tables tell the ending as well.
        if best < self._gendered.value or (best >= self._one_gender and b.script not in _LETTERED):
            return TokenSimilarity(best, "spelling")
        told = b.latin if b.vowelless else b.tables
        if any(differ_in_gender(a.first, reading) for reading in told[:2]):
            return self._gendered
        return TokenSimilarity(best, "spelling")

    def _models_cost(self, token: NameToken, spelling: Spelling) -> float | None:
        model = self._model(token.script)
        if model is None:
            return None
        cost = model.cost(token.units, spelling, self._slack)
        if len(token.fold) > _SHORTEST_WITH_ARTICLE and token.fold.startswith(_ARTICLE):
            bare = model.cost(token.units, spelling, self._slack, len(_ARTICLE))
            cost = min(cost, bare + self._article)
        return cost if cost < 1e8 else None

    def _one_script(self, a: NameToken, b: NameToken) -> TokenSimilarity:
        """Two tokens of one script that is not Latin, by their readings."""
        if a.script == "han":
            # The same syllables may be other characters (or the same in simplified form).
            return self._reading if a.first == b.first else _DIFFERENT
        if a.first == b.first:
            return self._reading
        x, y = a.first, b.first
        edits = OSA.normalized_distance(x, y, score_cutoff=self._hopeless)
        if edits >= self._hopeless:
            return _DIFFERENT
        if differ_in_gender(x, y):
            return self._gendered
        return self._spelled(x, y, edits, min(len(x), len(y)))

    def keys(self, token: NameToken) -> tuple[str, ...]:
        """Blocking keys: two spellings of one name part nearly always share one; the best ones first."""
        return self._keys(token) if token.units else token.sounds[:_MOST_KEYS]

    def _keys_of(self, token: NameToken) -> tuple[str, ...]:
        """The keys of the likeliest readings: each reading votes for its keys with its probability."""
        if self._known is not None and (known := self._known(token.text)):
            return known.keys
        model = self._model(token.script)
        votes: dict[str, float] = {}
        if model is not None:
            for reading, cost in self._learnt(token):
                share = exp(-cost)
                for key in sounds(reading):
                    votes[key] = votes.get(key, 0.0) + share
                    share *= _LESS_LIKELY
        best = sorted(votes, key=lambda key: (-votes[key], key))
        # The tables' readings count even where the model reads a foreign name.
        tables = [sounds(reading)[0] for reading in token.likeliest[:2]]
        return tuple(dict.fromkeys([*best[:2], *tables, *best[2:]]))[:_MOST_KEYS]
