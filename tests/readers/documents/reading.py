"""What the tests of the article reader share: names that are known, and an article as plain data to compare."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.folders import FIXTURES, ROOT

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Linker, Mention
from rolegraph.linking.truecase import Truecase
from rolegraph.model.nodes import Kind, Node, node_iri, slugify
from rolegraph.readers.documents import read_article, read_text
from rolegraph.readers.documents.forms import Document, PostingFields, read_documents
from rolegraph.readers.documents.records import Article, Passage, RequirementRecord, TextKind, TextRecord

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
    """A requirement on a line: options, `:level`, `?` if preferred, `<examples>`, `~` if open, `[years]`, `# note`."""
    level = f":{record.level}" if record.level else ""
    examples = f" <{', '.join(example.label for example in record.examples)}>" if record.examples else ""
    preferred = "?" if record.necessity == "preferred" else ""
    years = f" [{record.years.minimum}-{record.years.maximum or ''}]" if record.years else ""
    note = years + (f" # {record.note}" if record.note else "")
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
                "definitions": [_text(record) for record in role.definitions],
                "responsibilities": [_text(record) for record in role.responsibilities],
                "requirements": [requirement(record) for record in role.requirements],
                "tools": [
                    [_named(record.tool), record.category.label if record.category else None, record.passage.line]
                    for record in role.tools
                ],
                "industries": [
                    [_named(record.industry), record.note, record.passage.line] for record in role.industries
                ],
            }
            for role in article.roles
        ],
        "outlooks": [
            [
                record.growth,
                record.start,
                record.end,
                record.authority,
                [role.label for role in record.roles],
                record.passage.line,
            ]
            for record in article.outlooks
        ],
        "tips": [[*_text(record), [role.label for role in record.roles]] for record in article.tips],
        "postings": [
            {
                "title": record.title,
                "employer": record.employer,
                "place": record.place,
                "types": list(record.employment_types),
                "seniority": str(record.seniority) if record.seniority else None,
                "pay": [record.pay_low, record.pay_high, record.currency],
                "line": record.passage.line,
            }
            for record in article.postings
        ],
        "notes": [[record.label, record.passage.section, record.passage.line] for record in article.notes],
        "findings": [[record.message, record.line] for record in article.findings],
    }


def requirement(record: RequirementRecord) -> dict[str, Any]:
    """A requirement as plain data; what it leaves open is left out."""
    fields = {
        "any_of": [_named(option) for option in record.any_of],
        "level": str(record.level) if record.level else None,
        "necessity": str(record.necessity),
        "examples": [_named(example) for example in record.examples],
        "open": record.open_to_related,
        "note": record.note,
        "years": [record.years.minimum, record.years.maximum] if record.years else None,
        "line": record.passage.line,
    }
    return {key: value for key, value in fields.items() if value}


def _named(mention: Mention) -> str:
    others = "".join(f" = {name}" for name in mention.alt_labels)
    return f"{mention.kind}: {mention.label}{others}"


def _text(record: TextRecord) -> list[Any]:
    return [record.label, record.text, record.passage.section, record.passage.line]


def document(text: str, name: str = "text.txt", title: str = "", posting: PostingFields | None = None) -> Document:
    """A document of plain text or Markdown."""
    (found,) = read_documents(text.encode(), name)
    return replace(found, title=title or found.title, posting=posting)


def read_as(text: str, kind: TextKind | None = None) -> Article:
    """What a text says, as the kind that is named or recognised."""
    return read_text(document(text), LEXICON, kind)
