"""The shipped weights find what experts hold to be related, on the real O*NET."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from tests.folders import DATA

import rolegraph
from rolegraph.readers.importing import import_download

pytestmark = pytest.mark.slow

ONET = DATA / "onet-29.3"
RELATED = ONET / "Related Occupations.txt"


@pytest.mark.skipif(
    not RELATED.is_file(), reason="needs the text files of O*NET 29.3 in ../shared/data, beside the repository"
)
def test_of_the_experts_ten_more_than_six_are_among_the_nearest_ten(tmp_path: Path) -> None:
    import_download("onet", ONET, tmp_path / "graph")
    found = rolegraph.open(tmp_path / "graph").similarity
    primary: defaultdict[str, set[str]] = defaultdict(set)
    with RELATED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["Relatedness Tier"].startswith("Primary"):
                primary[row["O*NET-SOC Code"]].add(row["Related O*NET-SOC Code"])
    recalls = []
    for code, related in primary.items():
        role = next(iri for iri in found.roles if iri.endswith(code))
        nearest = [found.roles[place] for place in np.argsort(-found.scores(role))[1:11]]
        recalls.append(len(related & {iri[-len(code) :] for iri in nearest}) / len(related))
    assert len(recalls) > 400
    assert np.mean(recalls) >= 0.62
