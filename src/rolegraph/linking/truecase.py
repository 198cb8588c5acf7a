"""Truecasing: which capitals of a text belong to proper names, and which a site has put in mid-sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.model.nodes import Kind

# A word with only its first letter capital; one with more capitals, or digits, is an acronym or a name.
_LABELS_A_WORD: Final = 2_000
_CAPITALISED: Final = re.compile(r"[A-Z][a-z]+(?:-[A-Za-z][a-z]*)*")
_WORD: Final = re.compile(r"[^\W_](?:[\w'+#.-]*[\w+#])?")
_LOWER: Final = re.compile(r"(?<![\w.@/])[a-z][a-z]+(?![\w@/])")
_ENDS_SENTENCE: Final = re.compile(r"[.!?:]['\")\]]*\s+['\"(\[]*$")
# Words of this field that an article may write only with a capital.
_FIELD_WORDS: Final = frozenset(
    "ability advanced algorithm algorithms analysis analyst analytical analytics application applications architecture "
    "artificial big business cloud collaboration communication computer computing critical customer data database "
    "databases decision deep deployment design development distributed engineer engineering engineers experience "
    "feature fundamentals governance infrastructure insights integration intelligence knowledge language languages "
    "leadership learning machine management mathematics methods mining model modeling models monitoring natural "
    "network neural pipeline pipelines predictive problem processing product production programming project quality "
    "reporting research science scientist scientists security software solving statistical statistics storage strategy "
    "structures systems technical technologies testing thinking tools training visualization warehouse warehousing "
    "workflows".split()
)
# Names that are also English words: never written in lower case.
_NAMES: Final = frozenset(
    "access beam chef confluence dash docker excel express flask flow git go hive java jira julia keras looker notion "
    "oracle pandas pig power puppet python ray ruby rust salesforce scala shiny slack snowflake spark spring storm "
    "swift tableau teams word".split()
)
# Endings of English words; a name at the start of a sentence rarely has one.
_ENDINGS: Final = re.compile(
    r".+(?:ship|tion|sion|ing|ment|ity|ness|ence|ance|ical|ics|sis|ive|ed|ly|ful|able|ology|ency|ations|tions|skills?"
    r"|work|ware|ments|ings|ary|ors|ers|al|ysts?|thinking|solving)$"
)
# Words that are not part of the name before them: "Python Programming", but "Google Cloud".
_TAILS: Final = frozenset(
    "programming scripting pipelines databases development skills tools models frameworks processes techniques "
    "libraries certification certifications applications jobs queries workflows".split()
)


class Truecase:
    """The words that are ordinary: in lower case in any of an article's lines, or in the known labels of skills.

    Known tools and certifications and the names of `roles` keep their capitals. Wrong if an article uses a word both
    as a name and as a word ("Access", "access"), unless the name is known. In German every noun has a capital, which
    says nothing: there it `keeps_capitals`. The language is empty for English.
    """

    def __init__(
        self,
        texts: Iterable[str],
        lexicon: MemoryLexicon,
        roles: re.Pattern[str] | None = None,
        language: str = "",
    ) -> None:
        self.language = language
        self.keeps_capitals = language == "de"
        words = set(_FIELD_WORDS)
        for text in texts:
            words.update(_LOWER.findall(text))
        words |= lexicon.derived(_words_of_labels)
        self._words = words - _NAMES
        self._lexicon = lexicon
        self._roles = roles

    def is_ordinary(self, word: str) -> bool:
        """Whether a word, in any case, is not a name."""
        lower = word.lower()
        return lower in self._words or ("-" in lower and all(part in self._words for part in lower.split("-")))

    def running(self, text: str) -> str:
        """A running text without capitals that do not belong to names or to the start of a sentence."""
        if self.keeps_capitals:
            return text
        roles = self._roles.finditer(text) if self._roles else ()
        in_roles = {place for match in roles for place in range(*match.span())}
        runs: list[list[re.Match[str]]] = []  # capitalised words with a single space between them
        for word in _WORD.finditer(text):
            if not word[0][0].isupper() or word.start() in in_roles:
                continue
            if runs and text[runs[-1][-1].end() : word.start()] == " ":
                runs[-1].append(word)
            else:
                runs.append([word])
        out, done = [], 0
        for run in runs:
            for word, lower in zip(run, self._lowered(text, run), strict=True):
                out.append(text[done : word.start()] + lower)
                done = word.end()
        return "".join(out) + text[done:]

    def label(self, name: str, *, starts: bool = False) -> str:
        """A name as a label: in lower case, except for proper names and for a capital that only `starts` a sentence."""
        if self.keeps_capitals:
            return name
        words = name.split(" ")
        proper = [not self._is_lowerable(word, starts=starts and index == 0) for index, word in enumerate(words)]
        if starts and not proper[0] and words[0][:1].isupper():  # "Business Acumen": title case
            proper = [is_proper and not _is_plain(word) for is_proper, word in zip(proper, words, strict=True)]
        if any(proper) and self._is_name(name):
            return name
        out = []
        for index, word in enumerate(words):
            follows_name = index > 0 and proper[index - 1] and words[index - 1][:1].isupper()
            is_part = follows_name and word[:1].isupper() and word.lower() not in _TAILS
            out.append(word if proper[index] or is_part else word.lower())
        return " ".join(out)

    def _lowered(self, text: str, run: list[re.Match[str]]) -> list[str]:
        words = [word[0] for word in run]
        before = text[max(0, run[0].start() - 8) : run[0].start()]
        is_first = run[0].start() <= 4 and not before.strip(" '\"([")
        starts = is_first or _ENDS_SENTENCE.search(before) is not None
        if starts and not self._is_name(" ".join(words)):
            return words[:1] + self._lowered_run(words[1:])
        return self._lowered_run(words)

    def _lowered_run(self, words: list[str]) -> list[str]:
        if self._is_name(" ".join(words)):
            return words
        last_name = max((index for index, word in enumerate(words) if not self._is_lowerable(word)), default=-1)
        return [
            word.lower() if last_name < 0 or (index > last_name and word.lower() in _TAILS) else word
            for index, word in enumerate(words)
        ]

    def _is_lowerable(self, word: str, *, starts: bool = False) -> bool:
        if word.islower():
            return True
        if not _is_plain(word):
            return False
        return self.is_ordinary(word) or (starts and _ENDINGS.fullmatch(word.lower()) is not None)

    def _is_name(self, words: str) -> bool:
        known = self._lexicon.find(words, (Kind.TOOL, Kind.ROLE, Kind.CERTIFICATION))
        return any(not node.label.islower() for node in known)


def _words_of_labels(lexicon: MemoryLexicon) -> set[str]:
    labels = [node.label for node in lexicon if node.kind is Kind.SKILL and node.label.islower()]
    counts = Counter(word for label in labels for word in set(label.replace("-", " ").split()))
    # Among many labels, a word that few of them have may be a name elsewhere: "outlook".
    return {word for word, count in counts.items() if count > len(labels) // _LABELS_A_WORD}


def _is_plain(word: str) -> bool:
    return _CAPITALISED.fullmatch(word) is not None and word.lower() not in _NAMES
