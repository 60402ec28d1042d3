"""`luotsi` as it is started by hand, on a machine whose clock stood at another time when it began.

    python -m tests.third_party.program 2026-11-02T09:00+00:00 run

Time passes as ever from there, for the program and every library in it alike. So neither the hour nor the weekday of a
test's run decides what is held back, and a later start is how a test lets days pass.
"""

import sys
from datetime import datetime

import time_machine

from adapters.cli import main

if __name__ == "__main__":
    began = datetime.fromisoformat(sys.argv.pop(1))
    with time_machine.travel(began, tick=True):
        main()
