"""People of random worlds as the rows that matching reads, and how one of them is matched by what answers for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st
from tests.mobility.people import levels_held, profile_of
from tests.worlds import World, dataset_of

from rolegraph.facts.requirements import terms_of
from rolegraph.market.acceptance import requirement_id
from rolegraph.market.match_kernel import MatchArrays, match_arrays
from rolegraph.market.match_rows import BestPeople, BestRoles, RankedPeople
from rolegraph.mobility.effort_columns import effort_matrix
from rolegraph.mobility.match import start_of
from rolegraph.model.nodes import Level
from rolegraph.model.plans import Gap, Profile, Standing
from rolegraph.planning.gap import find_gap, is_credential
from rolegraph.rdf.dataset import Dataset

Held = Mapping[int, Level]
Match = dict[str, Any]
SCHEMA = pa.schema([("person", pa.string()), ("place", pa.int32()), ("level", pa.int32())])


class Matched:
    """A world, ready to be matched with people."""

    def __init__(self, world: World) -> None:
        self.world, self.dataset = world, dataset_of(world)
        self.efforts = effort_matrix(self.dataset)
        self.arrays = match_arrays(self.dataset, self.efforts, range(len(self.efforts.roles)))

    def rows(self, people: Mapping[str, Held]) -> pa.Table:
        """People in the order of their names; what no role has anything to do with has no place."""
        place_of = self.efforts.place_of
        rows = [
            {"person": name, "place": place_of.get(self.world.capability(number)), "level": int(level)}
            for name, held in sorted(people.items())
            for number, level in sorted(held.items())
        ]
        return pa.Table.from_pylist(rows, SCHEMA)

    def profile(self, held: Held) -> Profile:
        """The same as `find_gap` takes it."""
        return profile_of(self.dataset, self.world, held)

    def scores(self, held: Held) -> dict[str, float]:
        """For each role what `nearest` gives it for somebody."""
        return dict(zip(self.efforts.roles, start_of(self.efforts, None, self.profile(held)).share, strict=True))


def crowds(world: World) -> st.SearchStrategy[dict[str, dict[int, Level]]]:
    """Some people by name."""
    return st.dictionaries(st.sampled_from("abcdefghij"), levels_held(world), max_size=6)


def best_roles(arrays: MatchArrays, rows: pa.Table, top: int = 3, size: int = 65_536) -> list[Match]:
    """The best roles of people, whose rows come so many at a time."""
    return _matches(BestRoles(arrays, top)(batches(rows, size)))


def best_people(arrays: MatchArrays, *parts: pa.Table, top: int = 3, size: int = 65_536) -> list[Match]:
    """The best people of roles, found in several places."""
    found = (batch for rows in parts for batch in BestPeople(arrays, top)(batches(rows, size)))
    return _matches(RankedPeople(arrays, top)(found))


def batches(rows: pa.Table, size: int) -> Iterator[pa.RecordBatch]:
    """Rows, so many at a time."""
    yield from rows.to_batches(max_chunksize=size)


def _matches(found: Iterator[pa.RecordBatch]) -> list[Match]:
    return [row for batch in found for row in batch.to_pylist()]


def standing_of(dataset: Dataset, profile: Profile, role: str) -> Match:
    """What the gap says of the essential requirements of a role, in the words of a match."""
    gap = find_gap(dataset, profile, role)
    missing = _ids(gap, Standing.MISSING, credentials=False)
    low, credentials = (_ids(gap, Standing.TOO_LOW), _ids(gap, Standing.MISSING, credentials=True))
    essential = [one for one in gap.assessments if one.requirement.essential]
    met = sum(one.standing is Standing.MET for one in essential)
    return {
        "essential": len(essential),
        "met": met,
        "too_low": len(low),
        "coverage": met / len(essential) if essential else None,
        "missing": missing,
        "to_raise": low,
        "credentials": credentials,
    }


def _ids(gap: Gap, standing: Standing, *, credentials: bool | None = None) -> list[str]:
    asked = [one.requirement for one in gap.select(standing) if one.requirement.essential]
    return sorted(requirement_id(terms_of(one)) for one in asked if credentials in (None, is_credential(one)))


def of_match(match: Match) -> Match:
    """The same of a match, for comparing."""
    sort: Sequence[str] = ("missing", "to_raise", "credentials")
    same: Sequence[str] = ("essential", "met", "too_low", "coverage")
    return {name: match[name] for name in same} | {name: sorted(match[name]) for name in sort}
