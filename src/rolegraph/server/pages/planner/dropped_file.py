"""A CV, or a profile, that somebody gives to the planner: what it shows, to be corrected before anything is planned.

It is read in memory, and nothing of it is kept, logged or put into an address: what is planned with is what the person
sends afterwards.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Final, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.labels import node as node_of
from rolegraph.facts.lexicon import Lexicon
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import LEARNABLE_KINDS, Level, Node
from rolegraph.model.plans import ASSUMED_LEVEL
from rolegraph.model.proposals import HeldJob, ProfileProposal, ShownCapability
from rolegraph.profiles.profile_file import ProfileEntry, ProfileFile, parse_file
from rolegraph.profiles.tracking import capability_names, role_names
from rolegraph.readers.documents import cvs
from rolegraph.readers.documents.forms import read_documents
from rolegraph.readers.documents.records import TextKind
from rolegraph.server.pages.planner.plan_form import PlanForm
from rolegraph.server.pages.planner.plan_page import Refused, plan_address, refusal
from rolegraph.server.pages.shell import graph_of, page, served

LARGEST: Final = 5_000_000  # bytes
_ROOM: Final = 100_000  # bytes of the other fields, and of what stands between them
_SURE: Final = 0.8  # of a job's role, from which it is taken for the start
_NO_STORE: Final = {"Cache-Control": "no-store"}
_TOO_LARGE: Final = f"That is larger than {LARGEST // 1_000_000} MB: give the text alone, without pictures."
_MOST_FIELDS: Final = 2_000
_TEXTS: Final = (".txt", ".md", ".text", ".yaml", ".yml", "")
_REMARKS: Final = rb"(?:\s{0,99}#[^\n]{0,999}\n){0,99}\s{0,99}"
# What a profile begins with, after remarks and a name.
_PROFILE: Final = re.compile(
    _REMARKS + rb"(?:name:[^\n]{0,999}\n" + _REMARKS + rb")?(?:hours_per_week|goal|have|done|learning|skip):"
)


class _InMemory(MultiPartParser):
    """Parts of a form, none of which is ever put into a temporary file."""

    spool_max_size = LARGEST + _ROOM


class FoundFile(NamedTuple):
    """What a file shows, in a form that is filled in as far as it says."""

    name: str
    form: PlanForm
    found: tuple[ShownCapability, ...] = ()
    done: tuple[ShownCapability, ...] = ()
    jobs: tuple[HeldJob, ...] = ()
    unplaced: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    remark: str = ""


async def drop(request: Request) -> Response:
    """What is in a file that was given, to be corrected; or, after that, the address of the plan."""
    try:
        fields, file = await _received(request)
    except MultiPartException as error:
        raise HTTPException(400, f"This is no form that can be read: {error.message}") from None
    graph = graph_of(request)
    if fields is None:
        answer = refusal(request, Refused(PlanForm()), dropped=_TOO_LARGE)
        answer.status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    elif file is None:
        return RedirectResponse(plan_address(request, _corrected(fields, graph)), HTTPStatus.SEE_OTHER)
    else:
        answer = await run_in_threadpool(_shown, request, graph, PlanForm.of(fields, graph), *file)
    answer.headers.update(_NO_STORE)
    del answer.headers["ETag"]
    return answer


def _shown(request: Request, graph: RoleGraph, form: PlanForm, name: str, data: bytes) -> Response:
    if not data.strip():
        return refusal(request, Refused(form), dropped="Choose a file, or paste the text of your CV.")
    try:
        found = read_dropped(graph, form, name, data, served(request).graph.lexicon)
    except RolegraphError as error:
        return refusal(request, Refused(form), dropped=str(error))
    return page(
        request,
        "plan_found.html",
        title=f"What {found.name} shows",
        found=found,
        form=found.form,
        levels=tuple(Level),
        learnable=LEARNABLE_KINDS,
        assumed=ASSUMED_LEVEL,
        name_of=graph.lexicon.name_of,
    )


async def _received(request: Request) -> tuple[list[tuple[str, str]] | None, tuple[str, bytes] | None]:
    """The fields of a form, and the name and bytes of the file in it; None for fields where it is too large."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST + _ROOM:
            return None, None

    async def whole() -> AsyncGenerator[bytes, None]:
        yield bytes(body)
        yield b""

    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        parsed = await FormParser(request.headers, whole()).parse()
        return [(key, value) for key, value in parsed.multi_items() if isinstance(value, str)], None
    parsed = await _InMemory(request.headers, whole(), max_files=1, max_fields=50, max_part_size=LARGEST).parse()
    fields = [(key, value) for key, value in parsed.multi_items() if isinstance(value, str)]
    file = parsed.get("cv")
    data = await file.read() if isinstance(file, UploadFile) else b""
    name = file.filename or "" if isinstance(file, UploadFile) else ""
    await parsed.close()
    if len(data) > LARGEST:
        return None, None
    pasted = dict(fields).get("text", "")
    return fields, (name, data) if data or not pasted.strip() else ("pasted.md", pasted.encode(errors="replace"))


def read_dropped(graph: RoleGraph, form: PlanForm, name: str, data: bytes, lexicon: Lexicon | None = None) -> FoundFile:
    """What a CV or a profile shows; raises `SourceError` where it is neither.

    `form` is what was typed beside it, which counts more than what the file says. `lexicon` has the names of the graph,
    if another than its own is ready for reading.
    """
    place = Path(Path(name.replace("\\", "/")).name or "your file")
    data = _in_utf_8(data, place)
    if place.suffix.lower() in (".yaml", ".yml") or _PROFILE.match(data):
        return _of_profile(graph, form, place, data)
    documents = list(read_documents(data, place.name))
    if len(documents) != 1:
        raise SourceError("holds more than one text", "give a file with one CV", path=place)
    remark, lexicon = "", lexicon or graph.lexicon
    try:
        proposal = cvs.read_cv(documents[0], lexicon)
    except SourceError as error:
        proposal = cvs.read_cv(documents[0], lexicon, TextKind.CV)
        if not proposal.capabilities and not proposal.jobs:
            raise SourceError(error.problem, "give a CV, or write what you know into the form", path=place) from None
        remark = f"This {error.problem}. It was read as a CV all the same."
    return _of_cv(graph, form, proposal, remark)


def _in_utf_8(data: bytes, place: Path) -> bytes:
    """A text in the encoding of all texts, where it is in one that word processors and editors save it in."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace").encode()
    if place.suffix.lower() not in _TEXTS or b"\0" in data:
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").encode()
    return data


def _of_cv(graph: RoleGraph, form: PlanForm, proposal: ProfileProposal, remark: str) -> FoundFile:
    def labelled(nodes: Iterable[Node]) -> tuple[Node, ...]:  # in the language of the page
        return tuple(node_of(graph.dataset, node.iri) for node in nodes)

    sure = next((job.role for job in proposal.jobs if job.role and job.confidence >= _SURE), None)
    role = form.role or (graph.lexicon.said(sure) if sure else "")
    return FoundFile(
        "your CV",
        replace(form, role=role),
        tuple(one._replace(one_of=labelled(one.one_of)) for one in (*proposal.proposed, *proposal.doubtful)),
        jobs=tuple(
            job._replace(role=next(iter(labelled(filter(None, [job.role]))), None), candidates=labelled(job.candidates))
            for job in proposal.jobs
        ),
        unplaced=tuple(dict.fromkeys(one.name for one in proposal.unplaced)),
        left_out=proposal.left_out,
        remark=remark,
    )


def _of_profile(graph: RoleGraph, form: PlanForm, place: Path, data: bytes) -> FoundFile:
    read = parse_file(data, place, capability_names(graph), role_names(graph), skip_unknown=True)
    profile = read.profile
    name_of = graph.lexicon.name_of
    said = PlanForm(
        role=form.role,
        goal=form.goal or (graph.lexicon.said(read.goal) if read.goal else ""),
        hours=form.hours or (f"{read.hours_per_week:g}" if read.hours_per_week else ""),
        learning=tuple(map(name_of, profile.learning)),
        skip=tuple(map(name_of, profile.skipped)),
    )
    return FoundFile(
        place.name,
        said,
        tuple(_entries(read.have)),
        tuple(_entries(read.done)),
        unplaced=tuple(entry.name for entry in _all(read) if not entry.one_of),
    )


def _entries(entries: Sequence[ProfileEntry]) -> Iterator[ShownCapability]:
    yield from (ShownCapability(one.one_of, one.level, ()) for one in entries if one.one_of)


def _all(read: ProfileFile) -> Iterator[ProfileEntry]:
    yield from (*read.have, *read.done, *read.learning, *read.skip)


def _corrected(fields: Sequence[tuple[str, str]], graph: RoleGraph) -> PlanForm:
    """The form that a person sends after correcting what a file shows: what is ticked, each at its level."""
    given = fields[:_MOST_FIELDS]
    levels = {key.removeprefix("level-"): value for key, value in given if key.startswith("level-")}
    ticked = [
        (key, f"{value}:{levels[f'{key}-{value}']}" if levels.get(f"{key}-{value}") else value) for key, value in given
        if not key.startswith("level-")
    ]  # fmt: skip
    return PlanForm.of(ticked, graph)
