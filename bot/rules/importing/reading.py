"""What reading a file of applications gives: people, and everything a person has to know or decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.rules.applying import Answers, Role

ZONE_QUESTION = "import-question-zone"
NOT_SAID = "none"  # the answer to a question about capacity that leaves it open


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the programme states once for the whole file.

    `zone` (IANA) is that of local times in the file. `capacity` stands wherever a mentor's capacity is doubtful or
    missing and no answer was given. `consent` stands where the file has no column for it. `role_words` are the
    programme's own words for the roles, `topics` its theme topics as the form spelled them.
    """

    zone: str
    capacity: int | None = None
    consent: bool = False
    role_words: Mapping[str, Role] = field(default_factory=dict)
    topics: tuple[str, ...] = ()


class ProblemKind(StrEnum):
    """A notice tells what was done; an error says that something could not be read and is missing."""

    NOTICE = "notice"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `row` is as a spreadsheet shows it and zero for the whole file or column; `key` names the text."""

    row: int
    column: str
    key: str
    value: str = ""
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    kind: ProblemKind = ProblemKind.ERROR

    def text_arguments(self) -> dict[str, str | int]:
        """All that the text may name."""
        return {"row": self.row, "column": self.column, "value": self.value, **self.arguments}


@dataclass(frozen=True, slots=True)
class Question:
    """One doubtful value, asked once for all the rows that hold it.

    `options` are the answers to propose: numbers and NOT_SAID for a capacity (any other whole number will do as well),
    role names for a role, "yes" and "no" for consent, "one" and "several" for choices, none for a time zone, which is
    answered in words. `answer` is what stands now: the answer given, or the stated default, or empty while it is open.
    The answers go back into `read_applications` under the question's `id`.
    """

    id: str
    key: str
    column: str
    value: str
    rows: tuple[int, ...]
    options: tuple[str, ...]
    answer: str = ""

    @property
    def count(self) -> int:
        """How many rows it is about."""
        return len(self.rows)

    def text_arguments(self) -> dict[str, str | int]:
        """All that the text may name."""
        return {"row": self.rows[0], "column": self.column, "value": self.value, "count": self.count}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that gave nobody. `key` names the text that says why."""

    row: int
    key: str
    name: str = ""
    arguments: Mapping[str, str | int] = field(default_factory=dict)

    def text_arguments(self) -> dict[str, str | int]:
        """All that the text may name."""
        return {"row": self.row, "name": self.name, **self.arguments}


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person's answers and the row they stand in."""

    row: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome, each part in the order of the file."""

    people: tuple[Applicant, ...]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Those without an answer or a stated default."""
        return tuple(question for question in self.questions if not question.answer)

    @property
    def without_zone(self) -> int:
        """How many people gave nothing that tells a time zone; doubtful words for one are asked about instead."""
        asked = {row for question in self.open_questions if question.key == ZONE_QUESTION for row in question.rows}
        return sum(not person.answers.time_zone and person.row not in asked for person in self.people)
