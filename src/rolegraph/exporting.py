"""What other tools take: a graph as RDF in five formats, a NetworkX view in three, and queries as standalone files."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.binding import with_dataset
from rolegraph.errors import RolegraphError
from rolegraph.questions import question
from rolegraph.store.files import write_atomically
from rolegraph.store.rdf_files import FORMATS, is_rdf, write_quads

if TYPE_CHECKING:
    import networkx as nx

    from rolegraph.graph import RoleGraph
    from rolegraph.networks import View

NETWORK_FORMATS: Final = (".graphml", ".gexf", ".json")
# What XML 1.0 cannot hold, not even escaped.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(graph: RoleGraph, path: Path, view: View = "requirements") -> None:
    """Write a graph in the format that the file name's ending asks for.

    Parameters
    ----------
    path
        `.ttl`, `.trig`, `.nt`, `.nq` or `.jsonld` for all statements with their sources; `.graphml`, `.gexf` or
        `.json` (node-link) for one NetworkX view.
    view
        Which view, for those.

    Raises
    ------
    RolegraphError
        When the ending is none of these.
    SourceError
        When the file cannot be written; one that was there before is then as it was.

    Notes
    -----
    The same graph gives the same bytes. GraphML and GEXF are XML, which cannot hold control characters: they become
    U+FFFD.
    """
    suffix = path.suffix.lower()
    if is_rdf(path):
        write_atomically(path, write_quads(graph.dataset.quads(), suffix))
    elif suffix in NETWORK_FORMATS:
        write_atomically(path, network_bytes(graph.to_networkx(view), suffix))
    else:
        endings = ", ".join((*FORMATS, *NETWORK_FORMATS))
        raise RolegraphError(f"no format for {path.name!r}: the name should end in one of {endings}")


def export_queries(
    graph: RoleGraph,
    names: Iterable[str],
    folder: Path,
    values: Mapping[str, object] | None = None,
    from_sources: bool = False,
) -> list[Path]:
    """Write queries of the library as standalone files, and `index.md`, which lists all that lie in the folder.

    Parameters
    ----------
    names
        Queries of the library.
    values
        Values for those of them that have such a parameter; the others have their defaults.
    from_sources
        Name the graph's sources with `FROM` and `FROM NAMED`, for stores whose default graph is not the union of their
        named graphs.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    RolegraphError
        When a name or value is wrong, or none of the queries has such a parameter; nothing is then written.
    """
    asked = [question(name) for name in dict.fromkeys(names)]
    known = {parameter.name for one in asked for parameter in one.parameters}
    if unknown := sorted((values or {}).keys() - known):
        raise RolegraphError(f"none of these queries has a parameter {unknown[0]!r}: they have {_listed(known)}")
    sources = graph.dataset.sources() if from_sources else []
    texts = {}
    for one in asked:
        own = {parameter.name for parameter in one.parameters}
        text = graph.sparql(one.name, {name: value for name, value in (values or {}).items() if name in own})
        texts[folder / f"{one.name}.rq"] = with_dataset(text, sources) if sources else text
    for path, text in texts.items():
        write_atomically(path, text.encode())
    index = folder / "index.md"
    write_atomically(index, _index(folder).encode())
    return [*texts, index]


def _index(folder: Path) -> str:
    lines = ["# Queries", "", "Standalone SPARQL 1.1, over the union of all sources as the default graph.", ""]
    for path in sorted(folder.glob("*.rq"), key=lambda one: one.stem):
        said = [line.lstrip("# ") for line in path.read_text(encoding="utf-8", errors="replace").split("\n")[:2]]
        lines.append(f"- [{path.name}]({path.name}): {said[0]}. {said[-1]}")
    return "\n".join([*lines, ""])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def network_bytes(network: nx.Graph[str], suffix: str) -> bytes:
    """A network in GraphML, GEXF or node-link JSON, by the ending of a file name."""
    import networkx as nx

    if suffix == ".json":
        return (json.dumps(nx.node_link_data(network, edges="edges"), ensure_ascii=False, indent=1) + "\n").encode()
    buffer = io.BytesIO()
    if suffix == ".graphml":
        nx.write_graphml(_for_xml(network), buffer, encoding="utf-8")
        return buffer.getvalue()
    nx.write_gexf(_for_xml(network), buffer, encoding="utf-8")
    # The writer dates the file; the same graph should give the same bytes.
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", buffer.getvalue())


def _for_xml(network: nx.Graph[str]) -> nx.Graph[str]:
    clean = network.copy()
    everything = [clean.nodes[node] for node in clean.nodes] + [data for _, _, data in clean.edges(data=True)]
    for data in everything:
        for key, value in data.items():
            if isinstance(value, str):
                data[key] = _NOT_XML.sub("\ufffd", value)
    return clean
