"""The collector that readers of cells report to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.rules.importing.reading import Problem, ProblemKind, Question


@dataclass(slots=True)
class Findings:
    """Problems and questions of one reading; `answers` are those given so far, by the questions' ids."""

    answers: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    _questions: dict[str, Question] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(self._questions.values())

    def error(self, row: int, column: str, key: str, value: str = "", **arguments: str | int) -> None:
        """Something could not be read."""
        self.problems.append(Problem(row, column, key, value, arguments))

    def notice(self, row: int, column: str, key: str, value: str = "", **arguments: str | int) -> None:
        """Something was read in a way that people should know."""
        self.problems.append(Problem(row, column, key, value, arguments, ProblemKind.NOTICE))

    def notice_once(self, column: str, key: str) -> None:
        """A notice about a whole column, however many rows it concerns."""
        notice = Problem(0, column, key, kind=ProblemKind.NOTICE)
        if notice not in self.problems:
            self.problems.append(notice)

    def ask(
        self,
        subject: str,
        key: str,
        row: int,
        column: str,
        value: str,
        options: tuple[str, ...],
        accepts: Callable[[str], bool] | None = None,
        default: str = "",
    ) -> str:
        """Ask once for each value, whatever its case, and return the answer that stands: given, default, or empty."""
        identifier = f"{subject}:{' '.join(value.split()).casefold()}"
        question = self._questions.get(identifier)
        if question is None:
            given = self.answers.get(identifier, "").strip()
            is_valid = given in options or bool(given and accepts and accepts(given))
            question = Question(identifier, key, column, value, (), options, given if is_valid else default)
        question = replace(question, rows=(*question.rows, row))
        self._questions[identifier] = question
        return question.answer
