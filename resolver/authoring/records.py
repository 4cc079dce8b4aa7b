"""What merging, splitting and renaming do to records, without files: plain functions on plain data."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from resolver.authoring.findings import a
from resolver.authoring.workspace import EditError
from resolver.entities.lexicon import fold_phrase

Record = dict[str, Any]
_MARKED: Final = re.compile(r"\[([^\[\]]+)\]")
NAME_LISTS: Final = ("aliases", "acronyms", "short", "demonyms", "former", "nicknames")


def spellings_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Every name of a record (variants aside) with the field it stands in; the first field wins."""
    found = {record["name"]: "name"}
    for field in NAME_LISTS:
        for spelling in record.get(field, ()):
            found.setdefault(spelling, field)
    for lang, spellings in record.get("names", {}).items():
        for spelling in spellings:
            found.setdefault(spelling, f"names.{lang}")
    return found


def variants_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Each variant with the name it is a spelling of."""
    return {
        (v if isinstance(v, str) else v["spelling"]): (record["name"] if isinstance(v, str) else v["of"])
        for v in record.get("variants", ())
    }


def _put_variants(record: Record, variants: Mapping[str, str]) -> None:
    names = spellings_of(record)
    listed = [
        spelling if of == record["name"] else {"of": of, "spelling": spelling}
        for spelling, of in variants.items()
        if spelling not in names and of in names
    ]
    _put(record, "variants", listed)


def _put(record: Record, field: str, value: Any) -> None:
    if value:
        record[field] = value
    else:
        record.pop(field, None)


def _add(record: Record, field: str, spellings: Collection[str]) -> None:
    """Append to a list of names what the record does not have yet."""
    known = spellings_of(record)
    extra = [s for s in dict.fromkeys(spellings) if s not in known]
    _put(record, field, [*record.get(field, ()), *extra])


def merged(kept: Mapping[str, Any], gone: Mapping[str, Any], shared: Collection[str] = ()) -> Record:
    """`kept` with all that `gone` knew.

    The other's name becomes an alias; its lists are appended, what is single stays as `kept` has it. Names
    declared ambiguous stay so only while others (`shared`) have them too. Raises EditError when the two have
    different identifiers in one scheme, which says that they are not the same.
    """
    if kept["type"] != gone["type"]:
        raise EditError(
            f"{gone['id']} is {a(gone['type'])}, {kept['id']} {a(kept['type'])}: these are not one entity"
        )
    record: Record = {**kept}
    variants = variants_of(kept)
    _add(record, "aliases", [gone["name"]])
    for field in NAME_LISTS:
        _add(record, field, gone.get(field, ()))
    names = {lang: list(spellings) for lang, spellings in kept.get("names", {}).items()}
    for lang, spellings in gone.get("names", {}).items():
        names[lang] = list(dict.fromkeys([*names.get(lang, ()), *spellings]))
    _put(record, "names", names)
    _put_variants(record, {**variants_of(gone), **variants})
    external = dict(gone.get("external", {}))
    for scheme, value in kept.get("external", {}).items():
        if external.setdefault(scheme, value) != value:
            raise EditError(
                f"{gone['id']} has {scheme} {external[scheme]}, {kept['id']} has {value}: "
                "if these are one entity, correct one of the two first"
            )
    _put(record, "external", external)
    own = {**spellings_of(record), **variants_of(record)}
    both = {**spellings_of(kept), **variants_of(kept)}.keys() & {
        **spellings_of(gone),
        **variants_of(gone),
    }.keys()
    for field in ("sources", "examples", "counterexamples", "needs_context", "member_of", "ambiguous", "not"):
        _put(record, field, list(dict.fromkeys([*kept.get(field, ()), *gone.get(field, ())])))
    _put(record, "not", [name for name in record.get("not", ()) if name not in own])
    _put(
        record,
        "ambiguous",
        [name for name in record.get("ambiguous", ()) if name not in both or name in shared],
    )
    _put(
        record, "member_of", [id for id in record.get("member_of", ()) if id not in (kept["id"], gone["id"])]
    )
    for field in ("country", "within", "note"):
        if field in gone and field not in record and gone[field] != kept["id"]:
            record[field] = gone[field]
    return record


def stub(record: Mapping[str, Any], successors: Collection[str]) -> Record:
    """What stays of an ID that others replaced: enough to say what it was."""
    kept = {field: record[field] for field in ("id", "type", "name", "sources", "note") if field in record}
    names = list(successors)
    return {**kept, "replaced_by": names[0] if len(names) == 1 else names}


def renamed(record: Mapping[str, Any], name: str, keep: str | None) -> Record:
    """`record` under another canonical name; the old one goes to the list `keep` (None drops it).

    Variants of the old name stay variants of it while it is kept.
    """
    old = record["name"]
    result: Record = {**record, "name": name}
    variants = variants_of(record)
    for field in NAME_LISTS:
        _put(result, field, [s for s in record.get(field, ()) if s != name or field == "acronyms"])
    variants.pop(name, None)
    if keep == "variants":
        variants = {s: (name if of == old else of) for s, of in variants.items()} | {old: name}
    elif keep is not None:
        _add(result, keep, [old])
    else:
        variants = {s: (name if of == old else of) for s, of in variants.items()}
    _put_variants(result, variants)
    left = {**spellings_of(result), **variants_of(result)}
    for field in ("needs_context", "ambiguous"):
        _put(result, field, [s for s in record.get(field, ()) if s in left])
    _put(result, "not", [s for s in record.get("not", ()) if s not in left])
    return result


_INHERITED: Final = ("type", "country", "within", "member_of", "sources", "counterexamples")


def split(record: Mapping[str, Any], parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Record]:
    """The records of the entities that `record` is split into.

    `parts` maps IDs to what is known of each: at least a name. The old entity's name, in each language, may
    mean any of them if no part takes it: it goes to all and is declared ambiguous there. Another of its names
    that no part takes goes to none: nobody said whose it is, and `names_left` tells of it. Type, country,
    sources and the like are inherited where a part does not say otherwise; identifiers are not. An example
    goes to the part that alone has the names marked in it; `examples_left` tells which go to none.
    """
    inherited = {field: record[field] for field in _INHERITED if field in record}
    results = {id: {**inherited, **fields, "id": id} for id, fields in parts.items()}
    for id, moved in _examples_of_parts(record, results).items():
        _put(results[id], "examples", list(dict.fromkeys([*results[id].get("examples", ()), *moved])))
    for id, result in results.items():
        if "name" not in result:
            raise EditError(f"the part {id} has no name")
    taken = {s for result in results.values() for s in (*spellings_of(result), *variants_of(result))}
    whole = {s: field for s, field in spellings_of(record).items() if _is_whole(field)}
    free = {s: field for s, field in whole.items() if s not in taken}
    for result in results.values():
        for spelling, field in free.items():
            if field.startswith("names."):
                names = {lang: list(own) for lang, own in result.get("names", {}).items()}
                names.setdefault(field.partition(".")[2], []).append(spelling)
                result["names"] = names
            else:
                _add(result, "aliases", [spelling])
        own = spellings_of(result)
        loose = {s: of for s, of in variants_of(record).items() if s not in taken and of in own}
        _put_variants(result, {**variants_of(result), **loose})
        shared = [*free, *(s for s, of in loose.items() if of in free)]
        for field, extra in (("ambiguous", shared), ("needs_context", record.get("needs_context", ()))):
            names_now = {**own, **variants_of(result)}
            listed = [*result.get(field, ()), *(s for s in extra if s in names_now)]
            _put(result, field, list(dict.fromkeys(listed)))
    return results


def _examples_of_parts(
    record: Mapping[str, Any], parts: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    own = {
        id: {fold_phrase(name) for name in (*spellings_of(part), *variants_of(part))}
        for id, part in parts.items()
        if "name" in part
    }
    for example in record.get("examples", ()):
        marked = {fold_phrase(name) for name in _MARKED.findall(example)}
        fitting = [id for id, names in own.items() if marked <= names]
        others = [id for id, names in own.items() if marked & names]
        if marked and len(fitting) == 1 and others == fitting:
            found.setdefault(fitting[0], []).append(example)
    return found


def _is_whole(field: str) -> bool:
    """Whether the names in a field are what an entity is called, rather than other names of it."""
    return field == "name" or field.startswith("names.")


def names_left(record: Mapping[str, Any], parts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The names and variants of a record that none of the parts it was split into has."""
    kept = {s for part in parts.values() for s in (*spellings_of(part), *variants_of(part))}
    return [s for s in (*spellings_of(record), *variants_of(record)) if s not in kept]


def examples_left(record: Mapping[str, Any], parts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The examples of a record that none of the parts it was split into has."""
    kept = {example for part in parts.values() for example in part.get("examples", ())}
    return [example for example in record.get("examples", ()) if example not in kept]


def repointed(record: Mapping[str, Any], old: str, new: str) -> Record | None:
    """`record` with its references to `old` led to `new`; None when it has none."""
    result: Record = {**record}
    for field in ("country", "within"):
        if result.get(field) == old:
            result[field] = new
    if old in result.get("member_of", ()):
        members = dict.fromkeys(new if id == old else id for id in result["member_of"])
        _put(result, "member_of", [id for id in members if id != result["id"]])
    if result.get("within") == result["id"]:
        del result["within"]
    return None if result == dict(record) else result
