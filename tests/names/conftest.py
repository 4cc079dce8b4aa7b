from __future__ import annotations

from pathlib import Path

import pytest

from resolver.entities.lexicon import Lexicon
from resolver.names.matcher import Matcher
from resolver.training.names import load_lexicon

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(ROOT / "gazetteer" / "lexicon")


@pytest.fixture(scope="session")
def matcher(lexicon: Lexicon) -> Matcher:
    return Matcher(lexicon)
