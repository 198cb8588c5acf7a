"""Languages that a person speaks, and how well; not languages of programs, subjects of study, or nationalities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rolegraph.model.nodes import Level
from rolegraph.readers.documents.fields.values import FieldKind, SpokenLanguage, TypedField

_NAMES: Final = (
    "Afrikaans Albanian Amharic Arabic Armenian Azerbaijani Basque Bengali Bosnian Bulgarian Burmese Cantonese Catalan "
    "Chinese Croatian Czech Danish Dari Dutch English Estonian Farsi Filipino Finnish Flemish French Gaelic Galician "
    "Georgian German Greek Gujarati Hausa Hebrew Hindi Hungarian Icelandic Igbo Indonesian Irish Italian Japanese "
    "Kannada Kazakh Khmer Korean Kurdish Lao Latvian Lithuanian Luxembourgish Macedonian Malay Malayalam Maltese "
    "Mandarin Marathi Mongolian Nepali Norwegian Pashto Persian Polish Portuguese Punjabi Romanian Russian Serbian "
    "Sinhala Slovak Slovenian Somali Spanish Swahili Swedish Tagalog Tamil Telugu Thai Tigrinya Turkish Ukrainian Urdu "
    "Uzbek Vietnamese Welsh Xhosa Yiddish Yoruba Zulu"
).split()
_NAME: Final = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_NAMES)})(?:\s+[Ss]ign\s+[Ll]anguage)?(?![\w])|\b(?:British|American)\s+Sign\s+Language\b|\b(?:BSL|ASL)\b"
)
_SIGN: Final = {"BSL": "British Sign Language", "ASL": "American Sign Language"}
LANGUAGE_WORDS: Final = frozenset({"sign", *map(str.lower, _NAMES), *map(str.lower, _SIGN)})
_LEVELS: Final = {
    Level.FAMILIAR: r"basic|elementary|beginner|A[12]|some",
    Level.WORKING: r"conversational|working|intermediate|good|solid|B[12]|everyday|limited\s+working|moderate"
    r"|knowledge",
    Level.PROFICIENT: r"fluent|fluently|fluency|proficient|proficiency|professional|business|excellent|advanced|strong"
    r"|C1|full\s+professional|command|very\s+good|confident|perfect|great|negotiation",
    Level.EXPERT: r"native|near-native|bilingual|mother\s+tongue|first\s+language|C2|verhandlungssicher",
}
_LEVEL: Final = re.compile(
    "|".join(rf"(?P<{level.word}>\b(?:{words})\b)" for level, words in _LEVELS.items()), re.IGNORECASE
)
_CUE: Final = (
    r"fluent(?:ly)?|fluency|native(?:-level)?|near-native|bilingual|proficien(?:t|cy)|conversational"
    r"|business(?:-level|\s+level)?"
    r"|professional|excellent|good|very\s+good|advanced|basic|intermediate|strong|working|perfect|confident|great|solid|spoken"
    r"|written|verbal|oral|command|knowledge|language|languages|some|a\s+bit\s+of|a\s+little|speak|speaks|speaking|speaker|read|write|mother\s+tongue"
    r"|ability\s+to\s+(?:speak|communicate)|communicate|skills|level|understand"
)
# Words right before a language that make it one that is spoken, with what may stand between.
_BEFORE: Final = re.compile(
    rf"\b(?:{_CUE})(?:[\s,:/(-]|\b(?:in|of|at|both|and|or|a|the|is|written|spoken|speak|verbal|oral|write|read|level|skills?"
    r"|command|knowledge|level|minimum|either|fluent|proficiency|least|B[12]|C[12]|business|professional|working|also|such|as|like)\b){0,12}$",
    re.IGNORECASE,
)
# Words right behind it: a level, a skill of language, a speaker.
_COMMUNICATES: Final = re.compile(r"\bcommunicat\w+\s+(?:[\w-]{1,20}\s+){0,4}in\s+(?:the\s+)?$", re.IGNORECASE)
_AFTER: Final = re.compile(
    r"\s*(?:[,:(-]\s*){0,2}(?:at\s+(?:an?\s+)?|is\s+|to\s+(?:an?\s+)?)?(?P<level>(?:at\s+least\s+|minimum\s+)?(?:[ABC][12](?:\s*[-/]\s*[ABC][12])?\b"
    r"|(?:limited\s+|full\s+|very\s+|near-|business[\s-]|professional[\s-]|native[\s-]){0,2}(?:fluent(?:ly)?|fluency|native|bilingual|proficien\w+"
    r"|conversational|mother\s+tongue|intermediate|advanced|basic|business[\s-]level|professional|level))|speaker|speaking|speakers"
    r"|language\s+skills|skills|communication\s+skills|(?:both\s+)?(?:written|spoken|oral|verbal)\s+(?:and|or|/)\s+(?:written|spoken|oral|verbal)|(?:spoken|written|oral|verbal)(?=\s+(?:and|skills|communication)|\s*/|\)|$)"
    r"|(?:(?:is|are)\s+(?:considered\s+)?(?:as\s+)?)?(?:an?\s+)?(?:big\s+|strong\s+|definite\s+)?(?:plus|asset|advantage|bonus|desirable|required"
    r"|would\s+be\s+(?:an?\s+|very\s+|really\s+)?(?:wonderful|great|nice|good|helpful|useful|plus|bonus|advantage)"
    r"|preferred|appreciated|essential|mandatory|must)\b|language\b(?!\s+(?:teach|arts|literature|model|learn|centre|school|department)))(?:\s+level|\s+proficiency)?\)?",
    re.IGNORECASE,
)
_NOT_AFTER: Final = re.compile(
    r"\s*(?:literature|teach\w*|degree|studies|cuisine|food|market|company|companies|law|tax|customers?|clients|government"
    r"|citizen\w*|nationals?|history|department|culture|speaking\s+(?:market|countr)|A-?level|GCSE|lessons|tuition|classes"
    r"|courses?|branch|office|team|language\s+arts|curriculum|wines?|and\s+(?:maths?|mathematics)\b|authorities|GAAP|press)\b",
    re.IGNORECASE,
)
_NOT_BEFORE: Final = re.compile(
    r"\b(?:degree|bachelor\S*|master\S*|diploma|BA|MA|GCSEs?|A-levels?|teach(?:ing|er)?|taught|studied|major|course|classes)"
    r"\s+(?:in\s+|of\s+)?$|\bnot?\s+(?:speak\s+|need\s+|require\s+)?$"
    r"|\b(?:written|submitted|applications?|CV|apply)\s+in\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"\s*(?:\([^()]{1,25}\)|-level)?\s*(?:,|/|\band\b|\bor\b|,\s*(?:and|or)\b|and/or\b|&|\+)\s*(?:preferably\s+|also\s+)?$"
)
_ALONE: Final = re.compile(r"^\W*(?:languages?\s*:\s*)?$", re.IGNORECASE)


def spoken_languages(text: str) -> Iterator[TypedField]:
    """The languages that a text asks a person to speak."""
    last: tuple[int, Level | None] | None = None  # where the one before ended, and the level of a list
    for match in _NAME.finditer(text):
        head = text[max(0, match.start() - 70) : match.start()]
        after = _AFTER.match(text, match.end())
        if _NOT_AFTER.match(text, match.end()) or _NOT_BEFORE.search(head):
            continue
        before = _BEFORE.search(head) or _COMMUNICATES.search(head)
        between = text[last[0] : match.start()] if last else ""
        listed = last is not None and len(between) < 40 and _LISTED.match(between) is not None
        is_sign = "ign" in match[0] or match[0] in _SIGN
        if not (before or after or listed or is_sign or _is_alone(text, match)):
            continue
        own = _level(after[0] if after else "")
        shared = last[1] if listed and last else _level(before[0] if before else "")
        start = match.start() - (len(head) - before.start()) if before and not listed else match.start()
        end = after.end() if after else match.end()
        last = (match.end(), shared)
        name = _SIGN.get(match[0], match[0])
        yield TypedField(FieldKind.LANGUAGE, start, end, text[start:end], SpokenLanguage(name, own or shared))


def _level(words: str) -> Level | None:
    """The level that words set, the highest where there are several."""
    found = [Level[str(match.lastgroup).upper()] for match in _LEVEL.finditer(words)]
    return max(found, default=None)


def _is_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a language, or a list that it begins, is all that a line says."""
    start = text.rfind("\n", 0, match.start()) + 1
    stop = text.find("\n", match.end())
    rest = text[match.end() : stop if stop >= 0 else len(text)]
    if _ALONE.match(text[start : match.start()]) is None:
        return False
    return (
        re.fullmatch(
            rf"(?:\W|\b(?:and|or|some|preferred|desirable|a plus|required|{'|'.join(_NAMES)})\b){{0,40}}", rest
        )
        is not None
    )
