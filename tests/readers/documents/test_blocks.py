"""Lines to blocks, and blocks to items below their headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.documents.reading import LEXICON, read

from rolegraph.readers.documents.blocks import BlockType, Item, blocks, outline
from rolegraph.readers.documents.gazetteer import RoleGazetteer
from rolegraph.readers.documents.headings import Section
from rolegraph.readers.documents.plain_text import Line, read_lines
from rolegraph.readers.documents.titles import find_title

HEADING, BULLET, TEXT = BlockType.HEADING, BlockType.BULLET, BlockType.TEXT
LONG = "He wrote a long line that was wrapped for easy decision-making."


def roles() -> RoleGazetteer:
    title = find_title([Line(1, "Data Analyst vs. BI Developer")])
    assert title is not None
    return RoleGazetteer(title, LEXICON)


def shapes(text: str) -> list[tuple[BlockType, str]]:
    return [(block.type, block.text) for block in blocks(read_lines(text.encode(), "a.txt"), roles())]


def items(text: str) -> list[Item]:
    return outline(blocks(read_lines(text.encode(), "a.txt"), roles()), roles()).items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tools\n- SQL\n* R", [(HEADING, "Tools"), (BULLET, "SQL"), (BULLET, "R")]),
        ("-\nSQL", [(BULLET, "SQL")]),
        ("- Proficiency in\n  SQL and R", [(BULLET, "Proficiency in SQL and R")]),
        ("1. Clean data.\n2) Draw charts.", [(BULLET, "Clean data."), (BULLET, "Draw charts.")]),
        ("- Data Analyst\n- SQL", [(HEADING, "Data Analyst"), (BULLET, "SQL")]),
        ("He wrote a long line that was wrapped for easy decision-\nmaking.", [(TEXT, LONG)]),
        (LONG.rstrip(".") + "\n\nand so on", [(TEXT, LONG.rstrip(".")), (TEXT, "and so on")]),
        ("One sentence.\n\nAnother one.", [(TEXT, "One sentence."), (TEXT, "Another one.")]),
        (
            "Pay and Perks\nThis is a sentence about pay.",
            [(HEADING, "Pay and Perks"), (TEXT, "This is a sentence about pay.")],
        ),
    ],
)
def test_blocks_of_lines(text: str, expected: list[tuple[BlockType, str]]) -> None:
    assert shapes(text) == expected


def test_a_heading_names_a_section_and_a_role() -> None:
    (heading, *_) = blocks(read_lines(b"Skills of a BI Developer\n- SQL", "a.txt"), roles())
    assert (heading.section, heading.roles) == (Section.SKILLS, (1,))


@given(st.lists(st.sampled_from(["- SQL", "Tools", "Data Analyst", "word", "word.", "", "  - R,", "and so on"])))
def test_blocks_keep_every_word(lines: list[str]) -> None:
    clean = [Line(n, line.strip(), len(line) - len(line.lstrip())) for n, line in enumerate(lines, 1)]
    found = " ".join(block.text for block in blocks(clean, roles()))
    assert found.split() == " ".join(line.strip().removeprefix("-") for line in lines).split()


def test_items_know_their_section_role_and_parent() -> None:
    text = "Tools\nBoth use these.\nData Analyst\n- Databases:\n  - MySQL\n- Excel\nBI Developer\nPower BI"
    assert [(item.text, item.roles, item.parent, item.is_opening, item.is_bullet) for item in items(text)] == [
        ("Both use these.", (), "", True, False),
        ("MySQL", (0,), "Databases", False, True),
        ("Excel", (0,), "", False, True),
        ("Power BI", (1,), "", False, True),
    ]
    assert {item.section for item in items(text)} == {Section.TOOLS}


def test_a_lead_in_says_whose_list_follows() -> None:
    found = items("Skills\nA BI Developer needs the following:\n- SQL\nFor Data Analysts:\n- Excel")
    assert [(item.text, item.roles) for item in found] == [("SQL", (1,)), ("Excel", (0,))]


def test_sections_may_stand_inside_roles() -> None:
    found = items("## Data Analyst\n### Skills\n- SQL\n### Tools\n- R\n## BI Developer\n### Skills\n- DAX")
    assert [(item.text, item.section, item.roles) for item in found] == [
        ("SQL", Section.SKILLS, (0,)),
        ("R", Section.TOOLS, (0,)),
        ("DAX", Section.SKILLS, (1,)),
    ]


def test_an_unknown_section_is_a_finding() -> None:
    found = outline(blocks(read_lines(b"# Tools\n- SQL\n# Fun Facts\nIt is fun.", "a.txt"), roles()), roles())
    assert [(finding.message, finding.line) for finding in found.findings] == [
        ("the section 'Fun Facts' is not known; kept as a note", 3)
    ]
    assert [(item.section, item.text) for item in found.items][-1] == (Section.OTHER, "It is fun.")


def test_a_table_of_contents_is_skipped() -> None:
    text = "A Clerk vs. A Baker\nTable of Contents\nTools\nOutlook\n\nTools\nClerk\n- Excel\nOutlook\nNothing is known."
    article = read(text)
    assert [record.tool.label for record in article.roles[0].tools] == ["Excel"]


def test_lines_that_name_their_role_are_not_joined() -> None:
    # a bug: "Data Analyst: …" without a full stop swallowed the line for the next role
    text = "Data Analyst vs. BI Developer\nIndustries\n"
    text += "Data Analyst: Finance, retail, health care, and technology\nBI Developer: Media"
    industries = [[record.industry.label for record in role.industries] for role in read(text).roles]
    assert industries == [["Finance", "Retail", "Health Care", "Technology"], ["Media"]]


def test_lines_in_lower_case_below_a_lead_in_are_items() -> None:
    text = f"A clerk {'is somebody who writes ' * 4}letters.\n\n"
    text += "You'll need:\nknowledge of tax law\ncustomer service\nto be thorough and kind"
    assert [text for kind, text in shapes(text) if kind is BlockType.BULLET] == [
        "knowledge of tax law",
        "customer service",
        "to be thorough and kind",
    ]


def test_dots_before_a_line_are_the_sign_of_a_bullet() -> None:
    assert shapes("...know Excel\n...speak Irish")[:2] == [
        (BlockType.BULLET, "know Excel"),
        (BlockType.BULLET, "speak Irish"),
    ]


def test_degrees_in_capitals_are_no_heading() -> None:
    assert shapes("Skills\n- SQL\n\nB.Com / M.Com\n- Excel")[2] == (BlockType.TEXT, "B.Com / M.Com")


def test_letters_in_brackets_are_the_signs_of_bullets() -> None:
    assert shapes("(a) budgeting\n(b) welding")[:2] == [(BlockType.BULLET, "budgeting"), (BlockType.BULLET, "welding")]


def test_short_lines_are_not_taken_for_wrapped_ones() -> None:
    text = "A postgraduate degree in records management\nArchive software, for instance CALM"
    assert [text for _, text in shapes(text)] == text.split("\n")
