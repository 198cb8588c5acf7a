"""Whether a text is written as its datatype wants it: the lexical spaces of XML Schema.

Patterns as the recommendation gives them; the days of a month and the bounds of the integers are looked at besides.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final

_YEAR: Final = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_DATE: Final = f"{_YEAR}-{_MONTH}-{_DAY}"
_MONTHS: Final = r"(?:[0-9]+Y)?(?:[0-9]+M)?"
_CLOCK: Final = r"(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
_NUMBER: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT: Final = rf"{_NUMBER}(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN"
_NAME: Final = r"[^\W\d][\w.·-]*"  # without a colon
_SIGN: Final = r"[A-Za-z0-9+/] ?"  # of base 64
_PATTERNS: Final[dict[str, str]] = {
    "string": r"[\s\S]*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^ \t\n\r]+(?: [^ \t\n\r]+)*)?",
    "language": "[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "Name": r"(?:[^\W\d]|:)[\w.:·-]*",
    "NMTOKEN": r"[\w.:·-]+",
    **dict.fromkeys(("NCName", "ID", "IDREF", "ENTITY"), _NAME),
    **dict.fromkeys(("QName", "NOTATION"), f"(?:{_NAME}:)?{_NAME}"),
    "anyURI": r"[^\s<>\"{}|\\^`]*",
    "boolean": "true|false|1|0",
    "decimal": _NUMBER,
    **dict.fromkeys(("float", "double"), _FLOAT),
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}?",
    "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE}",
    "date": f"{_DATE}{_ZONE}?",
    "time": f"{_TIME}{_ZONE}?",
    "gYear": f"{_YEAR}{_ZONE}?",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonth": f"--{_MONTH}{_ZONE}?",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}?",
    "gDay": f"---{_DAY}{_ZONE}?",
    "duration": f"-?P(?=.){_MONTHS}{_CLOCK}",
    "yearMonthDuration": f"-?P(?=.){_MONTHS}",
    "dayTimeDuration": f"-?P(?=.){_CLOCK}",
    "hexBinary": "(?:[0-9A-Fa-f]{2})*",
    "base64Binary": f"(?:(?:{_SIGN}){{4}})*(?:(?:{_SIGN}){{2}}= ?=|(?:{_SIGN}){{3}}=)?",
}
_BITS: Final = {"byte": 8, "short": 16, "int": 32, "long": 64}
# The least and the greatest of the integers; None where there is no bound.
_BOUNDS: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in _BITS.items()},
    **{f"unsigned{name.capitalize()}": (0, 2**bits - 1) for name, bits in _BITS.items()},
}
_LONGEST: Final = 4_000  # digits of an integer that are compared with bounds; Python refuses to read longer ones
_DATES: Final = re.compile(f"{_DATE}|--{_MONTH}-{_DAY}")
DATATYPES: Final = frozenset(_PATTERNS.keys() | _BOUNDS.keys())
"""The datatypes of XML Schema, by their local names."""


def is_written_as(datatype: str, text: str) -> bool:
    """Whether a text is in the lexical space of a datatype of XML Schema, given by its local name.

    >>> is_written_as("gYear", "2020"), is_written_as("gYear", "banana"), is_written_as("date", "2021-02-29")
    (True, False, False)
    """
    if datatype in _BOUNDS:
        if not re.fullmatch("[+-]?[0-9]+", text) or len(text) > _LONGEST:
            return bool(re.fullmatch("[+-]?[0-9]+", text)) and datatype == "integer"
        least, greatest = _BOUNDS[datatype]
        return (least is None or int(text) >= least) and (greatest is None or int(text) <= greatest)
    if not re.fullmatch(_PATTERNS[datatype], text):
        return False
    dated = _DATES.match(text) if datatype.startswith("date") or datatype == "gMonthDay" else None
    if dated is None:
        return True
    *year, month, day = dated[0].lstrip("-").split("-")
    # The calendar repeats itself after 400 years; a day of a month without a year may be one of a leap year.
    leap = int(year[0][-4:]) % 400 + 2000 if year else 2000
    return int(day) <= monthrange(leap, int(month))[1]
