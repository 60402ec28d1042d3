"""The words people and form services use for roles, formats, consent and ticks, in Finnish, Swedish, English and more.

Only whole answers made of known words are understood; anything else is asked about, never guessed.
"""

import re
from collections.abc import Mapping

from bot.rules.applying import Format, Role

_WORD = re.compile(r"[^\W_]+")

# Base forms and "as a ..." only: "[haluan] mentorin" and "[I want] a mentor" are said by those who would be actors.
_MENTOR = frozenset("mentor mentors mentori mentorit mentoriksi mentoreiksi mentorina mentorer".split())
_ACTOR = frozenset(
    "actor actors aktori aktorit aktoriksi aktoreiksi aktorina mentee mentees adept adepter adepti adeptiksi "
    "mentoroitava mentoroitavaksi mentoroitavana mentorerad protégé protege protégée".split()
)
_EITHER = frozenset(
    "either both kumpi kumpikin kumpaakin molemmat molempia båda bägge endera vilkendera beide beides egal".split()
)
_AROUND_ROLES = frozenset(
    "a an as the is are fine ok okay good with me role vain vaan tahansa käy käyvät kävisi ja tai or and och eller som "
    "als ich oder und går bra hem helst spelar ingen roll".split()
)

_ONLINE = (
    r"etän|etäyh|verkossa|virtu|on-?line|remote|distans|zoom|teams|video|på nätet|digital|en ligne|à distance|fern"
)
_IN_PERSON = (
    r"kasvok|läsnä|lähi|paikan päällä|livenä|in[ -]person|face[ -]to[ -]face|on[ -]?site|på plats|"
    r"ansikte|fysisk|persönlich|"
    r"vor ort|en personne|présentiel"
)
_ANY_FORMAT = (
    r"\beither\b|\bboth\b|\bany\b|no preference|hybrid|molem|kumpi|\bbåda\b|bägge|ingen roll|vilket som|egal|beide"
)

YES_WORDS = frozenset(
    "kyllä kylla k joo yes y ja j jo 1 x true tosi ok on oui si sí sant wahr ✓ ✔ ☑ ✅ suostun hyväksyn agree accept "
    "godkänner samtycker accepterar".split()
) | {"i agree", "i accept", "jag godkänner", "jag samtycker", "ich stimme zu", "yes, i agree", "kyllä, suostun"}
NO_WORDS = frozenset("ei e en no n nej nein non 0 false epätosi falskt falsch off - – — ☐".split()) | {
    "",
    "en suostu",
    "i do not agree",
}


def find_role(text: str, own_words: Mapping[str, Role]) -> Role | None:
    """The role an answer names; None if any word of it is unknown.

    `own_words` are the programme's words for the roles, and go first. An answer that names both sides, or says that
    either will do, is EITHER.
    """
    folded = " ".join(text.casefold().split())
    for word, role in own_words.items():
        if folded == word.casefold().strip():
            return role
    words = set(_WORD.findall(folded))
    if not words or words - _MENTOR - _ACTOR - _EITHER - _AROUND_ROLES:
        return None
    return _role_of(words)


def _role_of(words: set[str]) -> Role | None:
    mentor, actor = bool(words & _MENTOR), bool(words & _ACTOR)
    if mentor and actor:
        return Role.EITHER
    if mentor or actor:
        return Role.MENTOR if mentor else Role.ACTOR
    return Role.EITHER if words & _EITHER else None


def find_format(text: str) -> Format | None:
    """How somebody would like to meet; several ways, or no matter how, is EITHER. None if the words are unknown."""
    folded = text.casefold()
    online, in_person = bool(re.search(_ONLINE, folded)), bool(re.search(_IN_PERSON, folded))
    if re.search(_ANY_FORMAT, folded) or (online and in_person):
        return Format.EITHER
    if online or in_person:
        return Format.ONLINE if online else Format.IN_PERSON
    return None


def find_yes(text: str, *labels: str) -> bool | None:
    """Whether an answer is a yes; empty is a no, and None means that it is neither.

    Some form services write the label of a ticked box instead of a word: an answer equal to one of `labels` is a yes.
    """
    folded = " ".join(text.casefold().split()).rstrip(" .!")
    if folded in NO_WORDS:
        return False
    if folded in YES_WORDS or any(folded == " ".join(label.casefold().split()).rstrip(" .!") for label in labels):
        return True
    return None
