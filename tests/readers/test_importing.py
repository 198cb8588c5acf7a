"""Importing as a whole: what it refuses, replaces and leaves as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.readers.table.role_tables import HEAD, Written, imported, written
from tests.readers.tables import write_folder, write_zip

import rolegraph
from rolegraph import Kind, RolegraphError, SourceError
from rolegraph.rdf.vocabulary import SOURCE
from rolegraph.readers.importing import (
    import_download,
    import_esco,
    import_onet,
    import_tabiya,
    import_table,
    write_template,
)
from rolegraph.readers.ingest import ingest

__all__ = ["written"]  # a fixture


def test_again_changes_nothing_and_a_corrected_table_replaces(written: Written) -> None:
    path = written("t.csv", HEAD + "Cook;soups\nCook;soup spoon;tool\n")
    assert imported(path).change
    assert not imported(path).change
    path.write_text(HEAD + "Cook;soups;tool\n")
    result = imported(path)
    assert result.change.removed
    (asked,) = rolegraph.open(result.place).role("Cook").requirements
    assert asked.any_of[0].kind is Kind.TOOL


def test_a_table_takes_the_place_of_no_other_source(written: Written, tmp_path: Path, small_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    ingest([small_path], graph)
    before = graph.read_bytes()
    for name in ("small", "editorial"):
        with pytest.raises(SourceError, match=f"a source {name} that is not a table .*--source"):
            import_table(written("t.csv", HEAD + "Cook;soups\n"), graph, source=name)
    assert graph.read_bytes() == before


@pytest.mark.parametrize("place", ["graph.ttl", "folder", "built"])
def test_every_kind_of_graph_can_be_added_to(place: str, written: Written, tmp_path: Path, small_path: Path) -> None:
    graph = tmp_path / place
    if place == "folder":
        graph.mkdir()
        (graph / "small.ttl").write_bytes(small_path.read_bytes())
    else:
        ingest([small_path], graph)
    import_table(written("t.csv", HEAD + "Cook;dough\n"), graph, source="Our Kitchen")
    opened = rolegraph.open(graph)
    assert {one.node.iri for one in opened.info().sources} == {SOURCE + "small", SOURCE + "our-kitchen"}
    assert "Cook" in [one.label for one in opened.capability("dough").required_by]


def test_an_endpoint_a_kind_and_a_language_that_cannot_be_are_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "esco", {"occupations_en.csv": "conceptUri,preferredLabel\nhttp://x/1,a\n"})
    with pytest.raises(RolegraphError, match="is an endpoint"):
        import_download("esco", folder, "http://localhost/sparql")
    with pytest.raises(RolegraphError, match="no import of 'isco': use one of onet, esco, tabiya"):
        import_download("isco", folder, tmp_path / "graph")  # type: ignore[arg-type]
    with pytest.raises(RolegraphError, match="nothing to import: name one or more folders or zips"):
        import_download("esco", [], tmp_path / "graph")
    with pytest.raises(RolegraphError, match="no language 'en us'"):
        import_download("esco", folder, tmp_path / "graph", language="en us")
    assert not (tmp_path / "graph").exists()


def test_progress_goes_up_to_the_whole(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    text = "conceptUri,preferredLabel\nhttp://x/1,a\nhttp://x/2,b\n"
    folder = write_folder(tmp_path / "esco", {"occupations_en.csv": text, "readme.txt": "more"})
    result = import_download("esco", folder, tmp_path / "graph", progress=lambda *sizes: told.append(sizes))
    assert told[-1] == (len(text), len(text))
    assert result.graph.counts == {"role": 2, "source": 1}


def test_each_download_has_a_function_of_its_own(tmp_path: Path) -> None:
    onet = write_folder(
        tmp_path / "onet-29.3",
        {"Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n51-6052.00\tTailors\tSew.\nx\ty\tz\n"},
    )
    result = import_onet(onet, tmp_path / "onet")
    assert (result.source, result.graph.counts["role"], result.clean) == ("onet", 1, False)
    assert [source.version for source in rolegraph.open(result.place).info().sources] == ["29.3"]
    with pytest.raises(SourceError, match="is not an O\\*NET-SOC code"):
        import_onet(onet, tmp_path / "strict", version="29.3", strict=True)
    assert not (tmp_path / "strict").exists()
    head = "conceptUri,preferredLabel\nhttp://x/1,"
    esco = write_folder(tmp_path / "esco", {"occupations_en.csv": head + "tailor", "occupations_de.csv": head + "Hut"})
    for language, label in (("en", "tailor"), ("de", "Hut")):
        result = import_esco(esco, tmp_path / language, language=language, version="1.2.0")
        (source,) = rolegraph.open(result.place).info().sources
        assert (result.source, source.version) == ("esco", "1.2.0")
        assert rolegraph.open(result.place).role("http://x/1").node.label == label
    with pytest.raises(SourceError, match=r"has no occupations_fr\.csv"):
        import_esco(esco, tmp_path / "fr", language="fr")
    tabiya = write_folder(tmp_path / "tabiya", {"occupations.csv": "ID,PREFERREDLABEL_FR,PREFERREDLABEL_EN\n1,a,b\n"})
    told: list[tuple[int, int]] = []
    result = import_tabiya(
        tabiya, tmp_path / "t", language="fr", version="2", strict=True, progress=lambda *sizes: told.append(sizes)
    )
    size = (tabiya / "occupations.csv").stat().st_size
    assert (result.source, result.graph.counts["role"], told[-1]) == ("tabiya", 1, (size, size))
    assert rolegraph.open(result.place).resolve("a").kind is Kind.ROLE


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("conceptUri,preferredLabel\n", "occupations_en.csv: has no row to keep (was it downloaded to the end?)"),
        (
            "conceptUri,preferredLabel\n1,http://x/1,tailor\n2,http://x/2,miller\n",
            "occupations_en.csv, line 2: has no row that fits: (row): 3 cells where the heading has 2",
        ),
    ],
    ids=["cut off", "one cell more than titles"],
)
def test_a_download_of_which_no_occupation_fits_gives_no_graph(tmp_path: Path, table: str, said: str) -> None:
    esco = write_folder(tmp_path / "esco", {"occupations_en.csv": table})
    with pytest.raises(SourceError) as caught:
        import_esco(esco, tmp_path / "graph")
    assert str(caught.value).startswith(f"{esco}/{said}")
    assert not (tmp_path / "graph").exists()


def test_a_misfit_of_a_strict_import_is_named_with_its_place(tmp_path: Path) -> None:
    esco = write_zip(tmp_path / "esco.zip", {"in/occupations_en.csv": "conceptUri,preferredLabel\nno IRI,a\n"})
    with pytest.raises(
        SourceError, match=r"esco\.zip/in/occupations_en\.csv, line 2: conceptUri: is not a web address"
    ):
        import_esco([esco], tmp_path / "graph", strict=True)


@pytest.mark.parametrize("name", ["t.csv", "t.yaml"])
def test_a_template_is_written_where_nothing_is_yet(tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    assert import_table(tmp_path / name, tmp_path / "graph.ttl").counts["role"] == 2
    with pytest.raises(SourceError, match="already exists"):
        write_template(tmp_path / name)
