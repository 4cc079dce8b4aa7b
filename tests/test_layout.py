"""The architecture as a test: what may import what, what a cheap start may load, what is documented."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "resolver"

# In order of dependence: each part imports only from those above itself (and from within itself).
ORDER = (
    "errors",
    "html",
    "types",
    "storage",
    "text",
    "entities",
    "names",
    "index",
    "linking",
    "rewriting",
    "parallel",
    "clustering",
    "rendering",
    "resolver",
    "",  # resolver/__init__.py: the public API, re-exports only
    "training",
    "authoring",
    "integrations",
    "server",
    "cli",
    "__main__",
)
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_gazetteer" not in path.parts)


def _part(path: Path) -> str:
    """The name in `ORDER` that a module belongs to."""
    inside = path.relative_to(PACKAGE)
    return (
        "" if inside.name == "__init__.py" and len(inside.parts) == 1 else inside.parts[0].removesuffix(".py")
    )


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every part of `resolver` that a module imports, anywhere in it, with the line."""
    package = ["resolver", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            # `from resolver import x` may mean the module x or a name of the public API.
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "resolver" else [module]
        else:
            continue
        for name in names:
            root, *rest = name.split(".")
            # Its version belongs to no layer.
            if root == "resolver" and rest != ["__version__"]:
                yield node.lineno, rest[0] if rest and rest[0] in ORDER else ""


def test_every_part_has_its_place() -> None:
    assert sorted({_part(path) for path in MODULES} - set(ORDER)) == [], "add it to ORDER where it belongs"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_flow_one_way(path: Path) -> None:
    part = _part(path)
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {part or '__init__'} imports {other or '__init__'}"
        for line, other in _imports(path)
        if other != part and ORDER.index(other) > ORDER.index(part)
    ]
    assert wrong == []


def test_no_junk_drawers_and_no_endless_modules() -> None:
    assert [path.name for path in MODULES if path.stem in ("utils", "util", "helpers", "misc")] == []
    long = {str(path.relative_to(ROOT)): count for path in MODULES if (count := _length(path)) > 500}
    assert long == {}, "split it: a module is read in one sitting"


def _length(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_top_level_is_tidy() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    found = tracked.stdout.splitlines() if tracked.returncode == 0 and tracked.stdout else os.listdir(ROOT)
    visible = {top for name in found if not (top := name.split("/")[0]).startswith(".")}
    assert visible <= {"LICENSE", "README.md", "gazetteer", "pyproject.toml", "resolver", "tests"}


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["gazetteer", "--help"], ["link", "--help"], ["gazetteer", "add", "-h"]],
)
def test_a_cheap_start_loads_no_engine(arguments: list[str]) -> None:
    code = (
        "import sys; from resolver.cli import main; code = main(sys.argv[1:]);"
        "heavy = {'rapidfuzz', 'pydantic', 'unidecode', 'rich', 'tomllib', 'tomlkit'} | "
        "{'resolver.' + part for part in ('resolver', 'entities', 'index', 'linking', 'names', 'storage')};"
        "print('loaded:', sorted(heavy & set(sys.modules)), 'code:', code)"
    )
    ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "loaded: [] code: 0"


def test_import_resolver_is_lazy() -> None:
    code = "import sys, resolver; print(sorted({'rapidfuzz', 'pydantic', 'unidecode'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_every_command_is_in_the_readme() -> None:
    from resolver.cli.app import COMMANDS

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"resolver {name}" not in readme] == []


def test_every_gazetteer_command_is_in_a_readme() -> None:
    from resolver.cli.gazetteer import COMMANDS

    readme = "".join((ROOT / path).read_text("utf-8") for path in ("README.md", "gazetteer/README.md"))
    assert [name for name in COMMANDS if f"gazetteer {name}" not in readme] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports for type checkers alone are none; those inside functions are."""
    names = {_module(path) for path in MODULES}
    graph = {_module(path): sorted(_modules_imported(path, names)) for path in MODULES}
    done: set[str] = set()
    for start in graph:
        _walk(start, graph, [], done)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _modules_imported(path: Path, names: set[str]) -> set[str]:
    found: set[str] = set()
    todo: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("resolver."):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in names else node.module)
        todo.extend(ast.iter_child_nodes(node))
    return (found & names) - {_module(path)}


def _walk(name: str, graph: dict[str, list[str]], way: list[str], done: set[str]) -> None:
    assert name not in way, " → ".join([*way[way.index(name) :], name])
    if name not in done:
        for other in graph[name]:
            _walk(other, graph, [*way, name], done)
        done.add(name)
