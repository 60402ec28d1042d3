"""Languages by their names in several languages, or by their codes."""

import re
from functools import cache

from babel import Locale

_NAMES_IN = ("en", "fi", "sv", "de", "fr", "et", "nb", "da")
_INFLECTED = {"suomeksi": "fi", "ruotsiksi": "sv", "englanniksi": "en", "saksaksi": "de", "farsi": "fa"}
_SEPARATORS = re.compile(r"[,;/\n|+&]|\s(?:and|ja|och|sekä|samt|und|et)\s", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)")
_BEFORE = re.compile(r"^(?:in|på|auf|en|kieli:?)\s+(?=\w{3})", re.IGNORECASE)


def find_language(text: str) -> str:
    """The ISO 639-1 code of one language named in English, Finnish, Swedish, German, French or by code; else empty."""
    word = " ".join(_ASIDE.sub(" ", text).split()).casefold().strip(" .")
    return _codes().get(word) or _codes().get(_BEFORE.sub("", word), "")


def split_languages(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the languages in a cell, each once in the order given, and the words that name none."""
    words = [word.strip() for word in _SEPARATORS.split(_ASIDE.sub(" ", text)) if word and word.strip(" -–—.")]
    found = [(word, find_language(word)) for word in words]
    return tuple(dict.fromkeys(code for _, code in found if code)), tuple(word for word, code in found if not code)


@cache
def _codes() -> dict[str, str]:
    """Names and codes, case-folded. The names come from CLDR; earlier languages of the list win a clash."""
    codes = dict(_INFLECTED)
    for locale in _NAMES_IN:
        for code, name in _names_in(locale).items():
            codes.setdefault(name.casefold(), code)
    return codes | {code: code for code in _names_in("en")}


def _names_in(locale: str) -> dict[str, str]:
    """The languages that have an ISO 639-1 code, by code."""
    return {str(code): str(name) for code, name in Locale(locale).languages.items() if len(str(code)) == 2}
