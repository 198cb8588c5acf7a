"""DOCX: headings by style, lists, tables and boxes in their order; nothing that it refers to is looked at."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

import pytest
from docx.oxml import parse_xml
from tests.readers.documents.forms.made_files import docx_file

from rolegraph.errors import SourceError
from rolegraph.readers.documents.forms import docx_files
from rolegraph.readers.documents.forms.docx_files import read_docx
from rolegraph.readers.documents.forms.pieces import lines_of
from rolegraph.readers.documents.plain_text import BOLD

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def shown(data: bytes) -> list[str]:
    lines = [line for line in lines_of(read_docx(data)[1]) if line.text]
    return [" " * line.indent + "#" * line.depth + " " * (line.depth > 0) + line.text for line in lines]


def test_headings_lists_and_paragraphs_in_their_order() -> None:
    def write(document: Any) -> None:
        document.add_heading("Data Analyst", 0)
        document.add_paragraph("We count.\nAll day.")
        document.add_heading("Requirements", 2)
        document.add_paragraph("SQL", style="List Bullet")
        document.add_paragraph("2 years", style="List Number")
        document.add_paragraph().add_run("Nice to have:").bold = True
        document.add_paragraph("• R")

    assert shown(docx_file(write)) == [
        "# Data Analyst",
        "We count.",
        "All day.",
        "## Requirements",
        "- SQL",
        "- 2 years",
        f"{'#' * BOLD} Nice to have:",
        "- R",
    ]


def test_a_table_of_data_and_one_for_layout() -> None:
    def table(document: Any, rows: list[list[str]]) -> None:
        made = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    def write(document: Any) -> None:
        table(document, [["", "Essential", "Desirable"], ["Skills", "SQL\nR", "Go"]])
        table(document, [["Left of the page", "Right of the page"]])

    assert shown(docx_file(write)) == [
        "##### Skills",
        "###### Essential",
        "- SQL",
        "- R",
        "###### Desirable",
        "- Go",
        "Left of the page",
        "Right of the page",
    ]


def test_changes_boxes_links_and_hidden_words() -> None:
    def write(document: Any) -> None:
        xml = f"""<w:p {W} xmlns:v="urn:schemas-microsoft-com:vml"
        xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
        <w:ins><w:r><w:t>SQL</w:t></w:r></w:ins><w:del><w:r><w:delText>COBOL</w:delText></w:r></w:del>
        <w:hyperlink><w:r><w:t xml:space="preserve"> and R</w:t></w:r></w:hyperlink>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>java</w:t></w:r>
        <w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p>
        </w:txbxContent></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>
        <w:p><w:r><w:t>In a box</w:t></w:r></w:p>
        </w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""
        document.element.body.insert(0, parse_xml(xml))

    assert shown(docx_file(write)) == ["SQL and R", "In a box"]


def test_the_title_is_that_of_the_properties_or_the_first_heading() -> None:
    def write(document: Any) -> None:
        document.core_properties.title = title
        document.add_heading("Cook", 1)

    title = "Cook of the day"
    assert read_docx(docx_file(write))[0] == "Cook of the day"
    title = "Job template.docx"
    assert read_docx(docx_file(write))[0] == "Cook"
    title = "Word Document"  # of a file without properties
    assert read_docx(docx_file(write))[0] == "Cook"


def _with_part(data: bytes, name: str, change: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(old.read(info)) if info.filename == name else old.read(info))
    return out.getvalue()


def test_external_references_and_entities_are_not_followed() -> None:
    data = docx_file(lambda document: document.add_paragraph("Cook"))
    link = (
        b'<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        b' Target="http://192.0.2.1/t.dotm" TargetMode="External"/></Relationships>'
    )
    referring = _with_part(data, "word/_rels/document.xml.rels", lambda xml: xml.replace(b"</Relationships>", link))
    assert shown(referring) == ["Cook"]
    entity = b'?>\n<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "boom">]>'
    changed = _with_part(
        data, "word/document.xml", lambda xml: xml.replace(b"?>", entity, 1).replace(b"Cook", b"Cook&a;&b;")
    )
    assert "root:" not in str(shown(changed))
    assert "boom" not in str(shown(changed))


def test_what_unpacks_to_far_too_much_is_refused() -> None:
    data = docx_file(lambda document: document.add_paragraph("Cook"))
    bomb = _with_part(data, "word/document.xml", lambda xml: xml + b" " * 60_000_000)
    with pytest.raises(SourceError, match=r"unpacks to .* bytes, which no text does"):
        read_docx(bomb)


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(SourceError, match="no text in it"):
        read_docx(docx_file(lambda _: None))


def test_the_sizes_of_many_parts_are_added_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[int] = []

    def counting(numbers: Iterable[int]) -> int:
        added.append(1)
        return sum(numbers)

    monkeypatch.setattr(docx_files, "sum", counting, raising=False)
    data = io.BytesIO(docx_file(lambda document: document.add_paragraph("SQL")))
    with zipfile.ZipFile(data, "a") as archive:
        for number in range(50):
            archive.writestr(f"media/{number}", b"")
    assert shown(data.getvalue()) == ["SQL"]
    assert len(added) == 1
