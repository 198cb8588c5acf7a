"""Capitals: which words of an article are proper names, and which a site's linker has capitalised in mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.model.nodes import Kind

# A word with one capital in front; what has more of them, or digits, is an acronym or a name and stays as it is.
_CAPITALISED: Final = re.compile(r"[A-Z][a-z]+(?:-[A-Za-z][a-z]*)*")
_WORD: Final = re.compile(r"[^\W_](?:[\w'+#.-]*[\w+#])?")
_LOWER: Final = re.compile(r"(?<![\w.@/])[a-z][a-z]+(?![\w@/])")
_ENDS_SENTENCE: Final = re.compile(r"[.!?:]['\")\]]*\s+['\"(\[]*$")
# Words of this field that an article may show only with a capital.
_FIELD_WORDS: Final = frozenset(
    "ability advanced algorithm algorithms analysis analyst analytical analytics application applications architecture "
    "artificial big business cloud collaboration communication computer computing critical customer data database "
    "databases decision deep deployment design development distributed engineer engineering engineers experience "
    "feature fundamentals governance infrastructure insights integration intelligence knowledge language languages "
    "leadership learning machine management mathematics methods mining model modeling models monitoring natural "
    "network "
    "neural pipeline pipelines predictive problem processing product production programming project quality reporting "
    "research science scientist scientists security software solving statistical statistics storage strategy "
    "structures "
    "systems technical technologies testing thinking tools training visualization warehouse warehousing "
    "workflows".split()
)
# Names that are English words too: never lowered, whatever else the article says.
_NAMES: Final = frozenset(
    "access beam chef confluence dash docker excel express flask flow git go hive java jira julia keras looker notion "
    "oracle pandas pig power puppet python ray ruby rust salesforce scala shiny slack snowflake spark spring storm "
    "swift "
    "tableau teams word".split()
)
# Endings of English words; a name at the start of a sentence rarely has one.
_ENDINGS: Final = re.compile(
    r".+(?:ship|tion|sion|ing|ment|ity|ness|ence|ance|ical|ics|sis|ive|ed|ly|ful|able|ology|ency|ations|tions|skills?"
    r"|work|ware|ments|ings|ary|ors|ers|al|ysts?|thinking|solving)$"
)
# Behind a proper name these are ordinary again: "Python Programming", but "Google Cloud".
_TAILS: Final = frozenset(
    "programming scripting pipelines databases development skills tools models frameworks processes techniques "
    "libraries "
    "certification certifications applications jobs queries workflows".split()
)


class Truecase:
    """What an article and the names known say about capitals.

    Parameters
    ----------
    texts
        All lines of the article; a word that stands in lower case in any of them is an ordinary word.
    lexicon
        The names known: words of their lower-case labels are ordinary, tools and certifications keep their capitals.
    roles
        Names of roles, which keep theirs.

    Notes
    -----
    Wrong where an article uses a word both as a name and as a word ("Access", "access"), unless the name is listed
    here or known.
    """

    def __init__(self, texts: Iterable[str], lexicon: MemoryLexicon, roles: re.Pattern[str] | None = None) -> None:
        words = set(_FIELD_WORDS)
        for text in texts:
            words.update(_LOWER.findall(text))
        for node in lexicon:
            if node.kind is Kind.SKILL and node.label.islower():
                words.update(node.label.replace("-", " ").split())
        self._words = words - _NAMES
        self._lexicon = lexicon
        self._roles = roles

    def is_ordinary(self, word: str) -> bool:
        """Whether a word, however it is spelled here, is no name."""
        lower = word.lower()
        return lower in self._words or ("-" in lower and all(part in self._words for part in lower.split("-")))

    def running(self, text: str) -> str:
        """A running text with the capitals that a site's linker put into it taken back.

        The first word of each sentence keeps its capital.
        """
        kept = [match.span() for match in self._roles.finditer(text)] if self._roles else []
        words = _outside(list(_WORD.finditer(text)), kept)
        out, done = [], 0
        for run in _runs(text, words):
            for word, lower in zip(run, self._lowered(text, run), strict=True):
                out.append(text[done : word.start()] + lower)
                done = word.end()
        return "".join(out) + text[done:]

    def label(self, name: str, *, starts: bool = False) -> str:
        """A name as a label: lower case but for proper names.

        Parameters
        ----------
        name
            The words.
        starts
            Whether they stood at the start of a sentence, where a capital says nothing.
        """
        words = name.split(" ")
        proper = [not self._is_lowerable(word, starts=starts and place == 0) for place, word in enumerate(words)]
        if (
            starts and not proper[0] and words[0][:1].isupper()
        ):  # "Business Acumen": in title case, capitals say nothing
            proper = [one and not _is_plain(word) for one, word in zip(proper, words, strict=True)]
        if any(proper) and self._is_name(name):
            return name
        out = []
        for place, word in enumerate(words):
            follows_name = (
                place > 0 and proper[place - 1] and words[place - 1][:1].isupper() and word.lower() not in _TAILS
            )
            out.append(word if proper[place] or (follows_name and word[:1].isupper()) else word.lower())
        return " ".join(out)

    def _lowered(self, text: str, run: list[re.Match[str]]) -> list[str]:
        words = [word[0] for word in run]
        before = text[max(0, run[0].start() - 8) : run[0].start()]
        is_first = run[0].start() <= 4 and not before.strip(" '\"([")
        starts = is_first or _ENDS_SENTENCE.search(before) is not None
        if starts and not self._is_name(" ".join(words)):
            return words[:1] + (self._lowered_run(words[1:]) if len(words) > 1 else [])
        return self._lowered_run(words)

    def _lowered_run(self, words: list[str]) -> list[str]:
        if self._is_name(" ".join(words)):
            return words
        last_name = max((place for place, word in enumerate(words) if not self._is_lowerable(word)), default=-1)
        out = []
        for place, word in enumerate(words):
            lowerable = self._is_lowerable(word)
            if lowerable and (last_name < 0 or (place > last_name and word.lower() in _TAILS)):
                out.append(word.lower())
            else:
                out.append(word)
        return out

    def _is_lowerable(self, word: str, *, starts: bool = False) -> bool:
        if word.islower():
            return True
        if not _CAPITALISED.fullmatch(word) or word.lower() in _NAMES:
            return False
        return self.is_ordinary(word) or (starts and _ENDINGS.fullmatch(word.lower()) is not None)

    def _is_name(self, words: str) -> bool:
        known = self._lexicon.find(words, (Kind.TOOL, Kind.ROLE, Kind.CERTIFICATION))
        return any(not node.label.islower() for node in known)


def _is_plain(word: str) -> bool:
    return _CAPITALISED.fullmatch(word) is not None and word.lower() not in _NAMES


def _outside(words: list[re.Match[str]], spans: list[tuple[int, int]]) -> list[re.Match[str]]:
    """The words that lie in none of the spans; both are in the order of the text."""
    out, place = [], 0
    for word in words:
        while place < len(spans) and spans[place][1] <= word.start():
            place += 1
        if place == len(spans) or word.start() < spans[place][0]:
            out.append(word)
    return out


def _runs(text: str, words: list[re.Match[str]]) -> Iterable[list[re.Match[str]]]:
    """Capitalised words that follow each other with nothing but a blank between them."""
    run: list[re.Match[str]] = []
    for word in words:
        if not word[0][0].isupper():
            continue
        if run and text[run[-1].end() : word.start()] == " ":
            run.append(word)
            continue
        if run:
            yield run
        run = [word]
    if run:
        yield run
