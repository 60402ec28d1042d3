import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.rules.seats import Answer, Changes, Roster, Signup, State, answer, change_capacity, leave


def after(roster: Roster, *yes: int) -> Roster:
    for person in yes:
        roster = answer(roster, person, Answer.YES).roster
    return roster


def going(roster: Roster) -> tuple[int, ...]:
    return roster.people(State.GOING)


def waiting(roster: Roster) -> tuple[int, ...]:
    return roster.people(State.WAITING)


def test_evt_01_five_in_five_waiting_in_the_order_of_clicks_and_nobody_twice():
    roster = after(Roster(5), 1, 2, 3, 3, 4, 5, 6, 7, 7, 8, 9, 10)
    assert going(roster) == (1, 2, 3, 4, 5)
    assert waiting(roster) == (6, 7, 8, 9, 10)
    assert len(roster.signups) == 10


def test_evt_01_a_double_click_changes_nothing():
    roster = after(Roster(1), 1, 2)
    for person in (1, 2):
        assert answer(roster, person, Answer.YES) == Changes(roster)


def test_evt_02_in_a_full_session_a_place_can_be_given_up_and_the_first_waiting_is_told_once():
    changes = answer(after(Roster(2), 1, 2, 3, 4), 1, Answer.NO)
    assert changes.promoted == (3,)
    assert going(changes.roster) == (2, 3)
    assert waiting(changes.roster) == (4,)
    assert set(changes.changed) == {Signup(3, State.GOING, 3), Signup(1, State.DECLINED, 5)}
    assert answer(changes.roster, 1, Answer.NO) == Changes(changes.roster)


@pytest.mark.parametrize("said", [Answer.NO, Answer.MAYBE])
def test_giving_a_place_up_and_asking_again_means_the_end_of_the_queue(said):
    roster = answer(after(Roster(1), 1, 2, 3), 1, said).roster
    assert going(roster) == (2,)
    assert waiting(after(roster, 1)) == (3, 1)


def test_leaving_the_queue_takes_nobodys_place():
    changes = answer(after(Roster(1), 1, 2, 3), 2, Answer.NO)
    assert changes.promoted == ()
    assert waiting(changes.roster) == (3,)


def test_the_person_who_gets_a_place_at_once_reads_it_and_is_not_told_again():
    changes = answer(Roster(1), 1, Answer.YES)
    assert changes == Changes(Roster(1, (Signup(1, State.GOING, 1),)), (Signup(1, State.GOING, 1),), ())


def test_evt_03_raising_the_limit_promotes_in_order_and_lowering_it_removes_nobody():
    roster = after(Roster(2), 1, 2, 3, 4, 5)
    raised = change_capacity(roster, 4)
    assert raised.promoted == (3, 4)
    assert waiting(raised.roster) == (5,)
    lowered = change_capacity(raised.roster, 1)
    assert lowered.promoted == ()
    assert lowered.changed == ()
    assert going(lowered.roster) == (1, 2, 3, 4)
    assert answer(lowered.roster, 1, Answer.NO).promoted == ()
    assert change_capacity(lowered.roster, None).promoted == (5,)


def test_evt_04_a_newcomer_goes_behind_those_who_wait_though_a_place_is_free():
    pending = Roster(2, (Signup(1, State.GOING, 1), Signup(3, State.WAITING, 3), Signup(4, State.WAITING, 4)))
    changes = answer(pending, 9, Answer.YES)
    assert changes.promoted == (3,)
    assert waiting(changes.roster) == (4, 9)


def test_evt_12_who_has_left_is_off_the_roster_and_the_next_is_promoted():
    changes = leave(after(Roster(1), 1, 2, 3), 1)
    assert changes.promoted == (2,)
    assert changes.roster.state_of(1) is None
    assert going(changes.roster) == (2,)
    assert leave(changes.roster, 1) == Changes(changes.roster)


def test_without_a_limit_all_go():
    assert going(after(Roster(), *range(50))) == tuple(range(50))


def test_a_session_with_no_places_lets_people_wait():
    assert waiting(after(Roster(0), 1)) == (1,)
    with pytest.raises(ValueError, match="-1 places"):
        change_capacity(Roster(0), -1)


def test_a_roster_with_a_person_twice_is_refused():
    with pytest.raises(ValueError, match="two answers"):
        Roster(5, (Signup(1, State.GOING, 1), Signup(1, State.WAITING, 2)))


class Session(RuleBasedStateMachine):
    """Any clicks in any order, beside a plain list of who asked when."""

    def __init__(self) -> None:
        super().__init__()
        self.roster = Roster(2)
        self.queue: list[int] = []

    def take(self, changes: Changes, person: int | None = None) -> None:
        before, self.roster = self.roster, changes.roster
        gained = {each for each in going(self.roster) if before.state_of(each) is not State.GOING}
        assert set(changes.promoted) == gained - {person}
        assert len(changes.promoted) == len(set(changes.promoted))
        expected = [each for each in waiting(before) if each in changes.promoted]
        assert list(changes.promoted) == expected, "promoted in the order of waiting"
        assert set(changes.changed) == set(self.roster.signups) - set(before.signups)

    @rule(person=st.integers(1, 8), said=st.sampled_from(Answer))
    def click(self, person: int, said: Answer) -> None:
        if said is not Answer.YES:
            self.queue = [each for each in self.queue if each != person]
        elif person not in self.queue:
            self.queue.append(person)
        self.take(answer(self.roster, person, said), person)
        again = answer(self.roster, person, said)
        assert again == Changes(self.roster), "a double click changes nothing"

    @rule(person=st.integers(1, 8))
    def go_for_good(self, person: int) -> None:
        self.queue = [each for each in self.queue if each != person]
        self.take(leave(self.roster, person), person)

    @rule(capacity=st.none() | st.integers(0, 6))
    def set_limit(self, capacity: int | None) -> None:
        held = going(self.roster)
        self.take(change_capacity(self.roster, capacity))
        assert set(held) <= set(going(self.roster)), "a lower limit removes nobody"

    @invariant()
    def nobody_is_twice_and_all_who_asked_are_there(self) -> None:
        assert sorted(going(self.roster) + waiting(self.roster)) == sorted(self.queue)

    @invariant()
    def first_come_first_served(self) -> None:
        taken = len(going(self.roster))
        assert list(going(self.roster)) == self.queue[:taken]
        assert list(waiting(self.roster)) == self.queue[taken:]

    @invariant()
    def a_place_is_never_free_while_somebody_waits(self) -> None:
        if waiting(self.roster):
            assert self.roster.capacity is not None
            assert len(going(self.roster)) >= self.roster.capacity


class Unlowered(Session):
    """The same without a change of the limit: then it is never exceeded."""

    set_limit = None

    @invariant()
    def the_limit_is_kept(self) -> None:
        assert len(going(self.roster)) <= 2


TestSession = Session.TestCase
TestUnlowered = Unlowered.TestCase
