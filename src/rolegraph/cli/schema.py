"""`schema`: what the answers of commands look like in JSON, as JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any

from rolegraph.cli.options import argument
from rolegraph.errors import RolegraphError


def answers() -> dict[str, Any]:
    """The class of what every command prints in JSON, by the command."""
    from rolegraph.cli.config import Settings
    from rolegraph.render.text.answer_types import answer_types

    return answer_types() | {"config show": Settings}


def schema(
    words: Annotated[
        list[str] | None,
        argument("[COMMAND]...", "For example path, or profile show; all without one.", lambda: list(answers())),
    ] = None,
) -> str:
    """What the answer of a command looks like in JSON, as JSON Schema; without COMMAND, the answers of all."""
    from rolegraph.render.text.json_schema import schema_of
    from rolegraph.render.text.serialization import to_json

    known, command = answers(), " ".join(words or []).casefold()
    if command and command not in known:
        from difflib import get_close_matches

        if command == "query run":
            raise RolegraphError("the results of queries are in the W3C's format: SPARQL 1.1 Query Results JSON")
        alike = get_close_matches(command, known)
        hint = f"did you mean {alike[0]!r}?" if alike else f"it is one of {', '.join(known)}"
        raise RolegraphError(f"no answer of ours in JSON for {command!r}: {hint}")
    asked = {command: known[command]} if command else known
    titles = {f"rolegraph {name} --json": answer for name, answer in asked.items()}
    return to_json(schema_of(titles, command.replace(" ", "-") or "answers")) + "\n"
