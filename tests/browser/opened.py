"""A page in a browser, as tests see it: what it shows, and what it asked for and complained of."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Protocol

from tests.folders import ROOT
from tests.needs import missing

CHROMIUM = Path("/usr/bin/chromium")
TOP = ROOT
AXE = TOP / ".node/node_modules/axe-core/axe.min.js"
SCREENSHOTS = TOP / ".screenshots"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


def need(path: Path, what: str) -> None:
    """Skip, or fail, the test where a file is not there."""
    if not path.exists():
        missing(f"{what} is not installed: bin/browser does it")


class Shown(Protocol):
    """What has a page of a browser."""

    page: Any


class Opened:
    """A page of a scene, opened; what it asked for, logged and threw is kept, and must have been nothing."""

    def __init__(self, context: Any, path: Path, fragment: str = "") -> None:
        self.path, self.context = path, context
        self.asked: list[str] = []
        self.trouble: list[str] = []
        context.set_offline(True)
        context.route("**/*", self._refuse)
        self.page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", lambda message: self.trouble.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("dialog", self._dismiss)
        self.go(fragment)

    def go(self, fragment: str = "") -> None:
        """Open the page anew, at a part of its address."""
        self.page.goto("about:blank")
        self.page.goto(self.path.as_uri() + fragment)
        self.page.wait_for_function("document.querySelector('#data')")
        if "window.rolegraphView" in self.path.read_text(encoding="utf-8"):
            self.page.wait_for_function("window.rolegraphView && document.querySelector('tbody')")
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked for is drawn and in the address."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        self.page.wait_for_timeout(200)

    def view(self, name: str) -> Any:
        """What `window.rolegraphView` says."""
        return self.page.evaluate("name => window.rolegraphView[name]", name)

    def click_node(self, node: str) -> None:
        """Click where a node is drawn."""
        place = self.page.evaluate("id => window.rolegraphView.place(id)", node)
        self.page.mouse.click(place["x"], place["y"])
        self.settle()

    def find(self, text: str) -> None:
        """Type into the search box."""
        self.page.get_by_role("combobox").fill(text)

    def _refuse(self, route: Any) -> None:
        if route.request.url.split("#")[0] == self.path.as_uri():
            route.continue_()
        else:
            self.asked.append(route.request.url)
            route.abort()

    def _dismiss(self, dialog: Any) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def picture(opened: Shown, name: str) -> None:
    """Keep what a page looks like, for whoever wants to see."""
    SCREENSHOTS.mkdir(exist_ok=True)
    opened.page.screenshot(path=SCREENSHOTS / f"{re.sub(r'[^a-z0-9-]', '-', name)}.png", full_page=True)


def violations(opened: Shown) -> list[str]:
    """What axe finds serious."""
    found = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [json.dumps([one["id"], one["help"], [node["html"][:200] for node in one["nodes"]][:3]]) for one in serious]
