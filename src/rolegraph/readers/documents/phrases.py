"""What a bullet or a sentence asks for: requirements, years of experience, and words that may name a skill.

Typed fields take their words first, then known names; what bears no known name becomes a node only if it is surely one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from rolegraph.linking import LONGEST_LABEL, Linker, Mention, WrittenName
from rolegraph.linking.name_matcher import NameMatch
from rolegraph.model.nodes import Kind, Level, Necessity, fold
from rolegraph.readers.documents.coordination import Alternatives, alternatives
from rolegraph.readers.documents.cues import clauses, has_cue, split_necessity
from rolegraph.readers.documents.fields import FieldKind, SpokenLanguage, TypedField, Years, typed_fields
from rolegraph.readers.documents.fields.spoken_languages import LANGUAGE_WORDS
from rolegraph.readers.documents.glosses import is_name
from rolegraph.readers.documents.headings import EMPLOYER_SECTIONS, Section, divides_section, heading_of
from rolegraph.readers.documents.naming import (
    begins_no_list,
    general_skills,
    is_deed,
    is_surely_a_name,
    is_surely_done,
    may_be_a_name,
)
from rolegraph.readers.documents.plain_text import sentences, split_list
from rolegraph.readers.documents.qualifications import qualifications
from rolegraph.readers.documents.records import CandidateRecord, Passage, RequirementRecord, YearsRecord, distinct
from rolegraph.readers.documents.skills import Phrase, named_phrases, split_label

_LEAST_CONFIDENCE: Final = 0.6  # of a known name in a phrase that is not its name as a whole
# Words around a known name that add nothing to it: "SQL databases", "Python programming", "Kubernetes clusters".
_PADDING: Final = frozenset(
    "a an the and or of in with for to using use used other various several modern relevant similar key core basic "
    "advanced good strong solid programming coding scripting development developing administration database databases "
    "language languages tool tools skill skills software platform platforms framework frameworks library libraries "
    "system systems technology technologies technique techniques concept concepts principle principles method methods "
    "methodology methodologies practice practices pipeline pipelines cluster clusters environment environments server "
    "servers application applications app apps service services package packages suite query queries script scripts "
    "model models process processes work knowledge experience understanding proficiency familiarity ability expertise "
    "training certification certified expert level hands-on practical proven working professional writing building "
    "designing creating creation usage fundamentals basics ecosystem products solutions solution stack code data "
    "workflow workflows best standards standard".split()
)
# A thing with such a head is done, not used.
_DONE: Final = re.compile(
    r"\b(?:skills?|techniques?|concepts|principles|methods|methodolog(?:y|ies)|practices|algorithms)$", re.IGNORECASE
)
_OFFERED: Final = re.compile(
    r"^(?:we\s+(?:offer|provide|are|have|believe|support|value|pay|want)\b|our\s|join\s|you(?:'ll|\s+will)\s+(?:receive"
    r"|get|enjoy|join|benefit|be\s+(?:part|joining|based|rewarded|given|offered))\b|benefits\b|apply\b)",
    re.IGNORECASE,
)
_SETTING: Final = re.compile(r"(?:in|at) (?:an?|the|our|this|your|all|every) ", re.IGNORECASE)
_SIGNS: Final = "-*\u2022 "  # of a bullet that stands without a space: "-RF scanners"
_MARK, _OTHER_MARK = "\x02", "\x03"  # stand for a degree or certificate that has been read, and for other fields
_SEPARATORS: Final = re.compile(r"((?:,|;|\b(?:and|or|with|plus|using)\b))", re.IGNORECASE)
_CREDENTIAL: Final = re.compile(
    r"\b(?:certificat\w+|certified|degrees?|licen[cs]es?|qualifi\w+|diplomas?|registration)\b[^,;.]*", re.IGNORECASE
)
_LEFT_OVER: Final = re.compile(
    r"(?:(?:both|in|and|or|of|with|an?|the|written|verbal|spoken|speaking|oral|writing|speech|fluency|fluent|degrees?"
    r"|equivalent|experience|practical|relevant|combination|related|field|fields|discipline|similar|qualification|level"
    r"|minimum|at|least|is|are|required|preferred|essential|desirable|must|have|hold|be|plus|work|education|training"
    r"|ability|skills?|knowledge|good|excellent|command|business|native|proficiency|language|valid|current|full|you"
    r"|another|any|other|as|well|to|for|on|higher|role|position|industry)\b[\s,;:/()&-]*)*",
    re.IGNORECASE,
)
# Years of experience "in software development" are years of a skill; years "in retail" or "in acute care" say where.
_EXPERIENCE_IN: Final = re.compile(
    r"\bexperience (?:in|with|of|using) \S+ (?!.*\b(?:services|banking|education|property|healthcare|hospitality|retail"
    r"|care|home|homes|office|law|construction|manufacturing|rehab)(?: (?:and|or) [\w -]{1,30})?$)",
    re.IGNORECASE,
)


_ONE_OF: Final = re.compile(
    r"\b(?:(?:at least|minimum(?: of)?)\s+)?(?:one|any|either)\s+(?:or more\s+)?of"
    r"(?:\s+(?:the|these|following))*\s*:?\s+",
    re.IGNORECASE,
)
_MOST_WORDS_OF_ONE: Final = 5


class Asked(NamedTuple):
    """What a text asks for: what is named, the years of experience, and words that may name a skill or a tool."""

    requirements: list[RequirementRecord]
    years: list[YearsRecord]
    candidates: list[CandidateRecord]


def asked(
    text: str, passage: Passage, linker: Linker, *, is_prose: bool = False, necessity: Necessity | None = None
) -> Asked:
    """What a bullet or, if `is_prose`, a sentence asks for; `necessity` is that of its section, where that says one.

    Years of experience that are about one requirement are its `years`; other years stand alone. A name that no graph
    knows is a new node only if it is surely one: behind words such as "knowledge of", or as a member of a list, and
    built like a noun. Any other is a candidate.
    """
    reader = _Reader(passage, linker, necessity or Necessity.ESSENTIAL, is_prose=is_prose)
    text = text.lstrip(_SIGNS)
    label, rest = split_label(text)
    heading = heading_of(label) if label else None
    if heading is not None and heading.section in (*EMPLOYER_SECTIONS, Section.PAY):
        return Asked([], [], [])
    is_urgency = heading is not None and heading.necessity is not None
    if is_urgency or ((heading or divides_section(label)) and not has_cue(label)):
        is_wish = split_necessity(label)[0] is Necessity.PREFERRED
        reader.default = Necessity.PREFERRED if is_wish else (heading and heading.necessity) or reader.default
        text = rest
    for sentence in sentences(text):
        if not _OFFERED.match(sentence):
            reader.read(_with_alternatives(sentence, linker))
    return Asked(stricter(reader.requirements), reader.years, list(distinct(reader.candidates, lambda one: one.text)))


def _with_alternatives(sentence: str, linker: Linker) -> str:
    """A sentence in which "one of A, B and C" is "A or B or C"."""
    match = _ONE_OF.search(sentence)
    elements = [element for _, element in split_list(sentence[match.end() :].rstrip(" ."))] if match else []
    if match is None or len(elements) < 2 or any(len(element.split()) > _MOST_WORDS_OF_ONE for element in elements):
        return sentence
    first = elements[0]
    if ":" not in match[0] and not first[:1].isupper() and not linker.knows(first):
        return sentence  # "one of the largest schools, hospitals and homes"
    return sentence[: match.start()] + " or ".join(elements)


def stricter(records: Iterable[RequirementRecord]) -> list[RequirementRecord]:
    """Each requirement once: what is asked for twice is asked for as urgently and as well as either says."""
    merged: dict[frozenset[str], RequirementRecord] = {}
    for record in records:
        key = frozenset(option.iri for option in record.any_of)
        if (first := merged.get(key)) is None:
            merged[key] = record
            continue
        is_essential = Necessity.ESSENTIAL in (first.necessity, record.necessity)
        merged[key] = replace(
            first,
            necessity=Necessity.ESSENTIAL if is_essential else first.necessity,
            level=max((level for level in (first.level, record.level) if level), default=None),
            examples=distinct([*first.examples, *record.examples], lambda mention: mention.iri),
            open_to_related=first.open_to_related or record.open_to_related,
            years=first.years or record.years,
            note="; ".join(dict.fromkeys(filter(None, (first.note, record.note)))),
        )
    return list(merged.values())


class _Reader:
    """Reads the sentences of one bullet or paragraph."""

    def __init__(self, passage: Passage, linker: Linker, default: Necessity, *, is_prose: bool) -> None:
        self.default = default
        self.requirements: list[RequirementRecord] = []
        self.years: list[YearsRecord] = []
        self.candidates: list[CandidateRecord] = []
        self._passage = passage
        self._linker = linker
        self._is_prose = is_prose

    def read(self, sentence: str) -> None:
        fields = [field for field in typed_fields(sentence) if field.kind in _TAKEN]
        found = qualifications(sentence, self._passage, self._linker)
        if self.default is Necessity.PREFERRED:
            found = [replace(record, necessity=self.default) for record in found]
        self.requirements.extend(found)
        for field in fields:
            if isinstance(field.value, Years):
                self._years(field, field.value, _necessity_at(sentence, field, self.default))
        self._languages(sentence, [field for field in fields if field.kind is FieldKind.LANGUAGE])
        if found and not any(field.kind in _CREDENTIALS for field in fields):
            return  # where they stand is not known
        for clause in clauses(_marked(sentence, fields)):
            self._clause(clause)

    def _clause(self, marked: str) -> None:
        """A clause whose fields are marks: the phrases beside them."""
        rest = _CREDENTIAL.sub("", _rest_of_list(marked)) if _MARK in marked else marked
        text = " ".join(rest.replace(_OTHER_MARK, " ").split()).replace(" ,", ",").strip(" ,;")
        if _LEFT_OVER.fullmatch(text.strip(" .:()")):
            return
        text = self._linker.truecase.running(text)
        has_field = _MARK in marked or _OTHER_MARK in marked
        is_list = not (self._is_prose or has_field or begins_no_list(split_label(text)[1]))
        for phrase in named_phrases(text, self._linker, is_prose=self._is_prose, necessity=self.default):
            self._phrase(phrase, is_sure=phrase.is_cued or is_list)

    def _years(self, field: TypedField, value: Years, necessity: Necessity) -> None:
        record = YearsRecord(value.minimum, value.maximum, self._passage, value.of, necessity)
        if value.minimum == 0:
            return
        level = Level.WORKING if "experience" in field.text.casefold() else None
        groups = alternatives(value.of, self._linker.knows) if value.of else []
        for group in groups:
            before = len(self.requirements)
            is_sure = _EXPERIENCE_IN.search(field.text) is not None
            self._phrase(Phrase(group, necessity, level), is_sure=is_sure, years=record)
        if not groups or before == len(self.requirements):
            self.years.append(record)

    def _languages(self, sentence: str, fields: Sequence[TypedField]) -> None:
        """The languages of a sentence: "French or Arabic" is one requirement."""
        groups: list[list[TypedField]] = []
        for field in fields:
            is_other = groups and sentence[groups[-1][-1].end : field.start].strip(" ,").casefold() == "or"
            if is_other:
                groups[-1].append(field)
            else:
                groups.append([field])
        for group in groups:
            spoken = [field.value for field in group if isinstance(field.value, SpokenLanguage)]
            names = (WrittenName(value.name) for value in spoken)
            any_of = tuple(self._linker.capability(name, self._passage.line, as_skill=True) for name in names)
            level = next((value.level for value in spoken if value.level), None)
            self._require(any_of, Phrase(Alternatives(()), _necessity_at(sentence, group[0], self.default), level))

    def _phrase(self, phrase: Phrase, *, is_sure: bool, years: YearsRecord | None = None) -> None:
        group = phrase.group
        resolved = [self._resolved(name, is_sure=is_sure, group=group, phrase=phrase) for name in group.options]
        if years is not None:
            resolved = [
                [] if self._may_be_anything(*pair) else pair[1] for pair in zip(group.options, resolved, strict=True)
            ]
        examples = tuple(self._examples(group))
        unknown = [name.text for name, found in zip(group.options, resolved, strict=True) if not found]
        any_of = distinct([mention for found in resolved for mention in found], lambda mention: mention.iri)
        if not any_of and examples and unknown and (phrase.is_cued or group.is_class):
            self._require(examples, phrase, years=years)
            return
        unclear = (text[:LONGEST_LABEL].strip() for text in unknown if may_be_a_name(text))
        if years is None:
            self.candidates.extend(CandidateRecord(text, self._passage, phrase.necessity) for text in unclear)
        if not any_of:
            return
        if len(group.options) > 1:
            self._require(any_of, phrase, examples, years)
            return
        for mention in any_of:
            self._require((mention,), phrase, examples, years)

    def _require(
        self,
        any_of: tuple[Mention, ...],
        phrase: Phrase,
        examples: tuple[Mention, ...] = (),
        years: YearsRecord | None = None,
    ) -> None:
        self.requirements.append(
            RequirementRecord(
                any_of=any_of,
                necessity=phrase.necessity,
                passage=self._passage,
                level=phrase.level,
                examples=distinct([*any_of, *examples], lambda mention: mention.iri)[len(any_of) :],
                note=phrase.note,
                years=years,
            )
        )

    def _examples(self, group: Alternatives) -> Iterator[Mention]:
        for text in group.examples:
            listed = [] if self._linker.knows(text) else self._side_by_side(text)
            if listed:
                yield from listed
            elif self._linker.knows(text) or is_surely_a_name(text, starts=False, is_cued=True):
                yield self._linker.capability(WrittenName(text), self._passage.line, as_tool=group.is_class)

    def _resolved(
        self, name: WrittenName, *, is_sure: bool, group: Alternatives | None = None, phrase: Phrase | None = None
    ) -> list[Mention]:
        """What a phrase names: a known node, those named in it, a general skill, or a new node if that is sure."""
        line = self._passage.line
        as_tools = group is not None and group.is_class and len(group.options) > 1
        as_skill = group is not None and _DONE.search(group.head) is not None
        if self._is_word(name, phrase):
            return []
        if name.text.casefold() in LANGUAGE_WORDS:
            return [self._linker.capability(name, line, as_skill=True)]
        if self._linker.knows(name.text):
            return [self._linker.capability(name, line, as_tool=as_tools, as_skill=as_skill)]
        is_ability = phrase is not None and phrase.is_ability
        is_cued = phrase is not None and phrase.is_cued
        if language := self._linker.truecase.language:
            is_new = is_cued and not is_ability and is_name(name.text, language) and is_surely_a_name(name.text)
        elif is_ability:
            is_new = is_surely_done(name.text) or is_surely_a_name(name.text, is_cued=True)
        else:
            is_new = is_sure and is_surely_a_name(name.text, starts=name.starts, is_cued=is_cued)
            is_new = is_new or (name.starts and not self._is_prose and is_deed(name.text))
        if general := general_skills(name.text):
            return [self._linker.capability(WrittenName(label), line, as_skill=True) for *_, label in general]
        if known := self._known_within(name.text, is_new=is_new):
            return known
        if (is_new or is_cued) and (spoken := self._linker.spoken_of(name.text, wholly=is_new)):
            return [spoken]
        if is_new:
            name = replace(name, text=_in_lower_case(name))
            return [self._linker.capability(name, line, as_tool=as_tools, as_skill=as_skill or is_ability)]
        return []

    def _is_word(self, name: WrittenName, phrase: Phrase | None) -> bool:
        """Whether a name at the start of a text is a word there: "Excel in a busy team"."""
        is_start = phrase is not None and name.starts and _SETTING.match(phrase.note) is not None
        return is_start and self._linker.knows_as(name.text, Kind.TOOL)

    def _side_by_side(self, text: str) -> list[Mention]:
        """Known tools that stand side by side, as where commas are lost: "AWS GCP Azure"."""
        matches = [match for match in self._linker.matches(text) if match.nodes[0].kind is Kind.TOOL]
        covered = sum(len(match.text.split()) for match in matches)
        nodes = [match.nodes[0] for match in matches] if len(matches) > 1 and covered == len(text.split()) else []
        return [Mention(node.iri, node.kind, node.label) for node in nodes]

    def _known_within(self, text: str, *, is_new: bool) -> list[Mention]:
        """The known names in a phrase; of one that could be a new name, only those that say all that it says."""
        matches = [match for match in self._linker.matches(text) if match.confidence >= _LEAST_CONFIDENCE]
        telling = [match for match in matches if not set(match.text.casefold().split()) <= _PADDING]
        matches = [match for match in telling or matches if self._stands_out(match, text)]
        if not matches:
            return []
        rest, start = "", 0
        for match in matches:
            rest, start = rest + text[start : match.start] + " ", match.end
        words = re.findall(r"[\w+#.-]+", rest + text[start:])
        says_all = all(word.casefold() in _PADDING for word in words)
        if is_new and not says_all:
            is_head = matches[-1].end == len(text) and " " in matches[-1].text
            matches = [
                match for match in matches if match.nodes[0].kind is Kind.TOOL or (is_head and " " in match.text)
            ]
        nodes = dict.fromkeys(match.nodes[0] for match in matches)
        return [Mention(node.iri, node.kind, node.label) for node in nodes]

    def _stands_out(self, match: NameMatch, text: str) -> bool:
        """Whether a name in a phrase is not just a word of another name: "security" in "security operations center"."""
        node = match.nodes[0]
        if match.start and text[match.start - 1] in ")]":  # "IR(ME)R"
            return False
        if " " in match.text or (node.kind is Kind.TOOL and (not match.text.islower() or node.label.islower())):
            return True
        if match.text.islower() and not self._is_label(match.text, node.iri, node.label):
            return False  # another name of one plain word: "worked in security"
        before, behind = text[: match.start].split(), text[match.end :].split()
        is_first = not before or before[-1].endswith((",", "(")) or before[-1].strip("(").casefold() in _PADDING
        is_last = not behind or text[match.end] in ",;.)" or behind[0].casefold() in _PADDING
        return is_first and is_last

    def _may_be_anything(self, name: WrittenName, found: Sequence[Mention]) -> bool:
        """Whether a single word is only another name of what is known: "five years in security"."""
        is_label = any(self._is_label(name.text, mention.iri, mention.label) for mention in found)
        return name.text.islower() and " " not in name.text and not is_label

    def _is_label(self, name: str, iri: str, label: str) -> bool:
        """Whether a name is the label of a node, in any language, and not only another name."""
        return fold(name).rstrip("s") == fold(label).rstrip("s") or self._linker.is_label(name, iri)


def _in_lower_case(name: WrittenName) -> str:
    """A new name that only starts a sentence with a capital: "Classroom management"."""
    first, _, rest = name.text.partition(" ")
    is_word = re.fullmatch(r"[A-Z][a-z-]{3,}", first) and not first.endswith(("ian", "ese", "ean", "ish", "ist"))
    return f"{first.lower()} {rest}" if name.starts and rest.islower() and is_word else name.text


_NEEDED: Final = re.compile(r"(?:^|\s)(?:is|are) (?:a must|essential|required|mandatory|needed)(?!\w)", re.IGNORECASE)
_CREDENTIALS: Final = (FieldKind.DEGREE, FieldKind.CERTIFICATE)
_TAKEN: Final = (*_CREDENTIALS, FieldKind.YEARS, FieldKind.LANGUAGE, FieldKind.PAY, FieldKind.DATES)


def _marked(sentence: str, fields: Sequence[TypedField]) -> str:
    """A sentence with a mark for the words of each of its fields."""
    out, start = "", 0
    for field in fields:
        out += sentence[start : field.start] + (_MARK if field.kind in _CREDENTIALS else _OTHER_MARK)
        start = field.end
    return out + sentence[start:]


def _rest_of_list(text: str) -> str:
    """A text without the members of its lists that hold a credential."""
    return " ".join(part for part in _SEPARATORS.split(text) if _MARK not in part)


def _necessity_at(sentence: str, field: TypedField, default: Necessity) -> Necessity:
    """How urgently a sentence asks for the field in it: the words of preference behind it, or before it."""
    start = max(sentence.rfind(sign, 0, field.start) for sign in ",;")
    if _NEEDED.search(field.text) or _NEEDED.match(sentence, field.end):
        return default  # what is said behind "is a must and" is about something else
    return Necessity.PREFERRED if split_necessity(sentence[start + 1 :])[0] is Necessity.PREFERRED else default
