"""Options that several commands share, and the resolver they ask for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer

from resolver.cli import exits

if TYPE_CHECKING:
    from resolver.cli.tables.formats import TableOptions
    from resolver.cli.tables.tasks import Kind
    from resolver.resolver import Resolver
    from resolver.types import EntityType

GAZETTEER_VARIABLE = "RESOLVER_GAZETTEER"


class TypeChoice(StrEnum):
    """`resolver.types.EntityType` as typer wants it; a test keeps the two equal."""

    person = "person"
    organization = "organization"
    place = "place"
    event = "event"
    work = "work"
    product = "product"
    other = "other"


class UnitChoice(StrEnum):
    """What counts as one document: the context in which a short name finds its full one."""

    document = "document"
    paragraph = "paragraph"
    line = "line"


Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE", help="Texts; standard input when none is given, or for '-'.", show_default=False
    ),
]
Gazetteers = Annotated[
    list[str] | None,
    typer.Option(
        "--gazetteer",
        "-g",
        metavar="PATH",
        show_default=False,
        help="A gazetteer instead of the default one: folder, .toml, .jsonl or compiled index. Repeatable: "
        "later ones add to earlier ones or override them; the word 'default' stands for the one that "
        f"comes with resolver. The variable {GAZETTEER_VARIABLE} says the same, separated by '{os.pathsep}'.",
    ),
]
NoCache = Annotated[
    bool,
    typer.Option("--no-cache", help="Compile the gazetteer again, and keep no copy in the cache."),
]
Types = Annotated[
    list[TypeChoice] | None,
    typer.Option("--type", "-T", show_default=False, help="Only entities of this type. Repeatable."),
]


def _language(code: str | None) -> str | None:
    from resolver.errors import InputError
    from resolver.types import check_language

    try:
        check_language(code)
    except InputError as error:
        raise typer.BadParameter(str(error)) from None
    return code


Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        "-l",
        metavar="CODE",
        show_default=False,
        callback=_language,
        help="The language of the texts (en, fr, az …), which decides what is right in them. Without it, "
        "each text's own language is detected.",
    ),
]
MinScore = Annotated[
    float,
    typer.Option(
        "--min-score",
        min=0.0,
        max=1.0,
        metavar="P",
        show_default=False,
        help="Leave alone what is less probable: 0.9 makes fewer mistakes and misses more.",
    ),
]
OneType = Annotated[
    TypeChoice | None,
    typer.Option("--type", "-T", show_default=False, help="The type of the entities that the names mean."),
]
Encoding = Annotated[
    str,
    typer.Option("--encoding", "-e", metavar="NAME", help="Encoding of the texts, in and out."),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        max=1000,
        metavar="N",
        help="Work in N processes. The output is the same; it comes in batches, so live pipes need 1.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        help="Write to this file instead: all of it, or nothing.",
    ),
]
Summary = Annotated[
    bool,
    typer.Option(
        "--summary", help="At the end, report on standard error what was linked, changed and left alone."
    ),
]
NoHeader = Annotated[bool, typer.Option("--no-header", help="Leave out the line with the columns' names.")]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        "-c",
        metavar="COLUMNS",
        show_default=False,
        help="The files are tables (CSV; by their names TSV, JSON lines, Parquet; .gz and .zst): work on "
        "these columns: names, numbers from 1 or ranges, with commas between. All else of a row is kept.",
    ),
]
Field = Annotated[
    str | None,
    typer.Option(
        "--field",
        metavar="FIELD",
        show_default=False,
        help="The files are JSON lines: work on this field of each object; 'a.b' is b within a.",
    ),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        "--delimiter", "-d", metavar="CHAR", show_default=False, help="What separates the fields of a table."
    ),
]
Quote = Annotated[
    str, typer.Option("--quotechar", "-q", metavar="CHAR", help="What encloses fields of a table.")
]
Tabs = Annotated[bool, typer.Option("--tabs", "-t", help="The fields of a table are separated by tabs.")]
NoHeaderRow = Annotated[
    bool,
    typer.Option(
        "--no-header-row", "-H", help="The table has no header: its columns are a, b, c … or 1, 2, 3 …"
    ),
]
Prefix = Annotated[
    str | None,
    typer.Option(
        "--prefix", metavar="TEXT", show_default=False, help="Begin the names of added columns with this."
    ),
]
UnitOption = Annotated[
    UnitChoice,
    typer.Option(
        "--unit",
        help="What counts as one document, in which a full name explains its short forms. 'line' and "
        "'paragraph' read piece by piece; 'line' writes each line at once, for live pipes.",
    ),
]


def table_options(
    kind: Kind,
    encoding: str,
    columns: str | None,
    field: str | None,
    delimiter: str | None,
    quote: str,
    tabs: bool,
    no_header_row: bool,
    no_header: bool = False,
    prefix: str | None = None,
    type_column: str | None = None,
    country_column: str | None = None,
    unfit: Mapping[str, bool] = MappingProxyType({}),
) -> TableOptions | None:
    """What the user said of tables; None where the files are texts.

    `unfit`: options that do not go with tables, and whether they were used. InputError for what does not fit.
    """
    from resolver.errors import InputError

    if columns is None and field is None:
        for value, name in (
            (delimiter, "--delimiter"),
            (tabs, "--tabs"),
            (no_header_row, "--no-header-row"),
            (prefix, "--prefix"),
            (type_column, "--type-column"),
            (country_column, "--country-column"),
        ):
            if value:
                raise InputError(f"{name} is for tables: say which columns with --columns")
        return None
    if columns is not None and field is not None:
        raise InputError("--columns is for tables, --field for JSON lines: use one of them")
    for name, used in unfit.items():
        if used:
            raise InputError(f"{name} is not for tables: leave it out, or leave out --columns")
    if delimiter is not None and tabs:
        raise InputError("--delimiter and --tabs: use one of them")
    from resolver.cli.input import find_codec
    from resolver.cli.tables.formats import TableOptions

    return TableOptions(
        kind=kind,
        columns=columns or field or "",
        codec=find_codec(encoding),
        is_json=field is not None,
        delimiter="\t" if tabs else delimiter,
        quote=quote,
        has_header=not no_header_row,
        writes_header=not no_header,
        type_column=type_column,
        country_column=country_column,
        prefix=prefix,
    )


def sources(gazetteers: Sequence[str] | None) -> list[str]:
    """The gazetteers to load, from the option or else the environment; empty means the default one."""
    if gazetteers:
        return list(gazetteers)
    return [path for path in os.environ.get(GAZETTEER_VARIABLE, "").split(os.pathsep) if path]


def open_resolver(gazetteers: Sequence[str] | None, no_cache: bool = False) -> Resolver:
    """The resolver that the options ask for.

    Raises `GazetteerError` or `IndexFileError` where a gazetteer cannot be used.
    """
    import resolver

    paths = sources(gazetteers)
    tell_interrupted(*paths)
    return resolver.load(paths or None, cache=not no_cache)


def tell_interrupted(*paths: str | os.PathLike[str]) -> None:
    """Say of each gazetteer that is only read when an edit of it was killed half-way."""
    for path in paths:
        folder = path if os.path.isdir(path) else os.path.dirname(os.path.realpath(path))
        if os.path.lexists(os.path.join(folder, ".resolver-journal")):
            from resolver.authoring.workspace import interruption

            exits.complain(f"{path}: {interruption(Path(path))}")


def entity_type(choice: TypeChoice | None) -> EntityType | None:
    """A chosen type as the library calls it."""
    return None if choice is None else choice.value


def entity_types(choices: Sequence[TypeChoice] | None) -> frozenset[str] | None:
    """The chosen types; None for all."""
    return frozenset(choice.value for choice in choices) if choices else None
