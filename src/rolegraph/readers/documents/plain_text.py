"""Bytes to clean lines, and lines to sentences and list items.

What decoding, a site's export or an editor did to a text is undone here, and only here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.rdf.files import check_encoding

HIDDEN: Final = "\0"  # stands for each character in brackets; no clean text contains it
LONGEST_SENTENCE: Final = 3_000
_CLOSING: Final = {"(": ")", "[": "]"}
_SENTENCE_END: Final = re.compile(r"[.!?]['\")\]]{0,3}\s+(?=['\"(\[]{0,2}[A-Z0-9])")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:[A-Z]|[A-Z](?:\.[A-Z])+|Ph\.?D|[BM]\.?(?:Sc|Eng|Tech|A|S)|e\.g|i\.e|etc|vs|approx|Dr|Mr|Ms|Inc|Ltd"
    r"|Corp|St|No|incl)\.)$",
)
_SEPARATOR: Final = re.compile(
    r"\s*(?:,\s*(?:(and/or|and|or|as well as|plus|along with)\s+)?|\s(and/or|and|or|as well as|along with|&|/|\+)\s+)",
    re.IGNORECASE,
)
BRACKET_MARKER: Final = re.compile(
    r"^(?:e\.?g\.?,?|i\.?e\.?,?|such as|like|including|for example,?|for instance,?|especially|ideally|preferably"
    r"|particularly)\s+",
    re.IGNORECASE,
)
_INCOMPLETE: Final = re.compile(
    r"(?:,|\(|/|\b(?:and|or|of|with|in|the|an?|for|to|as|on|by|from|using|into|that|such as|including|e\.g\.,?|is"
    r"|are))$",
    re.IGNORECASE,
)
# The open end of a list: "etc.", "and others", "or similar tools".
OPEN_END: Final = re.compile(
    r",?\s*(?:(?:and|or)\s+)?(?:etc\.?|and more|and others|among others|or similar(?: \w+)?|or equivalent(?: \w+)?"
    r"|and so on|similar (?:tools|technologies|platforms|languages|frameworks)"
    r"|other(?: \w+){0,2} (?:tools|technologies|software|databases|systems|platforms|languages|frameworks)"
    r"|others?|more)\s*$",
    re.IGNORECASE,
)


def trimmed(text: str) -> str:
    """A text without punctuation around it; the dot of ".NET" is part of the name."""
    text = text.strip(" ,;").rstrip(" ,;.")
    return text if re.match(r"\.[A-Za-z]", text) else text.lstrip(" ,;.")


def mask(text: str) -> str:
    """The text with brackets and their content hidden, at the same length; an unclosed bracket hides nothing."""
    if "(" not in text and "[" not in text:
        return text
    spans: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if sign in _CLOSING:
            stack.append((_CLOSING[sign], place))
        elif stack and sign == stack[-1][0]:
            start = stack.pop()[1]
            spans.append((start, place + 1))
    out, done = [], 0
    for start, end in sorted(spans):
        is_inside = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()  # "IR(ME)R"
        if start >= done and not is_inside:
            out.append(text[done:start] + HIDDEN * (end - start))
            done = end
    return "".join(out) + text[done:]


def sentences(text: str) -> list[str]:
    """The sentences of a text; "U.S. Bureau", "Ph.D. in" and "(e.g. A. B)" do not end one.

    One that is longer than any is cut, so that what compares its parts takes no time without limit.
    """
    return list(_sentences(text))


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[str, ...]:
    out, start = [], 0
    hidden = mask(text)
    for match in _SENTENCE_END.finditer(hidden):
        if not _ABBREVIATION.search(hidden[max(0, match.start() - 10) : match.start() + 1]):
            out.append(text[start : match.end()].strip())
            start = match.end()
    out.append(text[start:].strip())
    return tuple(part for sentence in out for part in _pieces(sentence) if part)


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST_SENTENCE:
        ends = (sentence.rfind(sign, LONGEST_SENTENCE // 2, LONGEST_SENTENCE) + 1 for sign in ", ")
        end = next(filter(None, ends), LONGEST_SENTENCE)
        yield sentence[:end].strip()
        sentence = sentence[end:]
    yield sentence.strip()


def is_unfinished(text: str) -> bool:
    """Whether a text must go on: it ends in a comma, a conjunction or an ellipsis, or has an open bracket."""
    has_open_end = _INCOMPLETE.search(text[-12:]) is not None or text.endswith(("...", "\u2026"))
    return has_open_end or text.count("(") > text.count(")")


def list_items(text: str) -> list[str]:
    """The items of a plain list, without conjunctions, markers and an open end."""
    parts = [element for _, element in split_list(OPEN_END.sub("", BRACKET_MARKER.sub("", text.strip()).rstrip(".;")))]
    return [part for part in (BRACKET_MARKER.sub("", part).strip() for part in parts) if part]


def split_list(text: str) -> list[tuple[str, str]]:
    """The elements of a list outside brackets, each with the conjunction before it ("", ",", "and", "or")."""
    out, start, conj = [], 0, ""
    for match in _SEPARATOR.finditer(mask(text)):
        if element := text[start : match.start()].strip(" ,;"):
            out.append((conj, element))
            conj = ""
        word = (match[1] or match[2] or ",").lower()
        if conj in ("", ","):
            conj = "or" if "or" in word.split("/") or word == "/" else "," if word == "," else "and"
        start = match.end()
    if element := text[start:].strip(" ,;"):
        out.append((conj, element))
    return out


def spells_out(name: str, bracket: str) -> bool:
    """Whether a bracket abbreviates the name before it, or spells it out."""

    def initials(words: str) -> set[str]:
        parts = [part for part in re.split(r"[\s,/-]+", words) if part]
        small = [part for part in parts if part.lower() not in ("and", "of", "the", "for", "in", "as", "a")]
        return {"".join(part[0] for part in chosen).casefold() for chosen in (parts, small) if chosen}

    if not name or not bracket or len(name) > 200 or len(bracket) > 200:
        return False
    if " " in bracket:
        last = name.rsplit(maxsplit=1)[-1]
        short = re.sub(r"\W", "", last).casefold().rstrip("s")
        return 2 <= len(last) <= 8 and last[:1].isupper() and short in initials(bracket)
    wanted = re.sub(r"\W", "", bracket).casefold()
    if len(wanted) < 2 or not bracket[:1].isupper():
        return False
    words = name.split()
    return any({wanted, wanted.rstrip("s")} & initials(" ".join(words[start:])) for start in range(len(words) - 1))


# Longer than any line of an article: a file with such a line is not text.
LONGEST_LINE: Final = 100_000
BOLD: Final = 7  # the depth of a line that is a heading only by being bold: below all of Markdown's six
_BREAK: Final = re.compile(r"\r\n|\n|\r")
# Typographic signs, and the plain ones that the rules know; the last bullet is that of a word processor's symbol font.
_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
        **dict.fromkeys("\x0b\x0c\x85", " "),
        "\uf0b7": "\u2022",
        "\t": "    ",
    }
)
# Every repetition is bounded, so that no line of brackets or asterisks takes more than linear time.
_IMAGE_OR_LINK: Final = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}(?:\s\"[^\"]{0,200}\")?\)")
_DECORATIONS: Final = (
    re.compile(r"\*\*([^*]{1,300})\*\*"),
    re.compile(r"(?<!\w)__([^_]{1,300})__(?!\w)"),
    re.compile(r"(?<![\w*])\*([^*\s][^*]{0,300})\*(?![\w*])"),
    re.compile(r"(?<!\w)_([^_\s][^_]{0,300})_(?!\w)"),
    re.compile(r"`([^`]{1,300})`"),
)
_MARKED: Final = re.compile(r"[#*_`\[\\]")  # without one of these a line has no markup
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!&|])")
_RULES: Final = ("-", "*", "_", "=")
_RULE: Final = re.compile(r"([-*_=])(?: ?\1){2,}")
_HEADING: Final = re.compile(r"(#{1,6})\s+(.*)")
_WHOLE_BOLD: Final = re.compile(r"\*\*[^*]{1,150}\*\*:?|__[^_]{1,150}__:?")
_MARKUP: Final = re.compile(r"\s*(?:<!--|<!doctype\s+html|<html|<\?xml|<head|<body)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A clean line: `number` counts from 1, `depth` is that of a Markdown heading (`BOLD` for a bold line), else 0."""

    number: int
    text: str
    indent: int = 0
    depth: int = 0


def read_lines(data: bytes, path: str, *, may_be_empty: bool = False) -> list[Line]:
    """The lines of a text in UTF-8, clean, empty ones included; `path` is what messages call the file.

    What `may_be_empty`, as a cell of a table, has no lines then.

    Mojibake is repaired where `ftfy` is sure of it. Signs that only look like Markdown (a pair of asterisks around
    words) are taken for it. Raises `SourceError` when the file is empty, binary, in another encoding or a web page, or
    has a line of over 100,000 characters.
    """
    lines: list[Line] = []
    for number, raw in enumerate(_BREAK.split(_decoded(data, path)), start=1):
        if len(raw) > LONGEST_LINE:
            problem = f"a line is {len(raw):,} characters long"
            raise SourceError(problem, "save the article as plain text, a paragraph a line", path=path, line=number)
        line = _clean(number, raw)
        if line.text[:1] in _RULES and (rule := _RULE.fullmatch(line.text)) is not None:
            if lines and _is_underlined(lines[-1]) and rule[1] in "=-" and len(line.text) > 2:
                lines[-1] = replace(lines[-1], depth=1 if rule[1] == "=" else 2)
            line = Line(number, "")
        lines.append(line)
    if not any(line.text for line in lines):
        if may_be_empty:
            return []
        raise SourceError("is empty", "name a file that holds an article's text", path=path)
    return lines


def _decoded(data: bytes, path: str) -> str:
    check_encoding(data, path)
    if (place := data.find(b"\0")) >= 0:
        cure = "name a file that holds an article as plain text"
        raise SourceError("is binary, not text", cure, path=path, line=_line_at(data, place))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"byte 0x{data[error.start]:02X} is not UTF-8"
        cure = "if it is Windows-1252, convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW"
        raise SourceError(problem, cure, path=path, line=_line_at(data, error.start)) from None
    if _MARKUP.match(text[:500]):
        raise SourceError("is a web page, not plain text", "save it as plain text", path=path, line=1)
    return text


def _line_at(data: bytes, position: int) -> int:
    return len(re.findall(rb"\r\n|\n|\r", data[:position])) + 1


def _clean(number: int, raw: str) -> Line:
    text = _visible(raw)
    indent = len(text) - len(text.lstrip())
    text = " ".join(text.split()).removeprefix("> ")
    depth = 0
    if not _MARKED.search(text):
        return Line(number, text, indent)
    if heading := _HEADING.fullmatch(text):
        depth, text = len(heading[1]), re.sub(r" #+$", "", heading[2])
    elif _WHOLE_BOLD.fullmatch(text):
        depth = BOLD
    return Line(number, " ".join(_undecorated(text).split()), indent, depth)


def clean_text(raw: str) -> str:
    """A text that is no Markdown on one line, without mojibake, invisible and control characters."""
    return " ".join(_visible(raw).split())


def _visible(raw: str) -> str:
    """The text without mojibake, invisible and control characters, with plain spaces, quotes and hyphens."""
    plain = raw.isascii() and "&" not in raw and "\x1b" not in raw
    if plain and raw.isprintable():
        return raw  # has no signs to replace either
    text = (raw if plain else _repaired(raw)).translate(_SIGNS)
    if text.isprintable():  # as nearly all lines are, at a tenth of the time
        return text
    categories = ((sign, unicodedata.category(sign)[0]) for sign in text)
    return "".join(" " if category == "Z" else sign for sign, category in categories if category != "C")


def _repaired(text: str) -> str:
    import ftfy  # a text in ASCII without entities and a terminal's colours does not need it

    config = ftfy.TextFixerConfig(fix_line_breaks=False, uncurl_quotes=True, normalization="NFC", explain=False)
    return str(ftfy.fix_text(text, config)).replace("\n", " ").replace("\r", " ")


def _undecorated(text: str) -> str:
    text = _IMAGE_OR_LINK.sub(r"\1", text)
    for decoration in _DECORATIONS:
        text = decoration.sub(r"\1", text)
    return _ESCAPED.sub(r"\1", text)


def _is_underlined(line: Line) -> bool:
    return 0 < len(line.text) <= 80 and not line.depth and line.text[0] not in "-*\u2022" and line.text[-1] not in ".,;"
