"""A small release in O*NET's form: its columns, its scales and codes, our words and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, node_iri
from rolegraph.readers.importing import Import, import_download

ANALYST, BUILDER = "15-2051.00", "15-1252.00"

Table = Sequence[Sequence[str]]

FILES: dict[str, Table] = {
    "Occupation Data.txt": (
        ("O*NET-SOC Code", "Title", "Description"),
        (ANALYST, "Number Readers", "Find out what tables of numbers say, and tell others."),
        (BUILDER, "Program Builders", "Write the programs that others use."),
    ),
    "Alternate Titles.txt": (
        ("O*NET-SOC Code", "Title", "Alternate Title", "Short Title", "Source(s)"),
        (ANALYST, "Number Readers", "Reader of Tables", "", "08"),
        (ANALYST, "Number Readers", "Chief Number Reader (CNR)", "CNR", "08"),
        (ANALYST, "Number Readers", "Reader of Tables", "", "09"),
    ),
    "Skills.txt": (
        (
            "O*NET-SOC Code",
            "Title",
            "Element ID",
            "Element Name",
            "Scale ID",
            "Scale Name",
            "Data Value",
            "Recommend Suppress",
            "Not Relevant",
        ),
        (ANALYST, "Number Readers", "2.A.1.a", "Reading", "IM", "Importance", "4.12", "N", ""),
        (ANALYST, "Number Readers", "2.A.1.a", "Reading", "LV", "Level", "4.62", "N", "N"),
        (ANALYST, "Number Readers", "2.A.1.b", "Listening", "IM", "Importance", "2.75", "N", ""),
        (ANALYST, "Number Readers", "2.A.1.b", "Listening", "LV", "Level", "1.5", "N", "N"),
        (ANALYST, "Number Readers", "2.B.3.j", "Repairing", "IM", "Importance", "1.25", "N", ""),
        (ANALYST, "Number Readers", "2.B.3.j", "Repairing", "LV", "Level", "0.12", "N", "Y"),
        (BUILDER, "Program Builders", "2.A.1.a", "Reading", "IM", "Importance", "3", "N", ""),
        (BUILDER, "Program Builders", "2.A.1.a", "Reading", "LV", "Level", "3.4", "Y", "N"),
        (BUILDER, "Program Builders", "2.B.3.j", "Repairing", "IM", "Importance", "3.5", "Y", ""),
        (BUILDER, "Program Builders", "2.B.3.j", "Repairing", "LV", "Level", "3.5", "N", "N"),
    ),
    "Knowledge.txt": (
        ("O*NET-SOC Code", "Title", "Element ID", "Element Name", "Scale ID", "Data Value"),
        (ANALYST, "Number Readers", "2.C.4.a", "Mathematics", "IM", "2.25"),
        (ANALYST, "Number Readers", "2.C.4.a", "Mathematics", "LV", "5.25"),
    ),
    "Interests.txt": (
        ("O*NET-SOC Code", "Title", "Element ID", "Element Name", "Scale ID", "Data Value"),
        (ANALYST, "Number Readers", "1.B.1.a", "Realistic", "OI", "1.3"),
        (ANALYST, "Number Readers", "1.B.1.b", "Investigative", "OI", "6.5"),
        (ANALYST, "Number Readers", "1.B.1.g", "First Interest High-Point", "IH", "2"),
        (BUILDER, "Program Builders", "1.B.1.b", "Investigative", "OI", "5"),
    ),
    "Content Model Reference.txt": (
        ("Element ID", "Element Name", "Description"),
        ("2.A.1.a", "Reading", "Taking in what is written."),
        ("1.A.1.a.1", "Seeing", "Not a skill."),
    ),
    "Technology Skills.txt": (
        ("O*NET-SOC Code", "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"),
        (ANALYST, "Number Readers", "Python", "43232405", "Development software", "Y", "Y"),
        (ANALYST, "Number Readers", "Grid-O-Matic", "43232110", "Spreadsheet software", "N", "N"),
        (BUILDER, "Program Builders", "Python", "43232405", "Development software", "Y", "N"),
        (BUILDER, "Program Builders", "Python", "43232406", "Program testing software", "Y", "N"),
    ),
    "Tools Used.txt": (
        ("O*NET-SOC Code", "Title", "Example", "Commodity Code", "Commodity Title"),
        (ANALYST, "Number Readers", "Desk computers", "43211507", "Desktop computers"),
    ),
    "Task Statements.txt": (
        ("O*NET-SOC Code", "Title", "Task ID", "Task", "Task Type"),
        (ANALYST, "Number Readers", "1", "Read a table and say what it means.", "Core"),
        (BUILDER, "Program Builders", "2", "Write a program.", ""),
    ),
    "Job Zones.txt": (
        ("O*NET-SOC Code", "Title", "Job Zone", "Date", "Domain Source"),
        (ANALYST, "Number Readers", "5", "08/2023", "Analyst"),
    ),
    "Job Zone Reference.txt": (
        ("Job Zone", "Name", "Education"),
        ("5", "Zone Five: much to learn first", "Years of study."),
    ),
    "Education, Training, and Experience.txt": (
        ("O*NET-SOC Code", "Title", "Element ID", "Scale ID", "Category", "Data Value", "Recommend Suppress"),
        (ANALYST, "Number Readers", "2.D.1", "RL", "6", "45", "N"),
        (ANALYST, "Number Readers", "2.D.1", "RL", "8", "50.5", "N"),
        (ANALYST, "Number Readers", "2.D.1", "RL", "11", "4.5", "Y"),
        (ANALYST, "Number Readers", "3.A.1", "RW", "1", "100", "N"),
    ),
    "Education, Training, and Experience Categories.txt": (
        ("Element ID", "Scale ID", "Category", "Category Description"),
        ("2.D.1", "RL", "6", "Bachelor's Degree"),
        ("2.D.1", "RL", "8", "Master's Degree"),
        ("3.A.1", "RW", "1", "None"),
    ),
}


def write_release(folder: Path, changes: Mapping[str, Table | None] | None = None, end: str = "\r\n") -> Path:
    """Write the release into a new folder; files can be replaced, or left out with None."""
    folder.mkdir(parents=True)
    for name, table in {**FILES, **(changes or {})}.items():
        if table is not None:
            text = "".join("\t".join(row) + end for row in table)
            (folder / name).write_bytes(text.encode())
    return folder


def more(name: str, *rows: Sequence[str]) -> dict[str, Table | None]:
    """A change: the same file with further rows."""
    return {name: (*FILES[name], *rows)}


ROLE = node_iri(Kind.ROLE, f"onet-{ANALYST}")


def built(tmp_path: Path, changes: Mapping[str, Table | None] | None = None) -> tuple[Import, RoleGraph]:
    release = write_release(tmp_path / "db_29_3_text", changes)
    return import_download("onet", release, tmp_path / "graph"), rolegraph.open(tmp_path / "graph")


def many_occupations() -> dict[str, Table | None]:
    """Changes: more occupations, which require much the same, but for one of which no rating is known."""
    head, *others = FILES["Occupation Data.txt"]
    codes = [f"47-20{number}.00" for number in range(11, 24)]
    titles = [(code, f"Builders of Walls {number}", "They build.") for number, code in enumerate(codes)]
    ratings = [
        (code, "", element, name, scale, "", value, "N", "N")
        for code in codes[1:]
        for element, name in (("2.A.1.a", "Reading"), ("2.B.3.j", "Repairing"))
        for scale, value in (("IM", "4"), ("LV", "3.5"))
    ]
    zones = [(code, "", "2", "", "") for code in codes]
    tools = [(code, "", "Trowels", "27112905", "Masonry trowels") for code in codes]
    return {
        "Occupation Data.txt": (head, *titles, *others),
        "Skills.txt": (*FILES["Skills.txt"], *ratings),
        "Job Zones.txt": (*FILES["Job Zones.txt"], *zones),
        "Tools Used.txt": (*FILES["Tools Used.txt"], *tools),
    }
