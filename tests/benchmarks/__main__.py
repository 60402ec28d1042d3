"""Every benchmark one after the other, each in a process of its own. Last line: JSON, the figures of each by its name.

With `--small` they are over in some minutes; the figures that name a size are then of a smaller one, as they say.
"""

import argparse
import json
import subprocess
import sys

from tests.benchmarks.support import last_line

SMALL = {
    "delivery": "--planned 100000 --people 200 --lanes 20 --rounds 3",
    "core": "--people 2000 --times 5 --rounds 3 --starts 2",
    "year": "--people 300 --against 100",
    "million": "--people 20000 --lanes 200",
    "slack": "--people 10 --commands 30 --rounds 3 --burst 50",
}


def main() -> int:
    """0 when each of them was content."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true")
    small = parser.parse_args().small
    figures, content = {}, True
    for name, sizes in SMALL.items():
        command = [sys.executable, "-m", f"tests.benchmarks.{name}", *(sizes.split() if small else ())]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        content &= done.returncode == 0
        said = done.stdout.splitlines()
        figures[name] = json.loads(said[-1]) if said else None
    last_line(figures)
    return int(not content)


if __name__ == "__main__":
    sys.exit(main())
