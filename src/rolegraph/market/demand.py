"""What postings for a role ask for: shares with their intervals, levels, years, pay, beside the role's profile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.facts.labels import node, nodes
from rolegraph.facts.posting_index import NONE, Chosen, PostingIndex, choose, posting_index
from rolegraph.facts.requirements import also_asked
from rolegraph.facts.stated_demand import (
    UNCOUNTED,
    StatedCount,
    StatedDemandIndex,
    growth_of,
    stated_demand,
    stated_for,
)
from rolegraph.market.role_profile import RoleProfile
from rolegraph.model.demands import (
    Demand,
    DemandBasis,
    DemandedCapability,
    LeftOut,
    PayBand,
    PlaceCount,
    Share,
    Spread,
)
from rolegraph.model.nodes import Kind, Level, Necessity, Seniority, fold, node_iri, slug_of, slugify
from rolegraph.model.roles import Requirement
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rolegraph.facts.posting_index import Codes

LEAST_CONFIDENCE: Final = 0.5  # that a posting is for a role, for it to count
_Z: Final = 1.959964  # of the normal distribution, for 95 %
AS_IT_IS: Final = 0.02  # of postings that ask for alternatives in just that way, for these to be looked at


def find_demand(
    dataset: Dataset, role: str, *, since: str = "", place: str = "", confidence: float = LEAST_CONFIDENCE
) -> Demand:
    """What postings for a role ask for, beside what curated sources say that it requires.

    A capability counts once for each posting that asks for it, as the only way to meet a requirement or as one of
    several. It is in the role's profile where it meets one of the role's requirements by the rule of
    `facts.requirements`, or is broader than what does: a cloud platform by name, where cloud platforms are required,
    and the other way round. SourceError as for `posting_index`.

    Where somebody counted more postings for the role than the graph has, these speak; they cannot be narrowed to a time
    or a place.

    Copies of one advertisement count once. Postings are no sample of all jobs: intervals say how much chance there is
    in a share, not how much selection.
    """
    import numpy as np

    index = posting_index(dataset)
    chosen = choose(index, role, since=since, place=place, confidence=confidence)
    postings, stated = chosen.postings, stated_for(dataset, role)
    if stated is not None and stated.says.postings > len(postings) and not (since or place):
        return _counted_demand(dataset, role, stated, len(postings))
    days = index.posted[postings][index.posted[postings] > 0]
    first, last = (date.fromordinal(int(day)).isoformat() if len(days) else "" for day in _ends(days))
    profile = RoleProfile(dataset, role)
    asked, asking = _asked(index, chosen)
    capabilities = _capabilities(dataset, index, asked, asking, profile)
    places = {word: number for word, number in _counted(index, index.place[postings]).items() if word}
    ranks = np.bincount(index.seniority[postings], minlength=len(Seniority) + 1)
    return Demand(
        role=node(dataset, role),
        postings=len(postings),
        asking=asking,
        left_out=LeftOut(*chosen[1:]),
        dated=len(days),
        first=first,
        last=last,
        capabilities=capabilities,
        not_asked=profile.met_by_none({one.node.iri for one in capabilities}) if asking else (),
        curated=profile.recorded,
        years=spread(index.years[postings]),
        pay=tuple(_pay(index, postings)),
        places=tuple(PlaceCount(*count) for count in sorted(places.items(), key=lambda one: (-one[1], one[0]))),
        remote=_counted(index, index.remote[postings]),
        seniorities={str(rank): int(ranks[rank]) for rank in Seniority if ranks[rank]},
        also_asked=also_asked(dataset, role),
        unused=stated and stated.says,
    )


def _counted_demand(dataset: Dataset, role: str, stated: StatedCount, beside: int) -> Demand:
    """What somebody counted for a role; what fewer ask for than are stated is not known, and not said to be absent."""
    index, (row, counted) = stated_demand(dataset), stated
    profile, asking = RoleProfile(dataset, role), int(index.asking[row])
    options = _most_named(index, row)
    places = {index.capabilities[capability]: option for capability, option in options.items()}
    found = (
        DemandedCapability(
            node=capability,
            asked_by=share_of(int(index.named[option]), asking),
            essential=None if index.essential[option] == UNCOUNTED else int(index.essential[option]),
            alone=int(index.alone[option]),
            level=Level(int(index.level[option])) if index.level[option] else None,
            standing=profile.standing(capability.iri),
            growth=growth_of(index.growths[option]),
        )
        for capability in nodes(dataset, places)
        for option in (places[capability.iri],)
    )
    return Demand(
        role=node(dataset, role),
        postings=counted.postings,
        asking=asking,
        first=counted.counted.first,
        last=counted.counted.last,
        capabilities=tuple(sorted(found, key=lambda one: -one.asked_by.postings)),
        not_asked=profile.met_by_none(set(places)) if asking else (),
        curated=profile.recorded,
        also_asked=also_asked(dataset, role),
        counted=counted,
        beside=beside,
    )


def _most_named(index: StatedDemandIndex, row: int) -> dict[int, int]:
    """For each capability that a count has by itself the option; of two that mappings made one, that of most."""
    options = sorted(range(index.first[row], index.first[row + 1]), key=lambda option: int(index.named[option]))
    return {min(any_of): option for option in options if len(any_of := index.any_of(option)) == 1}


def _ends(days: Codes) -> tuple[int, int]:
    return (int(days.min()), int(days.max())) if len(days) else (0, 0)


def _counted(index: PostingIndex, codes: Codes) -> dict[str, int]:
    """How often each text is said, the most frequent first."""
    import numpy as np

    counts = np.bincount(codes[codes > 0], minlength=1)
    said = sorted(
        ((int(counts[code]), index.texts[code]) for code in np.flatnonzero(counts)), key=lambda one: (-one[0], one[1])
    )
    return {text: number for number, text in said}


class _Asked(NamedTuple):
    """What postings ask for, each thing once a posting.

    Whether it is essential, asked for by itself, and open to related fields (0 or 1); the level, and years.
    """

    what: Codes
    essential: Codes
    alone: Codes
    related: Codes
    level: Codes
    years: Codes

    @classmethod
    def once(cls, index: PostingIndex, requirements: Codes, what: Codes) -> _Asked:
        """What some requirements ask for; of the same thing in the same posting the greatest of each part."""
        import numpy as np

        alone = (index.starts[requirements + 1] - index.starts[requirements] == 1).astype(np.int64)
        columns = index.essential, index.related, index.level, index.years_of
        essential, related, level, years = (column[requirements] for column in columns)
        parts = essential, alone, related, level, years
        keys = index.owner[requirements] * (int(what.max(initial=0)) + 1) + what
        order = np.argsort(keys, kind="stable")
        begins = np.flatnonzero(np.diff(keys[order], prepend=-1))
        greatest = [np.maximum.reduceat(part[order], begins) if len(begins) else part[:0] for part in parts]
        return cls(what[order][begins], *greatest)


def _requirements_of(index: PostingIndex, chosen: Chosen) -> Codes:
    """The requirements of some postings, by number."""
    import numpy as np

    wanted = np.zeros(len(index.seniority), dtype=bool)
    wanted[chosen.postings] = True
    return np.flatnonzero(wanted[index.owner])


def _asked(index: PostingIndex, chosen: Chosen) -> tuple[_Asked, int]:
    """The capabilities that some postings ask for, and how many of these ask for anything."""
    requirements = _requirements_of(index, chosen)
    rows, options = _spread_out(requirements, index.starts, index.options)
    return _Asked.once(index, rows, options), len(set(index.owner[requirements].tolist()))


def _spread_out(rows: Codes, starts: Codes, members: Codes) -> tuple[Codes, Codes]:
    """Each row once for each of its members, and these."""
    import numpy as np

    lengths = starts[rows + 1] - starts[rows]
    repeated = np.repeat(rows, lengths)
    within = np.arange(len(repeated)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return repeated, members[starts[repeated] + within]


def share_of(postings: int, of: int) -> Share:
    """A share with Wilson's interval, which holds for few postings and shares near 0 and 1 as well."""
    if not of:
        return Share(0, 0, 0.0, 1.0)
    share, square = postings / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    low = 0.0 if postings == 0 else max(0.0, middle - half)
    return Share(postings, of, low, 1.0 if postings == of else min(1.0, middle + half))


def spread(values: NDArray[np.int64]) -> Spread | None:
    """The median and the ends of what is stated; None where nothing is."""
    import numpy as np

    stated = values[values != NONE]
    return Spread(len(stated), float(np.median(stated)), int(stated.min()), int(stated.max())) if len(stated) else None


def _pay(index: PostingIndex, postings: Codes) -> Iterator[PayBand]:
    """Pay by seniority, currency and period: whatever is the same in these is compared, and nothing is converted."""
    import numpy as np

    paying = postings[(index.pay_low[postings] != NONE) | (index.pay_high[postings] != NONE)]
    low, high = index.pay_low[paying], index.pay_high[paying]
    low, high = np.where(low == NONE, high, low), np.where(high == NONE, low, high)
    bands = np.stack([index.seniority[paying], index.currency[paying], index.period[paying]], axis=1)
    kinds, places = np.unique(bands, axis=0, return_inverse=True)
    found: dict[tuple[int, str, str], list[int]] = {}
    for number, (rank, currency, period) in enumerate(kinds):
        key = int(rank), index.texts[currency], index.texts[period] or "year"
        found.setdefault(key, []).append(number)
    for (rank, currency, period), numbers in sorted(found.items()):
        inside = np.isin(places.reshape(-1), numbers)
        middle = float(np.median((low[inside] + high[inside]) / 2))
        pay = Spread(int(inside.sum()), middle, int(low[inside].min()), int(high[inside].max()))
        yield PayBand(Seniority(rank) if rank else None, currency, period, pay)


def _capabilities(
    dataset: Dataset, index: PostingIndex, asked: _Asked, asking: int, profile: RoleProfile
) -> tuple[DemandedCapability, ...]:
    import numpy as np

    number = len(index.capabilities)
    counts, essential, alone = (
        np.bincount(asked.what, weights=weights, minlength=number).astype(np.int64)
        for weights in (None, asked.essential, asked.alone)
    )
    steps = len(Level) + 1
    levels = np.bincount(asked.what * steps + asked.level, minlength=number * steps).reshape(number, steps)
    years = {what: spread(asked.years[asked.what == what]) for what in set(asked.what[asked.years != NONE].tolist())}
    places = {index.capabilities[place]: int(place) for place in np.flatnonzero(counts)}
    found = (
        DemandedCapability(
            node=capability,
            asked_by=share_of(int(counts[place]), asking),
            essential=int(essential[place]),
            alone=int(alone[place]),
            level=middle_level(levels[place]),
            levels={str(level): int(levels[place, level]) for level in Level if levels[place, level]},
            years=years.get(place),
            standing=profile.standing(capability.iri),
        )
        for capability in nodes(dataset, places)
        for place in (places[capability.iri],)
    )
    return tuple(sorted(found, key=lambda one: -one.asked_by.postings))


def middle_level(counts: Codes) -> Level | None:
    """The median of levels, the lower of two, where it is counted how many are of each rank; None where none is."""
    stated = [int(number) for number in counts[1:]]
    middle, passed = (sum(stated) + 1) // 2, 0
    for level, number in zip(Level, stated, strict=True):
        passed += number
        if middle and passed >= middle:
            return level
    return None


def demanded_requirements(dataset: Dataset, role: str, share: float) -> tuple[tuple[Requirement, ...], DemandBasis]:
    """What at least such a share of postings for a role ask for, as requirements that a plan can be made for.

    A posting that asks for Python also asks for "Python or R", as far as it goes: alternatives count together with
    whatever is stricter. Where something stricter is asked for often enough, it takes the place of the alternatives. A
    requirement is essential where a large enough share calls it so, and otherwise preferred; its level is the median of
    those that are stated, and it is open to related fields where half of the postings are. What somebody counted speaks
    as in `find_demand`. RolegraphError where no posting is for the role, or nothing is asked for so often.
    """
    stated, counted = stated_for(dataset, role), None
    chosen = choose(posting_index(dataset), role, confidence=LEAST_CONFIDENCE)
    if stated is not None and stated.says.postings > len(chosen.postings):
        (asking, asked_for), counted = _counted_options(dataset, stated.row), stated.says.counted
    else:
        asking, asked_for = _posted_options(dataset, chosen)
    name = node(dataset, role).label
    if not asking:
        raise RolegraphError(f"no posting for {name} says what it asks for: read some with `rolegraph ingest`")
    basis = DemandBasis(share, asking, counted)
    often = [one for one in asked_for if one.postings >= share * asking]
    if not often:
        most = max((one.postings for one in asked_for), default=0) / asking
        problem = f"nothing is asked for by {share:.0%} of {asking:,} postings for {name}"
        raise RolegraphError(f"{problem}: the most is by {most:.0%}, so give a lower --share")
    found = []
    for one in often:
        is_essential = one.essential >= share * asking
        stricter = (other for other in often if other.any_of < one.any_of)
        if any(other.essential >= share * asking or not is_essential for other in stricter):
            continue
        any_of = nodes(dataset, one.any_of)
        necessity = Necessity.ESSENTIAL if is_essential else Necessity.PREFERRED
        names = f"demand--{slug_of(role)}--{slugify('-or-'.join(option.slug for option in any_of))}"
        iri = node_iri(Kind.REQUIREMENT, names)
        requirement = Requirement(iri, any_of, necessity, one.level, open_to_related=one.related)
        found.append((not is_essential, -one.postings, fold(requirement.label), requirement))
    return tuple(requirement for *_, requirement in sorted(found)), basis


class _AskedOption(NamedTuple):
    """Alternatives that postings ask for, or for less choice: by how many, and how."""

    any_of: frozenset[str]
    postings: int
    essential: float
    level: Level | None
    related: bool = False


def _counted_options(dataset: Dataset, row: int) -> tuple[int, list[_AskedOption]]:
    """What somebody counted for a role, of how many that ask for anything.

    Of those that ask for a capability by itself as many are taken to call it essential as of all that name it; where
    that was not counted it is essential, as what a posting asks for is unless that calls it preferred.
    """
    index, found = stated_demand(dataset), []
    for option in range(index.first[row], index.first[row + 1]):
        any_of = frozenset(index.capabilities[one] for one in index.any_of(option))
        named, essential = int(index.named[option]), int(index.essential[option])
        essential = named if essential == UNCOUNTED else essential
        postings = int(index.alone[option]) if len(any_of) == 1 else named
        level = Level(int(index.level[option])) if index.level[option] else None
        found.append(_AskedOption(any_of, postings, essential * postings / named, level))
    return int(index.asking[row]), found


def _posted_options(dataset: Dataset, chosen: Chosen) -> tuple[int, list[_AskedOption]]:
    """What postings of the graph ask for, of how many that ask for anything."""
    import numpy as np

    index = posting_index(dataset)
    requirements = _requirements_of(index, chosen)
    if not len(requirements):
        return 0, []
    asking = len(np.unique(index.owner[requirements]))
    known: dict[frozenset[int], int] = {}
    options = (index.options[index.starts[one] : index.starts[one + 1]].tolist() for one in requirements)
    as_asked = np.array([known.setdefault(frozenset(some), len(known)) for some in options])
    kinds = list(known)
    once = np.unique(index.owner[requirements] * len(kinds) + as_asked) % len(kinds)
    often = np.bincount(once, minlength=len(kinds)) >= AS_IT_IS * asking
    several = [one for one, any_of in enumerate(kinds) if often[one] and len(any_of) > 1]
    wider = [
        [*([place] if len(any_of) == 1 else []), *(other for other in several if any_of <= kinds[other])]
        for place, any_of in enumerate(kinds)
    ]
    starts = np.cumsum([0, *map(len, wider)])
    _, what = _spread_out(as_asked, starts, np.array([one for some in wider for one in some], dtype=np.int64))
    rows = np.repeat(requirements, (starts[1:] - starts[:-1])[as_asked])
    asked = _Asked.once(index, rows, what)
    steps, number = len(Level) + 1, len(kinds)
    postings = np.bincount(asked.what, minlength=number)
    essential, related = (np.bincount(asked.what, one, minlength=number) for one in (asked.essential, asked.related))
    levels = np.bincount(asked.what * steps + asked.level, minlength=number * steps).reshape(-1, steps)
    found = [
        _AskedOption(
            frozenset(index.capabilities[option] for option in any_of),
            int(postings[place]),
            float(essential[place]),
            middle_level(levels[place]),
            bool(2 * related[place] >= postings[place]),
        )
        for place, any_of in enumerate(kinds)
    ]
    return asking, found
