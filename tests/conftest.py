import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.postgres"]

# How fast a shared machine draws examples says nothing about the code.
settings.register_profile(
    "default", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", parent=settings.get_profile("default"), derandomize=False, max_examples=2_000)
settings.load_profile(os.environ.get("LUOTSI_HYPOTHESIS_PROFILE", "default"))
