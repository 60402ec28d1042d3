"""From a file's text to its records: which delimiter, where a cell ends."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.rules.importing.refusals import ImportRefused

DELIMITERS = ";,\t|"
_SAMPLE = 200  # records read to tell which delimiter a file uses


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one spreadsheet row; `number` counts from one, blank rows included."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(bool(cell.strip()) for cell in self.cells)

    @property
    def last_filled(self) -> int:
        """The width up to the last cell that holds something."""
        return max((index for index, cell in enumerate(self.cells, 1) if cell.strip()), default=0)

    @property
    def is_blank(self) -> bool:
        return self.filled == 0

    @property
    def text(self) -> str:
        """What stands in the row, for telling people which row is meant."""
        return ", ".join(cell.strip() for cell in self.cells if cell.strip())

    def of_width(self, width: int) -> tuple[str, ...]:
        """Exactly `width` cells."""
        return (self.cells + ("",) * width)[:width]


def read_records(text: str) -> tuple[str, list[Record]]:
    """The delimiter and all the records. Refuses a file whose quotation marks do not close."""
    declared, offset = _declared_delimiter(text)
    body = text[offset:]
    delimiter = declared or _likely_delimiter(body)
    first = 2 if declared else 1
    return delimiter, list(_records(body, delimiter, first))


def _declared_delimiter(text: str) -> tuple[str, int]:
    """Excel's first line `sep=;`, and where the rest begins."""
    line = text[:7].splitlines()[0] if text.strip() else ""
    if len(line) == 5 and line.casefold().startswith("sep=") and line[4] in DELIMITERS:
        rest = text[5:]
        return line[4], 5 + (2 if rest.startswith("\r\n") else 1)
    return "", 0


def _records(text: str, delimiter: str, first: int) -> Iterator[Record]:
    following = first
    try:
        for cells in _reader(text, delimiter):
            yield Record(following, tuple(cells))
            following += 1
    except csv.Error as error:
        key = "import-refused-cell-too-long" if "field limit" in str(error) else "import-refused-quote"
        raise ImportRefused(key, row=following) from None


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    """Strict, so that a quotation mark left open is found here and not by half the applicants missing."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _likely_delimiter(text: str) -> str:
    """The delimiter that cuts most rows into the same number of cells, above all the first one.

    A comma inside a semicolon-separated file cuts some rows but not the header, so the header decides first.
    """
    best = max(DELIMITERS, key=lambda delimiter: _fitness(text, delimiter))
    if _fitness(text, best) == (False, 0.0):
        raise ImportRefused("import-refused-one-column")
    return best


def _fitness(text: str, delimiter: str) -> tuple[bool, float]:
    widths = _sample_widths(text, delimiter)
    if not widths:
        return False, 0.0
    width, count = Counter(widths).most_common(1)[0]
    if width == 1:
        return False, 0.0
    return widths[0] == width, count / len(widths) * (width - 1)


def _sample_widths(text: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for cells in islice(_reader(text, delimiter), _SAMPLE):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
    except csv.Error:
        pass  # the delimiter that fits best is read again as a whole, and refused there with its row
    return widths
