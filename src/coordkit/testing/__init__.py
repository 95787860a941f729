"""Contracts that the author of a plugin inherits in tests (extra: ``coordkit[testing]``).

``StoreContract`` for a store (see ``coordkit.testing.stores``), ``ExporterContract`` for a format (``coordkit.testing.exporters``).
"""

from __future__ import annotations

import pytest

# Before they are imported, so that a broken promise shows the values that broke it.
pytest.register_assert_rewrite(
    "coordkit.testing.exporters",
    "coordkit.testing.store_documents",
    "coordkit.testing.store_history",
    "coordkit.testing.store_outbox",
    "coordkit.testing.store_processes",
    "coordkit.testing.store_units",
)

from coordkit.testing.exporters import ExporterContract  # noqa: E402 (after the rewriting is registered)
from coordkit.testing.stores import StoreContract  # noqa: E402 (the same)

__all__ = ["ExporterContract", "StoreContract"]
