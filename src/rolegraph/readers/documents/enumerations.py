"""The sections that enumerate names: tools with their categories, and industries."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rolegraph.linking import Linker, Mention, title_case
from rolegraph.model.nodes import Kind
from rolegraph.readers.documents.plain_text import HIDDEN, list_items, mask, spells_out
from rolegraph.readers.documents.records import IndustryRecord, Passage, ToolRecord
from rolegraph.readers.documents.skills import split_label

_CATEGORY: Final = re.compile(
    r".*\b(?:languages?|tools?|platforms?|frameworks?|librar(?:y|ies)|databases?|systems?|software|services"
    r"|technologies|packages|environments?|applications|suites?|solutions|ides?|notebooks|warehouses?|stack)$",
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
    r"|popular|other|both|specialized|familiar with|well-known|libraries|frameworks)\s+)+(?=\S)",
    re.IGNORECASE,
)
_INDUSTRY_LEAD: Final = re.compile(
    r"^.*?\b(?:(?:industries|sectors|fields|areas)(?:,)?\s+(?:such as|like|including)|such as|including"
    r"|industries include|sectors include|(?:work|works|employed|found|roles|opportunities|jobs|demand|sought after"
    r"|needed|positions|hired|prevalent|common|demanded|are)\b[^,]{0,60}?\s(?:in|across|by|within))\s+",
    re.IGNORECASE,
)
_VARIOUS: Final = re.compile(
    r"^(?:(?:various|many|several|different|a (?:wide )?(?:range|variety) of|industries|sectors),?\s+){1,4}"
    r"(?:such as|including|like)\s+",
    re.IGNORECASE,
)
_INDUSTRY_CLAUSE: Final = re.compile(
    r"(?:\s+|,\s*)(?:where|who|which|that|as|because|since|to|with|for|among others?)\b.*$"
)
_INDUSTRY_TAIL: Final = re.compile(r"\s+(?:industries|sectors|industry|companies|sector)$")
_FUNCTION_WORDS: Final = frozenset("for to used a an the with in as is are and or of on by this it".split())
_VAGUE_CATEGORIES: Final = frozenset("tools software technologies platforms applications".split())
_MOST_NAME_WORDS: Final = 5


class ToolList(NamedTuple):
    """The tools in a text, and the parts of it that are not names of tools."""

    records: list[ToolRecord]
    unplaced: list[str]

    def only_tools(self) -> ToolList:
        """The same with known skills as unplaced: "spreadsheets" is a kind of tools, and not a tool."""
        tools = [record for record in self.records if record.tool.kind is Kind.TOOL]
        skills = [record.tool.label for record in self.records if record.tool.kind is not Kind.TOOL]
        return ToolList(tools, [*self.unplaced, *skills])


def tools(text: str, category: str, passage: Passage, linker: Linker) -> ToolList:
    """The tools of a bullet: `Category: A, B`, one tool, several, or one tool and what it is for.

    `category` is the heading that the bullet stands under, if that names one.
    """
    label, rest = split_label(text)
    if not label:
        return _unlabelled_tools(text, category, passage, linker)
    names = _names(_PURPOSE.sub("", rest), linker)
    if names and not _is_described(label, names, linker):
        return ToolList(_tool_records(names, label, passage, linker), [])
    examples = _SUCH_AS.search(rest)
    listed = _names(_PURPOSE.sub("", rest[examples.end() :]), linker) if examples else []
    if _CATEGORY.match(label) or linker.knows_as(label, Kind.CATEGORY):
        names = listed or [name for name in list_items(_PURPOSE.sub("", rest)) if _is_name(name, linker)]
    elif _is_name(label, linker):
        return ToolList(_tool_records([label], category, passage, linker), [])
    else:
        names = listed
    return ToolList(_tool_records(names, label, passage, linker), [] if names else [text])


def _is_described(label: str, names: list[str], linker: Linker) -> bool:
    """Whether a label is a tool, and the text behind it says what it is for: "Power BI: dashboards"."""
    if _CATEGORY.match(label):
        return False
    are_words = all(name.islower() and not linker.knows(name) for name in names)
    return linker.knows_as(label, Kind.TOOL) or (are_words and linker.truecase.label(label, starts=True)[:1].isupper())


def tools_in_prose(sentence: str, passage: Passage, linker: Linker) -> ToolList:
    """The tools of a sentence without its subject: "commonly use Excel, SQL, and platforms such as AWS"."""
    match = _USES.search(sentence)
    tool_list = ToolList([], [])
    category = ""
    for item in list_items(sentence[match.end() :] if match else sentence):
        part = re.sub(r"^(?:and|or)\s+", "", _PURPOSE.sub("", item))
        if examples := _SUCH_AS.search(" " + part):
            category = _ADVERBS.sub("", part[: max(0, examples.start() - 1)]).strip()
            category = "" if category.lower() in _VAGUE_CATEGORIES else category
            part = part[examples.end() - 1 :]
        else:
            part = _ADVERBS.sub("", part)
        head, inner = _split_bracket(part)
        if inner and _CATEGORY.match(head) and (names := _names(inner, linker)):
            tool_list.records.extend(_tool_records(names, title_case(head), passage, linker))
            category = ""
        elif _is_name(part, linker):
            title = title_case(re.sub(r"^(?:and|or|with)\s+", "", category))
            tool_list.records.extend(_tool_records([part], title, passage, linker))
        else:
            tool_list.unplaced.append(part)
    return tool_list


def _unlabelled_tools(text: str, category: str, passage: Passage, linker: Linker) -> ToolList:
    text = text.strip(" .;")
    head, inner = _split_bracket(text)
    examples = _SUCH_AS.search(mask(text))
    if inner and (_CATEGORY.match(head) or not _is_name(head, linker)) and (names := _names(inner, linker)):
        return ToolList(_tool_records(names, head, passage, linker), [])
    if examples and examples.start() and (names := _names(_PURPOSE.sub("", text[examples.end() :]), linker)):
        return ToolList(_tool_records(names, text[: examples.start()].strip(), passage, linker), [])
    names = [_PURPOSE.sub("", name) for name in list_items(text)]
    tool_names = [name for name in names if _is_name(name, linker)]
    others = [name for name in names if name not in tool_names]
    if not tool_names and others:
        return ToolList([], [text])
    return ToolList(_tool_records(tool_names, category, passage, linker), others)


def _split_bracket(text: str) -> tuple[str, str]:
    """A text that ends in a bracket, as what stands before it and in it."""
    hidden = mask(text.rstrip(" .;"))
    start = hidden.find(HIDDEN)
    if start > 0 and hidden.endswith(HIDDEN) and not hidden[start:].strip(HIDDEN):
        return text[:start].strip(), text[start + 1 : len(hidden) - 1].strip()
    return text.strip(), ""


def _names(text: str, linker: Linker) -> list[str]:
    """The names that a text lists; empty if it lists anything else as well."""
    names = list_items(text)
    return names if all(_is_name(name, linker) for name in names) else []


def _is_name(text: str, linker: Linker) -> bool:
    head, _ = _split_bracket(text)
    words = head.split()
    if not head or len(words) > _MOST_NAME_WORDS:
        return False
    if linker.knows(head) or linker.knows_as(head, Kind.TOOL):
        return True
    if words[0].lower() in _FUNCTION_WORDS or (words[0].endswith("ing") and len(words) > 1 and words[1][0].islower()):
        return False
    return head[0].isupper() or head[0].isdigit() or head[0] == "." or re.fullmatch(r"[a-z][\w.+#-]*", head) is not None


def _tool_records(names: list[str], category: str, passage: Passage, linker: Linker) -> list[ToolRecord]:
    """A record for each name, and for each tool in its bracket: "Python (NumPy, pandas)"."""
    titled: Mention | None = linker.titled(Kind.CATEGORY, category, passage.line) if category else None
    out: list[ToolRecord] = []
    for name in names:
        head, inner = _split_bracket(name)
        is_spelling = bool(inner) and spells_out(head, inner)
        out.append(ToolRecord(linker.tool(head, passage.line, (inner,) if is_spelling else ()), passage, titled))
        parts = [] if is_spelling else list_items(inner)
        if all(part[:1].isupper() or linker.knows_as(part, Kind.TOOL) for part in parts):
            tool_names = [part for part in parts if _is_name(part, linker)]
            out.extend(ToolRecord(linker.tool(part, passage.line), passage, titled) for part in tool_names)
    return out


def industries(text: str, passage: Passage, linker: Linker, *, is_list: bool = False) -> list[IndustryRecord]:
    """The industries of a bullet: one with a note, or several if `is_list`."""
    label, rest = split_label(text)
    if label:
        return [IndustryRecord(linker.titled(Kind.INDUSTRY, label, passage.line), passage, rest.rstrip("."))]
    out: list[IndustryRecord] = []
    for part in list_items(text) if is_list else [text]:
        head, note = _split_bracket(part.strip(" .;"))
        examples = _SUCH_AS.search(head)
        if examples and examples.start():
            head, note = head[: examples.start()], head[examples.end() :]
        head = re.sub(r"^(?:the|an?|and|or)\s+|\s+(?:industry|industries)$", "", head.strip(" ,"), flags=re.IGNORECASE)
        if any(map(str.isalnum, head)):
            note = re.sub(r"^(?:e\.g\.,?|such as|including|like)\s+", "", note)
            out.append(IndustryRecord(linker.titled(Kind.INDUSTRY, head, passage.line), passage, note))
    return out


def industries_in_prose(sentence: str, passage: Passage, linker: Linker) -> list[IndustryRecord]:
    """The industries of a sentence without its subject: "work in finance, healthcare, and retail"; empty if none."""
    match = _INDUSTRY_LEAD.match(sentence[:1_000])
    if match is None:
        return []
    body = _INDUSTRY_CLAUSE.sub("", _VARIOUS.sub("", sentence[match.end() :]).strip(" ."))
    records = industries(_INDUSTRY_TAIL.sub("", body), passage, linker, is_list=True)
    short = all(len(record.industry.label.split()) <= _MOST_NAME_WORDS for record in records)
    return records if short else []
