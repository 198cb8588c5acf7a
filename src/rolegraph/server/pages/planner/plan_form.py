"""What the planner's form says: where somebody starts and wants to go, what they know, have done and do not want.

A form is understood as a whole, or each of its problems is said beside its field, with the names that mend it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Final, NamedTuple

from rolegraph.errors import AmbiguousNode, RolegraphError, UnknownNode
from rolegraph.graph import RoleGraph
from rolegraph.model.level_words import parse_holding, split_level
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, Kind, Level, Node
from rolegraph.model.plans import ASSUMED_LEVEL, Holding, Profile
from rolegraph.profiles.profile_file import MOST_HOURS
from rolegraph.server.pages.refusals import troubles

PATH: Final = "/plan"
WITHOUT: Final = "without"  # the parameter that takes an entry out of a list: the list, a space, and the entry
LEAST_HOURS: Final = 0.1
_MOST_NAMES: Final = 300  # in all lists together: more make an address that browsers and servers cut
_LONGEST: Final = 200  # signs of a name
_MOST_CHOICES: Final = 8  # nodes that a name may mean
_MOST_PROBLEMS: Final = 8  # with names: to look for what each may mean takes its time
_BETWEEN: Final = re.compile(r"[\r\n;]+")
_YEARS: Final = range(1970, 2201)
_SAID: Final = "what you have"


@dataclass(frozen=True)
class PlanForm:
    """What is in the fields of the form, as it was typed; lists have a text for each name."""

    role: str = ""
    goal: str = ""
    have: tuple[str, ...] = ()
    hours: str = ""
    start: str = ""
    done: tuple[str, ...] = ()
    learning: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    assume_hours: bool = False

    @classmethod
    def of(cls, given: Iterable[tuple[str, str]], graph: RoleGraph) -> PlanForm:
        """The form that the parameters of an address, or what a form sends, say."""
        values: dict[str, list[str]] = {}
        for key, value in given:
            values.setdefault(key, []).append(value)

        def text(name: str) -> str:
            return " ".join(values.get(name, [""])[-1].split())

        def items(name: str) -> tuple[str, ...]:
            found = dict.fromkeys(_items(values.get(name, ()), graph))
            return tuple(each for each in found if f"{name} {each}" not in values.get(WITHOUT, ()))

        return cls(
            role=text("from"),
            goal=text("to"),
            have=items("have"),
            hours=text("hours"),
            start=text("start"),
            done=items("done"),
            learning=items("learning"),
            skip=items("skip"),
            assume_hours=text("assume_hours") not in ("", "0", "no", "false"),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that says what to plan."""
        return not any((self.role, self.goal, self.have, self.done, self.skip, self.learning))

    def with_(self, key: str, value: str | Sequence[str]) -> PlanForm:
        """The form with another value in a field; each entry of a list once."""
        changed: Any = {key: value if isinstance(value, str) else tuple(dict.fromkeys(value))}
        return replace(self, **changed)

    @property
    def parameters(self) -> dict[str, object]:
        """The parameters of an address that says the same; what is empty has none."""
        named = {name: getattr(self, key) for key, name in _NAMES.items()}
        return {name: "1" if value is True else value for name, value in named.items() if value}


_NAMES: Final = {each.name: {"role": "from", "goal": "to"}.get(each.name, each.name) for each in fields(PlanForm)}


class Correction(NamedTuple):
    """Something that mends a field: the form as it then is, in words, and the node that it names, if there is one."""

    words: str
    form: PlanForm
    node: Node | None = None


class FieldProblem(NamedTuple):
    """What is wrong with a field, what would mend it, and the name to search for, if it is one that means nothing."""

    field: str
    message: str
    choices: tuple[Correction, ...] = ()
    search: str = ""


@dataclass(frozen=True)
class PlanStart:
    """What somebody says of themselves: the role that they have, if any, and all else."""

    form: PlanForm
    role: Node | None
    profile: Profile

    @property
    def name(self) -> str:
        """What the plan starts from, for headings."""
        said = _SAID if any(not held.learned for held in self.profile.holdings) else ""
        return " + ".join(filter(None, (self.role.label if self.role else "", said))) or "scratch"

    def start(self, graph: RoleGraph) -> Profile:
        """All that the person has."""
        whole = graph.profile(self.role, given=[self.profile])
        return whole._replace(name=self.name)


@dataclass(frozen=True)
class AskedPlan(PlanStart):
    """A form that is understood: a start and a goal, and the day on which to begin."""

    goal: Node
    day: date | None = None

    @property
    def hours(self) -> float | None:
        """The hours a week."""
        return self.profile.hours_per_week


@dataclass
class _Reader:
    """Understands a form by the names of a graph, and collects its problems."""

    form: PlanForm
    graph: RoleGraph
    problems: list[FieldProblem] = field(default_factory=list)

    def role(self, key: str) -> Node | None:
        """The role that a field names."""
        text = getattr(self.form, key)
        if not text:
            return None
        if len(text) > _LONGEST:
            self._say(key, "That is longer than any name of a role.")
            return None
        found = list(self._resolved(key, [text], lambda name: (self.graph.resolve(name, (Kind.ROLE,)), None)))
        return found[0][0] if found else None

    def levels(self, key: str, *, learnable: bool = False) -> dict[Node, Level | None]:
        """The capabilities that a field names, each at the highest level that is said."""
        found: dict[Node, Level | None] = {}
        for node, level in self._resolved(
            key, getattr(self.form, key), lambda text: parse_holding(text, self._capability(learnable=learnable))
        ):
            before = found.get(node)
            found[node] = max(filter(None, (before, level)), default=None)
        return found

    def _capability(self, *, learnable: bool) -> Callable[[str], Node]:
        """What resolves a name; of several that have it, a skill or tool alone where it is to be `learnable`."""

        def resolve(name: str) -> Node:
            try:
                return self.graph.resolve(name, CAPABILITY_KINDS)
            except AmbiguousNode as error:
                nodes = [self.graph.resolve(candidate, CAPABILITY_KINDS) for candidate in error.candidates]
                found = [node for node in nodes if node.kind in LEARNABLE_KINDS]
                if not learnable or len(found) != 1:
                    raise
                return found[0]

        return resolve

    def _resolved(
        self, key: str, texts: Sequence[str], resolve: Callable[[str], tuple[Node, Level | None]]
    ) -> Iterator[tuple[Node, Level | None]]:
        for place, text in enumerate(texts):
            if len(self.problems) >= _MOST_PROBLEMS:
                self._say(key, f"From {text!r} on nothing was looked up: first put right what is above.")
                return
            try:
                yield resolve(text)
            except (UnknownNode, AmbiguousNode) as error:
                self.problems += self._unresolved(key, place, error)
            except RolegraphError as error:
                self._say(key, f"{text}: {error}", self._without(key, place))

    def _unresolved(self, key: str, place: int, error: RolegraphError) -> Iterator[FieldProblem]:
        fitting = (Kind.ROLE,) if key in ("role", "goal") else CAPABILITY_KINDS
        for trouble in troubles(self.graph, error):
            choices = [
                Correction(node.label, self._with(key, place, trouble.name, self.graph.lexicon.name_of(node)), node)
                for node in trouble.meant[:_MOST_CHOICES]
                if node.kind in fitting
            ]
            yield FieldProblem(key, trouble.problem, (*choices, *self._without(key, place)), trouble.name)

    def _with(self, key: str, place: int, wrong: str, right: str) -> PlanForm:
        """The form with a name in place of one that is wrong."""
        value = getattr(self.form, key)
        if isinstance(value, str):
            return self.form.with_(key, right)
        new = value[place].replace(wrong, right, 1)
        return self.form.with_(key, (*value[:place], new, *value[place + 1 :]))

    def _without(self, key: str, place: int) -> tuple[Correction, ...]:
        value = getattr(self.form, key)
        if isinstance(value, str):
            return ()
        return (Correction("leave it out", self.form.with_(key, (*value[:place], *value[place + 1 :]))),)

    def hours(self) -> float | None:
        """The hours a week."""
        if not self.form.hours:
            return None
        try:
            hours = float(self.form.hours.replace(",", "."))
        except ValueError:
            hours = 0.0
        if not LEAST_HOURS <= hours <= MOST_HOURS:
            numbers = f"from {LEAST_HOURS:g} to {MOST_HOURS}"
            self._say("hours", f"{self.form.hours[:20]!r} is no number of hours a week: write one {numbers}.")
            return None
        return hours

    def day(self) -> date | None:
        """The day on which the plan begins."""
        if not self.form.start:
            return None
        try:
            day = date.fromisoformat(self.form.start)
        except ValueError:
            day = None
        if day is None or day.year not in _YEARS:
            self._say("start", f"{self.form.start[:20]!r} is no date: write one as 2026-01-31.")
            return None
        return day

    def check_length(self) -> bool:
        """Whether the lists are as short as an address can hold."""
        lists = {key: getattr(self.form, key) for key in ("have", "done", "learning", "skip")}
        if (count := sum(map(len, lists.values()))) > _MOST_NAMES:
            most = max(lists, key=lambda key: len(lists[key]))
            cure = "leave out what matters least, or keep them in a profile file and use rolegraph path --profile"
            self._say(most, f"{count:,} names are more than a plan takes here, which is {_MOST_NAMES}: {cure}.")
            return False
        for key, texts in lists.items():
            if any(len(text) > _LONGEST for text in texts):
                self._say(key, f"A name has at most {_LONGEST} signs: write one a line, or put commas between them.")
                return False
        return True

    def _say(self, key: str, message: str, choices: tuple[Correction, ...] = ()) -> None:
        self.problems.append(FieldProblem(key, message, choices))


def understood(form: PlanForm, graph: RoleGraph) -> AskedPlan | PlanStart | list[FieldProblem]:
    """What a form asks for, by the names of a graph; the start, where it names no goal; or all that is wrong in it."""
    reader = _Reader(form, graph)
    if not reader.check_length():
        return reader.problems
    role, goal = reader.role("role"), reader.role("goal")
    have, done = reader.levels("have"), reader.levels("done")
    learning, skipped = reader.levels("learning", learnable=True), reader.levels("skip", learnable=True)
    hours, day = reader.hours(), reader.day()
    if reader.problems:
        return reader.problems
    profile = Profile(
        _SAID,
        (*_holdings(have), *(one._replace(learned=True) for one in _holdings(done))),
        hours,
        learning=tuple(sorted(learning.keys() - skipped.keys() - done.keys())),
        skipped=tuple(sorted(skipped.keys() - done.keys())),
        goal=goal,
    )
    return PlanStart(form, role, profile) if goal is None else AskedPlan(form, role, profile, goal, day)


def _holdings(levels: Mapping[Node, Level | None]) -> list[Holding]:
    return [Holding((node,), levels[node] or ASSUMED_LEVEL, _SAID) for node in sorted(levels)]


def canonical(asked: PlanStart, graph: RoleGraph) -> PlanForm:
    """The same form with names that mean one node each, whatever language was typed; what can be shared and changed."""
    return _named(asked, lambda node, level: entry(graph, node, level))


def readable(asked: PlanStart, graph: RoleGraph) -> PlanForm:
    """The same form with labels, as far as each means one node; what is shown in its fields."""

    def shown(node: Node, level: Level | None) -> str:
        kinds = (Kind.ROLE,) if node.kind is Kind.ROLE else CAPABILITY_KINDS
        text = node.label + (f": {level}" if level and node.kind in LEARNABLE_KINDS else "")
        means_one = graph.lexicon.matches(node.label, kinds) == (node,) and len(text) <= _LONGEST
        return text if means_one and list(_items([text], graph)) == [text] else entry(graph, node, level)

    return _named(asked, shown)


def _named(asked: PlanStart, name: Callable[[Node, Level | None], str]) -> PlanForm:
    profile = asked.profile
    return replace(
        asked.form,
        role=name(asked.role, None) if asked.role else "",
        goal=name(asked.profile.goal, None) if asked.profile.goal else "",
        have=tuple(name(one.one_of[0], one.level) for one in profile.holdings if not one.learned),
        done=tuple(name(one.one_of[0], one.level) for one in profile.holdings if one.learned),
        learning=tuple(name(node, None) for node in profile.learning),
        skip=tuple(name(node, None) for node in profile.skipped),
        hours=f"{profile.hours_per_week:g}" if profile.hours_per_week else "",
    )


def entry(graph: RoleGraph, node: Node, level: Level | None = None) -> str:
    """A capability as an entry of a list: its name, and its level where it has one."""
    has_level = level is not None and node.kind in LEARNABLE_KINDS
    return graph.lexicon.name_of(node) + (f":{level}" if has_level else "")


def _items(values: Iterable[str], graph: RoleGraph) -> Iterator[str]:
    """Names, of which several may stand in a value: one a line, or with commas or semicolons between them."""
    for value in values:
        for part in _BETWEEN.split(value):
            text = " ".join(part.split()).strip(" ,")
            is_name = "," in text and bool(graph.lexicon.matches(_name_in(text), CAPABILITY_KINDS))
            found = [text] if is_name else map(str.strip, text.split(","))
            yield from (each for each in found if any(map(str.isalnum, each)))


def _name_in(text: str) -> str:
    """The name in an entry, without the level behind it."""
    name, colon, level = text.rpartition(":")
    return name.strip() if colon and "/" not in level else split_level(text)[0]
