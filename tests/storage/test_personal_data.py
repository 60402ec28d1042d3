"""The schema is the witness: whatever points at a person has a way to hand it out and a way to forget it."""

from bot.app import load_features
from bot.command import PersonalData
from bot.entities import Person
from storage.mapping import TABLES

registered = load_features().personal_data


def pointing_at_a_person() -> set[str]:
    """Every `Entity.attribute` whose column is a foreign key to a person."""
    return {
        f"{entity.__name__}.{column.name}"
        for entity, table in TABLES.items()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table is TABLES[Person]
    }


def covered(kinds: dict[str, PersonalData]) -> list[str]:
    return [column for kind in kinds.values() for column in kind.columns]


def test_era_01_era_03_every_column_that_points_at_a_person_is_exported_and_erased() -> None:
    assert pointing_at_a_person() - set(covered(registered)) == set()


def test_what_features_claim_to_cover_is_there_and_covered_once() -> None:
    claimed = covered(registered)
    assert set(claimed) - pointing_at_a_person() == set()
    assert sorted(claimed) == sorted(set(claimed))


def test_the_witness_would_see_a_gap() -> None:
    assert "Concern.person_id" in pointing_at_a_person()
    without = {name: kind for name, kind in registered.items() if name != "concerns"}
    assert "Concern.person_id" in pointing_at_a_person() - set(covered(without))
