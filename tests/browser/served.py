"""A server as tests see it: its address, and what its pages ask for, log and break in a browser.

As a program, `python -m tests.browser.served http://127.0.0.1:8000 [PATH …]`, it looks at pages of a server that runs,
in every setting, says what is wrong and keeps pictures of them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.browser.opened import AXE, CHROMIUM, QUIET, SIZES, picture, violations

LOOPBACK: Final = re.compile(r"https?://127\.0\.0\.1[:/]|data:|blob:|about:")
MOST: Final = 200_000
"""Bytes that a page may weigh with all that it loads, as they are sent."""
ADDRESSES: Final = (
    "/",
    "/search?q=data",
    "/search?q=nothing-of-this-name",
    "/role/lead-ml-engineer",
    "/skill/statistics",
    "/tool/python",
    "/role/no-such-role",
    "/plan?from=data-analyst&to=data-scientist&have=python%3Aexpert&hours=8",
    "/compare?role=data-analyst&role=data-engineer&role=data-scientist",
    "/nearest?role=data-analyst",
    "/route?from=data-analyst&to=lead-ml-engineer",
    "/whatif?role=data-analyst&learn=kubernetes",
    "/demand?role=data-scientist",
    "/sources",
    "/about",
    "/query?run=1&query=SELECT+*+%7B+%3Frole+a+rg%3ARole+%7D+LIMIT+3",
    "/queries",
    "/api",
    "/problems",
)


def expected(path: str) -> int:
    """The status of a page."""
    return 404 if "no-such" in path else 200


class Setting(NamedTuple):
    """How a page is looked at."""

    size: str
    scheme: str
    scripts: bool

    def __str__(self) -> str:
        return f"{self.size}-{self.scheme}-{'scripts' if self.scripts else 'plain'}"


SETTINGS: Final = tuple(Setting(*choice) for choice in product(SIZES, ("light", "dark"), (True, False)))
"""All of them; `PAIRS` are those in which each two choices meet."""
PAIRS: Final = tuple(one for one in SETTINGS if (one.size == "wide") ^ (one.scheme == "light") ^ one.scripts)


class Visitor:
    """A browser that looks at pages of a server in one setting, and keeps what is wrong with each."""

    def __init__(self, chromium: Any, address: str, setting: Setting) -> None:
        self.address, self.setting = address, setting
        self.context = chromium.new_context(
            viewport=SIZES[setting.size],
            color_scheme=setting.scheme,
            java_script_enabled=setting.scripts,
            reduced_motion="reduce",
        )
        self.trouble: list[str] = []
        self.bytes = 0
        self._loaded: list[Any] = []
        self.context.route(lambda url: not LOOPBACK.match(url), self._refuse)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", self._logged)
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("dialog", self._asked)
        self.page.on("response", self._answered)

    def visit(self, path: str, status: int = 200) -> list[str]:
        """What is wrong with a page."""
        self.trouble, self._loaded = [], []
        got = self.page.goto(self.address + path, wait_until="load")
        if got.status != status:
            self.trouble.append(f"status {got.status}, expected {status}")
        self.page.wait_for_timeout(100 if self.setting.scripts else 0)
        self.bytes = sum(int(one.headers.get("content-length", MOST)) for one in self._loaded if one.status != 304)
        self.trouble += self._form()
        if self.bytes > MOST:
            self.trouble.append(f"{self.bytes:,} bytes")
        return [f"{path} ({self.setting}): {one}" for one in self.trouble]

    def barriers(self) -> list[str]:
        """What axe finds serious on the page that is shown; it is a script itself, and needs them."""
        if not self.setting.scripts:
            return []
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return violations(self)

    def close(self) -> None:
        self.context.close()

    def _form(self) -> Iterator[str]:
        """What each page has: one title, one heading of the first order, no scrolling sideways, nothing inline."""
        if not self.page.title().strip():
            yield "no title"
        found = self.page.evaluate(
            """() => ({
                headings: document.querySelectorAll('h1').length,
                landmarks: document.querySelectorAll('main, [role=main]').length,
                language: document.documentElement.lang,
                wide: document.documentElement.scrollWidth - innerWidth,
                inline: [...document.querySelectorAll('[style], style, script:not([src])')].map(one => one.outerHTML),
                handlers: [...document.querySelectorAll('*')].filter(
                    one => [...one.attributes].some(each => each.name.startsWith('on'))).length,
                ids: [...document.querySelectorAll('[id]')].map(one => one.id),
            })"""
        )
        if (found["headings"], found["landmarks"]) != (1, 1):
            yield f"{found['headings']} headings of the first order, {found['landmarks']} main parts"
        if not found["language"]:
            yield "no language"
        if found["wide"] > 0:
            yield f"scrolls sideways by {found['wide']} pixels"
        if not self.setting.scripts and found["inline"]:
            yield f"inline: {found['inline'][0][:200]}"
        if found["handlers"]:
            yield f"{found['handlers']} handlers in attributes"
        if twice := {one for one in found["ids"] if found["ids"].count(one) > 1}:
            yield f"ids twice: {sorted(twice)[:3]}"

    def _refuse(self, route: Any) -> None:
        self.trouble.append(f"asks for {route.request.url}")
        route.abort()

    def _logged(self, message: Any) -> None:
        if "Failed to load resource" not in message.text or self.page.url not in str(message.location):
            self.trouble.append(f"console: {message.text}")

    def _asked(self, dialog: Any) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _answered(self, response: Any) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.trouble.append(f"{response.status} for {response.url}")
        self._loaded.append(response)


@contextmanager
def serving(home: Path, *options: str) -> Iterator[str]:
    """`rolegraph serve` as a process that has a home of its own; gives its address."""
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    own = {name: value for name, value in os.environ.items() if not name.startswith("ROLEGRAPH_")}
    words = [sys.executable, "-m", "rolegraph", "serve", "--port", "0", "--workers", "1", *options]
    log = home / "serve.log"
    with log.open("w") as said:
        process = subprocess.Popen(words, env=own | dict.fromkeys(names, str(home)), stderr=said, cwd=home)
    try:
        until = time.monotonic() + 60
        while not (found := re.search(r"serving at (http://\S+?)/ ", log.read_text(encoding="utf-8"))):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text(encoding="utf-8"))
            time.sleep(0.05)
        yield found[1]
    finally:
        process.terminate()
        process.wait(30)


def main(address: str, paths: tuple[str, ...] = ADDRESSES) -> None:
    """Look at pages in every setting."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for setting in SETTINGS:
            visitor = Visitor(browser, address, setting)
            for path in paths:
                wrong = [*visitor.visit(path, expected(path)), *visitor.barriers()]
                picture(visitor, f"server{path[:60]}-{setting}")
                print(path, setting, f"{visitor.bytes:,} bytes", *wrong, sep="\n  ")  # noqa: T201 - a program
            visitor.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], tuple(sys.argv[2:]) or ADDRESSES)
