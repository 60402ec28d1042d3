"""Fault tests: workers that are really killed and stopped, databases that go away, clocks that jump.

`python -m tests.faults` runs every point. What the platform has shown is kept outside the workers and is the truth that
the due table is compared with.
"""
