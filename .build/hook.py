"""Hatch build hook: compile the default gazetteer into the wheel, so that a first run has nothing to build.

The compiler runs in a process of its own, from the source tree, with the packages that
`build-system.requires` names. An editable install gets none: there the index is compiled on first use and
kept in the user's cache, since the files may change at any time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILER = "resolver.index.ship"
# Where `resolver.load()` looks for it, inside the wheel.
INSIDE = "resolver/_gazetteer/default.index"


class CompiledGazetteer(BuildHookInterface):  # type: ignore[type-arg, misc]
    """Adds the compiled default gazetteer to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="resolver-build-")
        compiled = Path(self._folder.name) / "default.index"
        path = os.pathsep.join(filter(None, [self.root, os.environ.get("PYTHONPATH")]))
        subprocess.run(
            [sys.executable, "-m", COMPILER, str(compiled)],
            check=True,
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": path},
        )
        build_data["force_include"][str(compiled)] = INSIDE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        folder = getattr(self, "_folder", None)
        if folder is not None:
            folder.cleanup()
