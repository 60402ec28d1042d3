"""A table read through its mapping."""

from dataclasses import dataclass

from bot.rules.importing.findings import Findings
from bot.rules.importing.mapping import Field, Mapping
from bot.rules.importing.table import Row, Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells by what they mean instead of where they stand."""

    table: Table
    mapping: Mapping

    def value(self, row: Row, field: Field) -> str:
        """The trimmed text of the field's first column; empty without one."""
        return next(iter(self.values(row, field)), "")

    def values(self, row: Row, field: Field) -> list[str]:
        """The trimmed texts of all the field's columns that hold something."""
        cells = (row.cells[index].strip() for index in self.mapping.indexes(field))
        return [cell for cell in cells if cell]

    def column(self, *fields: Field) -> list[str]:
        """All the values of all the columns that mean one of these."""
        return [
            value for field in fields for index in self.mapping.indexes(field) for value in self.table.column(index)
        ]

    def text(self, row: Row, field: Field, longest: int, findings: Findings) -> str:
        """The text of all the field's columns, one below the other; too long a text is left out and reported."""
        text = "\n".join(self.values(row, field))
        if len(text) <= longest:
            return text
        findings.error(
            row.number, self.mapping.header(field), "import-problem-too-long", length=len(text), longest=longest
        )
        return ""
