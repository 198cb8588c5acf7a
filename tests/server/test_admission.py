"""Who may ask."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rolegraph.server.admission import COOKIE, Admission, TurnedAway, in_origin_form, is_loopback

TOKEN = "0123456789abcdef"  # noqa: S105 - of this test


def _request(path: str = "/", method: str = "GET", client: str = "192.0.2.7", **headers: str) -> dict[str, Any]:
    given = {"host": "localhost:8000", **headers}
    return {
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "client": (client, 50_000),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()],
    }


def _status(admission: Admission, request: dict[str, Any]) -> int:
    try:
        admission.check(request)
        admission.check_token(request)
    except TurnedAway as error:
        return error.status
    return 200


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST.:80", "graphs.localhost"])
def test_a_server_of_this_machine_is_asked_by_its_own_names(host: str) -> None:
    assert _status(Admission(), _request(host=host)) == 200


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "example.org:8000",
        "127.0.0.1.example.org",
        "",
        "localhost@example.org",
        "[::1].example.org",
        "localhost:x",
    ],
)
def test_a_page_whose_name_is_led_to_this_machine_gets_nothing(host: str) -> None:
    assert _status(Admission(), _request(host=host)) == 421
    assert _status(Admission("0.0.0.0", ["graphs.example"]), _request(host=host)) == 421  # noqa: S104


def test_an_address_that_names_a_server_is_asked_of_that_one() -> None:
    asked = in_origin_form(_request("http://example.org/role/%C3%A9", host="localhost"))
    assert (asked["path"], asked["raw_path"]) == ("/role/é", b"/role/%C3%A9")
    assert _status(Admission(), dict(asked)) == 421
    assert _status(Admission(), dict(in_origin_form(_request("HTTP://localhost:8000", host="example.org")))) == 200
    assert in_origin_form(_request("HTTP://localhost:8000"))["path"] == "/"
    plain = _request("/role/http://localhost/")
    assert in_origin_form(plain) is plain


def test_a_request_that_says_twice_where_it_ends_is_turned_away() -> None:
    assert _status(Admission(), _request(content_length="4")) == 200
    assert _status(Admission(), _request(transfer_encoding="chunked")) == 200
    assert _status(Admission(), _request(content_length="4", transfer_encoding="chunked")) == 400


def test_other_names_are_allowed_one_by_one_and_all_where_other_machines_ask() -> None:
    assert _status(Admission(hosts=["graphs.example"]), _request(host="graphs.example:443")) == 200
    assert _status(Admission("0.0.0.0"), _request(host="graphs.example")) == 200  # noqa: S104


def test_a_token_is_sent_in_a_header_or_a_cookie() -> None:
    admission = Admission(token=TOKEN)
    assert _status(admission, _request()) == 401
    assert _status(admission, _request(authorization=f"Bearer {TOKEN}")) == 200
    assert _status(admission, _request(authorization=f"Bearer {TOKEN}0")) == 401
    assert _status(admission, _request(authorization=f"Basic {TOKEN}")) == 401
    assert _status(admission, _request(cookie=f"a=b; {COOKIE}={admission.cookie()}")) == 200
    assert _status(admission, _request(cookie=f"{COOKIE}={TOKEN}")) == 401
    assert _status(admission, _request(cookie=f"{COOKIE}=é")) == 401
    assert _status(admission, _request("/static/site.css")) == 200


def test_what_is_too_long_too_large_or_means_nothing_is_turned_away_by_its_head() -> None:
    admission = Admission(most_bytes=100)
    assert _status(admission, _request("/" + "a" * 9_000)) == 414
    assert _status(admission, _request(cookie="a" * 17_000)) == 431
    assert _status(admission, _request(method="POST", content_length="101")) == 413
    assert _status(admission, _request(method="POST", content_length="100")) == 200
    assert _status(admission, _request(method="TRACE")) == 405
    assert _status(admission, _request(method="PUT")) == 405


def test_an_address_may_ask_again_after_a_while() -> None:
    now = [0.0]
    admission = Admission(rate=2.0, clock=lambda: now[0])
    assert [_status(admission, _request()) for _ in range(11)] == [200] * 10 + [429]
    assert _status(admission, _request(client="192.0.2.8")) == 200
    assert _status(admission, _request("/health")) == 200
    now[0] = 0.5
    assert [_status(admission, _request()) for _ in range(2)] == [200, 429]
    with pytest.raises(TurnedAway) as refused:
        admission.check(_request())
    assert refused.value.headers == {"retry-after": "1"}


def test_who_has_many_addresses_is_counted_once_and_counting_takes_no_memory_without_end() -> None:
    admission = Admission(rate=1.0, clock=lambda: 0.0)
    assert [_status(admission, _request(client=f"2001:db8::{number:x}")) for number in range(6)][-1] == 429
    for number in range(30_000):
        _status(admission, _request(client=f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"))
    assert len(admission._asked) <= 10_000


def test_what_is_said_is_a_problem_for_programs_and_a_page_for_people() -> None:
    error = TurnedAway(503, "it <b>takes</b> long", "ask for less")
    assert json.loads(error.as_json()) == {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "it <b>takes</b> long",
        "cure": "ask for less",
    }
    page = error.as_page().decode()
    assert "It &lt;b&gt;takes&lt;/b&gt; long." in page
    assert "style=" not in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.2", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("example.org", False),
    ],
)
def test_which_addresses_are_this_machines_own(host: str, own: bool) -> None:
    assert is_loopback(host) is own
