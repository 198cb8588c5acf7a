"""Questions that assistants ask otherwise than programs do: any query, and a CV that is taken for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Final

from pydantic import Field

from rolegraph.graph import RoleGraph
from rolegraph.model.proposals import ProfileProposal
from rolegraph.rdf.vocabulary import shorten
from rolegraph.render.text import Block, Table, Text
from rolegraph.server.questions.inquiry import Answered, Inquiry, RoleName
from rolegraph.server.questions.text_questions import SentText

_SECONDS: Final = 20.0  # for a query in SPARQL
_NAME: Final = re.compile(r"[a-z]{1,30}(?:-[a-z]{1,30}){0,5}")  # of a saved query


class QueryInquiry(Inquiry):
    """The answer to a saved query, by its name, or to any SPARQL 1.1 query that only reads."""

    name: ClassVar[str] = "query"
    query: str = Field(min_length=1, max_length=20_000, description="A name from `queries`, or the text of a query.")
    values: dict[str, RoleName | Annotated[list[RoleName], Field(max_length=50)]] = Field(
        default={}, max_length=20, description="What its parameters or variables are to be: {'role': 'data analyst'}."
    )

    def ask(self, graph: RoleGraph) -> Answered:
        """Rows, statements, or yes or no; in a process of its own, with limits on time and memory."""
        from rolegraph.render.views.node_views import answer_blocks

        text = self.query if _NAME.fullmatch(self.query) else f"{self.query} "  # no name, even if it is one word
        found = graph.answer(text, self.values, _SECONDS)
        if found.triples is None or isinstance(statements := found.value(), bool):
            blocks: list[Block] = list(answer_blocks(found))
        else:
            rows = sorted(tuple(shorten(str(term)) for term in triple) for triple in statements)
            blocks = [Table(("Subject", "Predicate", "Object"), rows)]
        return Answered(None, lambda _: blocks)


class CvInquiry(Inquiry):
    """What a CV shows, with the line that shows each thing; nothing is claimed that it does not say."""

    name: ClassVar[str] = "profile-from"
    text: SentText = Field(description="The CV.")

    def ask(self, graph: RoleGraph) -> Answered:
        """What it shows, and the same as what `have` takes."""
        data = self.text if isinstance(self.text, bytes) else self.text.encode(errors="replace")
        found = graph.profile_from(data, as_cv=True)._replace(source="the CV")
        return Answered(found, lambda _: _shown(graph, found))


def _shown(graph: RoleGraph, found: ProfileProposal) -> Iterator[Block]:
    from rolegraph.render.views.proposal_view import proposal_blocks

    *blocks, _ = proposal_blocks(found)  # the last one says how to write it to a file
    yield from blocks
    held = [(one.one_of[0], one.level) for one in found.capabilities if one.is_proposed]
    names = [
        (graph.lexicon.name_of(node) if "," in node.label else node.label) + (f":{level}" if level else "")
        for node, level in held
    ]
    yield Text(f"As `have`: {', '.join(names) or 'nothing'}. The person should correct what is not so.")
