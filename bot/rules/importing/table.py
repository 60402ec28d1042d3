"""What a table file holds: a header and rows, whoever exported it."""

from collections import Counter
from dataclasses import dataclass
from statistics import median_low

from bot.rules.importing.decoding import decode
from bot.rules.importing.records import DELIMITERS, Record, read_records
from bot.rules.importing.refusals import ImportRefused
from bot.rules.importing.totals import is_totals_row

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `number` is the row as a spreadsheet shows it, the header and blank lines counted."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not data. `key` names the text that says why; `text` is what stands in the row."""

    row: int
    key: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A header, rows of exactly its width with cells as they were typed, and what was passed over.

    `notes` name rows that were kept although their shape is odd.
    """

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Skipped, ...] = ()

    def column(self, index: int) -> tuple[str, ...]:
        """All the values of one column, trimmed."""
        return tuple(row.cells[index].strip() for row in self.rows)


def check_size(size: int) -> None:
    """Refuse a file of this many bytes if it is empty or too large; for callers, before they read it."""
    if size == 0:
        raise ImportRefused("import-refused-empty")
    if size > MOST_BYTES:
        raise ImportRefused("import-refused-too-big", size=-(-size // 1_000_000), most=MOST_BYTES // 1_000_000)


def read_table(data: bytes) -> Table:
    """Read a text table: UTF-8, UTF-16 or cp1252; separated by semicolon, comma, tab or bar.

    Cells may hold line breaks in quotes. Title rows above the header, blank lines and totals rows are passed over and
    listed in `skipped`, and so are rows with more cells than the header, since nobody can tell which cell is one too
    many. Raises ImportRefused, and nothing else, whatever the bytes are.
    """
    check_size(len(data))
    encoding, text = decode(data)
    if not text.strip(f"{DELIMITERS}\r\n "):
        raise ImportRefused("import-refused-empty")
    delimiter, records = read_records(text)
    filled = [record for record in records if not record.is_blank]
    titles, header, body = _parts(filled)
    names = _header_names(header, body)
    return _table(encoding, delimiter, names, titles, _with_blanks_between(records, body))


def _parts(filled: list[Record]) -> tuple[list[Record], Record, list[Record]]:
    """The title rows, the header, the rest: the header is the first row with cells in half of the usual width."""
    if not filled:
        raise ImportRefused("import-refused-empty")
    width = Counter(record.last_filled for record in filled).most_common(1)[0][0]
    width = max(width, median_low(record.last_filled for record in filled))
    if width < 2:
        raise ImportRefused("import-refused-one-column")
    enough = max(2, (width + 1) // 2)
    place = next((index for index, record in enumerate(filled) if record.filled >= enough), 0)
    if filled[place].filled < 2:
        raise ImportRefused("import-refused-no-header")
    if place + 1 == len(filled):
        raise ImportRefused("import-refused-no-rows")
    return filled[:place], filled[place], filled[place + 1 :]


def _header_names(header: Record, body: list[Record]) -> tuple[str, ...]:
    """The columns' names; a column without one is named by its letter, and empty columns at the end are dropped."""
    width = header.last_filled
    common = [record.last_filled for record in body if record.last_filled <= len(header.cells)]
    width = max([width, *common])
    if width > MOST_COLUMNS:
        raise ImportRefused("import-refused-too-many-columns", count=width, most=MOST_COLUMNS)
    names = tuple(
        " ".join(cell.split()) or f"[{column_letters(index)}]" for index, cell in enumerate(header.cells[:width])
    )
    _refuse_same_names(names)
    return names


def _refuse_same_names(names: tuple[str, ...]) -> None:
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        first = seen.setdefault(name.casefold(), index)
        if first != index:
            raise ImportRefused(
                "import-refused-same-header", header=name, first=column_letters(first), second=column_letters(index)
            )


def column_letters(index: int) -> str:
    """The name a spreadsheet gives to the column at this index: A, B, ... Z, AA."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def _with_blanks_between(records: list[Record], body: list[Record]) -> list[Record]:
    """The rows below the header with the blank ones among them; those after the last row are nobody's business."""
    return [record for record in records if body[0].number <= record.number <= body[-1].number]


def _table(encoding: str, delimiter: str, names: tuple[str, ...], titles: list[Record], body: list[Record]) -> Table:
    skipped = [Skipped(record.number, "import-skipped-title", record.text) for record in titles]
    notes: list[Skipped] = []
    rows: list[Row] = []
    for record in body:
        if reason := _reason_to_skip(record, len(names)):
            skipped.append(Skipped(record.number, reason, record.text))
            continue
        if len(record.cells) < len(names):
            notes.append(Skipped(record.number, "import-note-short-row", record.text))
        rows.append(Row(record.number, record.of_width(len(names))))
    if not rows:
        raise ImportRefused("import-refused-no-rows")
    if len(rows) > MOST_ROWS:
        raise ImportRefused("import-refused-too-many-rows", count=len(rows), most=MOST_ROWS)
    return Table(encoding, delimiter, names, tuple(rows), tuple(skipped), tuple(notes))


def _reason_to_skip(record: Record, width: int) -> str:
    if record.is_blank:
        return "import-skipped-empty"
    if record.last_filled > width:
        return "import-skipped-wide-row"
    return "import-skipped-totals" if is_totals_row(record.cells, width) else ""
