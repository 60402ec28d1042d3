"""Reading application files as form services and offices export them: pure, one step after the other.

`read_table` -> `guess_mapping` (confirmed or edited by a person) -> `read_applications`.
"""

from bot.rules.importing.applications import read_applications
from bot.rules.importing.guessing import guess_mapping
from bot.rules.importing.mapping import (
    Certainty,
    ColumnMapping,
    Field,
    Mapping,
    MappingProblem,
    mapping_problems,
)
from bot.rules.importing.names import identity
from bot.rules.importing.reading import (
    NOT_SAID,
    Applicant,
    Defaults,
    LeftOut,
    Problem,
    ProblemKind,
    Question,
    Reading,
)
from bot.rules.importing.refusals import ImportRefused
from bot.rules.importing.table import MOST_BYTES, Row, Skipped, Table, check_size, read_table

__all__ = [
    "MOST_BYTES",
    "NOT_SAID",
    "Applicant",
    "Certainty",
    "ColumnMapping",
    "Defaults",
    "Field",
    "ImportRefused",
    "LeftOut",
    "Mapping",
    "MappingProblem",
    "Problem",
    "ProblemKind",
    "Question",
    "Reading",
    "Row",
    "Skipped",
    "Table",
    "check_size",
    "guess_mapping",
    "identity",
    "mapping_problems",
    "read_applications",
    "read_table",
]
