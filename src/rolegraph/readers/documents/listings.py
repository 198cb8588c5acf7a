"""The sections that list names: tools with their categories, and industries."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rolegraph.linking import Linker, Mention, title_case
from rolegraph.model.nodes import Kind
from rolegraph.readers.documents.records import IndustryRecord, Passage, ToolRecord
from rolegraph.readers.documents.skills import labelled
from rolegraph.readers.documents.text import items, mask, spells

_CLASS: Final = re.compile(
    r".*\b(?:languages?|tools?|platforms?|frameworks?|librar(?:y|ies)|databases?|systems?|software|services"
    r"|technologies|packages"
    r"|environments?|applications|suites?|solutions|ides?|notebooks|warehouses?|stack)$",
    re.IGNORECASE,
)
_USES: Final = re.compile(
    r"\b(?:uses?|using|utilizes?|relies on|rely on|works? with|leverages?|employs?|includes?|including|are"
    r"|proficient (?:in|with)|depend on)\s+",
    re.IGNORECASE,
)
_SUCH_AS: Final = re.compile(r",?\s*(?:such as|like|including|e\.g\.,?|for example,?)\s+", re.IGNORECASE)
_PURPOSE: Final = re.compile(r"\s+(?:for|to|when|in order to|as well as for|as)\s+[a-z].*$")
_ADVERBS: Final = re.compile(
    r"^(?:(?:a|an|the|variety of|range of|wide|various|commonly|often|typically|mainly|primarily|also|tools|several"
    r"|popular|other|both"
    r"|specialized|familiar with|well-known|libraries|frameworks)\s+)+(?=\S)",
    re.IGNORECASE,
)
_INDUSTRY_LEAD: Final = re.compile(
    r"^.*?\b(?:(?:industries|sectors|fields|areas)(?:,)?\s+(?:such as|like|including)|such as|including"
    r"|industries include|sectors include"
    r"|(?:work|works|employed|found|roles|opportunities|jobs|demand|sought after|needed|positions|hired|prevalent"
    r"|common|demanded|are)\b[^,]{0,60}?"
    r"\s(?:in|across|by|within))\s+",
    re.IGNORECASE,
)
_VARIOUS: Final = re.compile(
    r"^(?:(?:various|many|several|different|a (?:wide )?(?:range|variety) of|industries"
    r"|sectors),?\s+){1,4}(?:such as|including|like)\s+",
    re.IGNORECASE,
)
_FUNCTION_WORDS: Final = frozenset("for to used a an the with in as is are and or of on by this it".split())
_VAGUE: Final = frozenset(("", "tools", "software", "technologies", "platforms", "applications"))
_LONGEST_NAME: Final = 5


class Tools(NamedTuple):
    """What a line of the tools section lists, and what in it is no tool's name."""

    records: list[ToolRecord]
    unplaced: list[str]


def only_tools(found: Tools) -> Tools:
    """The same without what is known as a skill: "spreadsheets" in a list of tools is a kind of them and no tool."""
    records = [one for one in found.records if one.tool.kind is Kind.TOOL]
    others = [one.tool.label for one in found.records if one.tool.kind is not Kind.TOOL]
    return Tools(records, [*found.unplaced, *others])


def tools(text: str, category: str, passage: Passage, linker: Linker) -> Tools:
    """What a bullet lists: `Category: A, B`, one tool, several, or one tool and what it is for.

    Parameters
    ----------
    category
        The heading that the bullet stands under, if that names a category.
    """
    label, rest = labelled(text)
    if not label:
        return _bullet(text, category, passage, linker)
    names = _names(_PURPOSE.sub("", rest), linker)
    if names and not _is_described(label, names, linker):
        return Tools(_records(names, label, passage, linker), [])
    such = _SUCH_AS.search(rest)
    listed = _names(_PURPOSE.sub("", rest[such.end() :]), linker) if such else []
    if _CLASS.match(label) or linker.knows_as(label, Kind.CATEGORY):
        found = listed or [name for name in items(_PURPOSE.sub("", rest)) if _is_name(name, linker)]
        return Tools(_records(found, label, passage, linker), [] if found else [text])
    if _is_name(label, linker):
        return Tools(_records([label], category, passage, linker), [])
    return Tools(_records(listed, label, passage, linker), [] if listed else [text])


def _is_described(label: str, names: list[str], linker: Linker) -> bool:
    """Whether a label is a tool, and what stands behind it says what it is for: "Power BI: dashboards"."""
    if _CLASS.match(label):
        return False
    are_words = all(name.islower() and not linker.knows(name) for name in names)
    return linker.knows_as(label, Kind.TOOL) or (are_words and linker.truecase.label(label, starts=True)[:1].isupper())


def tools_in_prose(sentence: str, passage: Passage, linker: Linker) -> Tools:
    """What a sentence without its subject lists: "commonly use Excel, SQL, and platforms such as AWS"."""
    match = _USES.search(sentence)
    records: list[ToolRecord] = []
    unplaced: list[str] = []
    category = ""
    body = sentence[match.end() :] if match else sentence
    for raw in items(body):
        part = re.sub(r"^(?:and|or)\s+", "", _PURPOSE.sub("", raw))
        such = _SUCH_AS.search(" " + part)
        if such:
            category = _ADVERBS.sub("", part[: max(0, such.start() - 1)]).strip()
            category = "" if category.lower() in _VAGUE else category
            part = part[such.end() - 1 :]
        else:
            part = _ADVERBS.sub("", part)
        head, inner = _bracket(part)
        if inner and _CLASS.match(head) and (names := _names(inner, linker)):
            records += _records(names, title_case(head), passage, linker)
            category = ""
        elif _is_name(part, linker):
            records += _records([part], title_case(_plain_category(category)), passage, linker)
        else:
            unplaced.append(part)
    return Tools(records, unplaced)


def _bullet(text: str, category: str, passage: Passage, linker: Linker) -> Tools:
    text = text.strip(" .;")
    head, inner = _bracket(text)
    such = _SUCH_AS.search(mask(text))
    if inner and (_CLASS.match(head) or not _is_name(head, linker)) and (names := _names(inner, linker)):
        return Tools(_records(names, head, passage, linker), [])
    if such and such.start() and (names := _names(_PURPOSE.sub("", text[such.end() :]), linker)):
        return Tools(_records(names, text[: such.start()].strip(), passage, linker), [])
    names = [_PURPOSE.sub("", name) for name in items(text)]
    good = [name for name in names if _is_name(name, linker)]
    bad = [name for name in names if name not in good]
    if bad and not good:
        return Tools([], [text])
    return Tools(_records(good, category, passage, linker), bad)


def _bracket(text: str) -> tuple[str, str]:
    """A text that ends in a bracket, as what stands before it and in it."""
    hidden = mask(text.rstrip(" .;"))
    start = hidden.find("\0")
    if start > 0 and hidden.endswith("\0") and not hidden[start:].strip("\0"):
        return text[:start].strip(), text[start + 1 : len(hidden) - 1].strip()
    return text.strip(), ""


def _names(text: str, linker: Linker) -> list[str]:
    """The names that a text lists, or none if it holds anything else."""
    names = items(text)
    return names if names and all(_is_name(name, linker) for name in names) else []


def _is_name(text: str, linker: Linker) -> bool:
    head, _ = _bracket(text)
    words = head.split()
    if not head or len(words) > _LONGEST_NAME:
        return False
    if linker.knows(head) or linker.knows_as(head, Kind.TOOL):
        return True
    if words[0].lower() in _FUNCTION_WORDS or (words[0].endswith("ing") and len(words) > 1 and words[1][0].islower()):
        return False
    return (
        head[0].isupper()
        or head[0] == "."
        or head[0].isdigit()
        or (len(words) == 1 and re.fullmatch(r"[a-z][\w.+#-]*", head) is not None)
    )


def _records(names: list[str], category: str, passage: Passage, linker: Linker) -> list[ToolRecord]:
    kind: Mention | None = linker.titled(Kind.CATEGORY, category, passage.line) if category else None
    out: list[ToolRecord] = []
    for name in names:
        head, inner = _bracket(name)
        is_spelling = bool(inner) and spells(head, inner)
        out.append(ToolRecord(linker.tool(head, passage.line, (inner,) if is_spelling else ()), passage, kind))
        if (
            inner
            and not is_spelling
            and all(part[:1].isupper() or linker.knows_as(part, Kind.TOOL) for part in items(inner))
        ):
            out.extend(
                ToolRecord(linker.tool(part, passage.line), passage, kind)
                for part in items(inner)
                if _is_name(part, linker)
            )
    return out


def _plain_category(category: str) -> str:
    return re.sub(r"^(?:and|or|with)\s+", "", category)


def industries(text: str, passage: Passage, linker: Linker, *, is_list: bool = False) -> list[IndustryRecord]:
    """What a bullet names: one industry with a note, or several where `is_list`."""
    label, rest = labelled(text)
    if label:
        return [IndustryRecord(linker.titled(Kind.INDUSTRY, label, passage.line), passage, rest.rstrip("."))]
    out: list[IndustryRecord] = []
    for part in items(text) if is_list else [text]:
        head, note = _bracket(part.strip(" .;"))
        such = _SUCH_AS.search(head)
        if such and such.start():
            head, note = head[: such.start()], head[such.end() :]
        head = re.sub(r"^(?:the|an?|and|or)\s+|\s+(?:industry|industries)$", "", head.strip(" ,"), flags=re.IGNORECASE)
        if any(map(str.isalnum, head)):
            note = re.sub(r"^(?:e\.g\.,?|such as|including|like)\s+", "", note)
            out.append(IndustryRecord(linker.titled(Kind.INDUSTRY, head, passage.line), passage, note))
    return out


def industries_in_prose(sentence: str, passage: Passage, linker: Linker) -> list[IndustryRecord]:
    """What a sentence without its subject lists: "work in finance, healthcare, and retail"; none if it lists "
    "nothing."""
    match = _INDUSTRY_LEAD.match(sentence[:1_000])
    if match is None:
        return []
    body = _VARIOUS.sub("", sentence[match.end() :])
    body = re.sub(
        r"(?:\s+|,\s*)(?:where|who|which|that|as|because|since|to|with|for|among others?)\b.*$", "", body.strip(" .")
    )
    body = re.sub(r"\s+(?:industries|sectors|industry|companies|sector)$", "", body)
    found = industries(body, passage, linker, is_list=True)
    return found if all(len(one.industry.label.split()) <= _LONGEST_NAME for one in found) else []
