"""What postings ask for as tables: what most ask for, what the role's profile has that none does, pay and places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rolegraph.model.demands import FEW_POSTINGS, Demand, DemandedCapability, PayBand, Share, Spread
from rolegraph.model.plans import LearningPath
from rolegraph.render.text import (
    NOTHING,
    Block,
    Heading,
    Table,
    Text,
    asked,
    beginning,
    counted,
    level,
    section,
)

_NAMED: Final = 5  # capabilities in a sentence


def demand_blocks(demand: Demand, share: float = 0.5, everything: bool = False) -> Iterator[Block]:
    """What at least such a share of postings ask for, or `everything`, beside what the role requires."""
    yield Heading(f"What postings for {demand.role.label} ask for", 1)
    yield Text(_counted(demand))
    yield from _counted_elsewhere(demand)
    if not demand.postings:
        if not demand.left_out and demand.unused is None:
            yield Text("Read some with `rolegraph ingest`; each says which role it is for.")
        yield from _said_by_texts(demand, everything)
        return
    if demand.asking and demand.asking < FEW_POSTINGS:
        yield Text(f"These are few: a share can lie anywhere in its interval, and {FEW_POSTINGS} or more say more.")
    if demand.years:
        years = demand.years
        middle = "" if years.low == years.high else f", the median {years.median:g}"
        yield Text(f"Years of experience: {_range(years)}{middle}, stated by {counted(years.postings, 'posting')}.")
    yield from _asked_blocks(demand, share, everything)
    rows = [(asked(one), level(one.level), one.necessity.value) for one in beginning(demand.not_asked, everything)]
    title = f"In the profile, and asked for by none of {demand.asking:,}"
    if demand.counted is not None and (least := demand.counted.counted.least) > 1:
        title = f"In the profile, and not among what {least:,} or more of {demand.asking:,} ask for"
    yield from section(title, ("Requirement", "Level", "Necessity"), rows)
    yield from _more(len(demand.not_asked), len(rows))
    yield from _said_by_texts(demand, everything)
    common = beginning(sorted(demand.pay, key=lambda band: -band.pay.postings), everything)
    pay = [_pay(band) for band in demand.pay if band in common]
    yield from section("Pay", ("Seniority", "Pay", "Median", "Least", "Most", "Postings"), pay, _NUMBERS)
    yield from _more(len(demand.pay), len(pay))
    where = [(one.place, f"{one.postings:,}") for one in beginning(demand.places, everything)]
    yield from section("Where", ("Place", "Postings"), where, ["Postings"])
    yield from _more(len(demand.places), len(where))
    for title, counts in (("How", demand.remote), ("Seniority", demand.seniorities)):
        if counts:
            yield Text(f"{title}: {', '.join(f'{word} {number:,}' for word, number in counts.items())}.", quiet=True)


_NUMBERS: Final = ("Median", "Least", "Most", "Postings")


def _counted(demand: Demand) -> str:
    """How many postings are counted, from when, and how many are not."""
    if not demand.postings:
        found = f"No posting is for {demand.role.label}"
    else:
        found = counted(demand.postings, "posting")
        if demand.asking < demand.postings:
            found += f", of which {demand.asking:,} say what they ask for"
    if demand.dated:
        undated = demand.postings - demand.dated
        days = demand.first if demand.first == demand.last else f"{demand.first} to {demand.last}"
        found += f", {days}" + (f" ({undated:,} without a date)" if undated else "")
    reasons = (
        (demand.left_out.unsure, "not surely for this role"),
        (demand.left_out.other_time, "older, or without a date"),
        (demand.left_out.other_place, "elsewhere"),
        (demand.left_out.copies, "copies of others"),
    )
    left = [f"{number:,} {reason}" for number, reason in reasons if number]
    return f"{found}." + (f" Left out: {'; '.join(left)}." if left else "")


def _counted_elsewhere(demand: Demand) -> Iterator[Block]:
    """Who counted, and what is not added to that, as it may be of the same postings."""
    if (count := demand.counted) is not None:
        least = count.counted.least
        limit = f"; nothing is stated of what fewer than {least:,} speak for" if least > 1 else ""
        yield Text(f"Counted in {count.counted.words}{limit}.")
        if count.growth is not None:
            yield Text(f"Their share of all postings, against the year before: {count.growth.words}.")
    if demand.beside:
        own = counted(demand.beside, "posting")
        yield Text(f"The graph itself has {own} for this role: not added, as they may be among these.", quiet=True)
    if (unused := demand.unused) is not None:
        why = "not added, as these may be among them"
        if unused.postings > demand.postings:
            why = "they cannot be narrowed to a time or a place"
        yield Text(f"{unused.counted.words} counted {counted(unused.postings, 'posting')}: {why}.", quiet=True)


def _asked_blocks(demand: Demand, share: float, everything: bool) -> Iterator[Block]:
    shown = demand.capabilities if everything else demand.asked_for(share)
    if missing := demand.missing(share):
        names = [f"{one.node.label} ({one.asked_by.share:.0%})" for one in missing[:_NAMED]]
        more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
        yield Text(f"Asked for, not in the profile: {', '.join(names)}{more}.")
    if not demand.curated:
        yield Text("Nothing is recorded of this role to compare that with.", quiet=True)
    grows = any(one.growth for one in shown)
    # fits into 80 columns
    columns = ("Capability", "Asked by", "95 %", "Essential", "Level", "Years", "Growth", "In profile")
    rows = [_row(one, grows=grows) for one in shown]
    if rows:
        yield Heading("Asked for" if everything else f"Asked for by {share:.0%} or more of {demand.asking:,}")
        yield Table(columns, rows, frozenset({"Asked by"})).filled
    elif demand.asking:
        most = demand.capabilities[0]
        yield Text(
            f"Nothing is asked for by {share:.0%} or more; the most is {most.node.label}, by {_of(most.asked_by)}."
        )
    if grows and rows:
        yield Text("Growth: of the share, against the year before. Intervals are at 95 %.", quiet=True)
    if left := len(demand.capabilities) - len(rows):
        yield Text(f"{left:,} asked for less often; --all shows all", quiet=True)


def _row(one: DemandedCapability, *, grows: bool) -> tuple[str, ...]:
    """A row; beside a growth the interval of the share stands in brackets, for both to fit."""
    share = one.asked_by
    return (
        one.node.label,
        f"{share.share:.0%}" + (f" ({100 * share.low:.0f}-{100 * share.high:.0f})" if grows else ""),
        NOTHING if grows else f"{100 * share.low:.0f} to {share.high:.0%}",
        NOTHING if one.essential is None else f"{one.essential / share.postings:.0%}",
        level(one.level),
        NOTHING if one.years is None else _range(one.years),
        NOTHING if one.growth is None else one.growth.between,
        NOTHING if one.standing is None else one.standing.value,
    )


def _of(share: Share) -> str:
    return f"{share.share:.0%} of {share.of:,}"


def _range(spread: Spread) -> str:
    return f"{spread.low:g}" if spread.low == spread.high else f"{spread.low:g} to {spread.high:g}"


def _pay(band: PayBand) -> tuple[str, ...]:
    amounts = (f"{round(amount):,}" for amount in (band.pay.median, band.pay.low, band.pay.high))
    currency = " ".join(filter(None, (band.currency, f"a {band.period}" if band.period != "hour" else "an hour")))
    return (NOTHING if band.seniority is None else str(band.seniority), currency, *amounts, f"{band.pay.postings:,}")


def _more(count: int, shown: int) -> Iterator[Block]:
    if count > shown:
        yield Text(f"{count - shown:,} more; --all shows all", quiet=True)


def _said_by_texts(demand: Demand, everything: bool) -> Iterator[Block]:
    rows = [
        (asked(one.requirement), f"{one.texts} of {counted(one.of, 'text')}")
        for one in beginning(demand.also_asked, everything)
    ]
    yield from section("Also asked for, by texts", ("Requirement", "By"), rows)
    yield from _more(len(demand.also_asked), len(rows))


def basis_blocks(path: LearningPath) -> Iterator[Block]:
    """What a plan is for, where that is not the role's requirements."""
    if path.demand is not None:
        share, postings, source = path.demand
        few = " These are few." if postings < FEW_POSTINGS else ""
        by = f", counted in {source.words}" if source is not None else ""
        said = f"what postings ask for (at least {share:.0%} of {postings:,}{by}), and not for the role's requirements"
        yield Text(f"This plan is for {said}.{few}")
