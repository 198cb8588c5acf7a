"""What an extraction holds is plain values."""

from __future__ import annotations

import json

import rolegraph
from rolegraph.render.text.serialization import to_json


def test_an_extraction_is_json_with_nodes_by_iri_slug_kind_and_label() -> None:
    (found,) = rolegraph.extract(["Data Engineer\nRequirements\n- Python\n"], kind="posting")
    plain = json.loads(to_json(found))
    assert set(plain) == {"name", "kind", "title", "roles", "named", "fields", "candidates", "remarks", "text"}
    (python,) = plain["named"]
    assert python["links"][0]["node"]["slug"] == "python"
    assert python["necessity"] == "essential"
