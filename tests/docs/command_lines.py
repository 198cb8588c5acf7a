"""Commands as pages write them, held against those that there are."""

from __future__ import annotations

import itertools
import re
import shlex
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import typer.main

from rolegraph.cli import app

_ENDS: Final = {"|", "||", "&&", ";", ">", ">>", "<", "2>", "#", "&"}
_PLACEHOLDER: Final = re.compile(r"[A-Z][A-Z_]*\d?|…|\.\.\.")


@cache
def _tree() -> Any:
    return typer.main.get_command(app)


def command_lines(text: str) -> Iterator[str]:
    """The lines of a block or of words in code that call rolegraph, without what a shell does with them."""
    for line in re.sub(r"\\\n", " ", text).replace(" && ", "\n").splitlines():
        words = re.sub(r"^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*", "", line)
        if re.match(r"(?:bin/)?rolegraph(?: |$)", words):
            yield words


def problems(line: str) -> list[str]:
    """What is wrong with a command: a command or an option that there is none of, a value that is none."""
    try:
        words = list(itertools.takewhile(lambda word: word not in _ENDS, _words(line)))[1:]
    except ValueError as error:
        return [f"{line}: {error}"]
    found = []
    for variant in _variants(words):
        found += [f"{line}: {problem}" for problem in _problems(variant)]
    return found


def _words(line: str) -> list[str]:
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = "#"
    return [word for each in lexer if (word := _bare(each))]


def _bare(word: str) -> str:
    """A word without the brackets and dots that say that it may be left out or given again."""
    bare = word if re.fullmatch(r"[^\[\]]*\[\w+\][^\[\]]*", word) else word.strip("[]")
    return bare.removesuffix("…").removesuffix("...")


def _variants(words: list[str]) -> Iterator[list[str]]:
    """`import onet|esco` is two commands."""
    choices = [word.split("|") if re.fullmatch(r"[a-z]+(\|[a-z]+)+", word) else [word] for word in words]
    return (list(variant) for variant in itertools.product(*choices))


def _problems(words: list[str]) -> Iterator[str]:
    command = _tree()
    rest = list(words)
    while rest and getattr(command, "commands", None):
        if rest[0].startswith("-"):
            yield from _options(command, [rest.pop(0)])
            continue
        if _PLACEHOLDER.fullmatch(rest[0]):
            return
        name = rest.pop(0)
        if name not in command.commands:
            yield f"there is no command {name!r}"
            return
        command = command.commands[name]
    yield from _options(command, rest)


def _options(command: Any, words: list[str]) -> Iterator[str]:
    options = {name: each for each in command.params for name in (*each.opts, *each.secondary_opts)}
    known = options.keys() | {"-h", "--help"}
    places = [each for each in command.params if each.param_type_name == "argument"]
    most = float("inf") if any(each.nargs < 0 for each in places) else sum(each.nargs for each in places)
    rest, given = list(words), 0
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not name.startswith("-") or name == "-":
            given += 1
        elif name not in known:
            if not command.context_settings.get("ignore_unknown_options"):
                yield f"there is no option {name}"
        elif (option := options.get(name)) and not (option.is_flag or option.count):
            if not equals and not rest:
                continue  # named, not used
            if not equals:
                value, rest = rest[0], rest[option.nargs :]
            chosen = getattr(option.type, "choices", None)
            if (
                chosen
                and value not in [str(getattr(each, "value", each)) for each in chosen]
                and not (_PLACEHOLDER.fullmatch(value))
            ):
                yield f"{name} is none of {', '.join(map(str, chosen))}: {value}"
    if given > most and not command.context_settings.get("allow_extra_args"):
        yield f"{given} words, where there may be {most}"
