"""What was read from texts about jobs, for people: what each asks for, its fields, and what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from rolegraph.model.extractions import Extraction, NamedThing, TextField
from rolegraph.model.nodes import Necessity
from rolegraph.render.text import NOTHING, Block, Heading, Table, Tables, Text, counted, table_rows

_IN_FULL: Final = 3  # texts that are shown one by one; of more, how often each name occurs
_MOST_ROWS: Final = 25


def extraction_blocks(found: Sequence[Extraction]) -> Iterator[Block]:
    """Each text, or of many the names and how many texts ask for them."""
    if len(found) <= _IN_FULL:
        for extraction in found:
            yield from _one(extraction)
        return
    kinds = Counter(extraction.kind for extraction in found)
    yield Heading(f"{counted(len(found), 'text')}: " + ", ".join(f"{n} {kind}" for kind, n in kinds.most_common()), 1)
    asked = Counter(label for extraction in found for label in {thing.label for thing in _asked(extraction)})
    yield Table(("Asked for", "Texts"), [(label, f"{n:,}") for label, n in _first(asked)], frozenset({"Texts"}))
    candidates = Counter(
        word for extraction in found for word in {one.text.casefold() for one in extraction.candidates}
    )
    if candidates:
        yield Heading("Not known: skills or tools, perhaps")
        yield Table(("Words", "Texts"), [(words, f"{n:,}") for words, n in _first(candidates)], frozenset({"Texts"}))
    yield Text("--json has the whole of each text, --csv a row for each name.", quiet=True)


def _first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_ROWS]


def _asked(extraction: Extraction) -> list[NamedThing]:
    return [thing for thing in extraction.named if thing.necessity is not None]


def _one(extraction: Extraction) -> Iterator[Block]:
    title = f" ({extraction.title})" if extraction.title and extraction.title != extraction.name else ""
    yield Heading(f"{extraction.name}: {extraction.kind}{title}", 1)
    if extraction.roles:
        yield Text("Role: " + ", ".join(role.label for role in extraction.roles))
    rows = [_row(thing, extraction) for thing in _asked(extraction)]
    if rows:
        yield Heading("Asked for")
        columns = ("Capability", "In the text", "How", "Level", "Sure", "Line")
        yield Table(columns, rows, frozenset({"Sure", "Line"}))
    else:
        yield Text("Nothing is asked for.")
    if rows := [(field.kind, field.text, _value(field), str(field.line)) for field in extraction.fields]:
        yield Heading("Fields")
        yield Table(("Field", "In the text", "Value", "Line"), rows, frozenset({"Line"}))
    asked = {thing.label for thing in _asked(extraction)}
    others = dict.fromkeys(thing.label for thing in extraction.named if thing.label not in asked)
    if others:
        yield Text("Named, not asked for: " + ", ".join(others))
    if extraction.candidates:
        yield Heading("Not known: skills or tools, perhaps")
        near = [", ".join(link.node.label for link in one.near[:2]) or NOTHING for one in extraction.candidates]
        rows = [(one.text, at, str(one.line)) for one, at in zip(extraction.candidates, near, strict=True)]
        yield Table(("Words", "Nearest in meaning", "Line"), rows, frozenset({"Line"}))
    if extraction.remarks:
        rows = [(NOTHING if one.line is None else str(one.line), one.message) for one in extraction.remarks]
        yield Table(("Line", "Note"), rows, frozenset({"Line"}))


def _row(thing: NamedThing, extraction: Extraction) -> tuple[str, ...]:
    is_either = len({one.label for one in extraction.named if one.group == thing.group and not one.is_example}) > 1
    how = "example" if thing.is_example else f"{thing.necessity}, one of several" if is_either else f"{thing.necessity}"
    if len(extraction.roles) > 1 and thing.role:
        how = f"{thing.role}: {how}"
    sure = "new" if (confidence := _sure(thing)) is None else f"{confidence:.2f}"
    return thing.label, thing.text, how, str(thing.level or NOTHING), sure, str(thing.line)


def _value(field: TextField) -> str:
    """The values of a field in words."""
    value = {name: each for name, each in field.value.items() if each not in (None, "", ())}
    if field.kind == "years":
        return _range(value.get("minimum"), value.get("maximum"), "") + (f" of {value['of']}" if "of" in value else "")
    if field.kind == "pay":
        amount = " ".join(
            filter(None, (str(value.get("currency", "")), _range(value.get("low"), value.get("high"), ",")))
        )
        return amount + (f" a {value['period']}" if "period" in value else "")
    words = [_plain(each) for name, each in value.items() if not isinstance(each, bool) and name != "necessity"]
    words += [name.replace("_", " ") for name, each in value.items() if each is True]
    return ", ".join(words + ([str(value["necessity"])] if value.get("necessity") == Necessity.PREFERRED else []))


def _range(low: object, high: object, sign: str) -> str:
    """ "2 to 4", "2 or more", "up to 4", with a sign between thousands."""
    first, last = (format(each, f"{sign}.10g") if isinstance(each, int | float) else "" for each in (low, high))
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"{first} or more" if first else f"up to {last}"


def _plain(value: object) -> str:
    return "/".join(filter(None, map(str, value))) if isinstance(value, tuple) else str(value)


def extraction_tables(found: Sequence[Extraction]) -> Tables:
    """What was read as tables: a row for each name, each field, each candidate and each remark."""
    named = [
        (text.name, text.kind, *thing[:4], thing.label, thing.kind, _iri(thing), _sure(thing), *thing[7:])
        for text in found
        for thing in text.named
    ]
    fields = [(text.name, *field[:5], _value(field)) for text in found for field in text.fields]
    candidates = [(text.name, one.text, one.line, one.necessity) for text in found for one in text.candidates]
    remarks = [(text.name, *one) for text in found for one in text.remarks]
    place = ("start", "end", "line", "text")
    about = ("necessity", "level", "role", "group", "is_example")
    return {
        "named": table_rows(named, "name", "text_kind", *place, "label", "kind", "iri", "confidence", *about),
        "fields": table_rows(fields, "name", "field", *place, "value"),
        "candidates": table_rows(candidates, "name", "text", "line", "necessity"),
        "remarks": table_rows(remarks, "name", "message", "line"),
    }


def _iri(thing: NamedThing) -> str:
    return thing.links[0].node.iri if thing.links else ""


def _sure(thing: NamedThing) -> float | None:
    return thing.links[0].confidence if thing.links else None
