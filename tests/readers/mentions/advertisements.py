"""Advertisements of ours, as files and tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TITLES = ("Data Engineer", "Data Analyst", "Data Scientist")
ASKED = (
    ("Strong Python and SQL", "Experience with Airflow or Spark", "Nice to have: Kubernetes"),
    ("At least 3 years of SQL", "Tableau or Power BI", "Familiarity with Python is a plus"),
    ("Expert knowledge of Python", "Machine learning", "Statistics", "Docker would be a plus"),
    ("SQL", "Python, R, or Java", "A bachelor's degree in statistics"),
)
CV = """Curriculum Vitae
sam@example.org
Work experience
Data Analyst, Northlight, 2019 - 2023
- Built dashboards in Tableau and wrote SQL.
Education
BSc Statistics, 2015 - 2018
References on request
"""
COMPARISON = (
    "Data Engineer vs. Data Analyst\nRequired Skills\nData Engineer\n- Knowledge of Python.\n"
    "Data Analyst\n- Knowledge of SQL.\n"
)


def description(number: int) -> str:
    """The text of an advertisement, without its title."""
    asked = "\n".join(f"- {line}" for line in ASKED[number % len(ASKED)])
    return f"We are hiring for team {number}.\nWhat you need\n{asked}\nHow to apply\nSend us your application."


def row(number: int) -> dict[str, Any]:
    """An advertisement as a row of a table."""
    return {
        "title": TITLES[number % len(TITLES)],
        "company": f"Mill {number}",
        "location": ("Leeds", "Ghent")[number % 2],
        "date_posted": f"2026-{number % 12 + 1:02}-15",
        "salary_min": 40_000 + 100 * number if number % 3 else "",
        "salary_max": 50_000 + 100 * number if number % 3 else "",
        "currency": "EUR",
        "salary_period": "year",
        "description": description(number),
    }


def write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_json_lines(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return path


def write_texts(folder: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """A file for each row, with its title above its text."""
    folder.mkdir()
    for number, one in enumerate(rows):
        (folder / f"{number:03}.txt").write_text(f"{one['title']}\n{one['description']}", encoding="utf-8")
    return folder
