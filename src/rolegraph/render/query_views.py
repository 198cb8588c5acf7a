"""The query library, and what a query gives, for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rolegraph.questions import Parameter, Question, body_of
from rolegraph.render.blocks import Block, Table, Text
from rolegraph.store.answers import Answer, Cell
from rolegraph.words import NOTHING, counted


def library_blocks(questions: Iterable[Question]) -> Iterator[Block]:
    """Each question with its parameters; one in brackets may be left out."""
    rows = [(one.name, one.question, " ".join(map(_usage, one.parameters)) or NOTHING) for one in questions]
    yield Table(("Name", "Question", "Parameters"), rows)


def _usage(parameter: Parameter) -> str:
    usage = f"--{parameter.name}" + ("..." if parameter.repeated else "")
    return usage if parameter.default else f"[{usage}]"


def answer_blocks(answer: Answer) -> Iterator[Block]:
    """Rows as a table, with IRIs shortened by their prefixes; the truth of an ASK as a word."""
    if answer.solutions is None:
        yield Text("yes" if answer.truth else "no")
        return
    names, rows = answer.table()
    if rows and names:
        numbers = {name for place, name in enumerate(names) if all(_is_number(row[place]) for row in rows)}
        cells = [tuple(NOTHING if cell is None else cell.text for cell in row) for row in rows]
        yield Table(tuple(names), cells, right=frozenset(numbers))
    yield Text(counted(len(rows), "row") + ".", quiet=True)


def _is_number(cell: Cell | None) -> bool:
    return cell is not None and not cell.is_iri and re.fullmatch(r"-?\d+(\.\d+)?", cell.text) is not None


def library_page(questions: Sequence[Question]) -> str:
    """The query library as a page of Markdown: what each query asks, its parameters, an example, and the query."""
    lines = [
        "# The query library",
        "",
        "<!-- Written by bin/docs from the files in src/rolegraph/queries; change those. -->",
        "",
        "Every query is SPARQL 1.1 without any engine's extensions. `rolegraph query run NAME` asks it of a graph,",
        "`rolegraph query export NAME --dir DIR` writes it as a file that runs anywhere, with values written in.",
        "A parameter in brackets may be left out; one followed by dots may be given several times.",
        "",
    ]
    lines += [f"- [{one.name}](#{one.name}): {one.title}" for one in questions]
    for one in questions:
        lines += ["", f"## {one.name}", "", f"*{one.title}.* {one.question}".replace("?.*", "?*"), ""]
        for parameter in one.parameters:
            default = f" Default: `{', '.join(parameter.default)}`." if parameter.default else ""
            lines.append(f"- `{_usage(parameter)}` ({parameter.type}): {parameter.description}.{default}")
        lines += [""] if one.parameters else []
        lines += ["```sh", one.example, "```", "", "```sparql", body_of(one.text).rstrip(), "```"]
    return "\n".join([*lines, ""])
