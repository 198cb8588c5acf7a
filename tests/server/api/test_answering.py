"""What an address of the API answers, and what it says in headers."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient
from tests.commands import run_command
from tests.server.api.clients import JOURNEY, client, refused

import rolegraph
from rolegraph.server.application import application
from rolegraph.server.questions.text_questions import MOST_BYTES
from rolegraph.server.served import ServedGraph

PROFILE = "goal: data-scientist\nhave:\n  python: expert\n"
CV = "CV\n\nSkills\n\nPython (expert), Docker, basic SQL\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where commands keep what they compute once."""
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/path?from=data-analyst&to=data-scientist&all=1", "path data-analyst data-scientist --all"),
        ("/api/show?name=python&all_languages=true", "show python --all-languages"),
        ("/api/list?kind=skills&all=1", "list skills"),
    ],
)
def test_an_answer_is_what_the_command_prints(address: str, words: str, home: Path) -> None:
    answer = client().get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.text == run_command([*words.split(), "--json", "-g", "shipped"], home)[1]


def test_what_is_sent_is_answered_as_its_file_on_the_command_line(home: Path) -> None:
    file = home / "profile.yaml"
    file.write_text(PROFILE)
    code, printed, _ = run_command(["path", "--profile", str(file), "--json", "-g", "shipped"], home)
    assert code == 0
    sent = [
        client().post("/api/path", json={"profile": PROFILE}),
        client().post("/api/path", data={"profile": PROFILE}),
        client().post("/api/path", files={"profile": ("me.yaml", PROFILE.encode())}),
        client().post("/api/path", content=PROFILE, headers={"Content-Type": "application/yaml; charset=utf-8"}),
    ]
    for answer in sent:
        assert answer.text == printed
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers


def test_a_cv_is_read_as_text_as_file_and_as_it_is() -> None:
    texts = {
        client().post("/api/profile-from", data={"text": CV}).text,
        client().post("/api/profile-from", json={"text": CV}).text,
        client().post("/api/profile-from", files={"text": ("cv.txt", CV.encode(), "text/plain")}).text,
        client().post("/api/profile-from", content=CV, headers={"Content-Type": "text/plain"}).text,
    }
    assert len(texts) == 1
    found = json.loads(texts.pop())
    assert found["capabilities"][0]["level"] == "expert"


def test_what_a_text_says_is_extracted() -> None:
    found = client().post("/api/extract", data={"text": "We ask for\n\n- Python\n- SQL\n", "kind": "posting"}).json()
    assert [each["kind"] for each in found] == ["posting"]
    assert "https://w3id.org/rolegraph/id/tool/python" in json.dumps(found)


def test_names_that_were_taken_for_others_are_noted_in_a_header() -> None:
    answer = client().get("/api/path", params={"from": "data analysts", "to": "data-scientist"})
    assert answer.headers.get_list("rolegraph-note") == ["'data analysts' is taken for 'Data Analyst'"]


def test_a_note_is_ascii_and_of_one_line() -> None:
    answer = client().get("/api/search", params={"text": "größer 100% 日本\r\nSet-Cookie: a=b"})
    assert answer.status_code == 200
    (note,) = answer.headers.get_list("rolegraph-note")
    assert note.isascii()
    assert "größer 100% 日本" in unquote(note)
    assert "set-cookie" not in answer.headers


def test_a_language_that_no_label_has_is_noted() -> None:
    answer = client().get("/api/show", params={"name": "python", "language": "en,xx"})
    assert answer.headers["rolegraph-note"].startswith("no label is in the language 'xx'")
    assert answer.headers["content-language"] == "en"


def test_labels_are_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://w3id.org/rolegraph/id/role/baker> a rg:Role ;"
        ' skos:prefLabel "baker"@en, "Bäckerin"@de .\n'
    )
    asked = TestClient(application(ServedGraph(rolegraph.open(graph, alone=True))))
    german, english = (asked.get("/api/show", params={"name": "baker", "language": tag}) for tag in ("de", "en"))
    assert german.headers["content-language"] == "de"
    assert '"label": "Bäckerin"' in german.text
    assert '"label": "baker"' in english.text
    assert german.headers["etag"] != english.headers["etag"]


def test_an_answer_that_is_known_is_not_sent_again() -> None:
    tag = client().get("/api/nearest?role=data-analyst").headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = client().get("/api/nearest?role=data-analyst", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client().get("/api/nearest?role=data-engineer", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_a_tag_changes_with_the_graph(tmp_path: Path) -> None:
    graph, tags = tmp_path / "graph.ttl", set()
    for label in ("baker", "cook"):
        graph.write_text(
            f"<https://w3id.org/rolegraph/id/role/a> a <https://w3id.org/rolegraph/ns#Role> ; "
            f'<http://www.w3.org/2004/02/skos/core#prefLabel> "{label}"@en .\n'
        )
        asked = TestClient(application(ServedGraph(rolegraph.open(graph, alone=True))))
        tags.add(asked.get("/api/list?kind=roles").headers["etag"])
    assert len(tags) == 2


def test_head_has_the_headers_of_get_and_nothing_else() -> None:
    whole, head = client().get("/api/info"), client().head("/api/info")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


def test_other_methods_are_refused_with_those_there_are() -> None:
    assert client().options("/api/path").headers["allow"] == "GET, POST, HEAD, OPTIONS"
    for method, address in (
        ("DELETE", "/api/path"),
        ("POST", "/api/info"),
        ("GET", "/api/extract"),
        ("NONE", "/api/x"),
    ):
        answer = client().request(method, address)
        assert refused(answer, 405)["detail"].startswith(f"{method} means nothing here: use ")
        assert "OPTIONS" in answer.headers["allow"]


def test_what_is_not_there_is_a_problem_too() -> None:
    assert "openapi.json" in refused(client().get("/api/nothing/at/all"), 404)["detail"]


def test_what_is_sent_is_of_a_type_that_is_read() -> None:
    answer = client().post("/api/path", content="<a/>", headers={"Content-Type": "application/xml"})
    refused(answer, 415)
    assert "application/yaml" in answer.headers["accept-post"]
    refused(client().post("/api/path", content=b"goal: x"), 415)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "EOF"),
        (b"[" * 100_000, "recursion"),
        (b'{"to": 5}', "to should be a valid string"),
        (b'{"to": "data-scientist", "start": "data-analyst"}', "start is no parameter"),
        (b'{"to": "data-scientist", "from_scratch": "yes"}', "from_scratch should be a valid boolean"),
        (b'{"to": "data-scientist", "hours_per_week": 1e999}', "hours_per_week"),
        (b'{"to": "\\ud800", "from": "data-analyst"}', "Invalid JSON"),
        (b"\xff\xfe", "Invalid JSON"),
    ],
)
def test_json_that_is_none_is_said_to_be(body: bytes, said: str) -> None:
    answer = client().post("/api/path", content=body, headers={"Content-Type": "application/json"})
    assert said in refused(answer, 400)["detail"]


def test_a_parameter_stands_in_the_json_or_nowhere() -> None:
    found = refused(client().post("/api/path?from=data-analyst", json={"to": "data-scientist"}), 400)
    assert found["parameter"] == "from"


def test_a_form_may_have_fields_beside_its_file_and_no_other_file() -> None:
    sent = {"profile": ("me.yaml", b"have: {python: expert}\n")}
    answer = client().post("/api/path?all=1", data={"to": "data-scientist"}, files=sent)
    assert answer.json()["gap"]["role"]["slug"] == "data-scientist"
    assert refused(client().post("/api/path", files={"to": ("x", b"y")}), 400)["parameter"] == "to"
    assert "UTF-8" in refused(client().post("/api/path", files={"profile": ("x", b"\xff\xfe")}), 400)["detail"]


def test_what_is_too_much_is_said_to_be() -> None:
    long = "- Python\n" * 120_000
    assert "1000000 characters" in refused(client().post("/api/extract", data={"text": long}), 400)["detail"]
    file = {"text": ("cv.txt", b"a" * (MOST_BYTES + 1))}
    assert f"{MOST_BYTES:,} bytes" in refused(client().post("/api/profile-from", files=file), 413)["detail"]
    many = {f"name-{number}": "x" for number in range(1100)}
    refused(client().post("/api/path", data=many), 400)


def test_a_body_that_is_a_form_only_by_its_name_is_a_problem() -> None:
    answer = client().post("/api/path", content=b"nothing", headers={"Content-Type": "multipart/form-data; boundary=x"})
    refused(answer, 400)
    refused(client().post("/api/path", content=b"a", headers={"Content-Type": "multipart/form-data"}), 400)


def test_a_profile_has_the_line_of_its_fault_and_runs_nothing() -> None:
    found = refused(client().post("/api/path", data={"profile": PROFILE + "  swordplay: expert\n"}), 400)
    assert (found["line"], found["type"]) == (4, "/problems#bad-text")
    assert "skip_unknown" in found["cure"]
    bombs = (
        "a: &a [x]\n" + "".join(f"a{n}: [*a, *a]\n" for n in range(50)),
        "!!python/object/apply:os.system ['true']",
    )
    for bomb in bombs:
        refused(client().post("/api/path", data={"profile": bomb, "to": "data-scientist"}), 400)


def test_a_fault_of_ours_is_told_to_nobody_but_whoever_runs_the_process(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a secret")

    monkeypatch.setattr("rolegraph.server.questions.graph_questions.QueriesQuestion.ask", fail)
    answer = client().get("/api/queries")
    assert refused(answer, 500).keys() == {"type", "title", "status"}
    with pytest.raises(ValueError, match="a secret"):
        TestClient(client().app).get("/api/queries")
    assert not caplog.records  # what somebody sent may be in it


def test_memory_that_is_full_is_left_to_whoever_runs_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("rolegraph.server.questions.graph_questions.QueriesQuestion.ask", fail)
    asked = TestClient(client().app)
    with pytest.raises(MemoryError):
        asked.get("/api/queries")


def test_all_parameters_of_an_address_are_known() -> None:
    found = refused(client().get("/api/path", params=JOURNEY | {"langauge": "de"}), 400)
    assert (found["parameter"], found["detail"]) == ("langauge", "no parameter 'langauge': did you mean language?")
