"""O*NET's technologies, and its tools and machines, as tools that roles use.

A technology that the release marks as in demand for an occupation, because employers often name it in postings, is
also a preferred requirement. O*NET knows tools by their names alone: the same name in the same file is the same tool.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.scales import Necessity
from rolegraph.sources.imported import state_evidence, state_named, state_requirement
from rolegraph.sources.onet.tables import TECHNOLOGIES, TOOLS, of_occupations, role_iri
from rolegraph.vocabulary import RG, SKOS, Kind, node_iri, slugify

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download
    from rolegraph.store.stream import Stream

_COLUMNS: Final = ("Example", "Commodity Code", "Commodity Title")
_FLAGS: Final = ("Hot Technology", "In Demand")


class _Use(NamedTuple):
    code: str
    tool: str
    commodity: str
    hot: bool
    in_demand: bool


def read_tools(download: Download, stream: Stream, known: frozenset[str]) -> None:
    """State what occupations work with, by category of the United Nations' classification of products."""
    categories: dict[str, str] = {}
    for file, sort, flags in ((TECHNOLOGIES, "technology", _FLAGS), (TOOLS, "tool", ())):
        if file in download.names:
            uses = _uses(download, known, file, flags, categories)
            iris = _iris(sort, {use.tool for use in uses})
            _state(stream, uses, iris, state_evidence(stream, file))
    for commodity, title in categories.items():
        iri = _category_iri(commodity)
        state_named(stream, iri, Kind.CATEGORY, title)
        stream.string(iri, SKOS + "notation", commodity)


def _uses(
    download: Download, known: frozenset[str], file: str, flags: tuple[str, ...], categories: dict[str, str]
) -> list[_Use]:
    tally = download.tally
    uses: dict[_Use, None] = {}
    for line, (code, tool, commodity, title, *marks) in of_occupations(download, known, file, _COLUMNS, flags):
        if not tool:
            tally.misfit(file, line, "Example", "is empty", code)
        elif not (commodity.isascii() and commodity.isdigit() and title):
            tally.misfit(file, line, "Commodity Code", "is no number, or has no title", commodity)
        elif categories.setdefault(commodity, title) != title:
            tally.misfit(file, line, "Commodity Title", "another title of the same code", f"{commodity} {title}")
        else:
            hot, in_demand = (mark == "Y" for mark in marks) if marks else (False, False)
            use = _Use(code, tool, commodity, hot, in_demand)
            if use in uses:
                tally.misfit(file, line, "Example", "the same tool of the same occupation again", f"{code} {tool}")
            uses[use] = None
    return list(uses)


def _state(stream: Stream, uses: Iterable[_Use], iris: dict[str, str], evidence: str) -> None:
    stated: set[tuple[str, str]] = set()
    for use in uses:
        role, tool = role_iri(use.code), iris[use.tool]
        if ("", tool) not in stated:
            state_named(stream, tool, Kind.TOOL, use.tool)
        if (tool, use.commodity) not in stated:
            stream.link(tool, RG + "category", _category_iri(use.commodity))
        if use.hot and ("hot", tool) not in stated:
            stream.true(tool, RG + "hotTechnology")
            stated.add(("hot", tool))
        if (role, tool) not in stated:
            stream.link(role, RG + "usesTool", tool)
        if use.in_demand and (tool, role) not in stated:
            stream.link(role, RG + "inDemand", tool)
            iri = node_iri(Kind.REQUIREMENT, f"onet-{use.code}--{tool.rpartition('/onet-')[2]}")
            state_requirement(stream, role, tool, iri, Necessity.PREFERRED, evidence)
            stated.add((tool, role))
        stated.update((("", tool), (tool, use.commodity), (role, tool)))


def _iris(sort: str, names: set[str]) -> dict[str, str]:
    """An IRI for each name; names that would have the same slug get a piece of their hash as well."""
    slugs = {name: slugify(name) for name in names}
    borne = Counter(slugs.values())
    return {
        name: node_iri(Kind.TOOL, f"onet-{sort}-{slug}" + (f"-{_fingerprint(name)}" if borne[slug] > 1 else ""))
        for name, slug in slugs.items()
    }


def _fingerprint(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def _category_iri(commodity: str) -> str:
    return node_iri(Kind.CATEGORY, f"unspsc-{commodity}")
