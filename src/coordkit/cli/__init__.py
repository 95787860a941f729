"""The command line ``coordkit``: a thin face over ``coordkit.secretariat`` (extra: ``coordkit[cli]``)."""

from __future__ import annotations

import sys

_NEEDED = ("click", "rich")


def main() -> None:
    """What the command ``coordkit`` runs. Ends the process: 0 good, 1 a named problem, 2 wrong usage."""
    try:
        from coordkit.cli.app import program

        program()()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        print("coordkit: the command line needs two more packages: pip install 'coordkit[cli]'", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:  # while modules are still being loaded; later ones are told by the program itself
        print("coordkit: stopped; nothing was left half done", file=sys.stderr)
        sys.exit(1)
