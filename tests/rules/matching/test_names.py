import pytest

from bot.rules.matching import UnresolvedName, fold, resolve_names

PEOPLE = {1: "Aino Mäkelä", 2: "Sean O'Brien", 3: "Maria Silva", 4: "Maria  SILVA", 5: "Straße"}


@pytest.mark.parametrize(
    "typed", ["aino mäkelä", "  Aino   Mäkelä ", "AINO MÄKELÄ", "Aino Ma\u0308kela\u0308", "Aino\u00a0Mäkelä"]
)
def test_case_spaces_and_unicode_forms_make_no_difference(typed):
    assert resolve_names((typed,), PEOPLE) == ((1,), ())


@pytest.mark.parametrize("typed", ["Sean O’Brien", "Sean O´Brien", "sean o`brien", "Sean Oʼ\u200bBrien"])
def test_apostrophes_make_no_difference(typed):
    assert resolve_names((typed,), PEOPLE) == ((2,), ())


def test_two_people_of_one_name_stay_two_and_are_not_guessed():
    assert resolve_names(("maria silva", "aino mäkelä"), PEOPLE) == ((1,), (UnresolvedName("maria silva", (3, 4)),))


def test_an_absent_name_is_reported_and_a_blank_one_is_nothing():
    assert resolve_names(("Nobody", " ", "Nobody"), PEOPLE)[1] == (UnresolvedName("Nobody"), UnresolvedName("Nobody"))


def test_a_name_typed_twice_is_one_wish():
    assert resolve_names(("Aino Mäkelä", "aino mäkelä"), PEOPLE) == ((1,), ())


def test_accents_are_part_of_a_name():
    assert resolve_names(("Aino Makela",), PEOPLE)[0] == ()


def test_folding_twice_changes_nothing():
    assert fold(fold("STRASSE Ǆ ﬁ")) == fold("STRASSE Ǆ ﬁ")
