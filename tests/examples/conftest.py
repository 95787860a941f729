"""The examples are scripts that find `loading` beside themselves; for tests of them that folder is on the path too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))
