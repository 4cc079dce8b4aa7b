"""The command `python -m resolver.training spellings`: see the package's docstring."""

from __future__ import annotations

import argparse
import json
import math
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from resolver.names.token_calibration import FEATURES
from resolver.training.spellings.calibrate import LEXICON, calibrate, latin_model, unlearnt_costs
from resolver.training.spellings.differences import learn_differences
from resolver.training.spellings.examples import Examples
from resolver.training.spellings.groups import (
    banned_spellings,
    cross_script_pairs,
    latin_names,
    latin_pairs,
    read_groups,
    unspaced_surnames,
    well_known_groups,
)
from resolver.training.spellings.transducer import PAIR_PENALTY, Table, learn

HEADER = (
    "# Learnt by `python -m resolver.training spellings` from name-groups.txt.gz (PyPI rigour 1.8.2, MIT;\n"
    "# facts of Wikidata name items). Not for hand edits. {what}\n"
)
# Script → units at once, Latin letters at once, pairs learnt from. A Han character is a whole syllable.
SCRIPTS = {
    "cyrillic": (2, 4, 25_000),
    "greek": (2, 4, 25_000),
    "armenian": (2, 4, 25_000),
    "georgian": (2, 4, 25_000),
    "hebrew": (2, 4, 25_000),
    "arabic": (2, 4, 25_000),
    "devanagari": (2, 4, 25_000),
    "bengali": (2, 4, 25_000),
    "thai": (2, 4, 25_000),
    "kana": (2, 4, 25_000),
    "hangul": (3, 4, 25_000),
    "han": (1, 5, 80_000),
    "latin": (2, 3, 25_000),
}
# What is less probable than this is left to the general cost of a letter too many or too few.
_SMALLEST = 5e-4
_SEED = 7
# What each step needs was written by those before it.
_STEPS = ["letters", *SCRIPTS, "latin-differences", "name-groups", "surnames", "calibration"]
# Examples of either kind for each script.
_EXAMPLES = 6_000


def write_table(path: Path, table: Table, what: str) -> None:
    """One unit a line: the unit, a tab, `letters cost` …; costs are -100 ln p, the best first."""
    rows: dict[str, list[tuple[int, str]]] = {}
    for (source, target), p in table.items():
        p *= 1.0 if len(source) == 1 else PAIR_PENALTY
        if p >= _SMALLEST:
            rows.setdefault(source, []).append((round(-100 * math.log(p)), target or "-"))
    lines = [
        f"{source}\t" + " ".join(f"{target} {cost}" for cost, target in sorted(rows[source])) + "\n"
        for source in sorted(rows)
    ]
    path.write_text(HEADER.format(what=what) + "".join(lines), "utf-8")


def write_letters(path: Path, names: list[str]) -> None:
    """-100 ln P(letter | letter before) over Latin forms, smoothed by a half."""
    counts: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for name in names:
        for before, after in zip("^" + name, name, strict=False):
            counts[before, after] += 1
            totals[before] += 1
    alphabet = sorted({after for _, after in counts})
    lines = []
    for before in sorted(totals):
        total = totals[before] + 0.5 * len(alphabet)
        costs = (
            f"{after} {round(-100 * math.log((counts[before, after] + 0.5) / total))}" for after in alphabet
        )
        lines.append(f"{before}\t{' '.join(costs)}\n")
    path.write_text(HEADER.format(what="How usual a letter is after another.") + "".join(lines), "utf-8")


def write_groups(path: Path, groups: list[list[str]], without: frozenset[str]) -> None:
    """The Latin forms of names known in several scripts, a group a line."""
    found = well_known_groups(groups, without)
    lines = [" ".join(forms) + "\n" for forms in found]
    path.write_text(HEADER.format(what="Forms of one name, a group a line.") + "".join(lines), "utf-8")
    print(f"name-groups: {len(found)}", flush=True)


def write_surnames(path: Path, groups: list[list[str]]) -> None:
    """A lexicon file: the words of unspaced_surname."""
    found = unspaced_surnames(groups)
    # The table of romanizations names common Korean surnames, too: those with a spelling of their own.
    tables = tomllib.loads((LEXICON / "romanization" / "east-asia.toml").read_text("utf-8"))
    korean = sorted({*found["ko"], *tables["romanization"]["ko-MR"]["whole"]})
    rows = {"zh": found["zh"], "ko": korean}
    lines = [
        'source = "python -m resolver.training spellings, from name-groups.txt.gz '
        '(PyPI rigour 1.8.2, Wikidata)"\n',
        'licence = "MIT"\n\n[words.unspaced_surname]\n',
        *(f"{language} = {json.dumps(chars, ensure_ascii=False)}\n" for language, chars in rows.items()),
    ]
    path.write_text("".join(lines), "utf-8")
    print(f"surnames: {len(found['zh'])} Chinese, {len(korean)} Korean", flush=True)


def write_differences(path: Path, groups: list[list[str]], without: frozenset[str]) -> None:
    """Two runs of letters, 100 times their log-odds; first the line for all others, after `*`."""
    if not path.exists():
        path.write_text("", "utf-8")
    found, (free, slope) = learn_differences(Examples(groups, _SEED, without), latin_model(unlearnt_costs()))
    lines = [f"*\t*\t{free:.4f}\t{slope:.4f}\n"]
    lines += [f"{left}\t{right}\t{round(100 * odds)}\n" for (left, right), odds in sorted(found.items())]
    what = "Log-odds (x 100) that names with this difference are one."
    path.write_text(HEADER.format(what=what) + "".join(lines), "utf-8")
    print(f"latin-differences: {len(found)}, line {free:.2f} - {slope:.2f} cost", flush=True)


def write_calibration(path: Path, groups: list[list[str]], without: frozenset[str]) -> None:
    """The logistic models over the tables as installed, one script a line."""
    weights = calibrate(Examples(groups, _SEED, without), sorted(set(SCRIPTS) - {"latin"}), _EXAMPLES)
    lines = ["\t".join([script, *(f"{w:.4f}" for w in found)]) + "\n" for script, found in weights.items()]
    what = f"Weights of {', '.join(FEATURES)} by script."
    path.write_text(HEADER.format(what=what) + "".join(lines), "utf-8")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m resolver.training spellings")
    parser.add_argument("groups", type=Path)
    parser.add_argument(
        "scripts",
        nargs="*",
        help=f"of {' '.join(_STEPS)}; all in this order if none is given",
    )
    parser.add_argument("--without", type=Path, action="append", default=[])
    parser.add_argument("--to", type=Path, default=Path(__file__).parents[2] / "names" / "data")
    options = parser.parse_args(arguments)
    wanted = options.scripts or _STEPS
    groups = list(read_groups(options.groups))
    without = banned_spellings(options.without)
    options.to.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        if name == "letters":
            write_letters(options.to / "letters.tsv", latin_names(groups))
            continue
        if name == "surnames":
            write_surnames(LEXICON / "names" / "surnames.toml", groups)
            continue
        if name == "name-groups":
            write_groups(options.to / "name-groups.txt", groups, without)
            continue
        if name == "latin-differences":
            write_differences(options.to / "latin-differences.tsv", groups, without)
            continue
        if name == "calibration":
            write_calibration(options.to / "calibration.tsv", groups, without)
            continue
        longest_units, longest, most = SCRIPTS[name]
        pairs = latin_pairs(groups, without) if name == "latin" else cross_script_pairs(groups, name, without)
        table = learn(pairs, longest_units, longest, most)
        write_table(options.to / f"{name}.tsv", table, f"What units of {name} are in Latin letters.")
        print(f"{name}: {len(pairs)} pairs, {len(table)} readings", flush=True)
    return 0
