"""People's names and addresses as forms deliver them."""

import re
import unicodedata

from bot.rules.applying import Answers

_PARTICLES = frozenset(
    "af al av bin da de del della den der di do dos du e el ibn la le ten ter van vom von y zu zum zur".split()
)
_TITLES = frozenset("jr jr. sr sr. ii iii iv phd ph.d. md msc ma mba ft fm".split())
_PIECES = re.compile(r"([-'’])")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"()]+")
_NOBODY = frozenset(
    "-;–;—;.;x;n/a;none;no;no one;nobody;nothing;ei;ei ole;ei kukaan;ei ketään;ingen;inga;nej;niemand;nein;non".split(
        ";"
    )
)


def tidy_name(text: str) -> str:
    """A name in the order first name, family name, with its capitals restored where somebody typed none or only them.

    "Söderberg, Fredrika" is turned round; "nour KINNUNEN" becomes "Nour Kinnunen"; "D'Angelo", "van der Berg" and
    "O'Brien-Mia" stay as they are.
    """
    words = _in_order(text).split(" ")
    has_mixed = any(not _is_one_case(word) for word in words)
    return " ".join(_recased(word, index, has_mixed) for index, word in enumerate(words))


def _in_order(text: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", text).split())
    family, comma, first = (part.strip() for part in name.partition(","))
    if comma and family and first and "," not in first and first.casefold() not in _TITLES:
        return f"{first} {family}"
    return name


def _is_one_case(word: str) -> bool:
    return word.isupper() or word.islower()


def _recased(word: str, index: int, has_mixed: bool) -> str:
    """One word of a name; two capitals beside ordinary words are somebody's initials."""
    letters = sum(character.isalpha() for character in word)
    if not _is_one_case(word) or (word.isupper() and letters <= (2 if has_mixed else 1)):
        return word
    if index and word.casefold() in _PARTICLES:
        return word.lower()
    return "".join(piece[:1].upper() + piece[1:].lower() for piece in _PIECES.split(word))


def fold_name(name: str) -> str:
    """The form in which two spellings of a name are the same: NFKC, case-folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def identity(answers: Answers) -> str:
    """What tells one applicant from another: the e-mail address without case, or else the folded name."""
    return answers.email.strip().casefold() or fold_name(answers.name)


def find_address(text: str) -> str:
    """The one e-mail address in a cell, in lower case; empty if there is none, or more than one."""
    found = {address.lower() for address in _ADDRESS.findall(text.removeprefix("mailto:"))}
    return found.pop() if len(found) == 1 else ""


def split_names(text: str) -> tuple[str, ...]:
    """The names in a cell as typed, each once: one a line, or separated by semicolons, or else by commas.

    "Söderberg, Fredrika" alone, one word on each side of the comma, is one person, and is turned round.
    """
    parts = re.split(r"[;\n]", text)
    if len(parts) == 1 and not re.fullmatch(r"\s*[^\s,]+\s*,\s*[^\s,]+\s*", text):
        parts = text.split(",")
    names = (_in_order(part) for part in parts)
    return tuple(dict.fromkeys(name for name in names if name and name.casefold() not in _NOBODY))
