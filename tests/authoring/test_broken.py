"""Every broken gazetteer in `broken/` says what its `.expected` file says: file, line, ID, message and code.

A gazetteer is a file or a folder there. After a change of messages write the expected lines anew, with
`resolver gazetteer check NAME > NAME.expected` in that folder, and read them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from resolver.authoring.findings import CODES
from resolver.cli import main

FOLDER = Path(__file__).parent / "broken"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".expected")


@pytest.mark.parametrize("case", CASES)
def test_a_broken_gazetteer_says_what_is_wrong(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    place = FOLDER / case
    copy = tmp_path / case
    if place.is_dir():
        shutil.copytree(place, copy)
    else:
        shutil.copy(place, copy)
    monkeypatch.chdir(tmp_path)
    code = main(["gazetteer", "check", case])
    out, err = capfdbinary.readouterr()
    said = out.decode("utf-8")
    assert said == (FOLDER / f"{case}.expected").read_text(encoding="utf-8")
    errors = sum(": error: " in line for line in said.splitlines())
    assert code == (1 if errors else 0)
    assert err.decode().startswith(f"resolver: {errors} error"), "and nothing else"


def test_each_has_its_expectation_and_most_codes_are_there() -> None:
    assert {path.stem for path in FOLDER.glob("*.expected")} == set(CASES)
    told = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.expected"))
    errors = {code for code, known in CODES.items() if known.severity == "error"}
    missing = {code for code in errors if f"[{code}]\n" not in told}
    assert missing <= {"lineage-mismatch", "own-name-excluded"}, missing
