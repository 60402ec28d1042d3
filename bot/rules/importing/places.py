"""The place in an answer that names a place and a time zone in one."""

import re

_ASIDE = re.compile(r"\([^)]*\)")
_ZONE_WORDS = re.compile(
    r"(?:\b(?:UTC|GMT)\s*)?[+-]\d{1,2}(?::?\d{2})?(?:\s*h)?$|\b[A-Z][A-Za-z]+/[A-Za-z_/]+$|"
    r"\b[A-Z]{2,4}T(?:/[A-Z]{2,4}T)*$|\b(?:UTC|GMT)(?:/[A-Z]{2,4}T)?$"
)


def find_place(text: str) -> str:
    """ "Tampere, EET", "London GMT/BST" and "Kathmandu +5:45" without the zone: Tampere, London, Kathmandu."""
    place = " ".join(_ASIDE.sub(" ", text).split())
    while (shorter := _ZONE_WORDS.sub("", place).strip(" ,;/-–")) != place:
        place = shorter
    return place
