"""What the facilitator of a simulated programme does and when: nine months, with the weeks before them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

MONDAY = date(2026, 11, 2)
"""The day on which every transcript begins, so that the same seed gives the same one."""
APPLY_UNTIL = 28
MATCHED = 29
INTRODUCED = 36
LAST = INTRODUCED + 274
"""The last day of the programme, nine months after the introductions. All are days from the beginning."""
OVER = LAST + 6


@dataclass(frozen=True, slots=True)
class Task:
    """At this local time a command, by its button if the answer before has one; `values` go into its form."""

    day: int
    at: time
    line: str
    values: Mapping[str, str] = field(default_factory=dict)
    with_file: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What a script depends on: its first day, the words of the applicants, and how their applications come."""

    start: date
    topics: Sequence[str]
    languages: Sequence[str]
    by_file: bool

    def day(self, number: int) -> str:
        """A day of the script as people type it."""
        return (self.start + timedelta(days=number)).isoformat()

    def moment(self, number: int, clock: str) -> str:
        """A day of the script with a time on the facilitator's clock."""
        return f"{self.day(number)} {clock}"


def script(setting: Setting) -> Iterator[Task]:
    """Every task, in order."""
    yield from _beginning(setting)
    yield from _applying(setting)
    yield from _matching()
    yield from _together(setting)
    yield from _ending()


def _beginning(setting: Setting) -> Iterator[Task]:
    yield Task(0, time(9, 10), "programme create", {
        "name": "Over the water",
        "theme": "International collaboration",
        "aims": "Learn who would like a mentor, whether a theme carries the talks, and what the next programme needs.",
        "starts": setting.day(INTRODUCED),
        "ends": setting.day(LAST),
        "languages": " ".join(setting.languages),
        "topics": "\n".join(setting.topics),
    })  # fmt: skip
    yield Task(0, time(9, 20), "programme open", {"until": setting.day(APPLY_UNTIL)})
    yield Task(0, time(9, 25), "programme announce" + (" copies:no" if setting.by_file else ""))


def _applying(setting: Setting) -> Iterator[Task]:
    if setting.by_file:
        yield Task(APPLY_UNTIL, time(14, 0), "import", with_file=True)
    yield Task(MATCHED, time(9, 30), "application list")
    yield Task(MATCHED, time(9, 40), "programme close")


def _matching() -> Iterator[Task]:
    yield Task(MATCHED, time(10, 0), "match draft")  # the rest follows by habit: the draft is read, then published
    yield Task(INTRODUCED + 1, time(10, 0), "pairing list")


def _together(setting: Setting) -> Iterator[Task]:
    yield Task(INTRODUCED + 2, time(9, 30), "session create", {
        "name": "Kick-off", "when": setting.moment(INTRODUCED + 10, "12:00"), "minutes": "180", "format": "in_person",
        "where": "Main library, third floor",
    })  # fmt: skip
    yield Task(INTRODUCED + 10, time(16, 30), "session held")
    yield Task(INTRODUCED + 55, time(10, 0), "announce", {
        "text": "The spring’s reading circle begins on 1 March. Bring what you and your pair have talked about.",
        "at": setting.moment(INTRODUCED + 58, "09:00"),
    })  # fmt: skip
    yield Task(INTRODUCED + 112, time(9, 30), "session create", {
        "name": "Half-way meeting", "when": setting.moment(INTRODUCED + 133, "14:00"), "capacity": "30",
    })  # fmt: skip
    yield Task(INTRODUCED + 133, time(16, 30), "session held")
    yield Task(INTRODUCED + 140, time(10, 0), "report")
    yield Task(LAST - 33, time(9, 30), "session create", {
        "name": "Closing day", "when": setting.moment(LAST - 8, "10:00"), "minutes": "180",
        "where": "Online, and the main library has a room for those who like company",
    })  # fmt: skip
    yield Task(LAST - 8, time(15, 0), "session held")


def _ending() -> Iterator[Task]:
    yield Task(LAST, time(15, 0), "programme end")
    yield Task(LAST, time(15, 5), "programme end confirm:yes")
    yield Task(LAST + 5, time(10, 0), "report")  # the last pulse has closed by then
