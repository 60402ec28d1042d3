"""Which languages to understand somebody in."""

from babel import Locale, UnknownLocaleError


def understood(locale: str) -> list[Locale]:
    """English and the language of a locale ("fi", "pt-BR", "sv_FI"), the latter last; one not known adds nothing."""
    try:
        return [Locale("en"), Locale.parse(locale.replace("_", "-"), sep="-")]
    except (ValueError, UnknownLocaleError):
        return [Locale("en")]


def language_name(code: str, locale: str) -> str:
    """A language (ISO 639-1) by its name in the language of a locale; the code itself where there is no name."""
    *_, speaking = understood(locale)
    return speaking.languages.get(code) or code
