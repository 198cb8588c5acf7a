"""Tables as `extract` writes them and as an agency has them, made up: mentions, people, and texts to extract from.

Made with a seed, and written some rows at a time: ten times as much takes ten times the time and no more memory. As in
real ones a few capabilities are asked for everywhere and most hardly ever, a posting asks mostly for what its role asks
for, some postings are copies or say nothing, and much is not said. There are no people in it: only numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rolegraph.facts.arrays import chosen
from rolegraph.graph import RoleGraph
from rolegraph.mobility.efforts import ANY_OF
from rolegraph.mobility.index import moves_of
from rolegraph.model.nodes import Kind

SEED: Final = 20
MENTIONS_EACH: Final = 12
HELD_EACH: Final = 20
COPIES: Final = 0.08
LAST_DAY: Final = date(2026, 10, 31)
DAYS: Final = 3 * 365
PLACES: Final = ("Leeds", "Köln", "Łódź", "São Paulo", "Αθήνα", "Київ", "القاهرة", "東京", "Reykjavík", "Saint-Étienne")
SENIORITIES: Final = ("entry", "mid", "senior", "lead")
_CHUNK: Final = 8_000  # postings or people that are made at once
_SKEW: Final = 0.9  # popularity falls with the rank to this power

Numbers = np.ndarray[Any, np.dtype[Any]]


class AskedFor(NamedTuple):
    """What the roles of a graph ask for: IRIs of both, and for each role which places in the capabilities."""

    roles: list[str]
    capabilities: list[str]
    starts: Numbers
    places: Numbers

    def drawn(self, chance: np.random.Generator, roles: Numbers) -> Numbers:
        """For each role one of the capabilities that it asks for; any at all for one that asks for nothing."""
        sizes = self.starts[roles + 1] - self.starts[roles]
        at = self.starts[roles] + (chance.random(len(roles)) * sizes).astype(np.int64)
        found = self.places[np.minimum(at, len(self.places) - 1)]
        return np.where(sizes > 0, found, chance.integers(0, len(self.capabilities), len(roles)))


def asked_for(graph: RoleGraph) -> AskedFor:
    """What the roles of a graph ask for."""
    efforts = moves_of(graph.dataset).efforts
    named = chosen(efforts.requirements, efforts.requirements.data == ANY_OF)
    found = chosen(efforts.role_requirements, efforts.role_requirements.data > 0) @ named
    return AskedFor(list(efforts.roles), list(efforts.capabilities), found.indptr, found.indices)


def _popular(chance: np.random.Generator, size: int, count: int) -> Numbers:
    """Places drawn so that the first are everywhere and most are rare."""
    weights = 1 / np.arange(3, size + 3) ** _SKEW
    return np.searchsorted(np.cumsum(weights) / weights.sum(), chance.random(count)).astype(np.int64)


def _sometimes(chance: np.random.Generator, values: pa.Array, nulls: float, mask: Numbers | None = None) -> pa.Array:
    """Values of which a share is not said; `mask` is that of rows to which the same happens at once."""
    absent = chance.random(len(values)) < nulls if mask is None else mask
    return pa.compute.if_else(pa.array(~absent), values, pa.scalar(None, values.type))


def _texts(words: list[str] | tuple[str, ...], codes: Numbers) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(codes))


def write_mentions(path: Path, asked: AskedFor, postings: int, seed: int = SEED) -> int:
    """Write a table of mentions, about twelve for each posting; gives how many rows there are."""
    return _written(
        path,
        (
            _mentions(np.random.default_rng((seed, first)), asked, np.arange(first, min(first + _CHUNK, postings)))
            for first in range(0, postings, _CHUNK)
        ),
    )


def _written(path: Path, tables: Iterable[pa.Table]) -> int:
    """Write tables one below the other, each as it is made; gives how many rows there are."""
    rows, writer = 0, None
    for table in tables:
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
        rows += len(table)
    if writer is not None:
        writer.close()
    return rows


def _mentions(chance: np.random.Generator, asked: AskedFor, numbers: Numbers) -> pa.Table:
    """The rows of some postings, one for each capability, or one where a posting names none."""
    roles = _popular(chance, len(asked.roles), len(numbers))
    wanted = np.where(chance.random(len(numbers)) < 0.02, 0, chance.poisson(MENTIONS_EACH * 1.12, len(numbers)))
    of = np.repeat(np.arange(len(numbers)), wanted)
    own = chance.random(len(of)) < 0.6
    named = np.where(own, asked.drawn(chance, roles[of]), _popular(chance, len(asked.capabilities), len(of)))
    of, named = np.unique(np.stack((of, named)), axis=1)  # a posting names a capability once
    silent = np.flatnonzero(wanted == 0)
    order = np.argsort(np.concatenate((of, silent)), kind="stable")
    of, named = np.concatenate((of, silent))[order], np.concatenate((named, np.full(len(silent), -1)))[order]
    return pa.table(
        {
            **_identities(chance, asked, numbers, roles, of),
            **_what_is_asked(chance, asked, of, named),
            **_what_is_stated(chance, numbers, roles, of),
        }
    )


def _identities(
    chance: np.random.Generator, asked: AskedFor, numbers: Numbers, roles: Numbers, of: Numbers
) -> dict[str, pa.Array]:
    names = pa.array([f"posting-{number:09}" for number in numbers.tolist()])
    originals = np.maximum(0, numbers - chance.integers(1, 5_000, len(numbers)))
    copies = pa.array([f"posting-{number:09}" for number in originals.tolist()])
    rows = pa.array(of)
    sure = pa.array(np.round(chance.choice((0.4, 0.8, 0.95, 1.0), len(numbers), p=(0.1, 0.2, 0.3, 0.4)), 2))
    unplaced = chance.random(len(numbers)) < 0.05
    return {
        "posting": names.take(rows),
        "role": _sometimes(chance, _texts(asked.roles, roles), 0, unplaced).take(rows),
        "role_confidence": _sometimes(chance, sure, 0, unplaced).take(rows),
        "duplicate_of": _sometimes(chance, copies, 1 - COPIES).take(rows),
        "file": _texts(["advertisements.jsonl"], np.zeros(len(of), np.int64)),
        "row": pa.array(numbers[of] + 1),
    }


def _what_is_asked(chance: np.random.Generator, asked: AskedFor, of: Numbers, named: Numbers) -> dict[str, pa.Array]:
    """Each row's capability with what is said of it; every tenth is an alternative to the one before it."""
    count, nothing = len(named), named < 0
    first = np.r_[True, of[1:] != of[:-1]] if count else np.zeros(0, bool)
    joined = ~first & ~nothing & (chance.random(count) < 0.1)
    requirement = np.cumsum(~joined)
    starts = np.searchsorted(of, of, side="left")
    capabilities = _sometimes(chance, _texts(asked.capabilities, np.maximum(named, 0)), 0, nothing)
    either: list[str | None] = capabilities.to_pylist()
    several = np.flatnonzero(np.isin(requirement, requirement[joined]))
    for together in np.split(several, np.flatnonzero(np.diff(requirement[several])) + 1):
        each = " ".join(sorted(asked.capabilities[named[place]] for place in together.tolist()))
        for place in together.tolist():
            either[place] = each
    return {
        "capability": capabilities,
        "necessity": _sometimes(chance, _texts(("essential", "preferred"), chance.integers(0, 2, count)), 0.3),
        "level": _sometimes(chance, pa.array(chance.integers(1, 5, count)), 0.6),
        "requirement": _sometimes(chance, pa.array(requirement - requirement[starts] + 1), 0, nothing),
        "alternatives": pa.array(either, pa.string()),
        "confidence": _sometimes(chance, pa.array(np.round(chance.uniform(0.4, 1, count), 2)), 0, nothing),
        "years": _sometimes(chance, pa.array(chance.integers(1, 11, count)), 0.85),
    }


def _what_is_stated(chance: np.random.Generator, numbers: Numbers, roles: Numbers, of: Numbers) -> dict[str, pa.Array]:
    """What postings say of themselves, repeated on each row of theirs."""
    count, rows = len(numbers), pa.array(of)
    first_day = (LAST_DAY - timedelta(days=DAYS) - date(1970, 1, 1)).days
    days = pa.array((first_day + chance.integers(0, DAYS, count)).astype("int32")).cast(pa.date32())
    unpaid = chance.random(count) < 0.5
    low = 20_000 + 500 * (roles % 80) + 250 * chance.integers(0, 40, count)
    stated = {
        "posted": _sometimes(chance, days, 0.03),
        "place": _sometimes(chance, _texts(PLACES, _popular(chance, len(PLACES), count)), 0.2),
        "remote": _sometimes(chance, _texts(("remote", "hybrid", "on site"), chance.integers(0, 3, count)), 0.5),
        "seniority": _sometimes(chance, _texts(SENIORITIES, chance.integers(0, len(SENIORITIES), count)), 0.4),
        "pay_low": _sometimes(chance, pa.array(low.astype("float64")), 0, unpaid),
        "pay_high": _sometimes(chance, pa.array(np.round(low * 1.25)), 0, unpaid | (chance.random(count) < 0.3)),
        "currency": _sometimes(chance, _texts(("EUR", "GBP", "PLN"), _popular(chance, 3, count)), 0, unpaid),
        "pay_period": _sometimes(chance, _texts(["year"], np.zeros(count, np.int64)), 0, unpaid),
    }
    return {name: values.take(rows) for name, values in stated.items()}


def write_odd_mentions(path: Path, asked: AskedFor, postings: int) -> int:
    """Write a small table with columns of the types that others use, names in many scripts, and late evenings.

    Days are moments in New York, an hour before midnight there, which is the next day in UTC; names of postings include
    characters that UTF-8 and UTF-16 put into different orders.
    """
    chance = np.random.default_rng((SEED, 3))
    table = _mentions(chance, asked, np.arange(postings))
    scripts = ("\U0001f527", "\uff5e", "\ufb01", "é", "e\u0301", "Ω", "ж", "漢", "'", '"')
    posted = table["posted"].cast(pa.timestamp("us"))
    late = pa.compute.add(posted, pa.scalar(timedelta(hours=23), pa.duration("us")))
    odd = {
        "posting": pa.array([f"{scripts[int(name[-1])]} {name}" for name in table["posting"].to_pylist()]),
        "capability": table["capability"].cast(pa.large_string()),
        "posted": pa.compute.assume_timezone(late, "America/New_York"),
        "level": table["level"].cast(pa.int8()),
        "confidence": table["confidence"].cast(pa.decimal128(4, 2)),
        "place": table["place"].combine_chunks().dictionary_encode(),
        "pay_low": table["pay_low"].cast(pa.float32()),
        "pay_high": table["pay_high"].cast(pa.int32()),
    }
    for name, values in odd.items():
        table = table.set_column(table.schema.get_field_index(name), name, values)
    pq.write_table(table.append_column("of_nobody", pa.array([{"nested": 1}] * len(table))), path, row_group_size=999)
    return len(table)


def broken(good: Path, bad: Path) -> None:
    """Copy a table with half of the pages of its capabilities overwritten, in the first row group."""
    metadata, data = pq.read_metadata(good), bytearray(good.read_bytes())
    chunk = metadata.row_group(0).column(metadata.schema.names.index("capability"))
    start, size = chunk.dictionary_page_offset or chunk.data_page_offset, chunk.total_compressed_size // 2
    data[start : start + size] = bytes(size)
    bad.write_bytes(data)


def of_another_type(good: Path, bad: Path) -> None:
    """Copy a table with a column of numbers as text."""
    table = pq.read_table(good)
    at = table.schema.get_field_index("level")
    pq.write_table(table.set_column(at, "level", table["level"].cast(pa.string())), bad)


def of_unknown_name(good: Path, bad: Path) -> None:
    """Copy a table with a capability in its second row group that no graph has."""
    table = pq.read_table(good)
    names = table["capability"].to_pylist()
    names[len(names) * 2 // 3] = "no such thing as this"
    at = table.schema.get_field_index("capability")
    pq.write_table(
        table.set_column(at, "capability", pa.array(names, pa.string())), bad, row_group_size=len(names) // 2
    )


def write_people(path: Path, asked: AskedFor, people: int, seed: int = SEED) -> int:
    """Write a table of what people have, about twenty capabilities each; gives how many rows there are.

    Each has most of what a role asks for, some of what another does, and a few things of no role.
    """
    return _written(
        path,
        (
            _people(np.random.default_rng((seed, 1, first)), asked, np.arange(first, min(first + _CHUNK, people)))
            for first in range(0, people, _CHUNK)
        ),
    )


def _people(chance: np.random.Generator, asked: AskedFor, numbers: Numbers) -> pa.Table:
    parts = []
    for share, roles in ((0.7, _popular(chance, len(asked.roles), len(numbers))), (0.25, None)):
        of = np.repeat(np.arange(len(numbers)), chance.poisson(HELD_EACH * share, len(numbers)))
        of_roles = chance.integers(0, len(asked.roles), len(numbers)) if roles is None else roles
        parts.append((of, asked.drawn(chance, of_roles[of])))
    of = np.repeat(np.arange(len(numbers)), chance.poisson(HELD_EACH * 0.1, len(numbers)))
    parts.append((of, chance.integers(0, len(asked.capabilities), len(of))))
    pairs = np.unique(np.concatenate([np.stack(part) for part in parts], axis=1), axis=1)
    of, held = pairs
    names = pa.array([f"person-{number:09}" for number in numbers.tolist()])
    return pa.table(
        {
            "person": names.take(pa.array(of)),
            "capability": _texts(asked.capabilities, held),
            "level": _sometimes(chance, pa.array(chance.integers(1, 5, len(of))), 0.2),
        }
    )


def write_texts(path: Path, graph: RoleGraph, texts: int, seed: int = SEED) -> None:
    """Write advertisements as a CSV file, a row each; every twentieth is one of before with another date."""
    asked, chance = asked_for(graph), np.random.default_rng((seed, 2))
    labels = {node.iri: node.label for kind in Kind for node in graph.nodes(kind)}
    roles, names = ([labels.get(iri, iri) for iri in iris] for iris in (asked.roles, asked.capabilities))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "title", "text"))
        writer.writerows(_advertisements(chance, asked, roles, names, texts))


def _advertisements(
    chance: np.random.Generator, asked: AskedFor, roles: list[str], names: list[str], count: int
) -> Iterator[tuple[str, str, str]]:
    before: list[tuple[str, str]] = []
    for number in range(count):
        if number % 20 == 19:
            title, body = before[int(chance.integers(0, len(before)))]
        else:
            role = int(chance.integers(0, len(roles)))
            wanted = sorted({names[place] for place in asked.drawn(chance, np.full(10, role)).tolist()})
            title, half = roles[role], len(wanted) // 2
            body = (
                f"{title}\nWe are looking for a {title} in {PLACES[number % len(PLACES)]}.\n\nRequirements\n"
                + "".join(f"- {name}\n" for name in wanted[:half])
                + "\nNice to have\n"
                + "".join(f"- Experience with {name}\n" for name in wanted[half:])
                + f"\nSalary: £{30 + number % 40},000 per year\n"
            )
            before.append((title, body))
        yield str(number + 1), title, f"{body}Posted: {LAST_DAY - timedelta(days=number % DAYS)}\n"
