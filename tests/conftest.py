"""Settings that every test shares."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine than of the code. What lands is judged by the same
# examples each time; runs by hand look for new ones.
settings.register_profile(
    "resolver",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("resolver")
