"""What the tests of the article reader share: names that are known, and an article as plain data to compare."""

from __future__ import annotations

from typing import Any

from tests.folders import FIXTURES, ROOT

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Linker, Mention
from rolegraph.linking.truecase import Truecase
from rolegraph.model.nodes import Kind, Node, node_iri, slugify
from rolegraph.readers.documents import read_article
from rolegraph.readers.documents.records import Article, Passage, RequirementRecord, TextRecord

ARTICLES = FIXTURES / "articles"
SEED = ROOT.parent / "shared" / "seed" / "data-science-engineer-vs-lead-machine-learning-engineer.txt"


def _node(kind: Kind, label: str, *others: str) -> tuple[Node, tuple[str, ...]]:
    return Node(node_iri(kind, slugify(label, kind)), kind, label), others


LEXICON = MemoryLexicon(
    [
        _node(Kind.TOOL, "Apache Spark", "Spark"),
        _node(Kind.TOOL, "Apache Kafka", "Kafka"),
        _node(Kind.TOOL, "Amazon Web Services", "AWS"),
        _node(Kind.TOOL, "Scikit-learn", "sklearn"),
        _node(Kind.SKILL, "machine learning", "ML"),
        _node(Kind.SKILL, "data visualization"),
        _node(Kind.FIELD, "Machine Learning", "ML"),
        _node(Kind.FIELD, "Artificial Intelligence", "AI"),
    ]
)

HERE = Passage("", 1, "")


def linker() -> Linker:
    return Linker(LEXICON, Truecase([], LEXICON))


def short(record: RequirementRecord) -> str:
    """A requirement on one line: alternatives, `:level`, `?` if preferred, `<examples>`, `~` if open, `# note`."""
    level = f":{record.level}" if record.level else ""
    examples = f" <{', '.join(example.label for example in record.examples)}>" if record.examples else ""
    preferred = "?" if record.necessity == "preferred" else ""
    note = f" # {record.note}" if record.note else ""
    related = "~" if record.open_to_related else ""
    return " | ".join(option.label for option in record.any_of) + level + preferred + examples + related + note


def read(text: str | bytes) -> Article:
    """The article in a text."""
    return read_article(text.encode() if isinstance(text, str) else text, LEXICON)


def summary(article: Article) -> dict[str, Any]:
    """All that an article says, as plain data: what an annotation file lists."""
    return {
        "slug": article.slug,
        "roles": [
            {
                "role": _named(role.role),
                "definitions": [_text(one) for one in role.definitions],
                "responsibilities": [_text(one) for one in role.responsibilities],
                "requirements": [requirement(one) for one in role.requirements],
                "tools": [
                    [_named(one.tool), one.category.label if one.category else None, one.passage.line]
                    for one in role.tools
                ],
                "industries": [[_named(one.industry), one.note, one.passage.line] for one in role.industries],
            }
            for role in article.roles
        ],
        "outlooks": [
            [one.growth, one.start, one.end, one.authority, [role.label for role in one.roles], one.passage.line]
            for one in article.outlooks
        ],
        "tips": [[*_text(one), [role.label for role in one.roles]] for one in article.tips],
        "postings": [
            {
                "title": one.title,
                "employer": one.employer,
                "place": one.place,
                "types": list(one.employment_types),
                "seniority": str(one.seniority) if one.seniority else None,
                "pay": [one.pay_low, one.pay_high, one.currency],
                "line": one.passage.line,
            }
            for one in article.postings
        ],
        "notes": [[one.label, one.passage.section, one.passage.line] for one in article.notes],
        "findings": [[one.message, one.line] for one in article.findings],
    }


def requirement(one: RequirementRecord) -> dict[str, Any]:
    """A requirement as plain data; what it does not say is left out."""
    said = {
        "any_of": [_named(option) for option in one.any_of],
        "level": str(one.level) if one.level else None,
        "necessity": str(one.necessity),
        "examples": [_named(example) for example in one.examples],
        "open": one.open_to_related,
        "note": one.note,
        "line": one.passage.line,
    }
    return {key: value for key, value in said.items() if value}


def _named(mention: Mention) -> str:
    others = "".join(f" = {name}" for name in mention.alt_labels)
    return f"{mention.kind}: {mention.label}{others}"


def _text(record: TextRecord) -> list[Any]:
    return [record.label, record.text, record.passage.section, record.passage.line]
