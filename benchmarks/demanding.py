"""How long demand takes over many postings in a built store: for the first time, for a few of them, and for half.

`python -m benchmarks.demanding [POSTINGS]`, 100,000 by default. They ask for what roles of the shipped graph ask for,
each drawn with a fixed seed; half are for one role, the others for all roles alike.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import rolegraph
from rolegraph import Kind, Necessity
from rolegraph.facts.joining import index_built
from rolegraph.linking import Mention
from rolegraph.model.nodes import Level, Seniority
from rolegraph.rdf.transactions import building
from rolegraph.readers.documents.records import (
    Article,
    Passage,
    PostingRecord,
    RequirementRecord,
    TextKind,
    YearsRecord,
)
from rolegraph.readers.documents.statements import article_statements

if TYPE_CHECKING:
    from pyoxigraph import Quad

MOST = "data-engineer"


def main(number: int) -> None:
    """Build the store and ask it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "graph"
        began = time.perf_counter()
        with building(place, index_built) as graph:
            graph.store.extend(rolegraph.open("data").dataset.quads())
            graph.store.extend(_postings(number), bulk=True)
        sys.stdout.write(f"{number:,} postings built in {time.perf_counter() - began:.0f} s\n")
        for role in ("statistician", "statistician", MOST):
            opened = rolegraph.open(place)
            began = time.perf_counter()
            found = opened.demand(role)
            took = time.perf_counter() - began
            sys.stdout.write(f"demand {role}: {found.postings:,} postings in {took:.2f} s\n")
            began = time.perf_counter()
            opened.path("data-analyst", role, demand_share=0.5)
            sys.stdout.write(f"path --by demand to {role}: {time.perf_counter() - began:.2f} s\n")


def _postings(number: int) -> Iterator[Quad]:
    graph, chance, here = rolegraph.open("data"), random.Random(1), Passage("Requirements", 3, "")  # noqa: S311
    roles = [graph.role(node) for node in graph.nodes(Kind.ROLE)]
    asked = {
        role.node.slug: [tuple(Mention(*one) for one in need.any_of) for need in role.requirements] for role in roles
    }
    others = [options for some in asked.values() for options in some]
    for place in range(number):
        slug = MOST if place % 2 else chance.choice(roles).node.slug
        node = graph.resolve(slug, (Kind.ROLE,))
        own = [options for options in asked[slug] if chance.random() < 0.6]
        requirements = tuple(
            RequirementRecord(options, chance.choice(list(Necessity)), here, chance.choice([None, *Level]))
            for options in dict.fromkeys([*own, *chance.sample(others, 3)])
        )
        record = PostingRecord(
            node.label,
            Passage("", 1, ""),
            f"Employer {chance.randrange(9999)}",
            place=chance.choice(("Leeds", "York", "Lyon", "Oslo")),
            seniority=chance.choice(list(Seniority)),
            pay_low=chance.randrange(30, 90) * 1000,
            currency="GBP",
            posted=f"2026-0{chance.randrange(1, 9)}-{chance.randrange(10, 28)}",
            role=Mention(*node),
            confidence=chance.choice((0.4, 0.8, 1.0)),
            requirements=requirements,
            years=(YearsRecord(chance.randrange(1, 9), None, here),),
        )
        article = Article(node.label, f"posting-{place}", (), postings=(record,), kind=TextKind.POSTING)
        yield from article_statements(article, f"{place:064x}", lambda _iri: True).quads


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
