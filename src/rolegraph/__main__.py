"""The command `rolegraph`, also as `python -m rolegraph`; an interrupt while it is loaded is no traceback either."""

from __future__ import annotations

import sys


def main() -> None:
    """Load the command line and run it."""
    try:
        from rolegraph.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
