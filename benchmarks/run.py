"""``make bench``: all figures, one table. Ends with 1 where a figure exceeds its limit."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import desk, imports
from benchmarks.figures import table


def main() -> int:
    """Measures and prints."""
    found = [*imports.figures(), *desk.figures()]
    print(table(found))
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
