"""What is asked about texts: what they say about jobs, and what a CV shows. Nothing of a text is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal

from pydantic import Field, Strict, StringConstraints, WithJsonSchema

from rolegraph.server.questions.inquiry import MOST_SENT, Answered, Inquiry

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph

MOST_BYTES: Final = 8_000_000  # of a file
# A text, or a file as it is: a web page, PDF or DOCX file.
SentText = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=MOST_SENT, strip_whitespace=False)]
    | Annotated[bytes, Strict(), Field(min_length=1, max_length=MOST_BYTES)],
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MOST_SENT}),
]


class ExtractQuestion(Inquiry):
    """What a text about jobs asks for: names with links, spans and confidence, fields, and words that may be skills."""

    name: ClassVar[str] = "extract"
    sent: ClassVar[str] = "text"
    text: SentText = Field(description="The text: an advertisement, a description of a role, a CV.")
    kind: Literal["comparison", "role", "posting", "cv"] | None = Field(
        default=None, description="What the text is, where that is not seen."
    )

    def ask(self, graph: RoleGraph) -> Answered:
        """What it says."""
        from rolegraph.render.views.text_views import extraction_blocks

        found = graph.extract([self.text], kind=self.kind)
        return Answered(found, lambda _: extraction_blocks(found))


class CvQuestion(Inquiry):
    """What a CV shows, with the line that shows each thing; nothing is claimed that it does not say."""

    name: ClassVar[str] = "profile-from"
    sent: ClassVar[str] = "text"
    text: SentText = Field(description="The CV.")
    kind: Literal["cv"] | None = Field(
        default=None, description="cv to read it as a CV, even if it seems to be something else."
    )

    def ask(self, graph: RoleGraph) -> Answered:
        """What it shows."""
        from rolegraph.render.views.proposal_view import proposal_blocks

        data = self.text if isinstance(self.text, bytes) else self.text.encode(errors="replace")
        found = graph.profile_from(data, as_cv=self.kind is not None)._replace(source="the CV")
        return Answered(found, lambda _: proposal_blocks(found))
