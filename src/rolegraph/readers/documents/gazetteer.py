"""The names that give an article its structure: headings that open sections, and the roles that it compares.

A heading is looked up without filler words; a role is found in the title, and under any of its spellings in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Mention
from rolegraph.model.nodes import ROLE_ABBREVIATIONS, Kind, node_iri, slug_of, slugify
from rolegraph.readers.documents.plain_text import Line, sentences


class Section(StrEnum):
    """A section of an article; the value is its name in messages. An article should have the first eight."""

    DEFINITIONS = "definitions"
    RESPONSIBILITIES = "responsibilities"
    SKILLS = "required skills"
    EDUCATION = "educational backgrounds"
    TOOLS = "tools and software"
    INDUSTRIES = "common industries"
    OUTLOOK = "outlook"
    TIPS = "practical tips"
    INTRODUCTION = "introduction"
    CONTENTS = "table of contents"
    CONCLUSION = "conclusion"
    JOBS = "job postings"
    OTHER = "other"


STANDARD_SECTIONS: Final = tuple(Section)[:8]
# Words that a heading may have or lack without meaning another section.
_FILLERS: Final = frozenset(
    "the a an key main core primary common typical general overview of for both each role roles position positions job "
    "jobs their and your day-to-day daily important essential top understanding defining comparing comparison between "
    "in by to these this respective our needed required requirements used commonly detailed".split()
)
# What is left of a heading without the fillers, its words in alphabetical order.
_CORES: Final = {
    Section.CONTENTS: "contents table, contents, toc",
    Section.INTRODUCTION: "introduction, intro",
    Section.DEFINITIONS: "definitions, definition, is what, are what, description, descriptions, does what",
    Section.RESPONSIBILITIES: "responsibilities, responsibility, duties, duties responsibilities, "
    "responsibilities tasks, tasks, do does what, do what, functions",
    Section.SKILLS: "skills, skill, skillset, skillsets, set skill, sets skill, competencies skills, competencies, "
    "expertise skills, knowledge skills, abilities skills, skills technical, expertise",
    Section.EDUCATION: "background educational, backgrounds educational, background education, education, "
    "educational, qualifications, educational qualifications, education qualifications, education training, "
    "academic background, academic backgrounds, background, backgrounds, certifications education, "
    "certifications qualifications, background qualifications, academic qualifications, educational paths, "
    "educational path, educational pathways",
    Section.TOOLS: "tools, software tools, technologies tools, technology tools, software, technologies, tech stack, "
    "stack technology, platforms tools, frameworks tools, software technologies tools",
    Section.INDUSTRIES: "industries, industry, industries sectors, sectors, applications industry",
    Section.OUTLOOK: "outlook, outlooks, career outlook, career outlooks, career prospects, prospects, "
    "market outlook, future outlook, growth outlook, demand market, demand outlook, growth prospects, growth, "
    "career growth outlook, future prospects, employment outlook, industry outlook",
    Section.TIPS: "getting practical started tips, getting started tips, practical tips, tips, getting started, "
    "aspiring professionals tips, advice practical, get how started, career tips, become how, career practical tips, "
    "beginners practical tips, beginners tips, aspiring practical professionals tips, advice getting started, "
    "starting tips, practical starting tips",
    Section.CONCLUSION: "conclusion, conclusions, final thoughts, summary, takeaways, bottom line, closing thoughts, "
    "wrapping up, final words, conclusion summary",
    Section.JOBS: "featured, latest, openings, open, related, postings, listings, opportunities, featured latest, "
    "featured listings, explore more",
}
_SECTION_OF: Final = {core: section for section, cores in _CORES.items() for core in cores.split(", ")}
# Headings that the fillers would leave empty or ambiguous.
_WHOLE_HEADINGS: Final = {
    Section.DEFINITIONS: "the roles, overview, role overview, overview of roles, overview of the roles, "
    "defining the roles, understanding the roles, understanding the role, understanding each role, "
    "the roles defined, roles defined, job overview, roles",
    Section.SKILLS: "requirements",
    Section.JOBS: "featured job, featured jobs, jobs",
    Section.CONCLUSION: "in summary",
}
_SECTION_OF_WHOLE: Final = {text: section for section, texts in _WHOLE_HEADINGS.items() for text in texts.split(", ")}
# Headings inside a section that divide it without changing what it is about.
_DIVIDERS: Final = re.compile(
    r"(?:(?:technical|soft|hard|core|key|essential|additional|preferred|other|general|domain|business|required|minimum"
    r"|analytical|interpersonal|nice[- ]to[- ]have)\s+)+"
    r"(?:skills?|qualifications?|requirements?|competenc(?:y|ies)|education)"
    r"|certifications?|degrees?|formal education|nice[- ]to[- ]haves?|must[- ]haves?|bonus",
    re.IGNORECASE,
)
_NUMBERING: Final = re.compile(r"(?:section\s+|step\s+)?(?:\d{1,2}|[ivx]{1,5})[.):]\s+", re.IGNORECASE)
_LONGEST_HEADING: Final = 90


def bare(text: str) -> str:
    """A heading without numbering, pictograms and closing punctuation."""
    text = re.sub(r"[^\w\s&/'(),.:;?!+#-]", " ", text)
    text = " ".join(text.split())
    return _NUMBERING.sub("", text, count=1).rstrip(" :?!-") if len(text) <= 2 * _LONGEST_HEADING else text


def section_of(heading: str) -> Section | None:
    """The section that a heading opens, or None for an unknown heading; words like "key" and "common" are ignored."""
    text = bare(heading).casefold().replace("&", " and ").replace(",", " ").replace("/", " ")
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST_HEADING or text.endswith("."):
        return None
    if text in _SECTION_OF_WHOLE:
        return _SECTION_OF_WHOLE[text]
    return _SECTION_OF.get(" ".join(sorted(word for word in text.split() if word not in _FILLERS)))


def divides_section(heading: str) -> bool:
    """Whether a heading only divides the section it stands in: "Technical Skills", "Certifications"."""
    return _DIVIDERS.fullmatch(bare(heading)) is not None


_VERSUS: Final = re.compile(r"\s+(?:vs\.?|versus|v\.)\s+", re.IGNORECASE)
_SUBTITLE: Final = re.compile(r"\s*(?::|\s-\s|\||\u2014|\?|\().*$")
_TITLE_LEAD: Final = re.compile(r"^.*?(?::|\s-\s|\u2014)\s+")
_LONGEST_TITLE: Final = 160
_SUBJECT_WINDOW: Final = 4 * _LONGEST_TITLE  # a sentence's subject stands within so many characters
_MOST_ROLE_WORDS: Final = 7
_OPENERS: Final = (
    r"(?:(?:in contrast|by contrast|on the other hand|conversely|meanwhile|however|similarly|likewise|typically"
    r"|generally|in comparison|additionally|while|whereas|for|as for|to become|as|to work as|being),?\s+){0,2}"
    r"(?:(?:both|most|many|all|aspiring|successful|the|an?|role of an?|the role of an?|the role of the)\s+){0,3}"
)
_ALL_ROLES: Final = re.compile(
    r"^(?:both|these|the two|either|each)\s+(?:roles?|positions?|professionals?|careers?|jobs?)\b", re.IGNORECASE
)
_CONTRAST: Final = re.compile(r";\s+|,?\s+(?:while|whereas)\s+", re.IGNORECASE)
_SINGULAR_ENDINGS: Final = ("ss", "us", "is", "ics", "Ops")

# Roles by their place in the title, counted from 0.
RoleIndices = tuple[int, ...]


class Title(NamedTuple):
    """An article's title as written, its line, and the names of the roles in it."""

    text: str
    line: int
    names: tuple[str, ...]


def find_title(lines: Sequence[Line]) -> Title | None:
    """The first line that reads "X vs. Y"."""
    titles = (Title(line.text, line.number, title_names(line.text)) for line in lines)
    return next((title for title in titles if title.names), None)


def title_names(text: str) -> tuple[str, ...]:
    """The names of the roles in a title; empty for a text that is not a title."""
    if len(text) > _LONGEST_TITLE or not _VERSUS.search(text):
        return ()
    parts = _VERSUS.split(text)
    parts[0] = _TITLE_LEAD.sub("", parts[0]).lstrip("# ")
    parts[-1] = _SUBTITLE.sub("", parts[-1]).rstrip(" .!")
    articles = re.compile(r"^(?:(?:the|an?|title|comparing)\b:?\s*)+", re.IGNORECASE)
    names = [articles.sub("", part.strip(" :,-")) for part in parts]
    for name in names:
        if not name[:1].isalnum() or len(name.split()) > _MOST_ROLE_WORDS or slugify(name)[:2] == "x-":
            return ()
    slugs = {slugify(singular(name), Kind.ROLE) for name in names}
    return tuple(_capitalised(singular(name)) for name in names) if len(slugs) == len(names) else ()


def singular(name: str) -> str:
    """A role's name in the singular, as far as English is regular and its last word is the one that changes."""
    return name[:-1] if len(name) > 3 and name.endswith("s") and not name.endswith(_SINGULAR_ENDINGS) else name


def _capitalised(name: str) -> str:
    """A name in title case where the title is all upper or all lower case."""
    if not (name.isupper() or name.islower()):
        return name
    return " ".join(word.upper() if len(word) <= 2 else word.capitalize() for word in name.split())


class RoleGazetteer:
    """The roles that a title names: their mentions, and how the text may name them."""

    def __init__(self, title: Title, lexicon: MemoryLexicon) -> None:
        self._lexicon = lexicon
        self.mentions = tuple(_role_mention(name, lexicon) for name in title.names)
        self.all_roles: RoleIndices = tuple(range(len(self.mentions)))
        self._by_iri = {mention.iri: index for index, mention in enumerate(self.mentions)}
        spellings: dict[str, int] = {}
        for index, name in enumerate(title.names):
            for known in {name, self.mentions[index].label}:
                spellings.update(dict.fromkeys(_spellings(known), index))
        self._by_spelling = {_unhyphenated(spelling): index for spelling, index in spellings.items()}
        longest_first = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
        names = "|".join(re.escape(spelling).replace(r"\ ", r"[\s-]") for spelling in longest_first)
        self.pattern: Final = re.compile(rf"(?<![\w-])(?:{names})(?:'s|s'|s)?(?![\w])", re.IGNORECASE)
        self._subject = re.compile(
            rf"^{_OPENERS}({self.pattern.pattern})(?:\s*\([^()]{{1,12}}\))?"
            rf"(?:\s*(?:,|and|&|or|as well as)\s+(?:an?\s+|the\s+|aspiring\s+)?({self.pattern.pattern}))?",
            re.IGNORECASE,
        )

    def mentioned(self, text: str) -> RoleIndices:
        """The roles that a text names anywhere, in the order of the title."""
        return tuple(sorted({self._index(match[0]) for match in self.pattern.finditer(text)}))

    def named_by(self, text: str) -> RoleIndices:
        """The role that the whole text is a name of, in any spelling; empty for any other text."""
        name = re.sub(r"^(?:for\s+)?(?:(?:an?|the)\s+)?", "", text.strip(" :,.-"), count=1, flags=re.IGNORECASE)
        if not name or len(name) > 2 * _LONGEST_TITLE:
            return ()
        name = re.sub(r"\s*\([^()]*\)$|(?:'s?|s')?\s+(?:role|position|path)$", "", name)
        if self.pattern.fullmatch(name):
            return (self._index(name),)
        for spelling in (name, singular(name)):
            slug = node_iri(Kind.ROLE, slugify(spelling, Kind.ROLE))
            for iri in (slug, *(node.iri for node in self._lexicon.find(spelling, (Kind.ROLE,)))):
                if iri in self._by_iri:
                    return (self._by_iri[iri],)
        return ()

    def subject(self, sentence: str) -> tuple[RoleIndices, str]:
        """The roles that a sentence begins with, and its predicate; no roles where it begins otherwise."""
        if match := _ALL_ROLES.match(sentence):
            return self.all_roles, sentence[match.end() :].strip()
        match = self._subject.match(sentence[:_SUBJECT_WINDOW])
        if match is None:
            return (), sentence
        return tuple(sorted({self._index(name) for name in match.groups() if name})), sentence[match.end() :].strip()

    def by_subject(self, text: str, current: RoleIndices) -> list[tuple[RoleIndices, list[str]]]:
        """The sentences of a text, grouped by the roles that they are about.

        A sentence that begins with no role ("They …") goes to the roles before it; `current` are those of the first.
        """
        groups: list[tuple[RoleIndices, list[str]]] = []
        for clause in (part for sentence in sentences(text) for part in self._contrasts(sentence)):
            current = self.subject(clause)[0] or current
            if groups and groups[-1][0] == current:
                groups[-1][1].append(clause)
            else:
                groups.append((current, [clause]))
        return groups

    def _contrasts(self, sentence: str) -> list[str]:
        """A sentence cut where a semicolon or "while" introduces another role."""
        out, start = [], 0
        for match in _CONTRAST.finditer(sentence):
            other = self.subject(sentence[match.end() : match.end() + _SUBJECT_WINDOW])[0]
            if other and self.subject(sentence[start : start + _SUBJECT_WINDOW])[0]:
                out.append(sentence[start : match.start()])
                start = match.end()
        return [*out, sentence[start:]]

    def article_slug(self) -> str:
        """The default slug of the article, after its roles."""
        return "article-" + "-vs-".join(slug_of(mention.iri) for mention in self.mentions)

    def _index(self, name: str) -> int:
        spelling = _unhyphenated(name)
        endings = ("", "s", "'s", "s'")
        found = (self._by_spelling.get(spelling.removesuffix(ending)) for ending in endings)
        return next(index for index in found if index is not None)


def _role_mention(name: str, lexicon: MemoryLexicon) -> Mention:
    known = lexicon.find(name, (Kind.ROLE,))
    if len(known) == 1:
        return Mention(known[0].iri, Kind.ROLE, known[0].label)
    return Mention(node_iri(Kind.ROLE, slugify(name, Kind.ROLE)), Kind.ROLE, name)


def _unhyphenated(name: str) -> str:
    return " ".join(re.split(r"[\s-]+", name.casefold()))


def _spellings(name: str) -> set[str]:
    """A role's name with and without the usual abbreviations."""
    forms = {name}
    for slug, abbreviation in ROLE_ABBREVIATIONS.items():
        words = slug.replace("-", " ")
        for form in tuple(forms):
            forms.add(re.sub(rf"\b{words}\b", abbreviation.upper(), form, flags=re.IGNORECASE))
            forms.add(re.sub(rf"\b{abbreviation}\b", words.title(), form, flags=re.IGNORECASE))
    return forms
