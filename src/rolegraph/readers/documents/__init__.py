"""Texts about jobs as typed records, by rules alone: no model, no network, the same result each time."""

from __future__ import annotations

from dataclasses import replace

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.readers.documents.advertisements import read_advertisement
from rolegraph.readers.documents.comparisons import read_comparison
from rolegraph.readers.documents.forms.document import Document, content_hash
from rolegraph.readers.documents.forms.markdown import read_markdown
from rolegraph.readers.documents.glosses import glossed
from rolegraph.readers.documents.kinds import kind_of
from rolegraph.readers.documents.records import Article, TextKind
from rolegraph.readers.documents.role_texts import read_role_text

__all__ = ["read_article", "read_text"]


def read_text(document: Document, lexicon: MemoryLexicon, kind: TextKind | None = None) -> Article:
    """Read a text about jobs: a comparison of roles, the description of a role, or an advertisement.

    Parameters
    ----------
    document
        The clean lines of the text, and what its form states.
    lexicon
        The names that are known: a mention of one becomes its node, any other name a new node or a candidate.
    kind
        What the text is; None to let what speaks for each kind decide.

    Returns
    -------
    Article
        What the text says. What no rule could place is in `notes`; `findings` say so with the line.

    Raises
    ------
    SourceError
        When the text is none of these, or says nothing that such a text says. A CV is read by
        `rolegraph profile from`.

    Notes
    -----
    The rules are rules of layout and wording, so they can be wrong: about sentences that list in unusual ways, about
    which words the members of a list share, about whether a new name is a tool. They do not guess what is not said.
    Texts in German, French and Spanish are read by way of English turns of phrase, see `glosses`. Time grows in
    proportion to the text.
    """
    kind = kind or kind_of(document)
    if kind is not TextKind.CV and (foreign := glossed(document, lexicon)) is not None:
        found = foreign.in_own_words(read_text(foreign.document, lexicon, kind))
        return replace(found, language=foreign.document.language)
    if kind is TextKind.COMPARISON:
        return read_comparison(document, lexicon)
    if kind is TextKind.ROLE:
        return read_role_text(document, lexicon)
    if kind is TextKind.POSTING:
        return read_advertisement(document, lexicon)
    cure = "make a profile of it with `rolegraph profile from FILE`, or name its kind with --as if it is none"
    raise SourceError("is a CV, which never goes into a graph", cure, path=document.name)


def read_article(
    data: bytes, lexicon: MemoryLexicon, path: str = "<standard input>", slug: str | None = None
) -> Article:
    """Read a comparison of roles in UTF-8, plain or with Markdown; raises `SourceError` for anything else."""
    lines, title = read_markdown(data, path)
    return read_comparison(Document(path, lines, content_hash(data), "text", title), lexicon, slug)
