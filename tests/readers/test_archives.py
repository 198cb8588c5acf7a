"""Where the files of a download may lie, and what is refused before it is read."""

from __future__ import annotations

import io
import zipfile
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from tests.readers.tables import as_csv, write_folder, write_zip

from rolegraph.errors import SourceError
from rolegraph.readers import archives
from rolegraph.readers.archives import MemberSearch
from rolegraph.readers.downloads import Download
from rolegraph.readers.import_output import ImportReport

NAME = "t.csv"
TABLE = [("id", "label"), ("1", "bell founder"), ("2", "clock maker")]


def found(*places: Path) -> dict[str, str]:
    """The places of all files, below the folder that the first place lies in, with their versions."""
    with ExitStack() as stack:
        search = MemberSearch(stack)
        members = [member for place in places for member in search.members(place)]
        for member in members:
            with member.open() as file:
                assert len(file.read()) == member.size
    return {str(member.place.relative_to(places[0].parent)): member.version for member in members}


def zipped(tables: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in tables.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_files_are_found_in_folders_zips_and_zips_in_zips_with_the_nearest_version(tmp_path: Path) -> None:
    top = tmp_path / "esco 1.1"
    write_folder(top / "one", {"a.csv": "1"})
    write_folder(top / "db_29_3_text" / "more", {"b.csv": "2"})
    inner = {"c.csv": b"3", "v1.0.8/d.csv": b"4"}
    write_folder(top, {"all v1.2.0.ZIP": zipped({"classification.zip": zipped(inner), "win\\dows\\e.csv": b"5"})})
    assert found(top) == {
        "esco 1.1/one/a.csv": "1.1",
        "esco 1.1/db_29_3_text/more/b.csv": "29.3",
        "esco 1.1/all v1.2.0.ZIP/classification.zip/c.csv": "1.2.0",
        "esco 1.1/all v1.2.0.ZIP/classification.zip/v1.0.8/d.csv": "1.0.8",
        "esco 1.1/all v1.2.0.ZIP/win/dows/e.csv": "1.2.0",
    }


def test_what_systems_and_open_programs_leave_beside_tables_is_none(tmp_path: Path) -> None:
    names = ["t.csv", "._t.csv", "~$t.xlsx", ".git/t.csv", "__MACOSX/t.csv", "__MACOSX/._t.csv"]
    for name in names:
        write_folder((tmp_path / "d" / name).parent, {Path(name).name: b"x"})
    packed = write_zip(tmp_path / "d.zip", dict.fromkeys(names, b"x"))
    assert list(found(tmp_path / "d")) == ["d/t.csv"]
    assert list(found(packed)) == ["d.zip/t.csv"]


def test_a_table_may_be_named_itself_and_a_folder_is_read_once_however_it_is_reached(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "d", {"a.csv": b"1", "b.xlsx": b"2"})
    assert list(found(folder / "a.csv", folder / "b.xlsx")) == ["a.csv", "b.xlsx"]
    (folder / "again").symlink_to(folder, target_is_directory=True)
    assert list(found(folder, folder)) == ["d/a.csv", "d/b.xlsx"]


def test_a_link_that_leads_nowhere_is_an_error_where_it_is_read(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "d", {"other.csv": "a\n1\n"})
    (folder / NAME).symlink_to(tmp_path / "gone.csv")
    with closing(Download(folder, ImportReport())) as download:
        assert [row.cells for row in download.rows("other.csv", ("a",))] == [("1",)]
        with pytest.raises(SourceError, match=r"d/t\.csv: cannot be read: .*No such file"):
            list(download.rows(NAME, ("id",)))


def test_zips_nested_without_end_and_folders_of_everything_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = zipped({NAME: b"x"})
    for _ in range(4):
        data = zipped({"in.zip": data})
    assert list(found(*write_folder(tmp_path / "d", {"a.zip": data}).iterdir())) == ["a.zip/" + "in.zip/" * 4 + NAME]
    (tmp_path / "d" / "a.zip").write_bytes(zipped({"in.zip": data}))
    with pytest.raises(SourceError, match=r"is a zip in a zip, and so on \(unpack it yourself first\)"):
        found(tmp_path / "d")
    monkeypatch.setattr(archives, "_MOST_FILES", 2)
    write_folder(tmp_path / "many", dict.fromkeys(["a.csv", "b.csv", "c.csv"], b"x"))
    with pytest.raises(SourceError, match=r"many: holds more than 2 files \(name the folder of the download alone\)"):
        found(tmp_path / "many")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "nowhere: there is no such folder or file (check the name)"),
        ("https://example.org/a.zip", "there is no such folder or file (download it first)"),
        ("a.tar.gz", "(name a folder, a zip, or tables; unpack any other archive first)"),
        ("a.zip", "is neither a folder nor a zip file that can be read: File is not a zip file (download it again, or"),
    ],
)
def test_what_is_named_and_is_no_download_is_said_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.chdir(write_folder(tmp_path, {"a.tar.gz": b"\x1f\x8b and so on", "a.zip": as_csv(TABLE)}))
    with pytest.raises(SourceError) as caught:
        found(Path(name))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "broken", [zipped({NAME: b"x" * 50})[:-30], b"", b"<html>404</html>"], ids=["cut off", "empty", "a page"]
)
def test_a_broken_zip_in_a_folder_or_zip_is_named(tmp_path: Path, broken: bytes) -> None:
    folder = write_folder(tmp_path / "d", {"good.csv": b"x", "bad.zip": broken})
    with pytest.raises(SourceError, match=r"d/bad\.zip: is neither .* take it out of the folder"):
        found(folder)
    with pytest.raises(SourceError, match=r"two\.zip/bad\.zip: is neither"):
        found(write_zip(tmp_path / "two.zip", {"good.csv": b"x", "bad.zip": broken}))


@pytest.mark.parametrize("name", ["../t.csv", "a/../../t.csv", "/etc/t.csv", "..\\t.csv"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="holds a name that leads out of it"):
        Download(write_zip(tmp_path / "a.zip", {name: "x"}), ImportReport())


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dense = write_zip(tmp_path / "dense.zip", {NAME: b"0" * 30_000_000})
    with pytest.raises(SourceError, match="unpacks to 30,000,000 bytes, which no download does"):
        Download(dense, ImportReport())
    monkeypatch.setattr(archives, "_LARGEST_DOWNLOAD", 100)
    large = write_zip(tmp_path / "large.zip", {f"{number}.csv": bytes(range(60)) for number in range(2)})
    with pytest.raises(SourceError, match="unpacks to 120 bytes"):
        Download(large, ImportReport())


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {NAME: as_csv(TABLE)})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the directory at its end
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"t\.csv is encrypted \(unpack it yourself first\)"):
        Download(path, ImportReport())
