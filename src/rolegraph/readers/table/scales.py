"""What the cells of a table ask for: marks, words and letters, and numbers on whatever scale the table has.

A legend in the file says what they mean; otherwise the lowest number is familiar and the highest is expert, and those
between are spread evenly. What falls exactly between two levels is the lower.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from rolegraph.model.level_words import FILLERS, LEVEL_OF
from rolegraph.model.nodes import Level, Necessity, fold
from rolegraph.readers.table.column_titles import unaccented

NECESSITIES: Final = {
    **dict.fromkeys(("essential", "must", "must have", "required", "mandatory"), Necessity.ESSENTIAL),
    **dict.fromkeys(("preferred", "nice to have", "optional", "desirable"), Necessity.PREFERRED),
}
_NECESSITIES: Final = {
    Necessity.ESSENTIAL: "critical, core, key, necessary, needed, obligatory, compulsory, muss, pflicht, notwendig, "
    "erforderlich, zwingend, obligatorisch, obligatoire, requis, requise, indispensable, necessaire, exige, "
    "obligatorio, obligatoria, requerido, requerida, imprescindible, necesario, exigido",
    Necessity.PREFERRED: "desired, advantageous, a plus, plus, bonus, recommended, good to have, useful, secondary, "
    "should, could, soll, kann, wunschenswert, von vorteil, souhaite, souhaitee, souhaitable, facultatif, optionnel, "
    "apprecie, un plus, deseable, opcional, recomendado, valorable",
}
# Of how important something is, which in a column of levels says how well it is mastered.
_IMPORTANCE: Final = {
    **dict.fromkeys(("high", "hoch", "eleve", "elevee", "alto", "alta"), Necessity.ESSENTIAL),
    **dict.fromkeys("medium low mittel niedrig gering moyen faible medio media bajo baja".split(), Necessity.PREFERRED),
}
_YES: Final = frozenset("x × ✓ ✔ ☑ ☒ ✅ √ • ● ■ ◆ * yes y ja j oui si true wahr vrai verdadero ok".split())
_NO: Final = frozenset(
    "-,–,—,--,0,0%,.,/,n/a,na,none,no,n,nil,not required,not necessary,not needed,not applicable,no knowledge,"
    "not relevant,nein,kein,keine,keine kenntnisse,nicht erforderlich,nicht notwendig,nicht relevant,entfallt,non,"
    "aucun,aucune,non requis,sans objet,ninguno,ninguna,no requerido,no aplica,✗,✘,☐,□,false,falsch,faux,falso".split(
        ","
    )
)
_LETTERS: Final[dict[str, dict[str, tuple[Necessity | None, Level | None]]]] = {
    "necessity": {
        **dict.fromkeys("emr", (Necessity.ESSENTIAL, None)),
        **dict.fromkeys("pdo", (Necessity.PREFERRED, None)),
    },
    "level": {
        letter: (None, level)
        for letter, level in {
            **dict.fromkeys("fbg", Level.FAMILIAR),
            **dict.fromkeys("wi", Level.WORKING),
            **dict.fromkeys("pa", Level.PROFICIENT),
            "e": Level.EXPERT,
        }.items()
    },
}
_QUARTERS: Final = {"○": 0, "◔": 1, "◑": 2, "◕": 3, "●": 4}
_NUMBER: Final = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?) ?(%)?")
_REPEATED: Final = re.compile(r"([x+*★●✓])\1{1,9}")
_OF: Final = re.compile(r"(\d{1,2}) ?(?:/|of|von|sur|de) ?(\d{1,2})")
_NUMBERED: Final = re.compile(r"(?:\(?l?(\d{1,2})\)?|([a-z]))\s?[-–:=.)]\s?(\D.*)")
_ENTRY: Final = re.compile(r"(\d{1,2}|[A-Za-zÄÖÜäöü]{1,2}|[^\w\s(]{1,4}|\([xX]\))\s{0,3}(?:=|:|–|-|→|\.)\s{0,3}(\S.*)")
_TITLE: Final = re.compile(
    r"\s*(?:legend|legende|légende|leyenda|key|scale|levels?|rating scale|definitions?|skala|stufen|échelle|escala"
    r"|niveaux?|niveles|proficiency levels?|proficiency scale)\s*(?:of levels)?\s*:?\s*",
    re.IGNORECASE,
)
_MOST: Final = 10  # the highest number of a scale
_PROSE: Final = 24  # characters from which a cell is a text rather than a word
_OURS: Final = int(Level.EXPERT)


Meant = TypeVar("Meant", Level, Necessity)


class AskedFor(NamedTuple):
    """What a cell asks for; what it does not say is None, and a text that it holds is a note."""

    necessity: Necessity | None = None
    level: Level | None = None
    note: str = ""


class Unreadable(Exception):
    """A cell that says neither how well nor how urgently something is asked for."""


def _words(table: Mapping[Meant, str]) -> dict[str, Meant]:
    return {word.strip(): meaning for meaning, words in table.items() for word in words.split(",")}


_SAID: Final[dict[str, Level | Necessity]] = {**NECESSITIES, **_words(_NECESSITIES), **LEVEL_OF}
_URGENCY: Final = {**NECESSITIES, **_words(_NECESSITIES), **_IMPORTANCE}


def _plainly(text: str) -> str:
    return unaccented(fold(text)).strip(" .:!'")


def _in_words(text: str) -> Level | Necessity | None:
    """What a word or two say, whatever filler stands around them."""
    return _SAID.get(text) or _SAID.get(" ".join(FILLERS.sub(" ", text.replace("-", " ")).split()))


def necessity_in(cell: str, *, yes: Necessity = Necessity.ESSENTIAL) -> Necessity | None:
    """How urgent a word of a column of necessity is; `yes` is what yes means there. None for what is not known.

    >>> str(necessity_in("Muss")), str(necessity_in("no")), necessity_in("perhaps")
    ('essential', 'preferred', None)
    """
    text = _plainly(cell)
    if text in _YES or text in _NO:
        other = Necessity.PREFERRED if yes is Necessity.ESSENTIAL else Necessity.ESSENTIAL
        return yes if text in _YES else other
    letter = _LETTERS["necessity"].get(text, (None, None))[0]
    return _URGENCY.get(text) or _URGENCY.get(text.replace("-", " ")) or letter


def is_flag(cell: str) -> bool:
    """Whether a cell only says yes or no."""
    return _plainly(cell) in _YES | _NO


def is_answer(cell: str) -> bool:
    """Whether a cell says how well or how urgently something is asked for, on some scale, or that it is not.

    >>> [is_answer(cell) for cell in ("x", "4", "80 %", "sehr gut", "E", "+++", "Baker", "2026-01-31")]
    [True, True, True, True, True, True, False, False]
    """
    text = _plainly(cell) or cell.strip()
    numbered = _NUMBERED.fullmatch(text)
    if text in _YES or text in _NO or text == "(x)" or _in_words(text) or (len(text) == 1 and text.isalpha()):
        return True
    if numbered and _in_words(numbered[3]):
        return True
    return _amount(text) is not None or bool(_OF.fullmatch(text))


def _amount(text: str) -> float | None:
    """The number in a cell, a share as one below 0; None where there is none that may be on a scale."""
    text = FILLERS.sub(" ", text).strip()
    if re.fullmatch(r"l\d", text):
        return float(text[1])
    if found := _NUMBER.fullmatch(text):
        number = float(found[1].replace(",", "."))
        if found[2]:
            return -number / 100 if number <= 100 else None
        return number if number <= _MOST else None
    if text in _QUARTERS and text != "●":
        return _QUARTERS[text]
    return len(text) if text == "+" or _REPEATED.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Scale:
    """How the cells of a file are read.

    `top` is the highest number; `is_share` if numbers are parts of one, `letters` what single signs stand for.
    """

    top: int = _OURS
    is_share: bool = False
    has_shares: bool = False
    only_marks: bool = False
    has_quarters: bool = False
    letters: Mapping[str, tuple[Necessity | None, Level | None]] = field(default_factory=dict)
    legend: Mapping[str, AskedFor | None] = field(default_factory=dict)

    def read(self, cell: str) -> AskedFor | None:
        """What a cell asks for; None if it asks for nothing. Raises `Unreadable`."""
        text = _plainly(cell) or cell.strip()
        if text in self.legend:
            return self.legend[text]
        if self.has_quarters and text in _QUARTERS:
            return self._leveled(_QUARTERS[text])
        if not text or text in _NO:
            return None
        if text in self.letters:
            return AskedFor(*self.letters[text])
        if text in _YES or (self.only_marks and text == "1"):
            return AskedFor()
        if text == "(x)":
            return AskedFor(Necessity.PREFERRED)
        if (said := _in_words(text)) is not None:
            return _asked(said)
        if len(text) >= _PROSE and " " in text:
            numbered = _NUMBERED.fullmatch(text)
            asked = self.read(numbered[1]) if numbered and numbered[1] else AskedFor()
            return asked and asked._replace(note=cell)
        return self._numbered(text)

    def _numbered(self, text: str) -> AskedFor | None:
        if numbered := _NUMBERED.fullmatch(text):
            if (numbered[1] or numbered[2]) in self.legend:
                return self.legend[numbered[1] or numbered[2]]
            if said := _in_words(numbered[3].strip()):
                return _asked(said)
            if numbered[1]:
                return self._leveled(float(numbered[1]))
        if of := _OF.fullmatch(text):
            return Scale(top=max(int(of[2]), 2)).read(of[1])
        if (amount := _amount(text)) is not None:
            return self._leveled(amount)
        tokens = [part for part in re.split(r"[\s,;/()]+", text) if part]
        if len(tokens) == 2:
            return self._both(tokens)
        raise Unreadable

    def _both(self, tokens: Sequence[str]) -> AskedFor:
        """A necessity and a level in one cell, such as "M 3"."""
        one, other = (self.read(token) for token in tokens)
        if one is None or other is None or (one.level and other.level) or (one.necessity and other.necessity):
            raise Unreadable
        return AskedFor(one.necessity or other.necessity, one.level or other.level)

    def _leveled(self, amount: float) -> AskedFor | None:
        if amount == 0:
            return None
        if amount < 0 or self.is_share:
            return AskedFor(level=Level(min(max(math.ceil(abs(amount) * _OURS), 1), _OURS)))
        if amount > self.top:
            raise Unreadable
        return AskedFor(level=_spread(amount, self.top))

    def said(self) -> str:
        """How numbers and letters are read, where that is not as in our own tables; otherwise empty."""
        parts = []
        if self.has_shares:
            parts.append("shares: up to 25 % familiar, 50 % working, 75 % proficient, above expert")
        elif self.top != _OURS and not self.legend:
            levels = (f"{number} {_spread(number, self.top)}" for number in range(1, self.top + 1))
            parts.append(f"numbers from 1 to {self.top}: {', '.join(levels)}")
        if self.letters:
            letters = (f"{letter.upper()} {_word(*meaning)}" for letter, meaning in sorted(self.letters.items()))
            parts.append("signs: " + ", ".join(letters))
        if self.legend:
            entries = (f"{key} {_word(*meaning[:2]) if meaning else 'nothing'}" for key, meaning in self.legend.items())
            parts.append("by the legend in the file: " + ", ".join(entries))
        return "; ".join(parts)


def _word(necessity: Necessity | None, level: Level | None) -> str:
    return " ".join(str(part) for part in (necessity, level) if part is not None) or "asked for"


def _asked(said: Level | Necessity) -> AskedFor:
    return AskedFor(level=said) if isinstance(said, Level) else AskedFor(necessity=said)


def _spread(number: float, top: int) -> Level:
    """The level that a number on a scale from 1 to `top` comes to.

    >>> [int(_spread(number, 5)) for number in (1, 2, 3, 4, 5)], [int(_spread(number, 3)) for number in (1, 2, 3)]
    ([1, 2, 2, 3, 4], [1, 2, 4])
    """
    place = 1 + (number - 1) * (_OURS - 1) / (top - 1)
    return Level(min(max(math.ceil(place - 0.5 - 1e-9), 1), _OURS))


def fit(cells: Iterable[str], legend: Mapping[str, str], top: int = 0) -> Scale:
    """The scale that the cells of a file are on, its legend as key and text, and the highest number if it is stated.

    >>> fit(["x", "0", "1"], {}).only_marks, fit(["1", "5"], {}).top, fit(["0.25", "1"], {}).is_share
    (True, 5, True)
    """
    texts = {_plainly(cell) or cell.strip() for cell in cells}
    amounts = {amount for amount in map(_amount, texts) if amount is not None}
    numbers = {amount for amount in amounts if amount >= 0}
    highest = max(numbers, default=0)
    is_share = any(number % 1 for number in numbers) and highest <= 1
    letters = {text for text in texts if len(text) == 1 and text.isalpha() and text not in _YES | _NO}
    named = next((each for each in _LETTERS.values() if letters and letters <= each.keys()), {})
    meant = _read_legend(legend)
    repeated = {text[0]: len(text) for text in sorted(texts, key=len) if _REPEATED.fullmatch(text)}
    signs = dict.fromkeys(repeated, (None, Level.FAMILIAR))
    top = max(repeated.values(), default=top)
    if not top:
        top = _OURS if highest <= _OURS else math.ceil(highest) if highest <= 7 else _MOST
    return Scale(
        top=top,
        is_share=is_share,
        has_shares=is_share or any(amount < 0 for amount in amounts),
        only_marks=highest <= 1 and not is_share,
        has_quarters=bool(texts & {"◔", "◑", "◕"}),
        letters={**{letter: named[letter] for letter in sorted(letters - meant.keys()) if letter in named}, **signs},
        legend=meant,
    )


def _read_legend(legend: Mapping[str, str]) -> dict[str, AskedFor | None]:
    """What each key of a legend stands for: by the words beside it, or, where these do not tell, by its place."""
    entries = {_plainly(key) or key: _plainly(text) for key, text in legend.items()}
    said = {key: _said_in(text) for key, text in entries.items()}
    nothing = {key for key, text in entries.items() if key == "0" or _says_nothing(text)}
    steps = [key for key in entries if key not in nothing]
    if not all(said[key] for key in steps):
        if not all(map(str.isdecimal, steps)) or len(steps) < 2:
            steps = [key for key in steps if said[key]]
        else:
            said = {key: _spread(place, len(steps)) for place, key in enumerate(sorted(steps, key=int), start=1)}
    meant = {key: said[key] for key in steps}
    found: dict[str, AskedFor | None] = dict.fromkeys(nothing)
    return found | {key: _asked(meaning) for key, meaning in meant.items() if meaning is not None}


def _says_nothing(text: str) -> bool:
    return text in _NO or re.match(r"(?:not?|kein\w*|nicht|aucune?|non|sin|ningun\w*)\b", text) is not None


def _said_in(text: str) -> Level | Necessity | None:
    """What the words of a legend say: all of them, or else the only ones among them that say something."""
    whole = _in_words(text)
    if whole is not None:
        return whole
    found = {_SAID[word] for word in re.findall(r"[^\W\d_]+", text) if word in _SAID}
    return found.pop() if len(found) == 1 else None


def legend_entries(cells: Sequence[str], *, below_title: bool = False) -> dict[str, str]:
    """What the cells of a row say of signs, such as "1 = basic"; below a legend's title also in two cells.

    >>> legend_entries(["1 = basic; 2 = good"]), legend_entries(["3", "expert"], below_title=True)
    ({'1': 'basic', '2': 'good'}, {'3': 'expert'})
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if below_title and len(filled) == 2 and len(filled[0]) <= 2 < len(filled[1]):
        return {filled[0]: filled[1]}
    entries: dict[str, str] = {}
    for cell in filled:
        body = cell[found.end() :] if (found := _TITLE.match(cell)) and ":" in found[0] else cell
        parts = [part.strip() for part in re.split(r"[;|\n]|,(?=\s{0,3}\w{1,2}\s{0,3}[=:])", body) if part.strip()]
        matched = [match for part in parts if (match := _ENTRY.fullmatch(part))]
        if len(matched) != len(parts) or not parts:
            return {}
        entries |= {match[1]: match[2] for match in matched}
    return entries


def is_legend_title(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing but the title of a legend."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) == 1 and _TITLE.fullmatch(filled[0]) is not None
