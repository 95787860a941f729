"""Contracts that the author of a plugin inherits in tests (extra: ``coordkit[testing]``).

``StoreContract`` for a store (see ``coordkit.testing.stores``), ``ExporterContract`` for a format (``coordkit.testing.exporters``),
``NotifierContract`` for a channel (``coordkit.testing.notifiers``), ``RegionContract`` for a region (``coordkit.testing.regions``).
"""

from __future__ import annotations

import pkgutil

import pytest

# Before they are imported, so that a broken promise shows the values that broke it.
pytest.register_assert_rewrite(*(f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__)))

from coordkit.testing.exporters import ExporterContract  # noqa: E402 (after the rewriting is registered)
from coordkit.testing.notifiers import NotifierContract  # noqa: E402 (the same)
from coordkit.testing.regions import RegionContract  # noqa: E402 (the same)
from coordkit.testing.stores import StoreContract  # noqa: E402 (the same)

__all__ = ["ExporterContract", "NotifierContract", "RegionContract", "StoreContract"]
