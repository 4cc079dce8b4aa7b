"""The index as one file: written once, mapped by any number of processes, read where it is asked.

Sections, besides those of the lexicon (see `lexicon_file`):

    records    an entity each, in the order of IDs: see `names`
    firsts     the number of each entity's first name, and the count of all
    ids        ID → number of the record
    rules      names of the rules by number
    phrases    solid key → numbers of names
    listed     by fuzzy number, see `compiler.Builder`
    vocabulary the words of those names, a line each; vocabulary_keys: see `vocabulary` and `keys`
    alone, among, frequencies by word; pairs, words_of: see `retrieval`
     listed_in_texts, and vocabulary to words_of with "texts_" in front: of names that texts may misspell, if
                these are not all; exact: whether there are others
    word_bits  a bit for each word of all names: see `keys.WordBits`
    readings   a listed word in another script → what it is read as: see `names.token_readings`
    openings   solid key of the first words of a name → how many words may follow, and which, a line each
    odd, types, lineage, retired: as `Index` and `Gazetteer` have them
"""

from __future__ import annotations

import contextlib
import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from resolver.entities.entity import Entity
from resolver.entities.gazetteer import Gazetteer
from resolver.entities.lock import Issued, Lock
from resolver.errors import IndexFileError
from resolver.index.index import Index, Opening, matcher_of
from resolver.index.lexicon_file import add_lexicon, read_lexicon
from resolver.index.names import Entities, Names, encode_record, place_bytes
from resolver.storage import Store, StoreWriter, Table
from resolver.storage.layout import MAGIC, int_bytes, ints
from resolver.text.fold import FOLD_VERSION

if TYPE_CHECKING:
    from resolver.entities.lexicon import Lexicon
    from resolver.index.keys import Sections
    from resolver.index.retrieval import Retrieval
    from resolver.names.token_readings import Readings
    from resolver.names.tokens import TokenMatcher

KIND = "gazetteer"

#: Raised whenever an earlier reader would misread a section, or look-ups would differ.
INDEX_VERSION = "14"

# In front of the names of the sections of what finds names that a text may misspell.
_IN_TEXTS = "texts_"


def stamps() -> dict[str, str]:
    """What a file must have been made with to be read here."""
    from resolver import __version__

    return {"resolver": __version__, "index version": INDEX_VERSION, "fold version": FOLD_VERSION}


def write_index(
    path: Path,
    entities: Iterable[Entity],
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    *,
    sources: str = "",
) -> None:
    """Compile `entities` into a file; `path` becomes the whole new file or stays as it was.

    `gazetteer` gives the lineage. `sources` is a hash of what it is made from, kept as a stamp. The bytes
    depend on the content only, not on the order of `entities`.

    Raises IndexFileError when the file cannot be written.
    """
    from resolver.index.compiler import without_collector

    with without_collector():
        _write(path, entities, lexicon, gazetteer, sources)


def _write(
    path: Path, entities: Iterable[Entity], lexicon: Lexicon, gazetteer: Gazetteer, sources: str
) -> None:
    from resolver.index.compiler import Builder, in_order

    ordered = in_order(entities)
    builder = Builder(lexicon, matcher_of(lexicon), ordered)
    rules: dict[str, int] = {}
    firsts = array("I", [0])
    writer = StoreWriter(KIND, {**stamps(), "sources": sources, "lexicon": lexicon.hash})

    def records() -> Iterator[bytes]:
        for entity in ordered:
            refs = builder.add(entity)
            firsts.append(firsts[-1] + len(refs))
            yield encode_record(entity, refs, rules)

    writer.add_records("records", records())
    writer.add_bytes("firsts", int_bytes(firsts))
    ids = (entity.id.encode() for entity in ordered)
    writer.add_table("ids", zip(ids, place_bytes(range(len(ordered))), strict=True))
    writer.add_json("rules", list(rules))
    writer.add_table(
        "phrases",
        ((_key(key), int_bytes(array("I", numbers))) for key, numbers in builder.phrases()),
    )
    writer.add_bytes("listed", int_bytes(builder.listed))
    for name, content in builder.postings.sections().items():
        writer.add_bytes(name, content)
    writer.add_bytes("listed_in_texts", int_bytes(builder.listed_in_texts))
    if builder.postings_in_texts is not None:
        for name, content in builder.postings_in_texts.sections().items():
            writer.add_bytes(_IN_TEXTS + name, content)
    writer.add_json("exact", builder.postings_in_texts is not None)
    writer.add_bytes("word_bits", builder.word_bits())
    writer.add_table("readings", ((_key(word), packed) for word, packed in builder.readings.items()))
    writer.add_table(
        "openings", ((_key(key), _encode_opening(*opening)) for key, opening in builder.openings.items())
    )
    writer.add_json("odd", builder.odd)
    writer.add_json("types", sorted(builder.types))
    lineage = [gazetteer.lineages[id] for id in sorted(gazetteer.lineages)]
    writer.add_json("lineage", [[each.id, each.state, each.type, *each.successors] for each in lineage])
    gone = (gazetteer.former(each.id) for each in lineage)
    writer.add_json("retired", [entity.to_dict() for entity in gone if entity is not None])
    add_lexicon(writer, lexicon)
    writer.write(path)


def _key(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def is_index(path: str | os.PathLike[str]) -> bool:
    """Whether the file begins as a compiled one does; False also when it cannot be read."""
    if not os.path.isfile(path):
        return False  # opening a pipe would wait for whoever writes into it
    try:
        with open(path, "rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def open_file(path: str | os.PathLike[str], *, sources: str | None = None) -> Index:
    """The index in a file. Costs a millisecond, whatever its size: parts are read when they are asked for.

    With `sources`, the file must have been made from sources of that hash. Raises IndexFileError when the
    file is missing, damaged, no index, or made by another version of this package.
    """
    wanted = stamps() if sources is None else {**stamps(), "sources": sources}
    store = Store.open(Path(path), kind=KIND, stamps=wanted)
    records = store.records("records")
    firsts = ints(store.bytes("firsts"), 4)
    if len(firsts) != len(records) + 1:
        raise IndexFileError(f"{path}: damaged (numbers of names); delete it and compile it again")
    lineage = Lock({row[0]: Issued(row[0], row[1], row[2], tuple(row[3:])) for row in store.json("lineage")})
    retired = {row["id"]: Entity.from_dict(row) for row in store.json("retired")}
    return Index(
        gazetteer=Gazetteer(Entities(records, store.table("ids")), lineage, retired),
        lexicon=read_lexicon(store),
        names=Names(records, firsts, store.json("rules")),
        phrases=_Phrases(store.table("phrases")),
        listed=ints(store.bytes("listed"), 4),
        word_bits=partial(store.bytes, "word_bits"),
        retrieval=partial(_retrieval, store.bytes),
        listed_in_texts=ints(store.bytes("listed_in_texts"), 4),
        retrieval_in_texts=partial(_retrieval, _sections_in_texts(store)) if store.json("exact") else None,
        readings=_Readings(store.table("readings")).get,
        openings=_Openings(store.table("openings")),
        odd=store.json("odd"),
        types=store.json("types"),
        file=os.fspath(store.path.absolute()),
    )


def _sections_in_texts(store: Store) -> Sections:
    return lambda name: store.bytes(_IN_TEXTS + name)


def _retrieval(sections: Sections, lexicon: Lexicon, tokens: TokenMatcher) -> Retrieval:
    from resolver.index.retrieval import Retrieval  # exact look-up needs none

    return Retrieval(sections, lexicon, tokens)


@contextlib.contextmanager
def temporary_file(index: Index) -> Iterator[str]:
    """A file with the contents of an index that lies in memory, for other processes; deleted at the end."""
    import tempfile  # dear to import, and seldom needed

    with tempfile.TemporaryDirectory(prefix="resolver-") as folder:
        path = Path(folder) / "memory.index"
        write_index(path, index.gazetteer, index.lexicon, index.gazetteer)
        yield str(path)


class _Phrases:
    """Solid key → numbers of names, from a table."""

    def __init__(self, table: Table) -> None:
        self._get = table.get

    def get(self, key: str) -> Sequence[int] | None:
        found = self._get(key.encode("utf-8", "surrogatepass"))
        return None if found is None else ints(memoryview(found), 4)


def _encode_opening(most: int, following: Iterable[str]) -> bytes:
    return _key("\n".join((str(most), *following)))


class _Openings:
    """How names go on behind their first words, from a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def get(self, key: str) -> Opening | None:
        found = self._table.get(_key(key))
        if found is None:
            return None
        most, *following = found.decode("utf-8", "surrogatepass").split("\n")
        return int(most), following


class _Readings:
    """What listed words are read as, from a table in small letters: no reading depends on case."""

    def __init__(self, table: Table) -> None:
        self._get = table.get

    def get(self, word: str) -> Readings | None:
        found = self._get(_key(word.lower()))
        if found is None:
            return None
        from resolver.names.token_readings import decode_readings  # needed by then

        return decode_readings(found)


__all__ = ["KIND", "is_index", "open_file", "stamps", "temporary_file", "write_index"]
