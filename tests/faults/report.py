"""How a run went: a table for people, one line of JSON for machines."""

import json
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.faults.ledger import Tally
from tests.faults.points import Setup

MOST_REMARKS = 4  # of one finding
COLUMNS = ("sent", "lost", "repeated", "unexplained", "unknown", "bursts", "latest")


@dataclass(frozen=True, slots=True)
class Finding:
    """One point on one set-up. `stuck` says what was waited for in vain; `skipped` why it could not be tried here."""

    point: str
    setup: Setup
    tally: Tally
    seconds: float
    stuck: str = ""
    skipped: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing is to be mended."""
        return not (self.stuck or self.tally.lost or self.tally.unexplained or self.tally.bursts)


def table(findings: list[Finding]) -> Table:
    """All findings, those to be mended in red, with what is remarkable about them below."""
    made = Table("point", "database", "replicas", *COLUMNS, "seconds", title="Faults", title_justify="left")
    for one in findings:
        numbers = [str(getattr(one.tally, name)) for name in COLUMNS]
        style = "dim" if one.skipped else "" if one.good else "red"
        made.add_row(
            one.point, one.setup.database, str(one.setup.replicas), *numbers, f"{one.seconds:.0f}", style=style
        )
    return made


def line(one: Finding) -> str:
    """A finding in one line."""
    numbers = ", ".join(f"{name} {getattr(one.tally, name)}" for name in COLUMNS)
    return f"{one.point} ({one.setup.database}, {one.setup.replicas}): {numbers} {one.stuck}"


def print_all(console: Console, findings: list[Finding]) -> None:
    """The table, and a line for each thing that is not as it should be."""
    console.print(table(findings))
    for one in findings:
        words = [*filter(None, (one.stuck, one.skipped)), *one.tally.remarks]
        more = [f"and {len(words) - MOST_REMARKS} more"] if len(words) > MOST_REMARKS else []
        for word in words[:MOST_REMARKS] + more:
            console.print(f"{one.point} ({one.setup.database}, {one.setup.replicas}): {word}", highlight=False)


def summary(findings: list[Finding]) -> str:
    """One JSON object."""
    tried = [one for one in findings if not one.skipped]
    total = {name: sum(getattr(one.tally, name) for one in tried) for name in COLUMNS}
    return json.dumps(
        {
            "points": len(tried),
            "lost": total["lost"],
            "repeated": total["repeated"],
            "repeated_unexplained": total["unexplained"],
            "unknown": total["unknown"],
            "bursts": total["bursts"],
            "stuck": sum(bool(one.stuck) for one in tried),
            "sent": total["sent"],
        }
    )
