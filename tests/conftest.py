"""How Hypothesis searches: freely on a desk, the same way each time under CI."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Several workers share few cores, so a slow example says nothing about the code: no deadline, no complaint.
_SLOW_IS_FINE = [HealthCheck.too_slow]

settings.register_profile("desk", deadline=None, suppress_health_check=_SLOW_IS_FINE)
settings.register_profile("ci", deadline=None, suppress_health_check=_SLOW_IS_FINE, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
