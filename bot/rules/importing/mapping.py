"""Which column of a file means what, as guessed, shown for confirmation, edited and saved with the programme."""

from collections import Counter
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.rules.importing.refusals import ImportRefused
from bot.rules.importing.table import Table


class Field(StrEnum):
    """What a column can mean.

    `topics` are both offered and wanted. A topic flag or a language flag is a column of its own for one choice, ticked
    or not; the mapping's `detail` holds the topic or the language's code. `location` is a place and a zone in one cell.
    """

    NAME = "name"
    FIRST_NAME = "first_name"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    ROLE = "role"
    AIMS = "aims"
    OFFERS = "offers"
    WANTS = "wants"
    TOPICS = "topics"
    TOPIC_FLAG = "topic_flag"
    LANGUAGE_FLAG = "language_flag"
    LANGUAGES = "languages"
    FORMAT = "format"
    PLACE = "place"
    LOCATION = "location"
    TIME_ZONE = "time_zone"
    CAPACITY = "capacity"
    WISHES = "wishes"
    AVOID = "avoid"
    EMPLOYER = "employer"
    NOTE = "note"
    CONSENT = "consent"
    SUBMITTED_AT = "submitted_at"
    RESPONDENT = "respondent"
    IGNORE = "ignore"


class Certainty(StrEnum):
    """How sure a guess is: doubtful ones are pointed out where the mapping is confirmed."""

    SURE = "sure"
    DOUBTFUL = "doubtful"


REPEATABLE = frozenset(
    (
        Field.AIMS,
        Field.OFFERS,
        Field.WANTS,
        Field.TOPICS,
        Field.TOPIC_FLAG,
        Field.LANGUAGE_FLAG,
        Field.WISHES,
        Field.AVOID,
        Field.NOTE,
        Field.IGNORE,
    )
)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column's meaning; `detail` is the topic of a topic flag or the code of a language flag, otherwise empty."""

    header: str
    field: Field
    certainty: Certainty = Certainty.SURE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MappingProblem:
    """Something to settle before people are read, or (`is_notice`) to know about. `key` names the text."""

    key: str
    arguments: Dictionary[str, str]
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """The meaning of each column, in the order of the file."""

    columns: tuple[ColumnMapping, ...]

    def indexes(self, field: Field) -> tuple[int, ...]:
        """The columns that mean this, counted from zero."""
        return tuple(index for index, column in enumerate(self.columns) if column.field is field)

    def header(self, field: Field) -> str:
        """The header of the first column that means this; empty if none does."""
        return next((column.header for column in self.columns if column.field is field), "")

    def has(self, *fields: Field) -> bool:
        """Whether any column means one of these."""
        return any(column.field in fields for column in self.columns)

    def with_column(self, index: int, field: Field, detail: str = "") -> "Mapping":
        """The same with one column's meaning decided by a person, hence sure."""
        decided = replace(self.columns[index], field=field, certainty=Certainty.SURE, detail=detail)
        return Mapping((*self.columns[:index], decided, *self.columns[index + 1 :]))

    def confirmed(self) -> "Mapping":
        """The same with every column sure, as when a person has said that all of it is right."""
        return Mapping(tuple(replace(column, certainty=Certainty.SURE) for column in self.columns))

    def fits(self, table: Table) -> bool:
        """Whether a new file has the same headers in the same order, whatever their case and spacing."""
        mapped = [_folded(column.header) for column in self.columns]
        return mapped == [_folded(header) for header in table.header]

    def as_dict(self) -> dict[str, list[dict[str, str]]]:
        """Plain data for JSON."""
        return {
            "columns": [
                {
                    "header": column.header,
                    "field": column.field.value,
                    "certainty": column.certainty.value,
                    "detail": column.detail,
                }
                for column in self.columns
            ]
        }

    @classmethod
    def from_dict(cls, data: object) -> "Mapping":
        """The mapping that `as_dict` gave. Raises ImportRefused when the data is anything else."""
        try:
            return cls(tuple(_column_from(column) for column in data["columns"]))  # type: ignore[index]
        except (AttributeError, KeyError, TypeError, ValueError):
            raise ImportRefused("import-refused-mapping") from None


def _column_from(data: dict[str, object]) -> ColumnMapping:
    header, detail = data["header"], data.get("detail", "")
    if not isinstance(header, str) or not isinstance(detail, str):
        raise TypeError
    return ColumnMapping(header, Field(str(data["field"])), Certainty(str(data.get("certainty", "sure"))), detail)


def _folded(header: str) -> str:
    return " ".join(header.split()).casefold()


def mapping_problems(mapping: Mapping) -> tuple[MappingProblem, ...]:
    """What stands in the way of reading people with this mapping, and what is worth knowing before.

    A name and a role are needed; a first name needs a family name; most fields take one column only. No column for
    consent is a notice: the facilitator then answers for having it in another way.
    """
    return (
        *_missing(mapping),
        *_repeated(mapping),
        *_without_detail(mapping),
        *_notices(mapping),
    )


def _missing(mapping: Mapping) -> list[MappingProblem]:
    problems = []
    first, family = mapping.has(Field.FIRST_NAME), mapping.has(Field.FAMILY_NAME)
    if not mapping.has(Field.NAME) and not (first or family):
        problems.append(MappingProblem("import-mapping-no-name", {}))
    elif first != family and not mapping.has(Field.NAME):
        problems.append(MappingProblem("import-mapping-half-name", {}))
    if not mapping.has(Field.ROLE):
        problems.append(MappingProblem("import-mapping-no-role", {}))
    return problems


def _repeated(mapping: Mapping) -> list[MappingProblem]:
    counts = Counter(column.field for column in mapping.columns if column.field not in REPEATABLE)
    return [
        MappingProblem("import-mapping-two-columns", {"field": field.value, "columns": _headers(mapping, field)})
        for field, count in counts.items()
        if count > 1
    ]


def _headers(mapping: Mapping, field: Field) -> str:
    return ", ".join(f"“{mapping.columns[index].header}”" for index in mapping.indexes(field))


def _without_detail(mapping: Mapping) -> list[MappingProblem]:
    flags = (Field.TOPIC_FLAG, Field.LANGUAGE_FLAG)
    return [
        MappingProblem("import-mapping-no-detail", {"column": column.header, "field": column.field.value})
        for column in mapping.columns
        if column.field in flags and not column.detail
    ]


def _notices(mapping: Mapping) -> list[MappingProblem]:
    wanted = {Field.CONSENT: "import-mapping-no-consent", Field.EMAIL: "import-mapping-no-email"}
    return [MappingProblem(key, {}, is_notice=True) for field, key in wanted.items() if not mapping.has(field)]
