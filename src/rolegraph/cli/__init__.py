"""The command line: parses words, makes one library call, renders the answer; the one place that maps errors to codes.

Exit codes: 0 done; 1 done, with findings that count (an invalid graph, a strict ingest, nothing found); 2 not run.
"""

from __future__ import annotations

import gc
import os
import sys

from rolegraph.errors import RolegraphError


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    # A command lives for a moment; at the usual threshold a tenth of that goes into looking for garbage in imports.
    gc.set_threshold(100_000, 50, 50)
    from rolegraph.cli.app import app

    try:
        app(prog_name="rolegraph")
    except RolegraphError as error:
        from rolegraph.render.terminal import printable

        print(f"rolegraph: {printable(str(error))}", file=sys.stderr)  # noqa: T201 - errors go to people
        sys.exit(2)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python must not complain when it flushes what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
