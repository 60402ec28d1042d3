"""`python -m tests.faults`: every point, a table, and as the last line one JSON object."""

import argparse
import asyncio
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.faults.points import Point, Setup, load_points
from tests.faults.report import Finding, line, print_all, summary
from tests.faults.runner import runner

WIDE = 140


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--only", default="", help="points whose name has these words in it")
    parser.add_argument("--database", choices=("sqlite", "postgres"), help="on this database only")
    parser.add_argument("--replicas", type=int, choices=(1, 3), help="with so many workers only")
    parser.add_argument("--jobs", type=int, default=8, help="points at the same time")
    parser.add_argument("--keep", action="store_true", help="keep databases and logs")
    return parser.parse_args()


def _chosen(given: argparse.Namespace) -> list[tuple[Point, Setup]]:
    return [
        (point, setup)
        for point in load_points()
        for setup in point.setups
        if given.only in point.name
        and given.database in {None, setup.database}
        and given.replicas in {None, setup.replicas}
    ]


async def _run(given: argparse.Namespace) -> list[Finding]:
    pairs = _chosen(given)
    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    async with runner(given.jobs, keep=given.keep) as made:
        if given.keep:
            screen.print(f"Kept in {made.folder}")
        with Progress(*columns, console=screen) as progress:
            task = progress.add_task("faults", total=len(pairs))

            def done(finding: Finding) -> None:
                progress.update(task, advance=1, description=finding.point)
                if not finding.good:
                    progress.console.print(line(finding), style="red", highlight=False)

            return await made.run(pairs, done)


def main() -> int:
    """0 when nothing was lost, repeated without a reason, stuck or said in a burst."""
    findings = asyncio.run(_run(_arguments()))
    console = Console() if sys.stdout.isatty() else Console(width=WIDE)
    print_all(console, findings)
    sys.stdout.write(summary(findings) + "\n")
    return int(not all(one.good for one in findings))


if __name__ == "__main__":
    sys.exit(main())
