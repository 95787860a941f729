"""The process in which a Python-driven parser reads: ``python -m tests.interop.worker read_vobject``.

stdin: a JSON list of paths; stdout: a JSON object, one reading for each path.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
from pathlib import Path


def main() -> None:
    """Read every file with the module named on the command line."""
    logging.disable(logging.CRITICAL)
    module = importlib.import_module(f"tests.interop.{sys.argv[1]}")
    print(json.dumps({path: module.read(Path(path).read_bytes()) for path in json.load(sys.stdin)}))


if __name__ == "__main__":
    main()
