"""`extract`: what texts about jobs say, without a graph being changed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from rolegraph.cli.options import GraphOption, argument, flag, option, selected
from rolegraph.cli.output import Printed, progress_bar, session, tell
from rolegraph.errors import RolegraphError

KindWord = StrEnum("KindWord", "COMPARISON ROLE POSTING CV")
TEXTS = "Texts: plain, Markdown, HTML, PDF, DOCX, JSON-LD, tables with a column of texts; - for standard input"
_KIND = "What the texts are, where that is not seen."
_EMBEDDINGS = "Find what is near in meaning with embeddings of words, too. [extra: rolegraph[embeddings]]"
KindOption = Annotated[KindWord | None, flag(_KIND, "--as")]
ColumnOption = Annotated[str, option("NAME", "Of a table, the column with the texts.", "--column")]


_WORKERS: Final = "With -o FILE.parquet: how many processes read. [default: one for each processor]"


def extract(
    files: Annotated[list[Path], argument("FILE...", f"{TEXTS}; folders of these.")],
    kind: KindOption = None,
    column: ColumnOption = "",
    embeddings: Annotated[bool, flag(_EMBEDDINGS, "--embeddings")] = False,
    workers: Annotated[int | None, option("N", _WORKERS, "--workers")] = None,
    graph: GraphOption = None,
) -> Printed:
    """What texts about jobs ask for: names with links, spans and confidence, fields, and words that may be skills.

    With -o FILE.parquet, of any number of advertisements: a row for each capability that one asks for, copies marked. A
    run that is ended goes on with the same command.
    """
    if session.table is not None:
        if embeddings:
            raise RolegraphError("--embeddings finds what is near to unknown words, which a table leaves out: drop it")
        return _mentions(files, session.table, kind, column, workers, graph)
    if workers is not None:
        raise RolegraphError("--workers is for tables of many texts: add -o FILE.parquet, or leave it out")
    from rolegraph.render.views.text_views import extraction_blocks, extraction_tables

    found = selected(graph).extract(files, kind=kind.value if kind else None, column=column, embeddings=embeddings)
    return Printed(found, extraction_blocks(found), extraction_tables(found))


def _mentions(
    files: list[Path], out: Path, kind: KindWord | None, column: str, workers: int | None, graph: list[str] | None
) -> Printed:
    from rolegraph.render.views.mention_views import mention_blocks

    read = 0
    try:
        with progress_bar("Reading", "texts") as reading:

            def progress(done: int, texts: int) -> None:
                nonlocal read
                read = done
                reading(done, texts)

            found = selected(graph).extract_mentions(
                files, out, kind=kind.value if kind else None, column=column, workers=workers, progress=progress
            )
    except KeyboardInterrupt:
        tell(f"rolegraph: stopped after {read:,} texts; the same command goes on from about there")
        raise
    return Printed(found, mention_blocks(found), {"unread": "unread", "new names": "new_names"})
