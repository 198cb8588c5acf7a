"""The site: it builds without a warning, has every page, and loads nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from tests.browser.opened import AXE, SIZES, need
from tests.docs.pages import DOCS

_LOADED: Final = re.compile(r"<(?:link|script|img|iframe|source|object)\b[^>]{0,2000}?\b(?:src|href|data)=\"([^\"]*)\"")
_IN_STYLES: Final = re.compile(r"(?:url\(|@import\s)\s*[\"']?(https?:)?//")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    # Whatever asked the network would fail at once.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    words = [sys.executable, "-m", "sphinx", "-nWqE", "--keep-going", "-d"]
    done = subprocess.run(
        [*words, folder / "trees", DOCS, folder / "html"],
        env=os.environ | nowhere,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_it_has_every_page(site: Path) -> None:
    written = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    assert {path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md")} <= written


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    found = {path.name: where for path, text in pages.items() for where in _LOADED.findall(text) if "//" in where}
    assert found == {}
    styles = [path.name for path in site.rglob("*.css") if _IN_STYLES.search(path.read_text(encoding="utf-8"))]
    assert styles == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_are_quiet_and_accessible_and_fit_a_phone(site: Path, theme: str, chromium: Any) -> None:
    need(AXE, "axe-core")
    context = chromium.new_context(viewport=SIZES["phone"], color_scheme=theme)
    found = [_trouble(context.new_page(), site / f"{name}.html") for name in ("index", "explanation/quality")]
    found += [_trouble(context.new_page(), site / f"reference/{name}.html") for name in ("cli", "queries")]
    context.close()
    assert found == [[]] * len(found)


def _trouble(page: Any, path: Path) -> list[str]:
    """What a page asks of the network, complains of, hides from people, or what makes it wider than the screen."""
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("request", lambda request: trouble.extend([] if _is_file(request.url) else [request.url]))
    page.goto(path.as_uri())
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {preload: false, resultTypes: ['violations']})")["violations"]
    trouble += [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
    if page.evaluate("document.documentElement.scrollWidth") > SIZES["phone"]["width"]:
        trouble.append("wider than a phone")
    page.close()
    return trouble


def _is_file(address: str) -> bool:
    return address.startswith(("file:", "data:"))


def test_what_would_be_loaded_is_seen() -> None:
    assert _LOADED.findall('<script async src="https://example.org/a.js">') == ["https://example.org/a.js"]
    assert _IN_STYLES.search("a { background: url(//example.org/a.png) }")
