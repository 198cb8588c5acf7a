"""The skills section: what a bullet or a sentence asks for, as requirements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rolegraph.linking import Linker, WrittenName
from rolegraph.model.nodes import Kind, Level, Necessity
from rolegraph.readers.documents.coordination import Alternatives, alternatives
from rolegraph.readers.documents.cues import (
    Segment,
    clauses,
    has_cue,
    level_of,
    opens_with_cue,
    segments,
    split_necessity,
)
from rolegraph.readers.documents.fields import typed_fields
from rolegraph.readers.documents.headings import divides_section
from rolegraph.readers.documents.naming import USED, deeds, is_surely_a_name, with_general_skills
from rolegraph.readers.documents.necessity import asked_parts
from rolegraph.readers.documents.plain_text import HIDDEN, list_items, mask, trimmed

_LABELLED: Final = re.compile(
    r"^([^:.;()]{2,60}(?:\([^()]{1,40}\))?):\s+(\S.*)$|^([A-Z][^:.;()]{2,50}?)\s+(?:-|\u2014)\s+(\S.*)$"
)
# Words that a sentence puts before what it asks for.
_LEAD: Final = frozenset(
    "typically generally often usually commonly also should must need needs require requires required have has to "
    "possess possesses be are is expected demonstrate ideally primarily both will can may they he she he/she their "
    "candidates professionals it essential important crucial show bring a an the additionally furthermore moreover in "
    "you you'll you're you've would someone successful ideal candidate applicant applicants postholder we're looking "
    "for who we seeking hold "
    "addition addition, contrast contrast, necessary particularly".split()
)
_INCLUDES: Final = re.compile(
    r"^(?:[\w&'-]+\s+){0,8}?(?:skills?|requirements?|competencies|qualifications?|abilities)"
    r"(?:\s+[\w'-]+){0,6}?\s+(?:include|includes|are|is)(?:\s+(?:also|typically|usually|often))?:?\s+",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"\b(?:must|understand|need|needs|require|requires|should have|possess|should be|have|skills|essential"
    r"|(?:should|who|you) knows?"
    r"|important|crucial|necessary|required|include|includes)\b",
    re.IGNORECASE,
)
_FEW_WORDS: Final = r"(?!and\b)[\w-]{1,25}(?: (?!and\b)[\w-]{1,25}){0,2}"
_IS_REQUIRED: Final = re.compile(
    r",?\s+(?:is|are)\s+(?:also |often |typically |usually |generally )?(?:essential|important|crucial|necessary"
    r"|required|needed|critical|key|a must|vital|expected)\b.*$",
    re.IGNORECASE,
)
# "Auditors need sampling, risk assessment and scepticism": the predicate.
_NEEDS_A_LIST: Final = re.compile(
    rf"(?:(?:also|both|typically|usually|generally|will|must|should)\s+){{0,2}}(?:needs?|requires?)\s+{_FEW_WORDS}"
    rf"(?:,\s+{_FEW_WORDS}){{0,8}},?\s+and\s+(?:an?\s+(?:\w+\s+){{0,2}}(?:knowledge|understanding|eye)\s+(?:of|for)\s+)?"
    rf"{_FEW_WORDS}\.?$",
    re.IGNORECASE,
)
_QUALIFIER: Final = re.compile(
    r"(?<!\battention),?\s+(?:with\s+(?:an?\s+)?(?:strong |particular |special )?(?:focus|emphasis)\b"
    r"|with\s+an?\s+(?:strong |proven )?(?:portfolio|passion|track record|desire|willingness|interest|background)\b"
    r"|to\s+(?!be\b)(?-i:[a-z])|for\s+(?!example|instance|[a-z]+ing$)|in order to\s"
    r"|in\s+(?:an?\s|the\s|production|real-world|practice|this|their|order)|across\s|within\s|through\s|throughout\s"
    r"|at scale|at \d|related to\s|when\s|while\s|on\s+(?:an?\s|the\s|large)|as\s+(?:it|they|well as to)\b)"
    r"|,\s+(?:which|who|where|so|allowing|enabling|ensuring|making|as|both|especially (?:for|in|when)"
    r"|particularly (?:for|in|when))\s",
    re.IGNORECASE,
)
_LEVEL_IN_BRACKETS: Final = re.compile(
    r"(?P<name>[^,;()]{2,60}?)\s?\((?P<level>basic|advanced|expert|proficient|familiar)(?:[ -]level)?\)", re.IGNORECASE
)
_JOINT: Final = re.compile(r"^[\s,;]*(?:(?:and|or)\b[\s,;]*)?|[\s,;]*(?:\b(?:and|or))?[\s,;]*$", re.IGNORECASE)
_SLASH: Final = re.compile(r"(?<![\w/])[\w+#.-]{1,30}(?:/[\w+#.-]{1,30}){1,5}(?![\w/])")
_PROPER: Final = re.compile(r"[A-Z].*[A-Za-z0-9]{2}.*")
_DONE_WITH: Final = re.compile(
    r"(?P<done>[\w-]+(?: [\w-]+){0,2}) (?:in|with|using) (?:an? |the )?(?P<tool>[A-Z].*)", re.ASCII
)
_RESUMES: Final = re.compile(r"(?:,\s*(?:and\s+|or\s+)?|\s+and\s+)(?=[A-Z])")
_CLASS_WORDS: Final = frozenset(
    "tools technologies languages frameworks libraries platforms software databases".split()
)
_UNDERSTANDS: Final = re.compile(
    r"^(?:(?:you|they|must|should|also|will|are|is|expected|to)\s+){0,5}(?:understands?|knows?)\s+"
    r"(?:the\s+|about\s+|your\s+(?:way\s+around\s+)?)?(?!how\b|that\b|what\b)",
    re.IGNORECASE,
)
_INSIDE_OUT: Final = re.compile(r"\s+(?:inside[ -]out|like the back of your hand)(?=\s*\(|$)", re.IGNORECASE)
_CAN: Final = re.compile(r"^(?:(?:you|they|who)\s+)?can\s+(?!be\b|have\b|work\b)", re.IGNORECASE)
_HAS_USED: Final = re.compile(
    r"^(?:(?:you|they)\s+)?(?:(?:have|has|you've|having)\s+)?(?:used|worked with)\s+", re.IGNORECASE
)
_BEFORE_NOW: Final = re.compile(r"\s+(?:before|previously|in the past)$", re.IGNORECASE)
_MODALS: Final = frozenset(
    "must should need needs requires possess have has be is are you you'll you're you've".split()
)
# Labels of a list: what stands behind them is asked for.
_CLASS_LABEL: Final = re.compile(
    r"(?:.*\s)?(?:tools?|systems?|languages?|technolog(?:y|ies)|frameworks?|librar(?:y|ies)|databases?|platforms?|stack"
    r"|software|packages?|skills?|skillsets?|competenc(?:y|ies)|techniques?|methods?|equipment|machines?|machinery"
    r"|knowledge|requirements?|abilities|experience|includes?|including)",
    re.IGNORECASE,
)
_MOST_WISH_WORDS: Final = 12
_MOST_MEMBER_WORDS: Final = 4
_MOST_NAME_WORDS: Final = 8
_LONGEST_LABELLED: Final = 5_000


def split_label(text: str) -> tuple[str, str]:
    """A bullet's label and text; the label is empty if it has none."""
    match = _LABELLED.match(text) if len(text) < _LONGEST_LABELLED else None
    if match is None:
        return "", text
    label, rest = (match[1], match[2]) if match[1] else (match[3], match[4])
    return (label.strip(), rest) if len(label.split()) <= _MOST_NAME_WORDS else ("", text)


# Kinds of tools of which one is enough; a slash between others lists both.
_SUBSTITUTES: Final = tuple(
    frozenset(names.split(","))
    for names in (
        "postgresql,postgres,mysql,mariadb,oracle,sql server,mssql,sqlite,db2,mongodb,cassandra,dynamodb",
        "python,r,java,scala,julia,c#,go,golang,ruby,rust,php,perl,kotlin,swift,javascript,typescript,matlab,sas",
        "aws,azure,gcp,google cloud",
        "tableau,power bi,powerbi,looker,qlik,qlikview,qlik sense,metabase",
        "tensorflow,pytorch,keras,jax,mxnet",
        "react,angular,vue,vue.js,svelte",
        "jenkins,gitlab,circleci,travis,teamcity,bamboo",
        "github,gitlab,bitbucket",
        "linux,unix,windows,macos",
        "ansible,puppet,chef,saltstack",
        "snowflake,redshift,bigquery,databricks,synapse",
        "kafka,rabbitmq,activemq,kinesis",
        "sap,oracle,netsuite,dynamics",
        "xero,quickbooks,sage",
        "mig,tig,arc",
        "airflow,dagster,prefect,luigi",
        "grafana,kibana,datadog,splunk",
        "sketch,figma,xd",
        "solidworks,autocad,inventor,catia,revit,creo",
    )
)


def are_substitutes(names: Sequence[str]) -> bool:
    """Whether one of several tools is enough, since they do the same."""
    wanted = {name.casefold() for name in names}
    return any(wanted <= kind for kind in _SUBSTITUTES)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a list behind one cue names, how well and how urgently that is asked for, and a note of its own.

    `is_cued` if words such as "knowledge of" stand before it, or a label; `is_ability` for a verb phrase.
    """

    group: Alternatives
    necessity: Necessity
    level: Level | None = None
    note: str = ""
    is_cued: bool = False
    is_ability: bool = False


def named_phrases(
    text: str, linker: Linker, *, is_prose: bool = False, necessity: Necessity = Necessity.ESSENTIAL
) -> list[Phrase]:
    """The phrases of a bullet or, if `is_prose`, of the clauses that ask for something of a sentence's predicate.

    The text has its capitals as in running text; `necessity` is that of its section. Rules of English, not
    understanding: a noun that two skills share can be given to the wrong one.
    """
    label, rest = split_label(text)
    if label and has_cue(label):
        text = _with_cued_label(label, rest, linker)
    elif label:
        is_skill = linker.knows(label) and not linker.matches(rest)  # "Data governance: you know who owns what"
        if is_skill or not (opens_with_cue(rest) or _lists_members(label, rest, linker)):
            return _of_label(label, rest, linker, necessity)
        text = f"{rest} ({label})" if split_necessity(label)[0] is Necessity.PREFERRED else rest
    out: list[Phrase] = []
    for clause in clauses(text):
        if not is_prose or _asks_for_something(clause):
            out.extend(_of_clause(clause, linker, label, necessity, is_prose=is_prose))
    return out


def _with_cued_label(label: str, rest: str, linker: Linker) -> str:
    """A bullet with words such as "knowledge of" in its label as one phrase: "Experience of CRMs: HubSpot"."""
    if re.search(r"\b(?:in|of|with|to)$", label):
        return f"{label} {rest}"
    if has_cue(rest):
        return rest
    return f"{label} such as {rest}" if _only_names(rest, linker) else label


def _of_clause(clause: str, linker: Linker, label: str, necessity: Necessity, *, is_prose: bool) -> list[Phrase]:
    out: list[Phrase] = []
    for part in asked_parts(clause, necessity):
        body = part.text
        body = _CAN.sub("able to ", _BEFORE_NOW.sub("", _INSIDE_OUT.sub("", body)))
        body = _HAS_USED.sub("experience with ", _UNDERSTANDS.sub("knowledge of ", body))
        if is_prose or body.split(" ", 1)[0].lower() in _MODALS:
            body = _without_lead(body)
        is_stated, is_list = _IS_REQUIRED.search(body) is not None, _NEEDS_A_LIST.match(clause) is not None
        for whole in segments(_IS_REQUIRED.sub("", body)):
            for segment in _split_at_levels(whole):
                is_said = is_prose and (is_stated or is_list or part.necessity is not necessity)
                continues = part.continues and bool(out) and not segment.is_cued
                level = segment.level or out[-1].level if continues else segment.level
                is_cued = segment.is_cued or is_said or (continues and out[-1].is_cued)
                inherited = replace(segment, level=level, is_cued=is_cued)
                out.extend(_of_segment(inherited, part.necessity, linker, label))
    return out


def clauses_without_requirement(text: str) -> list[str]:
    """The clauses of a sentence in prose that ask for nothing and state nothing, which `named_phrases` leaves out."""
    return [clause for clause in clauses(text) if not (_asks_for_something(clause) or typed_fields(clause))]


def _asks_for_something(text: str) -> bool:
    is_wish = len(text.split()) <= _MOST_WISH_WORDS and split_necessity(text)[0] is Necessity.PREFERRED
    return is_wish or has_cue(text) or _ASKS.search(text) is not None or _HAS_USED.match(text) is not None


def _split_at_levels(segment: Segment) -> list[Segment]:
    """A segment cut at members with a level in brackets behind them: "Python, SQL (advanced)"."""
    if "(" not in segment.text:
        return [segment]
    out, start = [], 0
    for match in _LEVEL_IN_BRACKETS.finditer(segment.text):
        out.append(replace(segment, text=segment.text[start : match.start()]))
        out.append(replace(segment, text=match["name"], level=level_of(match["level"]) or segment.level))
        start = match.end()
    if not start:
        return [segment]
    out.append(replace(segment, text=segment.text[start:]))
    trimmed = (replace(part, text=_JOINT.sub("", part.text)) for part in out)
    return [part for part in trimmed if part.text]


def _without_slashes(text: str, linker: Linker) -> str:
    """ "HTML/CSS" as a list, if all parts are known names or proper ones and the whole is not the name of one thing."""

    def spelled_out(match: re.Match[str]) -> str:
        parts = match[0].split("/")
        known = [part for part in parts if linker.knows(part)]
        are_names = all(part in known or _is_proper(part, linker) for part in parts)
        are_written_so = bool(known) or all(map(_PROPER.fullmatch, parts))
        # "C/C++" is two names, whatever name looks like it; "TCP/IP" is one.
        if len(known) < len(parts) and (linker.knows(match[0]) or not (are_names and are_written_so)):
            return match[0]
        return (" or " if are_substitutes(parts) else " and ").join(parts)

    return _SLASH.sub(spelled_out, text) if "/" in text else text


def _lists_members(label: str, rest: str, linker: Linker) -> bool:
    """Whether what stands behind a label is a list of what is asked for: "Build tools: Maven, Gradle"."""
    if divides_section(label) or _only_names(rest, linker):
        return True
    members = [re.sub(r"\s*\([^()]*\)", "", name) for name in list_items(rest)]
    are_names = all(linker.knows(name) or is_surely_a_name(name) for name in members)
    is_class = _CLASS_LABEL.fullmatch(label) is not None
    return is_class and are_names and bool(members) and all(len(name.split()) <= _MOST_MEMBER_WORDS for name in members)


def _of_label(label: str, rest: str, linker: Linker, default: Necessity) -> list[Phrase]:
    """A bullet whose label is the skill: "Communication: Presenting results to others"."""
    (of_label, plain_label), (of_rest, _) = split_necessity(label), split_necessity(rest)
    necessity = Necessity.PREFERRED if Necessity.PREFERRED in (of_label, of_rest) else default
    return [
        Phrase(group, necessity, segment.level, _joined(segment.note, rest.rstrip(".")), is_cued=True)
        for segment in segments(plain_label)
        for group in alternatives(segment.text, linker.knows, starts=True)
    ]


def _of_segment(segment: Segment, necessity: Necessity, linker: Linker, label: str) -> list[Phrase]:
    """The phrases behind one cue; `label` says what a bare "tools like A and B" are tools for."""
    text = _without_slashes(trimmed(segment.text), linker)
    if not any(map(str.isalnum, text)):
        return []
    is_deed = segment.is_ability and USED.match(text) is None
    phrase = Phrase(Alternatives(()), necessity, segment.level, segment.note, segment.is_cued, is_deed)
    if segment.is_ability and (used := USED.match(text)):
        text = text[used.end() :]
    elif segment.is_ability:
        named = [Alternatives((WrittenName(deed),)) for deed in deeds(text)]
        return [replace(phrase, group=group) for one in named for group in _with_tools(one, linker, is_deed=True)]
    text = with_general_skills(text)
    note = ""
    if not (segment.is_cued and HIDDEN in mask(text) and len(text.split()) <= _MOST_NAME_WORDS + 4):
        text, note = _split_qualifier(text, linker)
        text = re.sub(r"\s+(?:experience|knowledge|understanding)$", "", text, flags=re.IGNORECASE) if note else text
    whole = alternatives(text, linker.knows, starts=segment.starts)
    found = [group for one in whole for group in _with_tools(one, linker)]
    groups = [named for group in found for named in _named(group, label, linker)]
    return [replace(phrase, group=group, note=_joined(segment.note, note)) for group in groups]


def _with_tools(group: Alternatives, linker: Linker, *, is_deed: bool = False) -> list[Alternatives]:
    """A name as what is done and the tools that it is done with: "Financial modelling in Excel"."""
    match = _DONE_WITH.fullmatch(group.options[0].text)
    if match is None or linker.knows(match[0]):
        return [group]
    is_tool = linker.knows_as(match["tool"], Kind.TOOL) or not linker.truecase.is_ordinary(match["tool"].split()[0])
    done = WrittenName(match["done"], starts=group.options[0].starts)
    if not is_tool or (" " in done.text and (is_deed or not is_surely_a_name(done.text))):
        return [group]
    tools = replace(group, options=(WrittenName(match["tool"]), *group.options[1:]))
    # "charting in Epic", "scripting in Python" ask for the tool
    return [Alternatives((done,)), tools] if " " in done.text else [tools]


def _named(group: Alternatives, label: str, linker: Linker) -> list[Alternatives]:
    """For "tools" or "languages" alone, what the bullet's label names, or else each of the examples."""
    if len(group.options) > 1 or not group.examples or group.options[0].text.lower() not in _CLASS_WORDS:
        return [group]
    if label and not divides_section(label):
        found = alternatives(label, linker.knows, starts=True)
        return [replace(named, examples=group.examples, is_class=True) for named in found]
    return [Alternatives((WrittenName(example),), is_class=True) for example in group.examples]


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _only_names(text: str, linker: Linker) -> bool:
    """Whether a text is nothing but a list of known or proper names."""
    names = [re.sub(r"\s*\([^()]*\)", "", name) for name in list_items(text)]
    return bool(names) and all(linker.knows(name) or _is_proper(name, linker) for name in names)


def _is_proper(name: str, linker: Linker) -> bool:
    return 0 < len(name.split()) <= 3 and linker.truecase.label(name, starts=True)[:1].isupper()


def _without_lead(text: str) -> str:
    """A sentence's predicate without the words before what it asks for."""
    words = _INCLUDES.sub("", text).split(" ")
    start = next((index for index, word in enumerate(words) if word.strip(",:").lower() not in _LEAD), len(words))
    return " ".join(words[start:])


def _split_qualifier(text: str, linker: Linker) -> tuple[str, str]:
    """A list and the purpose or place behind it: "Python for data analysis" is Python."""
    if linker.knows(text):
        return text, ""
    hidden = mask(text)
    match = _QUALIFIER.search(hidden)
    if match is None or match.start() == 0:
        return text, ""
    resumed = _RESUMES.search(hidden, match.end())
    if resumed and not re.search(r"[A-Z]", hidden[match.start() : resumed.start()]):
        rest, note = _split_qualifier(text[: match.start()] + text[resumed.start() :], linker)
        return rest, _joined(text[match.start() : resumed.start()].strip(" ,;"), note)
    return text[: match.start()].strip(" ,;"), text[match.start() :].strip(" ,;")
