"""`resolver cluster`: names that nobody listed, grouped by whom they mean."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from resolver.cli import exits
from resolver.cli.options import (
    Columns,
    Delimiter,
    Encoding,
    Field,
    Jobs,
    NoHeader,
    NoHeaderRow,
    OneType,
    Output,
    Prefix,
    Quote,
    Tabs,
    entity_type,
    table_options,
)

if TYPE_CHECKING:
    from resolver.cli.tables.formats import TableOptions
    from resolver.clustering.clusters import Clusters
    from resolver.types import EntityType


class FormatChoice(StrEnum):
    """How clusters of a list are printed."""

    tsv = "tsv"
    csv = "csv"
    jsonl = "jsonl"
    groups = "groups"


COLUMNS = ("name", "cluster_id", "canonical", "score")


def command(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Names, one a line; with --columns or --field a table. '-' is standard input.",
        ),
    ] = "-",
    format: Annotated[
        FormatChoice,
        typer.Option(
            "--format",
            "-f",
            help="'tsv', 'csv', 'jsonl': one line for each name, in their order. 'groups': each cluster with "
            "its names and why they are one.",
        ),
    ] = FormatChoice.tsv,
    no_header: NoHeader = False,
    columns: Columns = None,
    field: Field = None,
    delimiter: Delimiter = None,
    tabs: Tabs = False,
    quotechar: Quote = '"',
    no_header_row: NoHeaderRow = False,
    agree: Annotated[
        list[str] | None,
        typer.Option(
            "--agree",
            metavar="COLUMN",
            show_default=False,
            help="The same value in this column makes it more probable that two names are one entity's. "
            "Repeatable.",
        ),
    ] = None,
    differ: Annotated[
        list[str] | None,
        typer.Option(
            "--differ",
            metavar="COLUMN",
            show_default=False,
            help="Different values in this column mean different entities. Repeatable.",
        ),
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option(
            "--previous",
            metavar="FILE",
            show_default=False,
            help="The output of an earlier run: clusters that stayed keep their IDs; changes are reported.",
        ),
    ] = None,
    prefix: Prefix = None,
    type: OneType = None,
    html: Annotated[
        str | None,
        typer.Option(
            "--html", metavar="FILE", show_default=False, help="Write a page to look through the clusters."
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="GAZETTEER",
            show_default=False,
            help="Write the clusters as entities into a gazetteer, made by 'gazetteer init', with questions "
            "that 'gazetteer suggest --review' asks.",
        ),
    ] = None,
    encoding: Encoding = "utf-8",
    output: Output = None,
    jobs: Jobs = 1,
) -> None:
    """Group names by the entity that they mean, without a gazetteer.

    Every row gets the ID of its cluster, the cluster's canonical name, and the probability that it belongs.
    Names that may be one entity's, but are not surely, stay apart.

    \b
    Examples:
      $ resolver cluster suppliers.txt > clusters.tsv
      $ resolver cluster -c NAME --agree COUNTRY --type organization in.csv > out.csv
      $ resolver cluster --format groups --previous clusters.tsv suppliers.txt
      $ resolver cluster -c NAME --type organization --to gazetteer in.csv > out.csv
    """
    options = table_options(
        "cluster", encoding, columns, field, delimiter, quotechar, tabs, no_header_row, no_header, prefix
    )
    if options is None and (agree or differ):
        from resolver.errors import InputError

        raise InputError("--agree and --differ are for tables: say which column has the names with --columns")
    work = _Clustering(file, encoding, options, entity_type(type), agree or [], differ or [], previous)
    found = work.clusters(jobs)
    if to is not None:
        _draft(found, to, file, entity_type(type))
    if html is not None:
        from pathlib import Path

        from resolver.cli.cluster_page import page
        from resolver.storage.atomic import replacing

        with replacing(Path(html)) as out:
            out.write(page(found, entity_type(type)).encode("utf-8", "surrogateescape"))
    if format is FormatChoice.groups:
        _write_groups(found, entity_type(type), output)
    elif options is not None:
        work.write_table(found, output)
    else:
        _write_list(work.names, found, format, not no_header, output)
    if changes := str(found.changes):
        for line in changes.splitlines():
            exits.complain(line)


class _Clustering:
    """What is read, and from where."""

    def __init__(
        self,
        file: str,
        encoding: str,
        options: TableOptions | None,
        type: EntityType | None,
        agree: Sequence[str],
        differ: Sequence[str],
        previous: str | None,
    ) -> None:
        from resolver.cli.tables.whole import read_bytes, read_columns

        self._file = file
        self._options = options
        self._type = type
        self._data = read_bytes(file)
        self._beside: tuple[dict[str, list[str | None]], dict[str, list[str | None]]] = ({}, {})
        if options is None:
            from resolver.cli.input import find_codec

            text = find_codec(encoding).decode(self._data, file).removeprefix("\ufeff")
            self.names: list[str | None] = list(text.splitlines())
        else:
            wanted = [options.columns, *agree, *differ]
            read = read_columns(file, self._data, options, wanted)
            self.names = read[0]
            self._beside = (
                dict(zip(agree, read[1 : 1 + len(agree)], strict=True)),
                dict(zip(differ, read[1 + len(agree) :], strict=True)),
            )
        self._previous = {} if previous is None else self._read_previous(previous, encoding)

    def _read_previous(self, path: str, encoding: str) -> dict[str, str]:
        """Name → ID of an earlier run: of a list, or of the same columns of a table."""
        from resolver.cli.input import find_codec
        from resolver.cli.tables.formats import TableOptions
        from resolver.cli.tables.whole import read_bytes, read_columns
        from resolver.clustering.items import tidied

        options = self._options
        if options is None:
            is_csv = path.endswith(".csv")
            options = TableOptions("cluster", "name", find_codec(encoding), delimiter="," if is_csv else "\t")
        id_column = (options.prefix or "") + "cluster_id"
        names, ids = read_columns(path, read_bytes(path), options, [options.columns, id_column])
        return {tidied(name): id for name, id in zip(names, ids, strict=True) if name and id}

    def clusters(self, jobs: int) -> Clusters:
        import resolver

        agree, differ = self._beside
        return resolver.cluster(
            self.names, self._type, agree=agree, differ=differ, previous=self._previous, jobs=jobs
        )

    def write_table(self, found: Clusters, output: str | None) -> None:
        """The rows as they were, with three cells more."""
        from resolver.cli.tables.tasks import Member
        from resolver.cli.tables.whole import write_members

        assert self._options is not None
        members = [
            None if id is None or name is None or score is None else Member(id, name, score)
            for id, name, score in zip(found.ids, found.canonical, found.scores, strict=True)
        ]
        write_members(self._file, self._data, self._options, members, output)


def _write_list(
    names: Sequence[str | None], found: Clusters, format: FormatChoice, header: bool, output: str | None
) -> None:
    from resolver.cli.output import csv_line, json_line, number, tsv_line, writing_to

    as_line = csv_line if format is FormatChoice.csv else tsv_line
    with writing_to(output) as out:
        if header and format is not FormatChoice.jsonl:
            out.write(as_line(COLUMNS).encode() + b"\n")
        for name, id, canonical, score in zip(names, found.ids, found.canonical, found.scores, strict=True):
            if format is FormatChoice.jsonl:
                rounded = None if score is None else round(score, 4)
                line = json_line(dict(zip(COLUMNS, (name, id, canonical, rounded), strict=True)))
            else:
                line = as_line((name, id, canonical, None if score is None else number(score)))
            out.write(line.encode("utf-8", "surrogateescape") + b"\n")
        out.flush()


def _write_groups(found: Clusters, type: EntityType | None, output: str | None) -> None:
    from resolver.cli.output import writing_to
    from resolver.cli.terminal import visible
    from resolver.clustering.reasons import reasons

    with writing_to(output) as out:
        for cluster in found:
            rows = "1 row" if len(cluster) == 1 else f"{len(cluster)} rows"
            lines = [f"{cluster.canonical} ({cluster.id}, {rows})"]
            for reason in reasons(cluster, type):
                times = f" × {reason.rows}" if reason.rows > 1 else ""
                why = f": {'; '.join(reason.differences)}" if reason.differences else ""
                lines.append(f"  {reason.score:.2f}  {reason.name}{times}{why}")
            out.write(("\n".join(map(visible, lines)) + "\n").encode("utf-8", "surrogateescape"))
        for doubt in found.doubts:
            out.write(f"? {doubt.one} and {doubt.other} may be one ({doubt.score:.2f})\n".encode())
        out.flush()


def _draft(found: Clusters, root: str, file: str, type: EntityType | None) -> None:
    """Write the clusters into a gazetteer and say how many there are."""
    from datetime import UTC, datetime
    from pathlib import Path

    from resolver.authoring.from_clusters import draft_gazetteer
    from resolver.authoring.questions import read_questions
    from resolver.cli.gazetteer.editing import refusing
    from resolver.cli.gazetteer.import_ import tell_skipped
    from resolver.errors import InputError

    if type is None:
        raise InputError("--to needs --type: say what the names are names of")
    folder = Path(root)
    if not folder.is_dir():
        raise InputError(f"{root}: is no gazetteer yet; make it with: resolver gazetteer init {root}")
    name = "clusters" if file == "-" else Path(file).name.split(".")[0]
    where = folder / "entities" if (folder / "entities").is_dir() else folder
    source = f"{Path(file).name if file != '-' else 'standard input'}, {datetime.now(UTC).date()}"
    with refusing():
        imported = draft_gazetteer(found, folder, where / f"{name}.toml", type=type, source=source)
    written = f"{imported.written:,} {'entity' if imported.written == 1 else 'entities'}"
    exits.complain(f"wrote {written} to {where / f'{name}.toml'}")
    if count := len(read_questions(folder)):
        are = "question is" if count == 1 else "questions are"
        exits.complain(f"{count:,} {are} open: resolver gazetteer suggest --review --gazetteer {root}")
    tell_skipped(imported.skipped)
    sys.stderr.flush()
