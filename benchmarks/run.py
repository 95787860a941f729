"""``make bench``: all figures, in tables. Ends with 1 where a figure exceeds its limit.

Names of benchmarks as arguments (``imports desk country listing attendance sending reading``) run only these.
``COORDKIT_BENCH_SHARE`` (0.1: a tenth of the country, and of the damaged messages), ``COORDKIT_BENCH_MEETINGS``,
``COORDKIT_BENCH_LISTED``, ``COORDKIT_BENCH_ROWS``, ``COORDKIT_BENCH_MAILS`` and ``COORDKIT_BENCH_KILLS`` make them smaller; the
limits of the reports are those of the whole country.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "plugins" / "coordkit-mail" / "tests"))

from benchmarks import attendance, country_figures, desk, imports, listing, reading, sending
from benchmarks.figures import Figure, table


def _printed(found: list[Figure]) -> bool:
    print(table(found), end="\n\n", flush=True)
    return all(figure.holds for figure in found)


def _country() -> bool:
    found = list(country_figures.figures())
    print(country_figures.table(found), end="\n\n", flush=True)
    return country_figures.SHARE < 1 or all(growth.holds for growth in found)


BENCHMARKS: Mapping[str, Callable[[], bool]] = {
    "imports": lambda: _printed(list(imports.figures())),
    "desk": lambda: _printed(list(desk.figures())),
    "country": _country,
    "listing": lambda: _printed(list(listing.figures())),
    "attendance": lambda: _printed(list(attendance.figures())),
    "sending": lambda: _printed(list(sending.figures())),
    "reading": lambda: _printed(list(reading.figures())),
}


def main(names: list[str]) -> int:
    """Measures and prints."""
    if unknown := sorted(set(names) - BENCHMARKS.keys()):
        print(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    held = [BENCHMARKS[name]() for name in names or BENCHMARKS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
