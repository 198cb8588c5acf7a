"""What can go wrong, as a small tree: catch `RolegraphError` for all of it, or a branch for one meaning.

Errors carry data (`name`, `suggestions`, `path`, `line` …), so that a caller need not read the message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

Word = TypeVar("Word")
Found = TypeVar("Found")


MANY = 8  # candidates that a message names


class RolegraphError(Exception):
    """Anything rolegraph refuses to do, with a message for people."""


class Holds(NamedTuple):
    """What a graph holds, for somebody who asked it for something else: `examples` by name, and `cures` in words.

    `has` counts in words, as "The graph that rolegraph ships has 58 roles of data and AI". `elsewhere` is a graph that
    has more, empty where there is none, `options` ask it together with this one, and `found` says that it has the name.
    """

    has: str
    examples: tuple[str, ...] = ()
    cures: tuple[str, ...] = ()
    elsewhere: str = ""
    options: str = ""
    found: bool = False


class UnknownNode(RolegraphError):
    """No node has this name: `brief` says so in one line, and what the graph `holds` follows, where that is known.

    >>> print(UnknownNode("role", "lead-ml-enginer", ("lead-ml-engineer",)))
    no role 'lead-ml-enginer': did you mean lead-ml-engineer?
    >>> print(UnknownNode("role", "nurse"))
    no role 'nurse': see `rolegraph list roles`
    >>> print(UnknownNode("role", "nurses", ("Nurses, All Other", "midwife")))
    no role 'nurses': did you mean 'Nurses, All Other' or midwife?
    >>> print(UnknownNode("role", "nurse", holds=Holds("This graph has 2 roles", ("baker", "cook"), ("Ask.",))))
    no role 'nurse'
    This graph has 2 roles, such as baker and cook.
    Ask.
    >>> print(UnknownNode("role", "python", others=("tool",)))
    no role 'python': that is a name of a tool
    """

    def __init__(
        self,
        kind: str,
        name: str,
        suggestions: tuple[str, ...] = (),
        others: tuple[str, ...] = (),
        holds: Holds | None = None,
    ) -> None:
        self.kind, self.name, self.suggestions, self.others, self.holds = kind, name, suggestions, others, holds
        nothing = "nothing that fits here" if others else "nothing"
        message = f"{nothing} is called {name!r}" if kind == "node" else f"no {kind} {name!r}"
        if others:
            message += f": that is a name of {joined([f'{_article(word)} {word}' for word in others])}"
        elif suggestions:
            message += did_you_mean(suggestions)
        elif kind == "query":
            message += ": see `rolegraph query list`"
        elif kind != "node" and holds is None:
            message += f": see `rolegraph list {kind[:-1] + 'ies' if kind.endswith('y') else kind + 's'}`"
        self.brief = message
        super().__init__("\n".join((message, *holds_of([self]))))


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


_MOST_REPORTED = 25  # names that mean nothing, of one question


class UnknownNames(UnknownNode):
    """Several names of a list mean nothing: one error for each, so that all can be corrected at once.

    `left` are those that were not looked up any more, since so many before them mean nothing.
    """

    def __init__(self, errors: Sequence[RolegraphError], left: int = 0) -> None:
        super().__init__("node", str(getattr(errors[0], "name", "")))
        self.errors = tuple(part for error in errors for part in getattr(error, "errors", (error,)))
        unknown = all(isinstance(error, UnknownNode) for error in self.errors)
        problem = "mean nothing here" if unknown else "do not mean one thing here"
        self.left = left + sum(getattr(error, "left", 0) for error in errors)
        more = f", and {self.left:,} more were not looked up" if self.left else ""
        self.brief = "\n".join(
            [f"{len(self.errors)} names {problem}{more}:", *(f"  {brief(one)}" for one in self.errors)]
        )
        self.args = ("\n".join((self.brief, *holds_of(self.errors))),)


def brief(error: RolegraphError) -> str:
    """An error in one line, without what the graph holds."""
    return error.brief if isinstance(error, UnknownNode) else str(error)


def holds_of(errors: Iterable[RolegraphError]) -> list[str]:
    """What the graph holds in which names mean nothing, and where else they may be found, in lines for a terminal."""
    from textwrap import wrap

    found = [(one, one.holds) for one in errors if isinstance(one, UnknownNode) and one.holds is not None]
    if not found:
        return []
    _, first = found[0]
    lines = [first.has + (f", such as {joined(first.examples, 'and')}." if first.examples else ".")]
    if first.elsewhere:
        known = [error.name for error, holds in found if holds.found]
        which = "more" if not known else joined(_quoted(known), "and")
        if len(known) == len(found):
            which = "it" if len(found) == 1 else "them"
        lines.append(f"{first.elsewhere} has {which}: add {first.options}.")
    lines += next((holds.cures for _, holds in found if not holds.found), ())
    return [part for line in lines for part in wrap(line, 80, break_long_words=False, break_on_hyphens=False)]


def all_of(names: Iterable[Word], resolve: Callable[[Word], Found]) -> list[Found]:
    """The nodes that `resolve` gives for names; all that mean no node, or several nodes, are reported together.

    After many such names it is given up: to say what each may mean takes a while.
    """
    found, errors, waiting, failed = [], dict[str, RolegraphError](), list(names), set[Word]()
    while waiting and len(errors) < _MOST_REPORTED:
        if (name := waiting.pop(0)) in failed:
            continue
        try:
            found.append(resolve(name))
        except (UnknownNode, AmbiguousNode) as error:
            failed.add(name)
            errors.setdefault(str(error), error)
    if len(errors) > 1:
        raise UnknownNames(list(errors.values()), len(waiting))
    if errors:
        raise next(iter(errors.values()))
    return found


def at_once(*questions: Callable[[], object]) -> None:
    """Ask several questions; all names in them that mean no node, or several nodes, are reported together."""
    all_of(questions, lambda question: question())


class AmbiguousNode(RolegraphError):
    """Several nodes have this name, and rolegraph does not guess.

    `languages` are, for each candidate, those in which it has the name; they are named where they differ.

    >>> print(AmbiguousNode("node", "statistics", ("skill/statistics", "field/statistics")))
    'statistics' names more than one node: say skill/statistics or field/statistics
    >>> print(AmbiguousNode("node", "Gift", ("skill/poison", "skill/present"), (("de",), ("en",))))
    'Gift' names more than one node: say skill/poison (de) or skill/present (en)
    >>> print(AmbiguousNode("role", "actor", ("actor/actress", "voice actor")))
    'actor' names more than one role: say actor/actress or 'voice actor'

    A message names some of many; `candidates` are all of them. `is_split` where it was the name of something in whose
    place there are several nodes now.

    >>> print(AmbiguousNode("skill", "surveys", ("survey design", "survey analysis"), is_split=True))
    'surveys' has been split: say 'survey design' or 'survey analysis'
    >>> error = AmbiguousNode("role", "cook", tuple(f"cook-{number}" for number in range(20)))
    >>> print(str(error).replace("cook-2, cook-3, cook-4, cook-5, cook-6", "…"))
    'cook' names more than one role: say cook-0, cook-1, …, cook-7 or one of 12 more (see `rolegraph search cook`)
    """

    def __init__(
        self,
        kind: str,
        name: str,
        candidates: tuple[str, ...],
        languages: tuple[tuple[str, ...], ...] = (),
        *,
        is_split: bool = False,
    ) -> None:
        self.kind, self.name, self.candidates, self.languages = kind, name, candidates, languages
        self.is_split = is_split
        shown = _quoted(candidates)
        if all(languages) and len(set(languages)) > 1:
            marks = [f" ({', '.join(found)})" for found in languages]
            shown = list(map(str.__add__, shown, marks))
        if left := len(shown[MANY:]):
            word = f"'{name}'" if " " in name else name
            shown[MANY:] = [f"one of {left} more (see `rolegraph search {word}`)"]
        problem = "has been split" if is_split else f"names more than one {kind}"
        super().__init__(f"{name!r} {problem}: say {joined(shown)}")


class NoPath(RolegraphError):
    """What is asked for cannot be learned in any order."""


class SourceError(RolegraphError):
    """A file cannot be read for what it should be; `more` are lines that follow, as of what a graph holds.

    >>> print(SourceError("is empty", "name an article's text", path="a.txt"))
    a.txt: is empty (name an article's text)
    >>> print(SourceError("ends in a string", path="g.ttl", line=3))
    g.ttl, line 3: ends in a string
    """

    def __init__(
        self,
        problem: str,
        cure: str = "",
        *,
        path: str | Path | None = None,
        line: int | None = None,
        more: Sequence[str] = (),
    ) -> None:
        self.problem, self.cure, self.path, self.line = problem, cure, path, line
        place = "" if path is None else str(path) + ("" if line is None else f", line {line}") + ": "
        super().__init__("\n".join((f"{place}{problem}" + (f" ({cure})" if cure else ""), *more)))


class QueryError(SourceError):
    """A query that is not valid SPARQL, or would do more than read.

    >>> print(QueryError("has no variable ?role", "it has ?x"))
    the query: has no variable ?role (it has ?x)
    """

    def __init__(
        self, problem: str, cure: str = "", *, path: str | Path | None = None, line: int | None = None
    ) -> None:
        super().__init__(problem, cure, path=path if path is not None else "the query", line=line)


class QueryTimeout(RolegraphError):
    """A query that was stopped since it took too long."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        cure = "ask for less, or give it a longer timeout"
        super().__init__(f"the query was stopped after {seconds:g} s, unfinished ({cure})")


class EndpointError(RolegraphError):
    """A SPARQL endpoint that cannot be asked, or whose answer cannot be read.

    >>> print(EndpointError("https://example.org/sparql", "answers 404 Not Found", "check the address"))
    https://example.org/sparql: answers 404 Not Found (check the address)
    """

    def __init__(self, url: str, problem: str, cure: str = "", *, status: int | None = None) -> None:
        self.url, self.problem, self.cure, self.status = url, problem, cure, status
        super().__init__(f"{url}: {problem}" + (f" ({cure})" if cure else ""))


def refuse_single(given: object, parameter: str) -> None:
    """Raise `TypeError` for one text, path or node where there should be a list: its letters would be taken for items.

    >>> refuse_single("data-analyst", "roles")
    Traceback (most recent call last):
        ...
    TypeError: roles should be a list, not a single str: write ['data-analyst']
    """
    if isinstance(given, str | Path) or hasattr(given, "_fields"):
        shown = [str(given)] if isinstance(given, str | Path) else [getattr(given, "label", "…")]
        raise TypeError(f"{parameter} should be a list, not a single {type(given).__name__}: write {shown}")


def joined(names: Sequence[str], word: str = "or") -> str:
    """Alternatives in words: `Java, Python or R`."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" {word} " + names[-1]


def shared_name(name: str, label: str, others: Sequence[str]) -> str:
    """Which node a name is taken for that others have, too, by their labels.

    >>> shared_name("nurse", "Nurse (a)", ["Nurse (b)"])
    "'nurse' is 'Nurse (a)'; 'Nurse (b)' is called so, too"
    """
    also = joined([repr(other) for other in others], "and")
    return f"{name!r} is {label!r}; {also} {'is' if len(others) == 1 else 'are'} called so, too"


def did_you_mean(names: Sequence[str]) -> str:
    """A question at the end of a message; names of several words in quotes, as on a command line."""
    return f": did you mean {joined(_quoted(names))}?" if names else ""


def _quoted(names: Iterable[str]) -> list[str]:
    return [repr(name) if " " in name else name for name in names]
