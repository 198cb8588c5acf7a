"""Headings: which section of a text each opens, looked up without filler words, numbering and pictograms."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


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
