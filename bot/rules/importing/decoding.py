"""From the bytes of a file to its text."""

import codecs
import re

from charset_normalizer import from_bytes

from bot.rules.importing.refusals import ImportRefused

_MARKS = (  # the longer marks first: UTF-32 (little-endian) begins as UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
_BINARIES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def decode(data: bytes) -> tuple[str, str]:
    """The encoding's name and the text, without a byte order mark.

    In this order: what a byte order mark says, UTF-8, UTF-16 without a mark, cp1252 (an office spreadsheet saved on
    Windows); only where these strict tries decide nothing is the encoding estimated. Refuses what is not text.
    """
    _refuse_known_formats(data)
    encoding, text = _strictly(data) or _estimated(data)
    if "\x00" in text:
        raise ImportRefused("import-refused-binary")
    return encoding, text


def _refuse_known_formats(data: bytes) -> None:
    if data.startswith(_SPREADSHEETS):
        raise ImportRefused("import-refused-spreadsheet")
    if data.startswith(_BINARIES):
        raise ImportRefused("import-refused-binary")


def _strictly(data: bytes) -> tuple[str, str] | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tried(data, encoding)
    if b"\x00" in data:
        return _tried(data, _utf_16_order(data))
    return _tried(data, "utf-8") or _plausible_cp1252(data)


def _tried(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return encoding, data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf_16_order(data: bytes) -> str:
    """Which half of the byte pairs is zero: text in the Latin alphabet has nearly all its zeros on one side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) * 4 < len(data):
        raise ImportRefused("import-refused-binary")
    return "utf-16-le" if odd > even else "utf-16-be"


def _plausible_cp1252(data: bytes) -> tuple[str, str] | None:
    tried = _tried(data, "cp1252")
    return tried if tried and not _CONTROLS.search(tried[1]) else None


def _estimated(data: bytes) -> tuple[str, str]:
    best = from_bytes(data).best()
    if best is None or _CONTROLS.search(str(best)):
        raise ImportRefused("import-refused-binary")
    return best.encoding, str(best)
