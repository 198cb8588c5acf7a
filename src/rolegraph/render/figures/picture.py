"""What every picture of an answer can do, whichever question it answers."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from rolegraph.errors import RolegraphError
from rolegraph.rdf.commits import write_atomically

if TYPE_CHECKING:
    from rolegraph.render.figures.scene import Scene

ImageFormat = Literal["png", "svg"]

FORMATS: Final = {
    "html": ".html",
    "png": ".png",
    "svg": ".svg",
    "mermaid": ".mmd",
    "dot": ".dot",
    "graphml": ".graphml",
    "gexf": ".gexf",
}
"""The endings of pictures, by the name of the format."""

_FRAME: Final = 640  # pixels, of the height of a page in a notebook


@dataclass(frozen=True)
class Picture(ABC):
    """An answer as it is drawn: as a page, as an image, and as nodes and edges for other tools.

    A notebook shows the page, and the image where scripts are not run.

    Attributes
    ----------
    name
        What its file is called by default, without an ending.
    title
        What stands above it.
    language
        The language of most labels, or an empty text.

    Examples
    --------
    >>> import rolegraph
    >>> graph = rolegraph.open()
    >>> picture = graph.picture(graph.compare(["data-scientist", "data-analyst"]))
    >>> picture.name
    'compare-data-scientist-data-analyst'
    """

    name: str
    title: str
    language: str

    @property
    def cut(self) -> str:
        """What is left out, in words; an empty text if all is shown."""
        return ""

    @abstractmethod
    def page(self) -> str:
        """The HTML of a page that needs nothing else."""

    @abstractmethod
    def image(self, format_: ImageFormat) -> bytes:
        """An image for a slide or a document: what matters, with a legend; it says what it leaves out."""

    @abstractmethod
    def scene(self) -> Scene:
        """All of it as nodes and edges, for GraphML and GEXF."""

    def diagram(self) -> Scene:
        """What Mermaid and DOT draw: all of it, unless that would be no diagram."""
        return self.scene()

    def data(self, format_: str) -> bytes:
        """The picture in a format: `html`, `png`, `svg`, `mermaid`, `dot`, `graphml` or `gexf`.

        Raises
        ------
        RolegraphError
            When there is no such format, or the package that draws it is not installed.
        """
        from rolegraph.render.figures.diagrams import network_bytes, to_dot, to_mermaid, to_network

        match format_:
            case "html":
                return self.page().encode()
            case "png" | "svg":
                return self.image("png" if format_ == "png" else "svg")
            case "mermaid":
                return to_mermaid(self.diagram()).encode()
            case "dot":
                return to_dot(self.diagram()).encode()
            case "graphml" | "gexf":
                return network_bytes(to_network(self.scene()), FORMATS[format_])
        raise RolegraphError(f"no format {format_!r}: use one of {', '.join(FORMATS)}")

    def save(self, path: str | Path | None = None, format_: str | None = None) -> Path:
        """Write a file, by default a page under the picture's own name in the current folder.

        Parameters
        ----------
        path
            Where to; its ending says in which format, unless that is given.
        format_
            `html`, `png`, `svg`, `mermaid`, `dot`, `graphml` or `gexf`.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        RolegraphError
            When the format is not known or cannot be drawn, or the file cannot be written; what was there stays.
        """
        by_ending = {ending: known for known, ending in FORMATS.items()} | {".htm": "html"}
        if format_ and format_ not in FORMATS:
            raise RolegraphError(f"no format {format_!r}: use one of {', '.join(FORMATS)}")
        format_ = format_ or (by_ending.get(Path(path).suffix.lower(), "") if path else "html")
        if not format_:
            endings = ", ".join(FORMATS.values())
            raise RolegraphError(f"no format for {Path(path or '').name!r}: end the name in one of {endings}")
        place = Path(path or self.name + FORMATS[format_])
        write_atomically(place, self.data(format_))
        return place

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        # The frame may run the page's scripts and nothing more: it has no part in the notebook's own page.
        frame = (
            f'<iframe srcdoc="{html.escape(self.page())}" sandbox="allow-scripts allow-downloads allow-popups" '
            f'title="{html.escape(self.title)}" width="100%" height="{_FRAME}" frameborder="0"></iframe>'
        )
        shown = {"text/html": frame, "text/plain": f"<{type(self).__name__}: {self.title}>"}
        with suppress(RolegraphError):  # without matplotlib, the page alone
            shown["image/png"] = b64encode(self.image("png")).decode("ascii")
        return shown
