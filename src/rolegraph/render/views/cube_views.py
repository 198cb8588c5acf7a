"""What tables of postings ask for, on a screen: which postings count, then what is most asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from rolegraph.model.demand_tables import DemandRow, DemandTable, PayQuantiles
from rolegraph.model.demands import FEW_POSTINGS, Share
from rolegraph.model.posting_counts import Growth
from rolegraph.render.text import NOTHING, Block, Heading, Table, Text, counted, level

_SHOWN: Final = 20  # rows of a table
_MONTHS: Final = 60  # rows of a table of months
_NAMED: Final = 3  # capabilities in a cell
_UNKNOWN: Final = 3  # names in a sentence
_COLUMNS: Final = 6  # in a sentence
_GROWTH: Final = "Growth, %"
_RIGHT: Final = frozenset({"Postings", "Share", "idf", "Essential"})


def demand_table_blocks(table: DemandTable, everything: bool = False) -> Iterator[Block]:
    """Which postings count, and what they ask for: the beginning of it, or `everything`."""
    of_role = f" for {table.role.label}" if table.role else ""
    yield Heading(f"What postings{of_role} ask for, by {', '.join(table.by)}", 1)
    yield from _about(table)
    if not table.rows:
        yield from _nothing(table)
        return
    if _is_by_role(table):
        yield from _by_role(table, everything)
    else:
        yield from _plainly(table, everything)
    yield from _remarks(table)


def _is_by_role(table: DemandTable) -> bool:
    return table.role is None and set(table.by) == {"role", "capability"} and bool(table.roles)


def unread_columns(names: Sequence[str]) -> str:
    """Which columns of a table are not read."""
    more = f" and {len(names) - _COLUMNS:,} more" if len(names) > _COLUMNS else ""
    return f"Columns that are not read: {', '.join(name[:40] for name in names[:_COLUMNS])}{more}."


def _about(table: DemandTable) -> Iterator[Block]:
    """How many postings count, of which days, and what is not known of them."""
    totals = table.totals
    said = counted(totals.postings, "posting")
    if totals.asking < totals.postings:
        said += f", of which {totals.asking:,} say what they ask for"
    if totals.first:
        said += f", {totals.first}" + (f" to {totals.last}" if totals.last != totals.first else "")
    reasons = (
        (totals.copies, "copies of others"),
        (totals.other_time, "of another time, or without a date"),
        (totals.other_place, "elsewhere"),
        (totals.other_seniority, "of another seniority, or of none"),
    )
    left = [f"{number:,} {reason}" for number, reason in reasons if number]
    yield Text(f"{said}." + (f" Left out: {'; '.join(left)}." if left else ""))
    unsaid = (
        (totals.undated, "without a date, in no month and in no growth"),
        (totals.without_role, "without a role"),
        (totals.unsure, "not surely for the role they name"),
    )
    if missing := [f"{number:,} {what}" for number, what in unsaid if number]:
        roles = "; neither counts for any role" if totals.without_role and totals.unsure else ""
        yield Text(f"Among these: {'; '.join(missing)}{roles}.")
    if table.unread:
        yield Text(unread_columns(table.unread), quiet=True)
    if table.role and table.roles:
        growth = table.roles[0].growth
        grown = f"; over a year, {growth.words}" if growth else ""
        of_role = table.roles[0].asked_by
        yield Text(
            f"For {table.role.label}: {counted(of_role.postings, 'posting')}, {_percent(of_role)} of all{grown}."
        )


def _nothing(table: DemandTable) -> Iterator[Block]:
    if table.combinations:
        yield Text(
            f"Nothing rests on {table.least:,} postings or more, of {table.combinations:,} rows; see --min-support."
        )
    elif table.role:
        yield Text(f"No posting that counts is for {table.role.label}.")
    else:
        yield Text("None of them asks for anything that the graph knows.")


def _nothing_often(table: DemandTable) -> str:
    """What stands where nothing of a role is shown: it may be that there is nothing, or that all of it is rare."""
    return f"nothing in {table.least:,} postings"


def _by_role(table: DemandTable, everything: bool) -> Iterator[Block]:
    """The roles with most postings, and what these ask for most."""
    found = {role: list(rows) for role, rows in groupby(table.rows, key=lambda row: row.role)}
    rows = []
    for one in table.roles:
        asked = found.get(one.role, [])
        named = [f"{row.capability.label} {_percent(row.asked_by)}" for row in asked if row.capability]
        shown = named if everything else named[:_NAMED]
        label = one.role.label if one.role else NOTHING
        rows.append(
            (label, f"{one.asked_by.postings:,}", _growth(one.growth), ", ".join(shown) or _nothing_often(table))
        )
    yield Heading(f"The {len(rows)} roles with most postings" if len(rows) < table.roles_counted else "Roles")
    yield Table(("Role", "Postings", _GROWTH, "They ask for"), rows, _RIGHT).filled
    if more := table.roles_counted - len(rows):
        cure = "--role shows one, -o FILE.parquet has all"
        yield Text(f"{counted(more, 'role')} more with {table.least:,} postings or more; {cure}", quiet=True)


def _plainly(table: DemandTable, everything: bool) -> Iterator[Block]:
    """Rows as they are, with the columns of what they are counted by."""
    names = [name for name in table.by if not (name == "role" and table.role)]
    of_capabilities = "capability" in table.by
    columns = _ASKED if of_capabilities and len(names) == 1 else _ASKED_SHORT if of_capabilities else _COUNTED
    shown = table.rows if everything else table.rows[: _MONTHS if names == ["month"] else _SHOWN]
    rows = [(*_names(row, names), *(value(row) for value in columns.values())) for row in shown]
    one_group = of_capabilities and all(name == "capability" for name in names) and bool(shown)
    title = "Asked for" if of_capabilities else "Postings"
    yield Heading(f"{title}, of {shown[0].asked_by.of:,} that ask for anything" if one_group else title)
    yield Table((*(name.capitalize() for name in names), *columns), rows, _RIGHT).filled
    if more := table.supported - len(rows):
        cure = "-o FILE.parquet has all" if everything else "--all shows more, -o FILE.parquet has all"
        yield Text(f"{more:,} more; {cure}", quiet=True)
    if few := table.combinations - table.supported:
        yield Text(f"{few:,} more rest on fewer than {table.least:,} postings (--min-support).", quiet=True)
    same = [name for name in table.by if name != "role"]
    if of_capabilities and len(names) > 1:
        groups = " and ".join(name for name in names if name != "capability")
        yield Text(f"Asked by: of the postings of the same {groups} that ask for anything.", quiet=True)
    elif "role" in table.by and same and not of_capabilities:
        yield Text(f"Share: of all postings of the same {' and '.join(same)}, those for the role.", quiet=True)


def _names(row: DemandRow, names: Sequence[str]) -> Iterable[str]:
    for name in names:
        value = getattr(row, name)
        yield (value.label if hasattr(value, "label") else value) or NOTHING


def _percent(share: Share) -> str:
    return f"{share.share:.0%}" if share.share >= 0.01 else f"{share.share:.1%}"


def _with_interval(share: Share) -> str:
    digits = 0 if share.share >= 0.01 else 1
    return f"{_percent(share)} ({100 * share.low:.{digits}f} to {100 * share.high:.{digits}f})"


def _pay(pay: PayQuantiles | None) -> str:
    """The middle half of what is offered, where enough state it."""
    if pay is None or pay.postings < FEW_POSTINGS:
        return NOTHING
    per = "an hour" if pay.period == "hour" else f"a {pay.period}"
    return f"{pay.low:,.0f} to {pay.high:,.0f} {pay.currency} {per}".replace("  ", " ")


def _growth(growth: Growth | None) -> str:
    """The interval in percent, with the middle where it is sure that a share grew or shrank."""
    if growth is None or growth.low == growth.high:  # all postings, in either year
        return NOTHING
    middle = f"{100 * growth.change:+.0f} " if growth.is_sure else ""
    return f"{middle}({100 * growth.low:+.0f} to {100 * growth.high:+.0f})"


_ASKED_SHORT: Final[dict[str, Callable[[DemandRow], str]]] = {
    "Asked by": lambda row: _with_interval(row.asked_by),
    "idf": lambda row: NOTHING if row.idf is None else f"{row.idf:.1f}",
    _GROWTH: lambda row: _growth(row.growth),
}
_ASKED: Final = {
    **_ASKED_SHORT,
    "Essential": lambda row: NOTHING if row.essential is None else f"{row.essential / row.asked_by.postings:.0%}",
    "Level": lambda row: level(row.level),
    _GROWTH: _ASKED_SHORT[_GROWTH],
}
_COUNTED: Final[dict[str, Callable[[DemandRow], str]]] = {
    "Postings": lambda row: f"{row.asked_by.postings:,}",
    "Share": lambda row: _percent(row.asked_by),
    "Pay": lambda row: _pay(row.pay),
    _GROWTH: lambda row: _growth(row.growth),
}


def _remarks(table: DemandTable) -> Iterator[Block]:
    """What the numbers mean, and what was left out."""
    of_roles = _is_by_role(table)
    shown = (*table.rows, *(table.roles if set(table.by) == {"role", "capability"} else ()))
    if table.years and any(row.growth for row in shown):
        (first, last), (start, end) = table.years
        over = f"the share from {first} to {last} over that from {start} to {end}, less one"
        yield Text(
            f"Growth: {over}: its interval at 95 %, and before it the growth itself where that is sure; nothing where "
            "too few postings say.",
            quiet=True,
        )
    if table.unknown:
        names = ", ".join(f"{one.name!r} ({one.rows:,} rows)" for one in table.unknown[:_UNKNOWN])
        more = f" and {len(table.unknown) - _UNKNOWN:,} more" if len(table.unknown) > _UNKNOWN else ""
        yield Text(f"Names that the graph does not know, left out: {names}{more}.")
    if "capability" in table.by:
        idf = "" if of_roles else "idf: ln(1 + all postings / those that ask for it), high for what few ask for. "
        yield Text(
            f"{idf}Postings are no sample of all jobs: an interval says how much chance there is in a share, not how "
            "they were chosen.",
            quiet=True,
        )
