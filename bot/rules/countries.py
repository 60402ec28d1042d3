"""Countries as people name them, for their public holidays."""

from functools import lru_cache

import holidays
from babel import Locale

from bot.rules.locales import understood


def find_country(text: str, locale: str = "en") -> str:
    """The ISO 3166 code that a code or a name means, in English or the language of `locale`; empty if none is known.

    Known are the countries whose public holidays we can tell.
    """
    wanted = text.strip().casefold()
    return _names(locale).get(wanted, "")


def country_name(code: str, locale: str = "en") -> str:
    """How a country is called in a language, or its code where that has no word for it."""
    language: Locale = understood(locale)[-1]
    return str(language.territories.get(code, code))


@lru_cache(maxsize=32)
def _names(locale: str) -> dict[str, str]:
    codes = {code for code in holidays.list_supported_countries() if len(code) == 2}
    named = {
        str(name).casefold(): code
        for language in understood(locale)
        for code in codes
        if (name := language.territories.get(code))
    }
    return named | {code.casefold(): code for code in codes}
