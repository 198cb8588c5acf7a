"""Sentences outside the sections of a text, put where what they say belongs: asked for, done, paid, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from rolegraph.readers.documents.blocks import Item
from rolegraph.readers.documents.fields import FieldKind, typed_fields
from rolegraph.readers.documents.gazetteer import RoleGazetteer
from rolegraph.readers.documents.headings import EMPLOYER_SECTIONS, Section
from rolegraph.readers.documents.job_titles import is_job
from rolegraph.readers.documents.plain_text import sentences
from rolegraph.readers.documents.titles import singular

_LONGEST: Final = 3_000  # characters of a sentence that is looked at
# Degrees, certificates and experience that a sentence about a role says it needs.
_QUALIFIES: Final = re.compile(
    r"\b(?:must|needs?|requires?|required|should|have to|has to|holds?|having|hold|earn(?:s|ed|ing)?|complet(?:e|es|"
    r"ed|ing)|obtain(?:s|ed|ing)?"
    r"|expected|asks? for|typically have|usually have|often have|pass(?:es|ing)?)\b.{0,200}\b(?:degrees?|bachelor|"
    r"master's|"
    r"diplomas?|licen[cs](?:e|es|ed|ure)"
    r"|certifi\w+|exam(?:ination)?s?|apprenticeships?|registration|years? of|years' |qualifications?|GED|GCSEs?|"
    r"A[- ]levels?|doctorate|"
    r"PhD)\b",
    re.IGNORECASE,
)
_SKILLED: Final = re.compile(
    r"^(?:\w+ )?skills include\b|\b(?:needs?|requires?|must have|should have)\b.{0,60}\b(?:skills?|knowledge|"
    r"understanding|"
    r"ability|an eye for)\b",
    re.IGNORECASE,
)
_WILL_DO: Final = re.compile(
    r"[;,.]\s+(?:but\s+|and\s+|or\s+|though\s+)?([^;,.]{2,80}?)\s+(?:will|would|can|may)\s+(?:also\s+)?"
    r"(?:do|suffice|be\s+(?:enough|accepted|fine))\b",
    re.IGNORECASE,
)
_DO: Final = (" do", "suffice", "enough", "accepted", "fine")
_EARNS: Final = re.compile(r"\b(?:earn\w*|salar\w+|pa(?:y|id|ys)|wages?|compensation|make)\b", re.IGNORECASE)
# What an advertisement asks for, and what whoever is hired will do.
_ASKS: Final = re.compile(
    r"\b(?:must|should|needs?|needed|require[sd]?|requirements?|essential|desirable|preferred|preferably|ideally|"
    r"ideal|advantage(?:ous)?"
    r"|(?:a|big|huge|strong) (?:plus|bonus)|bonus (?:points|if)|nice to have|expect|looking for|seeking|searching for|"
    r"you(?:'re| are| have|"
    r"'ve| bring| hold| know| possess| speak"
    r"|'ll have|'ll need|'ll bring|'ll be (?:an?|able|familiar|comfortable|experienced|confident)| will (?:have|need|"
    r"bring|be (?:an?|able|familiar"
    r"|comfortable|experienced|confident)))|your (?:experience|background|knowledge|skills)|experienced?|knowledge of|"
    r"understanding of|proficien\w+"
    r"|familiar\w*|fluen\w+|degrees?|diploma|certif\w+|licen[cs]\w+|qualif\w+|ability to|able to|skills|background in|"
    r"candidates?|applicants?"
    r"|would be (?:wonderful|great|nice|useful|welcome|beneficial|helpful|ideal)|would suit|suits? someone|"
    r"someone (?:who|with)|registration|registered|willing\w*|comfortable|confident)\b",
    re.IGNORECASE,
)
_PHRASE: Final = re.compile(
    r"^(?:(?:strong|good|excellent|proven|solid|some|basic|advanced|deep|demonstrated|previous|prior|relevant|working|"
    r"sound|hands-on|extensive|"
    r"minimum|at least|an?|the|current|valid|full|clean)\s+){0,3}(?:experience|knowledge|understanding|ability|"
    r"skills?|degree|bachelor|master|diploma|"
    r"certificat\w+|licen[cs]e|proficien\w+|familiarity|fluen\w+|expertise|qualification|\d{1,2}\+?\s+years?|(?:one|"
    r"two|three|four|five) years)\b",
    re.IGNORECASE,
)
_WHO: Final = (
    r"(?:in this (?:role|position|job|post),?\s+)?(?:as (?:an?|our|the) [\w /-]{2,60}?,?\s+)?(?:you|we will ask you to|"
    r"(?:this|the) (?:role|position|job|post ?holder|successful (?:candidate|applicant)|right person|new [\w ]{2,30}|"
    r"jobholder|incumbent))"
)
_DOES: Final = re.compile(
    rf"^(?:{_WHO}(?:'ll|'d| will| would| involves?| includes?| is responsible| entails)|responsible for|reporting to|"
    r"your (?:role|job|days?|tasks|duties|responsibilities|work|main task)\b[^.]{0,40}?\b(?:is|are|will|include)|"
    r"duties (?:will )?include|main duties|day to day)\b(?! (?:have|need|bring|be (?:an?|able|familiar|comfortable|"
    r"experienced|confident|rewarded|paid|part|offered|joining)|get|receive|enjoy|find|love|join|also have|also need|"
    r"earn|report))",
    re.IGNORECASE,
)
_DUTY_LEAD: Final = re.compile(
    rf"^{_WHO}(?:'ll|'d| will| would| is)\s+(?:also\s+|then\s+)?"
    r"(?:be (?=\w+ing\b)|(?:be )?responsible for\s+|get to\s+|help (?:us )?(?:to )?(?=\w))?",
    re.IGNORECASE,
)
_LEGAL: Final = re.compile(
    r"\b(?:equal[- ](?:employment[- ])?opportunit|regardless of|without regard to|do(?:es)? not discriminate|"
    r"reasonable (?:accommodation|adjustment)|"
    r"protected veteran|all qualified applicants|under-?represented|diverse (?:workforce|backgrounds|applicants|"
    r"candidates|teams?)|welcomes? applications|"
    r"diversity|inclusive|all backgrounds|sexual orientation|gender identity|data protection|privacy (?:policy|"
    r"notice)|background (?:check|screening)s?|"
    r"drug (?:test|screen)\w*|need (?:any )?(?:adjustments|assistance|support) (?:for|with|during|to)|"
    r"safeguarding (?:and promoting|children)|e-?verify|affirmative action)",
    re.IGNORECASE,
)
# Checks that whoever is hired has to pass: asked for, wherever it stands.
_CHECKED: Final = re.compile(
    r"\b(?:DBS|CRB|security clearance|PVG)\b.{0,60}\bcheck|\bDBS\b|\b(?:security|SC|DV|"
    r"BPSS) clearance\b"
)
_OF_EMPLOYER: Final = re.compile(
    r"^(?:we (?:don't|do not)\b|required (?:for|from|asap|immediately)\b|we(?:'re| are| have|'ve| believe| offer|"
    r" provide| work| make| build| help| run| serve| love| care| value|"
    r" pride| support| put| do| were|"
    r" also offer| can offer| started| design| grow| sell| deliver| pay)\b|our (?!ideal|perfect|new|next|successful|"
    r"requirements)|founded\b|since \d{4}|established\b|at (?!least\b)[A-Z]|"
    r"the (?:company|firm|team|business|school|hospital|practice|trust|group|studio|restaurant|kitchen|"
    r"department) (?:is|has|was|offers|serves|runs)\b|"
    r"benefits\b|perks\b|in return\b|what we offer|why (?:join|work)|join (?:us|our|a)\b|come and\b|interested\b|"
    r"ready to\b|apply\b|to apply\b|"
    r"please (?:send|apply|submit|email|contact|note|include|call)|send (?:us|your)|email (?:us|your)|contact\b|"
    r"for (?:more|further) (?:information|details)|"
    r"if (?:you(?:'re| are) (?:interested|excited|ready)|this (?:sounds|is you))|applications?\b|closing date|"
    r"interviews?\b|only (?:shortlisted|successful)|"
    r"(?:no (?:agencies|recruiters)|strictly no)|competitive (?:salary|pay|package)|salary\b|pay\b|hours?\b|shifts?\b|"
    r"location\b|"
    r"you(?:'ll| will) (?:get|receive|enjoy|be (?:rewarded|paid|offered|joining|part of)|join|earn|love|find|"
    r"report)\b|you (?:get|receive|enjoy)\b)",
    re.IGNORECASE,
)
_LOOKING: Final = re.compile(
    r"^(?:we(?:'re| are| have| also)?|the (?:team|company|firm|trust|school|business))\b.{0,40}\b(?:looking|seeking|"
    r"searching|hiring|recruiting|need|require|"
    r"expect|want|would (?:like|love))\b",
    re.IGNORECASE,
)
_HIRES: Final = re.compile(
    r"\b(?:looking|searching|hiring|recruiting|seeking|need|require|opening|vacancy|opportunity)\b.{0,30}\b(?:an?|"
    r"another|our|"
    r"several|some|two|three|\d{1,2})\b(?! (?:\w+ )?(?:plus|bonus|must|advantage|asset))",
    re.IGNORECASE,
)
_WANTED: Final = re.compile(
    r"^(?:(?:an?|\d{1,2}|one|two|three|several)\s+)?([^\W\d_][\w /&-]{2,60}?)\s+(?:urgently\s+)?"
    r"(?:needed|wanted|required|sought)\b",
    re.IGNORECASE,
)
_BRINGS: Final = re.compile(
    r"\b(?:experience[ds]?|knowledge|skills?|skilled|degree|qualif\w+|licen[cs]\w+|certif\w+|able|ability|must|should|"
    r"proven|"
    r"background|fluen\w+|proficien\w+|years?'? (?:of|experience)|familiar\w*|someone|registered|understand\w*|strong|"
    r"passion\w*)\b",
    re.IGNORECASE,
)
# Sentences about the job that name a task without whom it falls to.
_TASK: Final = re.compile(
    r"^(?!(?:this|it|the|we|our|an?|there|if|are|do|does|is|have|you|your|not|"
    r"no)\b)(?:to )?[a-z]",
    re.IGNORECASE,
)
# Fields that say all that their sentence says.
_TERMS: Final = frozenset(FieldKind) - {FieldKind.YEARS}
_TASKS: Final = frozenset({Section.RESPONSIBILITIES, Section.DEFINITIONS})
_PROSE: Final = frozenset({Section.INTRODUCTION, Section.DEFINITIONS, Section.RESPONSIBILITIES, Section.OTHER})
_ASKED: Final = frozenset({Section.SKILLS, Section.EDUCATION})
_STATING: Final = frozenset(
    {Section.INTRODUCTION, Section.DEFINITIONS, Section.TIPS, Section.OTHER, Section.CONCLUSION, Section.OUTLOOK}
)
_UNUSUAL: Final = frozenset({Section.OUTLOOK, Section.TIPS, Section.CONCLUSION, Section.JOBS, Section.CONTENTS})


def with_statements(items: Iterable[Item], gazetteer: RoleGazetteer) -> Iterator[Item]:
    """The items of an article, its introductions and advice without the sentences that say what a role needs or earns.

    These are items of their own, in the section on education or on pay.
    """
    for item in items:
        if item.is_bullet and item.section in _ASKED:
            groups = gazetteer.by_subject(item.text, item.roles)
            yield from (replace(item, roles=roles, text=" ".join(texts)) for roles, texts in groups)
            continue
        if item.section not in _STATING:
            yield item
            continue
        rest: list[str] = []
        for roles, group in gazetteer.by_subject(item.text, item.roles):
            for sentence in group:
                section = _statement(sentence)
                if section is not None and (roles or (section is Section.PAY and gazetteer.mentioned(sentence))):
                    yield replace(item, section=section, roles=roles, text=sentence, is_bullet=False, is_placed=True)
                else:
                    rest.append(sentence)
        if rest:
            yield replace(item, text=" ".join(rest))


def with_alternatives(items: Iterable[Item]) -> Iterator[Item]:
    """The items, in which what "will do" is an alternative to what is named before it: a degree, an apprenticeship."""
    for item in items:
        may_do = item.section in _ASKED and any(word in item.text.lower() for word in _DO)
        text = _WILL_DO.sub(r", or \1", item.text) if may_do else item.text
        yield item if text == item.text else replace(item, text=text, quote=item.text)


def with_definitions(items: Iterable[Item], gazetteer: RoleGazetteer) -> Iterator[Item]:
    """The items, in which the sentences of the introduction that begin with one role define it."""
    for item in items:
        if item.section is not Section.INTRODUCTION or item.is_bullet:
            yield item
            continue
        for sentence in sentences(item.text):
            roles = gazetteer.subject(sentence)[0]
            defined = replace(item, text=sentence, section=Section.DEFINITIONS, roles=roles, is_placed=True)
            yield defined if len(roles) == 1 else replace(item, text=sentence)


def _statement(sentence: str) -> Section | None:
    text = sentence[:_LONGEST]
    if _QUALIFIES.search(text):
        return Section.EDUCATION
    if _SKILLED.search(text):
        return Section.SKILLS
    if any(map(str.isdecimal, text)) and _EARNS.search(text) and _pays(text):
        return Section.PAY
    return None


def _pays(text: str) -> bool:
    return any(field.kind is FieldKind.PAY for field in typed_fields(text))


def of_advertisement(items: Iterable[Item], title: str) -> Iterator[Item]:
    """The items of an advertisement, each sentence outside lists of what is asked for in the section it belongs to.

    What employers say of themselves, offer, and want to be told by applicants is left out.
    """
    subject = re.compile(rf"^(?:the|our|this|an?)\s+{re.escape(title)}s?\b", re.IGNORECASE)
    for item in items:
        section = Section.OTHER if item.section in _UNUSUAL else item.section
        if section in EMPLOYER_SECTIONS:
            checks = [text for text in sentences(item.text) if _CHECKED.search(text[:_LONGEST])]
            yield from (replace(item, section=Section.SKILLS, text=text, is_placed=True) for text in checks)
        elif section in _ASKED:
            texts = [item.text] if item.is_bullet else sentences(item.text)
            is_left_out = _is_legal if item.is_bullet else _is_of_employer
            if texts := [text for text in texts if not is_left_out(text)]:
                yield replace(item, text=" ".join(texts))
        elif item.is_bullet:
            yield _placed_bullet(item if item.section is section else replace(item, section=section))
        elif section in _PROSE:
            yield from _placed_sentences(item if item.section is section else replace(item, section=section), subject)
        else:
            yield item


def _placed_bullet(item: Item) -> Item:
    text = item.text[:_LONGEST]
    if item.section is Section.RESPONSIBILITIES:
        return replace(item, section=Section.SKILLS) if _PHRASE.match(text) else item
    if item.section not in _PROSE or _LEGAL.search(text):
        return item
    if _PHRASE.match(text) or (_ASKS.search(text) and not _is_of_employer(text)):
        return replace(item, section=Section.SKILLS, is_placed=True)
    return replace(item, section=Section.RESPONSIBILITIES) if item.section in _TASKS else item


def _placed_sentences(item: Item, subject: re.Pattern[str]) -> Iterator[Item]:
    for sentence in sentences(item.text):
        text = subject.sub("The successful candidate", sentence[:_LONGEST], count=1)
        is_duty = _DOES.match(text) is not None
        if _is_legal(text) or (not is_duty and (_is_of_employer(text) or _only_hires(text))):
            continue
        if is_duty or (item.section is Section.DEFINITIONS and _TASK.match(text)):
            yield _duty(item, sentence, text)
        elif _ASKS.search(text) or _CHECKED.search(text):
            yield replace(item, section=Section.SKILLS, text=sentence, is_placed=True)
        elif item.section is Section.RESPONSIBILITIES:
            yield _duty(item, sentence, text)
        elif not any(found.kind in _TERMS for found in typed_fields(text)):
            yield replace(item, section=Section.INTRODUCTION, text=sentence)


def _only_hires(text: str) -> bool:
    """Whether a sentence says that somebody is looked for, and nothing of what that person brings."""
    wanted = _WANTED.match(text)
    is_hired = _HIRES.search(text) is not None or (wanted is not None and is_job(singular(wanted[1])))
    return is_hired and _BRINGS.search(text) is None


def _duty(item: Item, sentence: str, text: str) -> Item:
    text = _DUTY_LEAD.sub("", text, count=1)
    text = (text[:1].upper() + text[1:]).rstrip(":")
    return replace(item, section=Section.RESPONSIBILITIES, text=text, is_bullet=True, quote=sentence)


@lru_cache(maxsize=1024)
def _is_legal(sentence: str) -> bool:
    text = sentence[:_LONGEST]
    return _LEGAL.search(text) is not None and _CHECKED.search(text) is None


def _is_of_employer(sentence: str) -> bool:
    text = sentence[:_LONGEST]
    is_own = _OF_EMPLOYER.match(text) is not None and _LOOKING.match(text) is None
    return _is_legal(text) or (is_own and _CHECKED.search(text) is None)
