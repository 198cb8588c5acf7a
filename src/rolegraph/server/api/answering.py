"""One address of the API: reads what a request asks, answers in JSON, and says in headers what the answer goes by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from importlib.metadata import version
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rolegraph.errors import RolegraphError
from rolegraph.facts import labels
from rolegraph.graph import RoleGraph
from rolegraph.model.languages import ENGLISH, listed, primary
from rolegraph.server.api.view_options import ViewOptions, names_for, paged
from rolegraph.server.problem_details import problem
from rolegraph.server.questions.addresses import ParameterError, no_parameter, plainly, question_of
from rolegraph.server.questions.inquiry import Inquiry
from rolegraph.server.questions.text_questions import MOST_BYTES
from rolegraph.server.served import ServedGraph

JSON: Final = "application/json"
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
YAML: Final = ("application/yaml", "application/x-yaml", "text/yaml", "text/plain")
TEXTS: Final = (
    *("text/plain", "text/markdown", "text/html", "application/pdf"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
NOTE: Final = "Rolegraph-Note"  # percent-encoded where it is not ASCII
_MOST_NOTES: Final = 20
_MOST_FIELDS: Final = 1000
_MOST_OF_NOTE: Final = 400  # characters
_PRINTABLE: Final = "".join(chr(code) for code in range(32, 127) if chr(code) != "%")

Pairs = Sequence[tuple[str, str]]
Answering = Callable[[Request], Awaitable[Response]]


class ApiAddress:
    """An address that answers some methods; whatever goes wrong is a problem in JSON."""

    def __init__(self, answer: Answering, *methods: str) -> None:
        self._answer, self._methods = answer, (*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI has it."""
        request = Request(scope, receive)
        fault: Exception | None = None
        try:
            response = await self._respond(request)
        except MemoryError:
            raise  # whoever runs this process knows what to say
        except Exception as error:  # noqa: BLE001 - a fault of ours is told to who runs this, and not to those who ask
            response, fault = problem(error), error
        if request.method == "HEAD":
            response.body = b""  # the length stays that of the answer to GET
        await response(scope, receive, send)
        if fault is not None:
            raise fault

    async def _respond(self, request: Request) -> Response:
        allowed = {"Allow": ", ".join(self._methods)}
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=allowed)
        if request.method not in self._methods:
            detail = f"{request.method} means nothing here: use {' or '.join(self._methods[:-1])}"
            return problem(HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, detail, allowed))
        try:
            return await self._answer(request)
        except (RolegraphError, HTTPException) as error:
            return problem(error)


def answers(kind: type[Inquiry]) -> ApiAddress:
    """The address of a question: asked by its parameters, or by what is sent."""

    async def answer(request: Request) -> Response:
        if request.method == "POST":
            return await _answered_to_sent(request, kind)
        return unchanged(request) or _answered(request, kind, request.query_params.multi_items())

    return ApiAddress(answer, *methods_of(kind))


def methods_of(kind: type[Inquiry]) -> tuple[str, ...]:
    """The methods that a question is asked by: what is in a text of somebody's has no place in an address."""
    return ("POST",) if kind.sent == "text" else ("GET", "POST") if kind.sent else ("GET",)


def tag_of(request: Request) -> str:
    """What changes with the answer to a request, and with nothing else; empty where that is not known."""
    dataset = _served(request).graph.dataset
    parts = (dataset.fingerprint, dataset.language, dataset.estimates, _version(), request.url.path, request.url.query)
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"' if dataset.fingerprint else ""


def unchanged(request: Request) -> Response | None:
    """That an answer is as it was, for whoever has it already; nothing of it need be computed."""
    tag = tag_of(request)
    known = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    if not tag or tag not in known:
        return None
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag, "Cache-Control": "no-cache"})


def answer_headers(request: Request) -> dict[str, str]:
    """How long an answer may be kept: one to what was sent not at all, others until they change."""
    if request.method == "POST":
        return {"Cache-Control": "no-store"}
    return {"Cache-Control": "no-cache"} | ({"ETag": tag} if (tag := tag_of(request)) else {})


def _served(request: Request) -> ServedGraph:
    found: ServedGraph = request.app.state.served
    return found


@cache
def _version() -> str:
    return version("rolegraph")


async def _answered_to_sent(request: Request, kind: type[Inquiry]) -> Response:
    """The answer to a form, to JSON, or to the one thing that a body may be."""
    pairs = request.query_params.multi_items()
    content_type = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if content_type in FORMS:
        fields, files = await _form(request, content_type)
        return _answered(request, kind, [*pairs, *fields], files)
    body = await request.body()
    if content_type == JSON:
        options, others = _split(kind, pairs)
        if others:
            raise ParameterError(others[0][0], f"{others[0][0]} is a parameter of the question: put it into the JSON")
        try:
            question = kind.model_validate_json(body, strict=True, by_alias=True, by_name=False)
        except ValidationError as error:
            raise plainly(error) from None
        return _response(request, question, options, pairs)
    if content_type in sent_types(kind):
        return _answered(request, kind, pairs, {kind.sent: body} if body else {})
    accepted = ", ".join((*FORMS, JSON, *sent_types(kind)))
    detail = f"send one of {accepted}"
    raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail, {"Accept-Post": accepted})


class _InMemory(MultiPartParser):
    """Parts of a form, none of which is ever put into a temporary file."""

    spool_max_size = MOST_BYTES


async def _form(request: Request, content_type: str) -> tuple[list[tuple[str, str]], dict[str, bytes]]:
    """The fields and the files of a form."""
    try:
        if content_type == FORMS[0]:
            form = await FormParser(
                request.headers, request.stream(), max_fields=_MOST_FIELDS, max_part_size=MOST_BYTES
            ).parse()
        else:
            limits = {"max_files": 2, "max_fields": _MOST_FIELDS, "max_part_size": MOST_BYTES}
            form = await _InMemory(request.headers, request.stream(), **limits).parse()
    except (MultiPartException, KeyError) as error:  # KeyError where it is not said what stands between parts
        detail = getattr(error, "message", "it has no boundary")
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"this is no form that can be read: {detail}") from None
    fields: list[tuple[str, str]] = []
    files: dict[str, bytes] = {}
    try:
        for name, value in form.multi_items():
            if isinstance(value, str):
                fields.append((name, value))
            elif value.size:
                files[name] = await value.read(MOST_BYTES + 1)
    finally:
        await form.close()
    if any(len(data) > MOST_BYTES for data in files.values()):
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a file has at most {MOST_BYTES:,} bytes")
    return fields, files


def sent_types(kind: type[Inquiry]) -> tuple[str, ...]:
    """The media types of a body that is one thing: a profile, or a text."""
    return YAML if kind.sent == "profile" else TEXTS if kind.sent else ()


def _answered(
    request: Request, kind: type[Inquiry], pairs: Pairs, files: Mapping[str, bytes] = MappingProxyType({})
) -> Response:
    options, others = _split(kind, pairs)
    if unknown := [name for name in files if name != kind.sent]:
        raise ParameterError(unknown[0], f"{unknown[0]} is no file: {kind.sent} may be one")
    sent = {name: _text(name, data) if name == "profile" else data for name, data in files.items()}
    return _response(request, question_of(kind, others, sent), options, pairs)


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ParameterError(name, f"{name} is no text in UTF-8") from None


def _split(kind: type[Inquiry], pairs: Pairs) -> tuple[ViewOptions, list[tuple[str, str]]]:
    """What is said of how the answer is given, and the parameters of the question."""
    options = names_for(kind)
    own = [field.alias or name for name, field in kind.model_fields.items()]
    for name, _ in pairs:
        if name not in (*own, *options):
            raise ParameterError(name, no_parameter(name, [*own, *options]))
    of_view = [pair for pair in pairs if pair[0] in options]
    return question_of(ViewOptions, of_view), [pair for pair in pairs if pair[0] not in options]


def _response(request: Request, question: Inquiry, options: ViewOptions, pairs: Pairs) -> Response:
    served = _served(request)
    graph, found = question.ask_served(served, options.language)
    headers = answer_headers(request) | {"Content-Language": _languages(graph)}
    if question.is_list and isinstance(found.result, list | tuple):
        page = paged(found.result, options, request.url.path, pairs)
        found, headers = found._replace(result=page.items), headers | page.headers
    everything = options.everything or not question.is_partial
    text = found.json(graph, everything=everything, all_languages=options.all_languages)
    response = Response(text, headers=headers, media_type=JSON)
    for note in [*_unspoken(served, options.language), *found.notes][:_MOST_NOTES]:
        response.headers.append(NOTE, quote(note[:_MOST_OF_NOTE], safe=_PRINTABLE, errors="replace"))
    return response


def _languages(graph: RoleGraph) -> str:
    """The languages of labels in an answer: those that were asked for, or that of most."""
    return ", ".join(labels.chosen_languages(graph.dataset)) or labels.main_language(graph.dataset) or ENGLISH


def _unspoken(served: ServedGraph, languages: str) -> Iterator[str]:
    """Notes on languages that no label is in: a misspelled one has no effect."""
    for tag in listed(languages):
        if primary(tag) not in served.languages and served.languages:
            yield f"no label is in the language {tag!r}: this graph has {', '.join(served.languages)}"
