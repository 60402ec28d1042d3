"""Tables that a spreadsheet will open."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(value: object) -> object:
    """The value as a cell that no spreadsheet runs (ERA-05, OWASP's list): a quote before what begins a formula.

    Real numbers stay numbers; None is an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS_A_FORMULA) else text


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file as spreadsheets like it: UTF-8 with its mark, every cell neutral, the headings too."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerows([neutral(cell) for cell in row] for row in (heads, *rows))
    return out.getvalue().encode("utf-8-sig")
