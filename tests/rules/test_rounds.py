from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.rounds import place_in_queue, with_couple

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
people = st.integers(1, 9)
couples = st.tuples(people, people).filter(lambda pair: pair[0] != pair[1])


def test_the_actors_own_couple_gives_way() -> None:
    assert with_couple({(1, 5): 90, (2, 6): 80}, frozenset(), (2, 5), 2) == {(2, 6), (2, 5)}


def test_a_full_mentor_loses_the_weakest_couple_that_is_not_kept() -> None:
    before = {(1, 5): 10, (1, 6): 50, (1, 7): 90}
    assert with_couple(before, frozenset({(1, 5)}), (1, 8), 3) == {(1, 5), (1, 7), (1, 8)}


def test_a_couple_with_one_of_the_two_on_the_other_side_gives_way() -> None:
    assert with_couple({(5, 6): 50, (3, 1): 50}, frozenset(), (1, 5), 1) == {(1, 5)}


@given(st.dictionaries(couples, st.integers(0, 10_000)), couples, st.integers(0, 3))
def test_the_new_couple_is_there_and_what_is_kept_stays(
    scores: dict[tuple[int, int], int], couple: tuple[int, int], room: int
) -> None:
    kept = frozenset(sorted(scores)[::2])
    after = with_couple(scores, kept, couple, room)
    assert couple in after
    assert kept <= after
    assert after <= scores.keys() | {couple}
    free = [each for each in after if each not in kept and each != couple]
    assert not any(couple[1] in each or each[1] == couple[0] for each in free)
    if free and any(each[0] == couple[0] for each in free):
        assert sum(each[0] == couple[0] for each in after) <= max(room, 1)


def test_mat_14_the_old_place_in_the_queue_is_ahead_of_newcomers() -> None:
    waiting = [(MONDAY + timedelta(days=9), 3), (MONDAY, 8), (MONDAY + timedelta(days=1), 2)]
    assert [place_in_queue(waiting, person) for person in (8, 2, 3)] == [1, 2, 3]
