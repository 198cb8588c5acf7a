"""What who reads pages may choose, and how pages look: the language of names, and colours and shapes of kinds."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from rolegraph.model.languages import listed
from rolegraph.render.figures.looks import LOOKS, css_variables
from rolegraph.server.pages.shell import LANGUAGE

_YEAR: Final = 365 * 24 * 3600


async def choose_language(request: Request) -> Response:
    """Keep the language of names in a cookie, or forget it, and go back to the page it was chosen on."""
    async with request.form(max_files=0, max_fields=4) as form:
        asked, back = str(form.get(LANGUAGE) or ""), str(form.get("back") or "/")
    if asked:
        listed(asked)
    # A path of ours, and no address of others: browsers take // and /\ for the beginning of one.
    is_ours = back.startswith("/") and back[1:2] not in ("/", "\\") and back.isprintable()
    answer = RedirectResponse(back if is_ours else "/", HTTPStatus.SEE_OTHER)
    if asked:
        answer.set_cookie(LANGUAGE, asked, max_age=_YEAR, httponly=True, samesite="lax")
    else:
        answer.delete_cookie(LANGUAGE, httponly=True, samesite="lax")
    return answer


def looks(_: Request) -> Response:
    """The colours of everything on light and dark ground, and the shapes of kinds, as a style sheet."""
    return Response(_looks(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


@cache
def _looks() -> str:
    rules = [css_variables()]
    for kind, look in LOOKS.items():
        corners = ",".join(f"{50 + 40 * x:.3g}% {50 + 40 * y:.3g}%" for x, y in look.outline)
        rules.append(
            f".mark.{kind}{{background:var(--{kind});clip-path:polygon({corners})}}svg .{kind}{{fill:var(--{kind})}}\n"
        )
    return "".join(rules)


def routes() -> list[BaseRoute]:
    """The addresses of choices."""
    return [Route("/language", choose_language, methods=["POST"])]
