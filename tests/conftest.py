"""How hypothesis runs here: machines may be slow, and CI tries the same examples every time."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("claimgraph", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("claimgraph"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "claimgraph")
