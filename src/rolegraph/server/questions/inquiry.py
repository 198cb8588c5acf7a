"""What a question is: typed parameters, and how it is asked of a graph; parts that several questions have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from rolegraph.errors import RolegraphError
from rolegraph.facts import labels
from rolegraph.profiles.starting import starting_profile
from rolegraph.render.text.serialization import MOST_SIGNS, to_json
from rolegraph.server.served import ServedGraph, notes_on

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.model.plans import Profile
    from rolegraph.render.text import Block

MOST_NAMES: Final = 200  # in a list
MOST_SENT: Final = 1_000_000  # characters of a text, bytes of a profile


class Answered(NamedTuple):
    """An answer: a `result` as the library gives it, and `blocks`, of which a text for people is made.

    `main` is the field whose list is the last to be cut in JSON that is small first; `found` is false where the answer
    is that there is nothing; `notes` say what names were taken for.
    """

    result: object
    blocks: Callable[[bool], Iterable[Block]]
    main: str = ""
    found: bool = True
    notes: tuple[str, ...] = ()

    def json(self, graph: RoleGraph, *, everything: bool = True, all_languages: bool = False) -> str:
        """The result as `--json` prints it; not `everything` where a long answer is to be given in part."""

        def spoken(node: Any) -> dict[str, object]:
            return labels.languages_of_node(graph.dataset, node, in_all=all_languages)

        most = None if everything else MOST_SIGNS
        return to_json(self.result, graph.lexicon.name_of, most, self.main, spoken) + "\n"


class Inquiry(BaseModel):
    """A question with its parameters.

    What its docstring says first is its title. `is_partial` says that its answer in JSON is small first, `is_list`
    that it is a list as a whole.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, allow_inf_nan=False, str_strip_whitespace=True
    )
    name: ClassVar[str] = ""
    is_partial: ClassVar[bool] = False
    is_list: ClassVar[bool] = False
    sent: ClassVar[str] = ""  # the parameter that a file may be sent for

    def ask(self, graph: RoleGraph) -> Answered:
        """The answer of a graph; raises RolegraphError as its methods do."""
        raise NotImplementedError

    def ask_served(self, served: ServedGraph, language: str = "") -> tuple[RoleGraph, Answered]:
        """The answer of a graph that is served, in some languages, with notes; and the graph that gave it."""
        graph = served.asked(language, assume_hours=bool(getattr(self, "assume_hours", False)))
        with notes_on(graph) as notes:
            found = self.ask(graph)
        return graph, found._replace(notes=(*found.notes, *notes))

    @classmethod
    def title(cls) -> str:
        """What it asks, in a line."""
        return " ".join((cls.__doc__ or "").partition("\n\n")[0].split())


def _list(value: object) -> object:
    """A text with commas, or a list of such texts, as one list."""
    items = [value] if isinstance(value, str) else value
    return tuple(part for item in items for part in _parts(item)) if isinstance(items, list | tuple) else value


def _parts(item: object) -> Sequence[object]:
    return [part.strip() for part in item.split(",") if part.strip()] if isinstance(item, str) else [item]


RoleName = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"\S")]
NamesWithLevels = Annotated[tuple[RoleName, ...], BeforeValidator(_list), Field(max_length=MOST_NAMES)]
_HAVE: Final = "What you know besides, each with a level (familiar, working, proficient, expert): spark:proficient."
_PROFILE: Final = "The text of a profile file (YAML): what you have, have learned, are learning, and skip."


class Asking(Inquiry):
    """What somebody asks who may say what they know."""

    sent: ClassVar[str] = "profile"
    have: NamesWithLevels = Field(default=(), description=_HAVE)
    profile: str = Field(default="", description=_PROFILE, max_length=MOST_SENT)
    skip_unknown: bool = Field(default=False, description="Leave out names of have and profile that mean nothing here.")
    assume_hours: bool = Field(
        default=False, description="Count 80 hours for a skill, 40 for a tool, where nobody has estimated any."
    )

    def starting(self, graph: RoleGraph, *roles: str | None, learn: str = "") -> tuple[Profile | None, tuple[str, ...]]:
        """What the person says they know, and what was left out of it; names of roles are checked with its own."""
        left_out: list[str] = []

        def note(place: Path | None, names: Sequence[str]) -> None:
            left_out.extend(f"{place or 'have'}, {name} (left out)" for name in names)

        found = starting_profile(
            graph,
            filter(None, roles),
            ",".join(self.have),
            learn,
            self.profile.encode() if self.profile else None,
            note if self.skip_unknown else None,
        )
        return found, tuple(left_out)

    def refuse_no_start(self, role: str | None, name: str, cure: str = "") -> None:
        """Raise RolegraphError where neither a role is named nor anything that is known."""
        if role is None and not self.have and not self.profile:
            ways = f"name the role you have now as {name}, say what you know with have, or send a profile{cure}"
            raise RolegraphError(f"no starting point: {ways}")
