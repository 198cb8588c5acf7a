"""The page of a role as HTML: a head with what matters, a list of contents, and sections that fold.

It is read without scripts as well; they keep in the address what is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby
from typing import Final

from rolegraph.model.demands import FEW_POSTINGS, Demand, DemandedCapability, ProfileStanding
from rolegraph.model.mappings import taxonomy_of
from rolegraph.model.nodes import Kind
from rolegraph.model.observations import percent
from rolegraph.model.roles import Role
from rolegraph.render.figures.looks import LOOKS
from rolegraph.render.figures.page import Parts, as_html, document
from rolegraph.render.figures.role_page.nearby_roles import NearGroup, NearRole, ShownMove, ShownMoves
from rolegraph.render.figures.role_page.role_facts import (
    CitedLine,
    RequirementTheme,
    RoleFacts,
    ShownRequirement,
    ToolCategory,
    passages,
)
from rolegraph.render.figures.scene import Fact, SourceLink
from rolegraph.render.text import Block, Heading, Table, counted
from rolegraph.render.text.layout import to_html
from rolegraph.render.views.node_views import counted_blocks, mapping_blocks

_NAMES: Final = 8  # other names that are shown before the rest is folded
_ITEMS: Final = 8  # of a theme or a list before the rest is folded
_ALONE: Final = 16  # of a single theme, which has two columns for itself
_FIRST: Final = 3  # tools of a folded category that are named
_ROLES: Final = 6  # of a group before the rest is folded
_CATEGORIES: Final = 12  # of tools before the rest is folded
_SHARE: Final = 0.1  # of postings that ask for something: below, it is not listed
_DEMANDED: Final = 15  # capabilities of postings before the rest is folded
_LONG: Final = 70  # characters of a fact that takes two places
_WEB: Final = ("https://", "http://")

Section = tuple[str, Kind, str, str]  # its name in the address, what it is of, its title, and its HTML


def role_html(facts: RoleFacts, language: str) -> str:
    """The page of a role."""
    sections = [section for section in _sections(facts) if section[-1]]
    contents = "".join(f'<li><a href="#{name}">{as_html(title)}</a></li>' for name, _, title, _ in sections)
    body = "".join(
        f'<section id="{name}" tabindex="-1" aria-labelledby="{name}-title">'
        f'<h2 id="{name}-title">{_sign(kind)}{as_html(title)}</h2>{inner}</section>\n'
        for name, kind, title, inner in sections
    )
    tools = '<button type="button" id="unfold">Open all</button>' if "<details" in body else ""
    return document(
        Parts(
            title=facts.role.node.label,
            body=(
                f'<main class="role">{_head(facts)}<div class="columns"><nav aria-label="Contents"><ul>{contents}</ul>'
                f'<div class="toolbar" hidden>{tools}</div></nav>\n<div class="sections">{body}</div></div></main>\n'
            ),
            language=language,
            styles=("role",),
            scripts=("role",),
        )
    )


def _sections(facts: RoleFacts) -> Iterator[Section]:
    role, numbers = facts.role, count(1)
    yield "tasks", Kind.RESPONSIBILITY, "What the work is", _list(facts.responsibilities, numbers)
    yield "requirements", Kind.SKILL, "What it asks for", _requirements(facts, numbers)
    credentials = _asked_list(facts.credentials, numbers)
    yield "credentials", Kind.DEGREE, "Degrees, certificates and licences", credentials
    yield "tools", Kind.TOOL, f"Tools in use ({len(role.tools):,})", _tools(facts.tools, numbers)
    yield "postings", Kind.POSTING, "What postings ask for", _demand(facts.demand, numbers)
    yield "texts", Kind.SOURCE, "Also asked for, by texts", _also_asked(role)
    yield "near", Kind.ROLE, "Roles near this one", _near(facts, numbers)
    yield "moves", Kind.ROLE, _moves_title(facts.went), _moves(facts.went, numbers)
    yield "arrivals", Kind.ROLE, "Where people came from", _moves(facts.came, numbers)
    yield "counts", Kind.OUTLOOK, "Employment, pay and outlook", _counts(facts)
    mappings = _blocks("Mappings", mapping_blocks(role.mappings, everything=True))
    yield "mappings", Kind.SOURCE, "The same in other sources", mappings
    yield "industries", Kind.INDUSTRY, "Industries", _list(facts.industries, numbers)
    yield "tips", Kind.TIP, "Tips for getting started", _list(facts.tips, numbers)
    yield "sources", Kind.SOURCE, "Sources", _sources(facts.sources)


def _sign(kind: Kind) -> str:
    path = f'<path d="{LOOKS[kind].path}" transform="scale(11)"></path>'
    return f'<svg class="sign {kind}" viewBox="-16 -16 32 32" aria-hidden="true">{path}</svg>'


def _head(facts: RoleFacts) -> str:
    """Names, codes, what the role is in the words of its sources, and what matters at a glance."""
    role = facts.role
    parts = []
    words = taxonomy_of(role.node.iri) if facts.address else ""
    shown = [_link(words, facts.address)] if words else []
    shown += [f"code {as_html(code)}" for code in facts.codes if code not in words]
    shown += [f"filed under {as_html(group)}" for group in facts.filed_under]
    if shown:
        parts.append(f'<p class="codes">{" · ".join(shown)}</p>')
    for definition in role.definitions:
        source = f'<span class="note">{as_html(definition.source.label)}</span>'
        parts.append(f'<p class="definition">{as_html(definition.text)} {source}</p>')
    if role.other_names:
        parts.append(_other_names(role.other_names))
    if facts.recorded:
        parts.append(f'<p class="warning">{as_html(facts.recorded)}</p>')
    rows = "".join(_fact(fact) for fact in facts.facts)
    if rows:
        parts.append(f'<dl class="facts">{rows}</dl>')
    if facts.missing:
        parts.append(f'<p class="note">Not recorded: {as_html(", ".join(facts.missing))}.</p>')
    return f'<div class="head">{"".join(parts)}</div>\n'


def _fact(fact: Fact) -> str:
    texts = "".join(f"<dd>{as_html(text)}</dd>" for text in fact.texts)
    is_long = ' class="long"' if sum(map(len, fact.texts)) > _LONG else ""
    return f"<div{is_long}><dt>{as_html(fact.term)}</dt>{texts}</div>"


def _other_names(names: Sequence[str]) -> str:
    first = as_html(", ".join(names[:_NAMES]))
    if len(names) <= _NAMES:
        return f'<p class="names">Also called: {first}</p>'
    rest = as_html(", ".join(names[_NAMES:]))
    more = f"{len(names) - _NAMES:,} more"
    line = f'Also called: {first} <span class="more">and {more}</span>'
    return f'<details id="names" class="names"><summary>{line}</summary><p>{rest}</p></details>'


# ---- what is asked for ----


def _requirements(facts: RoleFacts, numbers: Iterator[int]) -> str:
    """Themes, below the sort that they are of, with a legend of the levels."""
    if not facts.themes:
        return ""
    parts = [_legend(facts)]
    for sort, themes in groupby(facts.themes, key=lambda theme: theme.sort):
        members = list(themes)
        total = sum(len(theme.asked) for theme in members)
        if sort:
            parts.append(f"<h3>{as_html(sort)} <small>{total:,}</small></h3>")
        most = _ITEMS if len(members) > 1 else _ALONE
        cards = "".join(_theme(theme, numbers, "h4" if sort else "h3", most) for theme in members)
        parts.append(f'<div class="{"themes" if len(members) > 1 else "themes alone"}">{cards}</div>')
    if facts.together:
        parts.append(f'<p class="note">Who says so: {as_html(facts.together)}.</p>')
    return "".join(parts)


def _legend(facts: RoleFacts) -> str:
    words = []
    if any(one.level for one in facts.asked):
        levels = ("familiar", "working", "proficient", "expert")
        words += [f"<li>{_marks(number)} {word}</li>" for number, word in enumerate(levels, start=1)]
        if not all(one.level for theme in facts.themes for one in theme.asked):
            words.append("<li>without marks: level not recorded</li>")
    if any(not one.essential for one in facts.asked):
        words.append('<li><span class="optional">nice to have</span> not essential</li>')
    return f'<ul class="legend" aria-label="Legend">{"".join(words)}</ul>' if words else ""


def _marks(level: int) -> str:
    bars = "".join(f'<i class="{"full" if bar <= level else ""}"></i>' for bar in range(1, 5))
    return f'<span class="level" aria-hidden="true">{bars}</span>'


def _theme(theme: RequirementTheme, numbers: Iterator[int], heading: str, most: int) -> str:
    title = f"<{heading}>{as_html(theme.title)}</{heading}>" if theme.title else ""
    return f'<div class="theme">{title}{_asked_list(theme.asked, numbers, most)}</div>'


def _asked_list(asked: Sequence[ShownRequirement], numbers: Iterator[int], most: int = _ITEMS) -> str:
    return _folded([_asked(one, numbers) for one in asked], numbers, "asks", most)


def _asked(one: ShownRequirement, numbers: Iterator[int]) -> str:
    level = f"{_marks(one.level)} {one.level}" if one.level else ""
    standing = f'<span class="optional">{as_html(one.standing)}</span>' if one.standing else ""
    beside = " ".join(filter(None, (level, standing)))
    examples = f' <span class="note">such as {as_html(", ".join(one.examples))}</span>' if one.examples else ""
    name = f'<span class="name">{as_html(one.label)}{examples}</span>'
    line = f'{name}<span class="beside">{beside}</span>'
    mark = "essential" if one.essential else "preferred"
    if not one.facts:
        return f'<li class="{mark}"><div class="line">{line}</div></li>'
    rows = "".join(map(_fact, one.facts))
    return f'<li class="{mark}"><details id="d{next(numbers)}"><summary>{line}</summary><dl>{rows}</dl></details></li>'


def _folded(items: Sequence[str], numbers: Iterator[int], name: str, most: int = _ITEMS) -> str:
    """A list, of which what is beyond some items is folded, unless that is one alone."""
    if not items:
        return ""
    if len(items) <= most + 1:
        return f'<ul class="{name}">{"".join(items)}</ul>'
    first, rest = "".join(items[:most]), "".join(items[most:])
    more = f"{len(items) - most:,} more"
    return (
        f'<ul class="{name}">{first}</ul>'
        f'<details id="d{next(numbers)}" class="rest"><summary>{more}</summary><ul class="{name}">{rest}</ul></details>'
    )


# ---- tools, tasks and other lists ----


def _tools(categories: Sequence[ToolCategory], numbers: Iterator[int]) -> str:
    items = [_category(category, numbers) for category in categories]
    if not items:
        return ""
    is_counted = any(tool.roles for category in categories for tool in category.tools)
    note = '<p class="note">The number is how many roles use it.</p>' if is_counted else ""
    return note + _folded(items, numbers, "categories", _CATEGORIES)


def _category(category: ToolCategory, numbers: Iterator[int]) -> str:
    """A category with its first tools in sight; one of a single tool does not fold."""
    title = as_html(category.title[:1].upper() + category.title[1:])
    tools = [_tool(tool.label, tool.roles, tool.note) for tool in category.tools]
    if len(tools) <= _FIRST:
        return f'<li><div class="line"><span class="category">{title}</span> <span>{"; ".join(tools)}</span></div></li>'
    first = "; ".join(tools[:_FIRST])
    rest = "".join(f"<li>{tool}</li>" for tool in tools[_FIRST:])
    more = f'<span class="more">and {len(tools) - _FIRST:,} more</span>'
    return (
        f'<li><details id="d{next(numbers)}"><summary><span class="category">{title}</span> '
        f"<span>{first} {more}</span></summary><ul>{rest}</ul></details></li>"
    )


def _tool(label: str, roles: int, note: str) -> str:
    tag = "strong" if note else "span"
    words = " · ".join(filter(None, (note, f"{roles:,}" if roles else "")))
    return f'<{tag} class="name">{as_html(label)}</{tag}> <span class="note">{as_html(words)}</span>'


def _list(items: Sequence[CitedLine], numbers: Iterator[int]) -> str:
    """Lines with their remarks; who says them is said once where that is the same for all."""
    together = {item.where for item in items}
    said = together.pop() if len(together) == 1 else ""
    lines = []
    for item in items:
        note = f' <span class="remark">{as_html(item.note)}</span>' if item.note else ""
        where = f' <span class="note">{as_html(item.where)}</span>' if not said and item.where else ""
        lines.append(f'<li><span class="name">{as_html(item.label)}</span>{note}{where}</li>')
    ending = f'<p class="note">{as_html(said)}</p>' if said else ""
    return _folded(lines, numbers, "lines") + ending if lines else ""


# ---- other roles ----


def _near(facts: RoleFacts, numbers: Iterator[int]) -> str:
    parts = [_group(group, numbers) for group in facts.groups]
    if not parts:
        return ""
    basis = "".join(f'<p class="note">{as_html(text)}</p>' for text in facts.nearest_basis)
    return f'<div class="near">{"".join(parts)}</div>{basis}'


def _group(group: NearGroup, numbers: Iterator[int]) -> str:
    items = [_near_role(one, numbers) for one in group.roles]
    title = f"<h3>{as_html(group.title)}</h3>" if group.title else ""
    return f"<div>{title}{_folded(items, numbers, 'roles', _ROLES)}</div>"


def _near_role(one: NearRole, numbers: Iterator[int]) -> str:
    """A role with how near it is, and folded why."""
    line = (
        f'<span class="name">{as_html(one.label)}</span><span class="beside">{as_html(one.tier)} {one.score:.2f}</span>'
    )
    shared = f"<p>Both ask for {as_html('; '.join(one.shared))}.</p>" if one.shared else ""
    takes = "".join(f'<p class="takes">{as_html(text)}.</p>' for text in one.takes)
    why = "".join(f"<p>{as_html(text)}</p>" for text in one.why)
    page = f"<p>{_link(*one.address)}</p>" if one.address[1] else ""
    return f'<li><details id="d{next(numbers)}"><summary>{line}{takes}</summary>{shared}{why}{page}</details></li>'


def _moves_title(went: ShownMoves) -> str:
    return "Where people are likely to go (an estimate)" if went.estimated else "Where people went"


def _moves(went: ShownMoves, numbers: Iterator[int]) -> str:
    """Shares as bars, the most first; what an estimate is made of is folded."""
    if not went.moves:
        return ""
    most = max(one.share for one in went.moves)
    items = [
        _share(_move(one, numbers, folds=went.estimated), one.share, most, percent(one.share)) for one in went.moves
    ]
    return f'<p class="note">{as_html(went.basis)}</p>{_folded(items, numbers, "shares", len(items))}'


def _move(one: ShownMove, numbers: Iterator[int], *, folds: bool) -> str:
    name, note = as_html(one.label), as_html(one.note)
    if not folds:
        return f'{name} <span class="note">{note}</span>'
    return f'<details id="d{next(numbers)}"><summary>{name}</summary><p class="note">{note}</p></details>'


def _share(name: str, share: float, most: float, words: str) -> str:
    """A line with a bar."""
    bar = f'<meter min="0" max="{most:.4g}" value="{share:.4g}" aria-hidden="true"></meter>'
    return f'<li><div class="name">{name}</div>{bar}<span>{as_html(words)}</span></li>'


# ---- what was counted, postings, sources ----


def _blocks(label: str, blocks: Iterable[Block]) -> str:
    """Blocks of a text view; a table, of that label, may scroll within itself. The section has its own heading."""
    shown = [block for block in blocks if not isinstance(block, Heading)]
    if not shown:
        return ""
    return "".join(
        f'<div class="wide" tabindex="0" role="region" aria-label="{label}">{to_html([block])}</div>'
        if isinstance(block, Table)
        else to_html([block])
        for block in shown
    )


def _counts(facts: RoleFacts) -> str:
    counted_of = _blocks("Employment and pay", counted_blocks(facts.role, everything=True))
    return counted_of + _blocks("Outlook", _outlook_blocks(facts.role))


def _outlook_blocks(role: Role) -> Iterator[Block]:
    """Forecasts of employment, with who makes them."""
    rows = [
        (
            "" if one.growth is None else f"{one.growth:+g} %",
            f"{one.start or '?'} to {one.end or '?'}" if one.start or one.end else "",
            one.authority,
            "; ".join(passages(one.evidence)),
        )
        for one in role.outlooks
    ]
    if rows:
        yield Table(("Growth of employment", "Period", "According to", "Source"), rows).filled


def _also_asked(role: Role) -> str:
    rows = [
        (one.requirement.label, f"{one.texts} of {counted(one.of, 'text')}", "used" if one.requirement.used else "")
        for one in role.also_asked
    ]
    return _blocks("What texts say", [Table(("Requirement", "By", "As"), rows).filled]) if rows else ""


def _demand(demand: Demand | None, numbers: Iterator[int]) -> str:
    """What share of postings ask for what, as bars, the most first."""
    if demand is None or not demand.asking:
        return ""
    days = f", {demand.first} to {demand.last}" if demand.first else ""
    few = " These are few: a share can be far off." if demand.asking < FEW_POSTINGS else ""
    items = [
        _share(_demanded(one), one.asked_by.share, 1.0, f"{one.asked_by.share:.0%}") for one in demand.asked_for(_SHARE)
    ]
    by = f", counted in {demand.counted.counted.words}" if demand.counted else days
    said = f"{counted(demand.asking, 'posting')}{by}.{few} A bar is the share of these that ask for it."
    return f'<p class="note">{as_html(said)}</p>{_folded(items, numbers, "shares", _DEMANDED)}'


def _demanded(one: DemandedCapability) -> str:
    """What postings ask for, and whether what is recorded of the role has it too."""
    is_new = one.standing in (ProfileStanding.ABSENT, ProfileStanding.TEXTS)
    return as_html(one.node.label) + (' <span class="note">not among what is recorded</span>' if is_new else "")


def _sources(sources: Sequence[SourceLink]) -> str:
    items = []
    for number, (title, where, url) in enumerate(sources, start=1):
        name = _link(title, url) if url.startswith(_WEB) else as_html(title)
        items.append(f'<li>[{number}] {name} <span class="note">{as_html(where)}</span></li>')
    return f'<ul class="sources">{"".join(items)}</ul>' if items else ""


def _link(words: str, url: str) -> str:
    return f'<a href="{as_html(url)}" rel="noopener noreferrer">{as_html(words)}</a>'
