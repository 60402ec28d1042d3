"""Rows that count the others instead of being one of them."""

import re

_TOTAL_WORDS = re.compile(
    r"(summa|yhteensä|yht\.?|totalt?|totals|sum|in total|grand total|sammanlagt|lukumäärä|antal|count|gesamt|summe|"
    r"total général|keskiarvo|medelvärde|average|mean)(\s+\w+)?\s*:?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?\d[\d\s.,]*%?")


def is_totals_row(cells: tuple[str, ...], width: int) -> bool:
    """Whether this row of a table of `width` columns is a sum of the others.

    By its shape: a word for a total and otherwise only numbers; or nothing but numbers in
    less than half of the columns.
    Somebody whose family name is Summa has more than numbers beside it and stays a person.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    words = [cell for cell in filled if not _NUMBER.fullmatch(cell)]
    if len(words) == 1 and _TOTAL_WORDS.fullmatch(words[0]):
        return True
    return not words and len(filled) * 2 < width
