"""A file on its way to being stored: what was read, under what people have decided about its columns and questions."""

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass

from bot.rules.applying import Answers, Role
from bot.rules.importing.applications import read_applications
from bot.rules.importing.guessing import guess_mapping
from bot.rules.importing.mapping import Field, Mapping, MappingProblem, mapping_problems
from bot.rules.importing.reading import Defaults, LeftOut, Reading
from bot.rules.importing.refusals import ImportRefused
from bot.rules.importing.table import Table, read_table

_ROUNDS = 3  # an answer about a role brings a person and thereby a question about capacity
_NOBODY = ("import-left-out-answered-again", "import-left-out-no-name")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it would be stored. There is no reading while something about the columns stands in the way.

    `remembered` says that the meaning of the columns is the one confirmed for an earlier file; `unused` are answers to
    questions that nobody asked. `zone` (IANA) stands in for people who told nothing of theirs.
    """

    table: Table
    mapping: Mapping
    problems: tuple[MappingProblem, ...]
    reading: Reading | None
    remembered: bool = False
    unused: tuple[str, ...] = ()
    zone: str = ""

    @property
    def obstacles(self) -> tuple[MappingProblem, ...]:
        """What has to be settled about the columns first."""
        return tuple(problem for problem in self.problems if not problem.is_notice)

    @property
    def people(self) -> tuple[Answers, ...]:
        """The answers of everybody who would be stored."""
        return tuple(person.answers for person in self.reading.people) if self.reading else ()

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Those who answered and would not be stored; not the rows that are nobody's."""
        every = self.reading.left_out if self.reading else ()
        return tuple(left for left in every if left.key.startswith("import-left-out-") and left.key not in _NOBODY)

    @property
    def capacity(self) -> int:
        """How many actors those who would be mentors can take, as far as they said."""
        return sum(answers.capacity or 0 for answers in self.people if answers.role is Role.MENTOR)

    @property
    def avoid_entries(self) -> int:
        """How many names stand in the private avoid lists, people's own ignored ones among them."""
        columns = {column.header for column in self.mapping.columns if column.field is Field.AVOID}
        problems = self.reading.problems if self.reading else ()
        own = [one for one in problems if one.key == "import-notice-own-name" and one.column in columns]
        return sum(len(answers.avoid) for answers in self.people) + len(own)


def prepare(
    data: bytes,
    defaults: Defaults,
    zone_of: Callable[[str], str],
    *,
    saved: Mapping | None = None,
    chosen: Mapping | None = None,
    changes: Dictionary[str, str] | None = None,
    answers: Dictionary[str, str] | None = None,
) -> Prepared:
    """Read a file under the mapping `chosen` for it, or the one `saved` if its headers are the same, or a guessed one.

    `changes` give columns, by number from 1 or by header, another meaning (see `decided`); `answers` settle questions,
    by the question's id or by the doubtful value itself. Raises ImportRefused for a file that cannot be used.
    """
    table = read_table(data)
    remembered = chosen is None and saved is not None and saved.fits(table)
    mapping = saved.confirmed() if saved and remembered else chosen or guess_mapping(table)
    for column, meaning in (changes or {}).items():
        mapping = decided(mapping, column, meaning)
    problems = mapping_problems(mapping)
    if any(not problem.is_notice for problem in problems):
        return Prepared(table, mapping, problems, None, remembered, zone=defaults.zone)
    given = dict(answers or {})
    reading = _read(table, mapping, defaults, zone_of, given)
    asked = {word for question in reading.questions for word in (question.id, _folded(question.value))}
    unused = tuple(word for word in given if word not in asked and _folded(word) not in asked)
    return Prepared(table, mapping, problems, reading, remembered, unused, defaults.zone)


def decided(mapping: Mapping, column: str, meaning: str) -> Mapping:
    """The mapping with one column's meaning given: a field, and what a flag stands for (`topic_flag:collections`).

    Raises ImportRefused when there is no such column or meaning.
    """
    word, _, detail = meaning.partition(":")
    try:
        field = Field(word.strip().casefold())
    except ValueError:
        raise ImportRefused("import-no-such-field", value=word, fields=", ".join(Field)) from None
    return mapping.with_column(_index(mapping, column), field, detail.strip())


def _index(mapping: Mapping, column: str) -> int:
    if column.isascii() and column.isdigit() and 1 <= int(column) <= len(mapping.columns):
        return int(column) - 1
    for index, one in enumerate(mapping.columns):
        if _folded(one.header) == _folded(column):
            return index
    raise ImportRefused("import-no-such-column", value=column, count=len(mapping.columns))


def _read(
    table: Table,
    mapping: Mapping,
    defaults: Defaults,
    zone_of: Callable[[str], str],
    given: Dictionary[str, str],
) -> Reading:
    """Read until the answers given have met all the questions that they bring up."""
    by_value = {_folded(value): answer for value, answer in given.items()}
    known = dict(given)
    reading = read_applications(table, mapping, defaults, answers=known, zone_of=zone_of)
    for _ in range(_ROUNDS):
        new = dict(_answered(reading, known, by_value))
        if not new:
            break
        known |= new
        reading = read_applications(table, mapping, defaults, answers=known, zone_of=zone_of)
    return reading


def _answered(
    reading: Reading, known: Dictionary[str, str], by_value: Dictionary[str, str]
) -> Iterable[tuple[str, str]]:
    for question in reading.questions:
        if question.id not in known and _folded(question.value) in by_value:
            yield question.id, by_value[_folded(question.value)]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
