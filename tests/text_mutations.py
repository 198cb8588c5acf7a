"""Texts about jobs with some things wrong: signs, words and lines changed, repeated, lost, and brought in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

# Signs and words that readers stumble over: directions, joins, controls, markup, numbers without end, halves of cues.
_ODD: Final = (
    *("\u202e", "\u200f", "\u0301" * 5, "\0", "\u200b", "\ufb01", "\u0130", "\ufeff", "\u2028", "\x85", "\x1b[31m"),
    *("\u00ad", "\ue000", "\uffff", "\U0001d40f", "\u01c5", "\ufdfa", "\u0663", "\u00b2", "\r", "\x0b", "\t", "\\"),
    *('"""', "<script>x</script>", "<>", "{|}", "^`", "%00", "&lt;b&gt;", "=cmd|x", "--", "[a](javascript:x)", "'"),
    *("((((", "))))", ")(", "##", "**", "__", "```", "---", "===", "| a | b |", "1e400", "9" * 25, "-1", "@", "/"),
    *(
        "10+ years",
        "0-0 years",
        "years of experience",
        "Bachelor's",
        "no ",
        "not ",
        "one of: ",
        "e.g.",
        "and/or",
        "C++",
    ),
    *(".NET", "31/02/2020", "2020-13-45", "\u20ac1k\u2013\u20ac2k", "vs.", "or", "Requirements:", "Skills", "."),
    '---\ntitle: "a\n---\n',
)


def _inserted(random: Random, text: str) -> str:
    for _ in range(20):
        place = random.randrange(len(text) + 1)
        text = text[:place] + random.choice(_ODD) + text[place:]
    return text


def _cut(random: Random, text: str) -> str:
    start, end = sorted((random.randrange(len(text) + 1), random.randrange(len(text) + 1)))
    return text[:start] + text[end:]


def _by_line(change: Callable[[Random, list[str], int], list[str]]) -> Callable[[Random, str], str]:
    def changed(random: Random, text: str) -> str:
        lines = text.split("\n")
        return "\n".join(change(random, lines, random.randrange(len(lines))))

    return changed


_CHANGES: Final[tuple[Callable[[Random, str], str], ...]] = (
    _inserted,
    _cut,
    _by_line(lambda random, lines, _: random.sample(lines, len(lines))),
    _by_line(lambda random, lines, _: [line for line in lines if random.random() > 0.3]),
    _by_line(
        lambda random, lines, _: [line + random.choice(_ODD) if random.random() < 0.3 else line for line in lines]
    ),
    _by_line(
        lambda random, lines, _: [random.choice(_ODD) + line if random.random() < 0.3 else line for line in lines]
    ),
    _by_line(lambda _, lines, __: [" ".join(lines)]),
    _by_line(lambda random, lines, _: [" " * random.randrange(60) + line for line in lines]),
    _by_line(lambda random, lines, _: [line.upper() if random.random() < 0.5 else line.lower() for line in lines]),
    _by_line(lambda _, lines, __: [f"- {line}" for line in lines]),
    _by_line(lambda random, lines, at: [*lines[:at], *[lines[at]] * random.choice((2, 20, 200)), *lines[at:]]),
    _by_line(lambda random, lines, at: [*lines[:at], lines[at] * random.choice((2, 5, 50)), *lines[at + 1 :]]),
    _by_line(
        lambda random, lines, at: [*lines[:at], random.choice(("x", "a, ", "or ", "(", ". ")) * 3_000, *lines[at:]]
    ),
    _by_line(lambda random, lines, _: [line.replace(" ", random.choice(("  ", "\u00a0", "", "_"))) for line in lines]),
    _by_line(lambda _, lines, __: [line[::-1] for line in lines]),
)


def mutated(random: Random, texts: Sequence[str]) -> str:
    """One of some texts with one to three things changed; now and then it goes on as another."""
    text = random.choice(texts)
    if random.random() < 0.1:
        lines = random.choice(texts).split("\n")
        text = "\n".join((text[: random.randrange(len(text))], *lines[random.randrange(len(lines)) :]))
    for _ in range(random.randint(1, 3)):
        text = random.choice(_CHANGES)(random, text)
    return text
