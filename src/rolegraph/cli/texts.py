"""`extract`: what texts about jobs say, without a graph being changed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from rolegraph.cli.options import GraphOption, argument, flag, option, selected
from rolegraph.cli.output import Printed

KindWord = StrEnum("KindWord", "COMPARISON ROLE POSTING CV")
TEXTS = "Texts: plain, Markdown, HTML, PDF, DOCX, JSON-LD, tables with a column of texts; - for standard input"
_KIND = "What the texts are, where that is not seen."
_EMBEDDINGS = "Find what is near in meaning with embeddings of words, too. [extra: rolegraph[embeddings]]"
KindOption = Annotated[KindWord | None, flag(_KIND, "--as")]
ColumnOption = Annotated[str, option("NAME", "Of a table, the column with the texts.", "--column")]


def extract(
    files: Annotated[list[Path], argument("FILE...", f"{TEXTS}; folders of these.")],
    kind: KindOption = None,
    column: ColumnOption = "",
    embeddings: Annotated[bool, flag(_EMBEDDINGS, "--embeddings")] = False,
    graph: GraphOption = None,
) -> Printed:
    """What texts about jobs ask for: names with links, spans and confidence, fields, and words that may be skills."""
    from rolegraph.render.views.text_views import extraction_blocks, extraction_tables

    found = selected(graph).extract(files, kind=kind.value if kind else None, column=column, embeddings=embeddings)
    return Printed(found, extraction_blocks(found), extraction_tables(found))
