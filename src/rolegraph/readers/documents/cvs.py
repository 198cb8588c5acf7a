"""A CV as a proposal for a profile: jobs, capabilities, degrees, certificates and languages, each with its line.

Nothing is taken for more than the text says, and what says who the person is, is not repeated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import Lexicon
from rolegraph.linking.name_matcher import DISTANT, NameMatch, matcher_of
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Level, Node, fold
from rolegraph.model.proposals import ProfileProposal, Quote, ShownCapability, Unplaced
from rolegraph.readers.documents.cv_credentials import CvCredential, credentials_of, spoken
from rolegraph.readers.documents.cv_cues import (
    NEGATED,
    LevelReader,
    doubt_of,
    is_about_employer,
    level_word,
    without_level,
)
from rolegraph.readers.documents.cv_jobs import is_title, jobs_of
from rolegraph.readers.documents.cv_sections import UNREAD, CvLine, CvPart, PersonalData, cv_lines
from rolegraph.readers.documents.fields.spoken_languages import LANGUAGE_WORDS
from rolegraph.readers.documents.forms import Document, content_of, name_of, read_documents
from rolegraph.readers.documents.kinds import kind_of
from rolegraph.readers.documents.plain_text import mask, sentences
from rolegraph.readers.documents.records import TextKind

_LEAST_CONFIDENCE: Final = 0.6  # below it a name is an everyday word
_LONGEST_QUOTE: Final = 120
_MOST_QUOTES: Final = 3
_EVERYDAY: Final = "an everyday word"
_MOST_WORDS: Final = 5  # of a skill that the graph does not have
_MOST_LINES: Final = 5_000  # of a CV
_MOST_CHARACTERS: Final = 300_000
_LONGEST: Final = 20_000  # characters of a line that are read
_LISTS: Final = (CvPart.SKILLS, CvPart.CERTIFICATES, CvPart.LANGUAGES)
_DOUBTED: Final = {
    CvPart.EDUCATION: "a subject of education",
    CvPart.PUBLICATIONS: "in the title of a publication",
    CvPart.AWARDS: "said of an award",
}
_ITEM_SIGNS: Final = re.compile(r"\s*[;|•·▪/]\s+|\s+\*\s+|\s+[|•·▪]\s*|\s{2,}")
_WORK: Final = (CvPart.EXPERIENCE, CvPart.PROJECTS, CvPart.VOLUNTEERING)
_FEW: Final = 3  # words of an item of a bullet of nouns
_TOOL: Final = re.compile(r"(?<![\w'-])(?:[a-z]{1,3}|[A-Z][a-z]+)[A-Z]\w*|(?:(?<=using )|(?<=Used ))[A-Z]\w{3,}")
# Words of a bullet that says what somebody did, rather than naming things.
_SAYS_MORE: Final = re.compile(
    r"\b(?:\w+(?:ed|ing|ly)|led|ran|built|wrote|taught|made|kept|took|gave|won|met|for|with|the|an?|by|on|at|to|from|in|of"
    r"|under|over|per|including|\d+\w*)\b"
)
_NAMED_ON: Final = re.compile(r" [A-Z][a-z]")
_BETWEEN: Final = re.compile(r"\s*,\s*(?:(?:and|or)\s+)?|\s+(and|&|or|plus)\s+")
_PAIR: Final = re.compile(r"[A-Z][a-z]+ (?:and|&) [a-z]+\s*$")  # "Health and safety"
_PLAIN_WORD: Final = re.compile(r"[a-z]{1,30}")
_SPEAKERS: Final = frozenset("I my My we We our you me".split())
_NONE: Final = re.compile(r"(?:none|no|not)\b", re.IGNORECASE)
_LEARNING: Final = re.compile(r"(?:currently |still )?(?:learning|in progress)", re.IGNORECASE)
_COLUMN: Final = re.compile(
    r"(?:level|rating|proficiency|years(?: of experience)?|experience|skills?|tools?|last used)", re.IGNORECASE
)
_VERBS: Final = frozenset("Led Ran Set Made Built Used Won Met Sold Cut Kept".split())  # which names are spelled like
_FILLERS: Final = frozenset("and or with in of using use skills skill e.g. eg including incl etc the a my user".split())


class _Mention(NamedTuple):
    """A name in a line of a CV, and what the words around it say."""

    nodes: tuple[Node, ...]
    level: Level | None
    line: CvLine
    doubt: str
    start: int = 0


def proposal_from(source: str | Path | bytes, lexicon: Lexicon, *, as_cv: bool = False) -> ProfileProposal:
    """What the one CV in a file shows, of whatever form it is; `-` is standard input. Raises as `read_cv`."""
    data = source if isinstance(source, bytes) else content_of(Path(source))
    whole = "<bytes>" if isinstance(source, bytes) else name_of(Path(source))
    name = Path(whole).name
    documents = list(islice(read_documents(data, whole), 2))
    if len(documents) != 1:
        raise SourceError("holds more than one text", "name a file with one CV", path=name)
    proposal = read_cv(documents[0], lexicon, TextKind.CV if as_cv else None)
    return proposal._replace(source=name)


def read_cv(document: Document, lexicon: Lexicon, kind: TextKind | None = None) -> ProfileProposal:
    """What a CV shows of its person, with the names of a graph.

    Parameters
    ----------
    document
        The clean lines of the text.
    lexicon
        The names that are known.
    kind
        `TextKind.CV` to read any text as a CV; None to let what speaks for each kind decide.

    Raises
    ------
    SourceError
        When the text is no CV, or longer than any is.

    Notes
    -----
    English only. Sections are known by their headings, so what stands under the wrong one is misread; titles are linked
    to roles by words, and a word can mean something else in another trade. Levels are those that are said.
    """
    if len(document.lines) > _MOST_LINES or sum(len(line.text) for line in document.lines) > _MOST_CHARACTERS:
        raise SourceError("is longer than any CV", "name a file with one CV", path=document.name)
    if kind is not TextKind.CV and (found := kind_of(document)) is not TextKind.CV:
        problem = f"is no CV: it seems to be a text of the kind {found.name.lower()}"
        cure = "`rolegraph ingest FILE` reads such texts; --as cv reads it as a CV all the same"
        raise SourceError(problem, cure, path=document.name)
    lines = list(cv_lines(document.lines))
    private = PersonalData(lines, [is_title(line.text, lexicon) for line in lines])
    jobs, headers = jobs_of(lines, lexicon, lambda line: _quote(line, private))
    reader = _Reader(lexicon, private, headers)
    for line in lines:
        reader.read(line)
    return ProfileProposal(
        source=document.name,
        jobs=jobs,
        capabilities=reader.capabilities(),
        unplaced=reader.unplaced(),
        left_out=reader.left_out(),
    )


def _quote(line: CvLine, private: PersonalData, start: int = 0) -> Quote:
    """A line and its words; of a long one those around a place."""
    if private.says_who(line):
        return Quote(line.number)
    text = f"{line.label}: {line.text}" if line.label else line.text
    start += len(text) - len(line.text)
    if len(text) <= _LONGEST_QUOTE:
        return Quote(line.number, text)
    first = max(0, start - _LONGEST_QUOTE // 2)
    first = text.find(" ", first) + 1 if first else 0
    words = (
        text[first:]
        if len(text) - first <= _LONGEST_QUOTE
        else text[first : first + _LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    )
    return Quote(line.number, ("… " if first else "") + words)


class _Reader:
    """Collects what the lines of a CV show."""

    def __init__(self, lexicon: Lexicon, private: PersonalData, headers: frozenset[int]) -> None:
        self._lexicon: Final = lexicon
        self._matcher: Final = matcher_of(lexicon)
        self._private: Final = private
        self._headers: Final = headers
        self._mentions: Final[list[_Mention]] = []
        self._unplaced: Final[dict[tuple[str, str], Unplaced]] = {}
        self._left_out: Final[Counter[str]] = Counter()
        self._group = ""  # the heading of a group of skills, such as "Advanced"

    def read(self, line: CvLine) -> None:
        """Take in what a line shows."""
        is_private = line.part is CvPart.HEAD and self._private.says_who(line)
        if line.part in UNREAD or is_private:
            self._left_out[CvPart.PERSONAL if is_private else line.part] += 1
        elif line.part is CvPart.SKILLS and line.label and _NONE.match(line.text):
            self._left_out[NEGATED] += 1  # "SAP: none"
        elif line.part is CvPart.SKILLS and _COLUMN.fullmatch(line.text):
            return  # the title of a column of a table
        elif line.part is CvPart.SKILLS and line.label and (level_word(line.text) or _LEARNING.fullmatch(line.text)):
            self._read(line._replace(text=f"{line.label}: {line.text}", label=""))  # "Excel: good"
        elif line.part is CvPart.SKILLS and (line.is_entry or level_word(line.text)):
            self._group = line.text
        elif not (line.is_entry and line.part in _DOUBTED):
            self._read(line)

    def _read(self, line: CvLine) -> None:
        taken = self._credentials(line)
        if line.number in self._headers:
            return
        text = "".join(" " if place in taken else sign for place, sign in enumerate(line.text[:_LONGEST]))
        if line.part is CvPart.SKILLS:
            for part in _parts(self._private.hidden(text)):
                self._listed(part, line)
        elif line.part is not CvPart.HEAD and line.part not in _LISTS:
            self._prose(text, line)

    def _credentials(self, line: CvLine) -> set[int]:
        """Degrees, certificates and languages of a line; the places of the words that name them."""
        taken: set[int] = set()
        for found in (*credentials_of(line), *spoken(line)):
            taken.update(range(found.start, found.end))
            self._add_credential(found, line)
        return taken

    def _add_credential(self, found: CvCredential, line: CvLine) -> None:
        nodes = (
            [node] if (node := self._known(found.names, found)) else [self._known(part, found) for part in found.parts]
        )
        known = [node for node in nodes if node is not None]
        for node in known:
            level = found.level if node.kind in LEARNABLE_KINDS else None
            self._mentions.append(_Mention((node,), level, line, found.doubt, found.start))
        if not known or len(known) < len(nodes):
            name = f"{found.names[0]} ({found.doubt})" if found.doubt else found.names[0]
            self._note(name, found.word, line, found.level)

    def _known(self, names: Iterable[str], found: CvCredential) -> Node | None:
        return next((nodes[0] for name in names if len(nodes := self._lexicon.find(name, found.kinds)) == 1), None)

    def _note(self, name: str, kind: str, line: CvLine, level: Level | None = None) -> None:
        quote = _quote(line, self._private)
        if kind != "degree" and not quote.text:
            return
        self._unplaced.setdefault((kind, name.casefold()), Unplaced(name, kind, quote, level))

    def _listed(self, text: str, line: CvLine) -> None:
        """A list of skills: the names in it, and the items that the graph has no name for, each once."""
        levels = LevelReader(text, line.label if level_word(line.label) else self._group)
        matches = [match for match in self._matcher.matches(text, LEARNABLE_KINDS) if not _goes_on(match, text)]
        for start, end in _item_spans(text):
            found = [match for match in matches if start <= match.start < end]
            item = without_level(text[start:end])
            extra = [word for word in without_level(_rest(text[start:end], start, found)).split() if _says_more(word)]
            for match in found:
                is_part = match.nodes[0].kind is Kind.SKILL and extra and _PLAIN_WORD.fullmatch(match.text)
                doubt = f"part of “{item}”" if is_part else _doubt_of_name(match, is_alone=not extra)
                self._add(match, levels.level(match.start, match.end), text, line, doubt)
            is_named = any(match.start < end and start < match.end for match in matches)
            if not is_named and _is_skill(item):
                place = max(text.find(item, start), start)
                level = levels.level(place, place + len(item))
                alone = [match for match in self._matcher.matches(item, LEARNABLE_KINDS) if match.text == item]
                for match in alone:  # "Excel - expert": by itself it is a name
                    self._add(match._replace(start=place, end=place + len(item)), level, text, line, "")
                if not alone and not doubt_of(text, end, end):
                    self._note(item, "skill", line, level)

    def _prose(self, text: str, line: CvLine) -> None:
        """Sentences on what the person does or did."""
        for sentence in sentences(self._private.hidden(text)):
            of_employer = line.part is CvPart.EXPERIENCE and not line.is_bullet and is_about_employer(sentence)
            levels = LevelReader(sentence)
            matches = self._matcher.matches(sentence, LEARNABLE_KINDS)
            if line.part in _WORK and not of_employer:
                self._new_names(sentence, matches, line)
            for match in matches:
                doubt = "said of an employer" if of_employer else _DOUBTED.get(line.part, "")
                doubt = doubt or _doubt_of_name(match)
                is_verb = match.text.islower() or match.text in _VERBS
                if is_verb and doubt and doubt != _EVERYDAY and match.confidence <= DISTANT:
                    continue
                self._add(match, levels.level(match.start, match.end), sentence, line, doubt)

    def _new_names(self, sentence: str, matches: Sequence[NameMatch], line: CvLine) -> None:
        """What is done at work and the graph has no name for: names like those of tools, and bullets of nouns alone."""
        places = [found.span() for found in _TOOL.finditer(sentence)]
        if line.is_bullet and not _SAYS_MORE.search(sentence):
            places = [(start, end) for start, end in _item_spans(sentence) if len(sentence[start:end].split()) <= _FEW]
        for start, end in places:
            is_known = any(match.start < end and start < match.end for match in matches)
            if not is_known and _is_skill(sentence[start:end]) and not doubt_of(sentence, start, end):
                self._note(sentence[start:end], "skill", line)

    def _add(self, match: NameMatch, level: Level | None, text: str, line: CvLine, doubt: str) -> None:
        if match.text.casefold() in LANGUAGE_WORDS:
            return  # `spoken` tells a language from a cuisine
        said = doubt_of(text, match.start, match.end)
        if said == NEGATED:
            self._left_out[NEGATED] += 1
            return
        place = max(line.text.find(match.text), 0)
        self._mentions.append(_Mention(_meant(match), level, line, said or doubt, place))

    def capabilities(self) -> tuple[ShownCapability, ...]:
        """Each capability once: without a doubt if one line shows it without, at the highest level that is said."""
        by_nodes: dict[tuple[Node, ...], list[_Mention]] = {}
        for mention in self._mentions:
            by_nodes.setdefault(mention.nodes, []).append(mention)
        sure = {
            nodes[0] for nodes, mentions in by_nodes.items() if len(nodes) == 1 and not all(m.doubt for m in mentions)
        }
        return tuple(
            self._shown(nodes, mentions)
            for nodes, mentions in by_nodes.items()
            if len(nodes) == 1 or sure.isdisjoint(nodes)
        )

    def _shown(self, nodes: tuple[Node, ...], mentions: Sequence[_Mention]) -> ShownCapability:
        certain = [mention for mention in mentions if not mention.doubt] or list(mentions)
        level = max((mention.level for mention in certain if mention.level), default=None)
        if level is not None:  # the lines that say it first
            certain.sort(key=lambda mention: mention.level != level)
        lines = {mention.line.number: mention for mention in reversed(certain)}
        shown = list(reversed(lines.values()))[:_MOST_QUOTES]
        quotes = tuple(_quote(mention.line, self._private, mention.start) for mention in shown)
        return ShownCapability(nodes, level, quotes, "" if not certain[0].doubt else certain[0].doubt)

    def unplaced(self) -> tuple[Unplaced, ...]:
        """What the graph has no name for."""
        return tuple(self._unplaced.values())

    def left_out(self) -> tuple[str, ...]:
        """What was not read for capabilities, with how many lines or names."""
        unit = {NEGATED: "name"}
        return tuple(
            f"{reason}: {count} {unit.get(reason, 'line')}{'s' if count > 1 else ''}"
            for reason, count in self._left_out.items()
        )


def _meant(match: NameMatch) -> tuple[Node, ...]:
    """The node whose label a name is; all that it may mean where that is none, or more than one."""
    labelled = tuple(node for node in match.nodes if fold(node.label) == fold(match.text))
    return labelled or match.nodes


def _goes_on(match: NameMatch, text: str) -> bool:
    """Whether a name is only the first word of a longer one: "Google" of "Google Classroom"."""
    is_one = " " not in match.text and match.text != match.nodes[0].label
    return is_one and _NAMED_ON.match(text, match.end) is not None


def _doubt_of_name(match: NameMatch, *, is_alone: bool = False) -> str:
    """What speaks against a name by itself: that it is a word of every text, or no word of what it is to mean.

    What `is_alone` as an item of a list of skills is more than a word.
    """
    label = fold(match.nodes[0].label)
    is_word = " " not in match.text and DISTANT >= match.confidence >= _LEAST_CONFIDENCE
    if is_word and fold(match.text)[:4] not in label:
        return f"a name that also stands for “{match.nodes[0].label}”"
    if is_alone:
        return ""
    is_other = label.partition(" (")[0].rstrip("s") != match.text.rstrip("s")
    is_everyday = match.confidence < _LEAST_CONFIDENCE or (is_other and _PLAIN_WORD.fullmatch(match.text))
    return _EVERYDAY if is_everyday else ""


def _parts(text: str) -> Iterator[str]:
    """The sentences of a line of skills, or what signs divide it into."""
    for sentence in sentences(text):
        yield from filter(str.strip, _ITEM_SIGNS.split(sentence))


def _item_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each item of a list stands: "and" is between items behind a comma, or before a capital."""
    hidden = mask(text)
    start, last = 0, hidden.rfind(",")
    for match in _BETWEEN.finditer(hidden):
        is_last = 0 <= last < match.start() and not _PAIR.match(hidden, start)
        if match[1] and not is_last and not hidden[match.end() : match.end() + 1].isupper():
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(text.rstrip(" ,;."))


def _rest(item: str, start: int, found: Sequence[NameMatch]) -> str:
    """An item that begins at a place, without the names that were found in it."""
    for match in reversed(found):
        item = item[: match.start - start] + item[match.end - start :]
    return item


def _says_more(word: str) -> bool:
    return word.strip("(),:").casefold() not in _FILLERS


def _is_skill(name: str) -> bool:
    """Whether an item of a list of skills that the graph does not know is short enough to be one."""
    words = name.split()
    return (
        0 < len(words) <= _MOST_WORDS and any(map(str.isalpha, name)) and len(name) > 1 and _SPEAKERS.isdisjoint(words)
    )
