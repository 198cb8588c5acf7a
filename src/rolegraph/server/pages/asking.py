"""What the form of a page asks, field by field: names become nodes, and what is wrong stands beside its field."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypeVar

from rolegraph.errors import RolegraphError
from rolegraph.model.level_words import parse_have
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Level, Node, fold, slugify
from rolegraph.model.plans import ASSUMED_LEVEL
from rolegraph.server.pages.refusals import Refusal, troubles
from rolegraph.server.pages.shell import LANGUAGE, address, graph_of
from rolegraph.server.statuses import status_of

if TYPE_CHECKING:
    from starlette.requests import Request

Found = TypeVar("Found")
_LONGEST: Final = 300  # letters of a name
_LONGEST_LIST: Final = 5000  # letters of a list of names
LISTS: Final = ("have", "learn")  # fields with several names, each perhaps with a level
_ROLE: Final = (Kind.ROLE,)


class AskedFields:
    """The parameters of a request as values; what none can be made of is among the `troubles` of its field."""

    def __init__(self, request: Request) -> None:
        self.path, self.graph = request.url.path, graph_of(request)
        self.given = [(name, value.strip()) for name, value in request.query_params.multi_items() if value.strip()]
        self.troubles: dict[str, list[Refusal]] = {}
        self.other_names: list[tuple[str, Node]] = []  # that are not what a node is called here
        self.status = 200

    def text(self, field: str) -> str:
        """What a field says; the last, where it is there several times."""
        return next(reversed(self.texts(field)), "")

    def texts(self, field: str) -> list[str]:
        """All that a field says that is there several times."""
        return [value for name, value in self.given if name == field]

    def is_set(self, field: str) -> bool:
        """Whether a box is ticked."""
        return self.text(field).casefold() in ("1", "true", "on", "yes")

    def node(self, field: str, kinds: Collection[Kind] = _ROLE) -> Node | None:
        """The node that a field names."""
        text = self.text(field)
        return self._named(field, text, kinds) if text else None

    def nodes(self, field: str, most: int, kinds: Collection[Kind] = _ROLE) -> list[Node]:
        """The nodes that a field names which is there several times, each once; what is over is a problem."""
        texts = list(dict.fromkeys(self.texts(field)))
        if len(texts) > most:
            self.refuse(field, f"These are {len(texts):,}, and a page takes {most}: the others are left out.")
        found = [self._named(field, text, kinds) for text in texts[:most]]
        return list(dict.fromkeys(node for node in found if node is not None))

    def _named(self, field: str, text: str, kinds: Collection[Kind]) -> Node | None:
        found = self.value(field, text, lambda: self.graph.resolve(text, kinds), _LONGEST)
        if found is not None and fold(text) not in map(fold, (found.label, found.slug, found.path, self.name(found))):
            self.other_names.append((text, found))
        return found

    def lines(self, field: str) -> list[str]:
        """What a field says that has several lines, or is there several times."""
        return [line.strip() for text in self.texts(field) for line in text.splitlines() if line.strip()]

    def levels(self, field: str, kinds: Collection[Kind] = CAPABILITY_KINDS) -> dict[Node, Level]:
        """Capabilities with their levels, as `python, spark:proficient`, or one a line."""
        text = ",".join(self.lines(field))
        found = self.value(
            field, text, lambda: parse_have(text, lambda name: self.graph.resolve(name, kinds)), _LONGEST_LIST
        )
        return found or {}

    def word(self, field: str, words: Iterable[str]) -> str:
        """One of some words; empty where the field is."""
        text, known = self.text(field), list(map(str, words))
        if text and text not in known:
            self.refuse(field, f"{text!r} is none of {', '.join(known)}.")
            return ""
        return text

    def number(self, field: str, least: int, most: int) -> int | None:
        """A whole number between two others; None where the field is empty."""
        text = self.text(field)
        if not text:
            return None
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
        if not least <= number <= most:
            self.refuse(field, f"{text[:30]!r} is no whole number from {least:,} to {most:,}.")
            return None
        return number

    def value(self, field: str, text: str, make: Callable[[], Found], longest: int = _LONGEST) -> Found | None:
        """What `make` gives for the text of a field; None, and a problem of the field, where it raises."""
        if len(text) > longest:
            self.refuse(field, f"That is longer than {longest:,} letters: ask for less at once.")
            return None
        try:
            return make()
        except RolegraphError as error:
            self._refused(field, error)
            return None

    def refuse(self, field: str, problem: str) -> None:
        """Say what is wrong with a field."""
        self.status = max(self.status, 400)
        self.troubles.setdefault(field, []).append(Refusal(problem))

    def _refused(self, field: str, error: RolegraphError) -> None:
        self.status = max(self.status, status_of(error))
        self.troubles.setdefault(field, []).extend(troubles(self.graph, error))

    def wrong(self, field: str) -> list[str]:
        """The names of a field that mean nothing, or several things, as they were written."""
        named = {refusal.name for refusal in self.troubles.get(field, ())}
        return [text for text in dict.fromkeys(self.texts(field)) if text in named]

    def fix(self, field: str) -> Callable[[Refusal, Node], str]:
        """The function that gives the address of this page with a name of a field put right."""

        def fixed(trouble: Refusal, meant: Node) -> str:
            name = self.graph.lexicon.name_of(meant) if field in LISTS else self.name_of(meant)
            wrong = [text for text in self.texts(field) if trouble.name in text][:1]
            values = [text.replace(trouble.name, name, 1) if text in wrong else text for text in self.texts(field)]
            return self.elsewhere(**{field: values})

        return fixed

    def name(self, node: Node) -> str:
        """What a field shows of a node that it names: its label, with more where that means others too."""
        kinds = CAPABILITY_KINDS if node.kind in CAPABILITY_KINDS else (node.kind,)
        said = self.graph.lexicon.said(node, kinds)
        return said if len(said) <= _LONGEST else self.graph.lexicon.name_of(node)

    def name_of(self, node: Node) -> str:
        """What a node is called in addresses and on a command line: by its slug, where that can be read."""
        is_readable = node.slug == slugify(node.label, node.kind)
        return self.graph.lexicon.name_of(node) if is_readable else self.name(node)

    def list_of(self, levels: Mapping[Node, Level]) -> str:
        """Capabilities with levels as they are written on a command line and in addresses."""
        lexicon = self.graph.lexicon
        names = [self.name_of(node) for node in levels]
        names = [
            lexicon.name_of(node) if {",", ":"} & {*name} else name for node, name in zip(levels, names, strict=True)
        ]
        ends = ["" if level is ASSUMED_LEVEL else f":{level}" for level in levels.values()]
        return ",".join(map(str.__add__, names, ends))

    def as_json(self, question: str, **parameters: object) -> str:
        """The address of the API that answers the same question, in the same language."""
        given = {name: 1 if value is True else value for name, value in parameters.items()}
        return address(f"/api/{question}", **given, language=self.text(LANGUAGE))

    def elsewhere(self, **changes: object) -> str:
        """The address of this page with the same parameters but for some."""
        found: dict[str, object] = {}
        for name, value in self.given:
            before = found.get(name)
            found[name] = [*before, value] if isinstance(before, list) else [value]
        changed = {name.rstrip("_"): value for name, value in changes.items()}
        return address(self.path, **{f"{name}_": value for name, value in (found | changed).items()})


def command_line(command: str, *names: str, **options: object) -> str:
    """The line that asks the same in a terminal, quoted for a shell; options without a value are left out.

    >>> command_line("nearest", "data-analyst", top=5, reverse=True, place="New York", have="")
    "rolegraph nearest data-analyst --top 5 --reverse --place 'New York'"
    """
    words = ["rolegraph", command, *names]
    for name, value in options.items():
        option = f"--{name.replace('_', '-')}"
        for each in value if isinstance(value, list | tuple) else [value]:
            text = " ".join(str("" if each in (None, False) else each).split())
            if each is True:
                words.append(option)
            elif text:
                words += [f"{option}={text}"] if text.startswith("-") else [option, text]
    return shlex.join(words)
