from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.reporting.figures import Applicant, Material, Met, Pair, Round, Share, Source, Spread, figures
from bot.rules.applying import Format, Role

MENTOR = Applicant(Role.MENTOR, offers=("Leading change",), languages=("fi", "en"), placed=True)
ACTOR = Applicant(Role.ACTOR, wants=("leading change ", "My boss in Lahti"), languages=("fi",))


def met(day: date, on_theme: bool | None = None) -> Met:
    return Met(day, 60, Format.ONLINE, "pair", on_theme)


def test_a_programme_without_anything_has_figures_too() -> None:
    empty = figures(Material())
    assert empty.demand.placed == Share(0, 0)
    assert empty.demand.ratio is None
    assert empty.foundation.spread is None
    assert empty.foundation.months == ()


def test_the_share_on_the_theme_is_of_those_where_it_was_said() -> None:
    days = [date(2027, 1, day) for day in range(1, 6)]
    theme = figures(
        Material(meetings=[met(day, said) for day, said in zip(days, (True, True, False, None, None), strict=True)])
    ).theme
    assert (theme.on_theme, theme.unsaid) == (Share(2, 3), 2)


def test_who_withdrew_is_counted_apart_and_who_was_erased_is_in_no_other_count() -> None:
    gone = Applicant(Role.ACTOR, withdrawn=True)
    demand = figures(Material([MENTOR, ACTOR, ACTOR, gone], [Source("channel", 1, 9, 6)])).demand
    assert (demand.applied, demand.erased, demand.withdrawn) == (6, 2, 1)
    assert (demand.mentors, demand.actors, demand.ratio) == (1, 2, 2.0)
    assert demand.placed == Share(1, 3)


def test_what_few_speak_or_name_is_not_shown() -> None:
    demand = figures(
        Material([MENTOR, *[ACTOR] * 5, Applicant(Role.ACTOR, wants=("Only mine",), languages=("se",))])
    ).demand
    assert demand.languages == (("fi", 6),)
    assert demand.other_languages
    assert [topic.name for topic in demand.topics] == ["leading change", "my boss in lahti"]
    assert demand.other_topics == 1


def test_the_programmes_own_topics_are_shown_whatever_their_number_and_spelled_its_way() -> None:
    demand = figures(Material([MENTOR, ACTOR], topics=("Leading Change", "Reading"))).demand
    assert [(topic.name, topic.offered, topic.wanted) for topic in demand.topics] == [
        ("Leading Change", 1, 1), ("Reading", 0, 0),
    ]  # fmt: skip
    assert demand.other_topics == 1


def test_pul_01_a_round_below_the_floor_has_no_mean_and_an_open_one_never_comes_here() -> None:
    rounds = [
        Round("first", 9, {"theme": [5, 5, 1, 1], "again": [1, 1, 2, 4]}),
        Round("end", 9, {"theme": [5, 5, 4, 4, 2], "again": [1, 1, 2, 4, 1]}),
    ]
    made = figures(Material(rounds=rounds))
    first, second = made.theme.answers
    assert (first.occasion, first.total) == ("first", None)
    assert second.total is not None
    assert (second.total.answers, second.total.mean, second.invited) == (5, 4.0, 9)
    assert [each.said for each in made.foundation.answers] == [(), (3, 1, 0, 1)]


def test_meetings_a_pair_are_shown_from_five_pairs_up() -> None:
    four = figures(Material(pairs=[Pair(meetings=number) for number in range(4)])).foundation
    five = figures(Material(pairs=[Pair(meetings=number) for number in range(5)])).foundation
    assert four.spread is None
    assert five.spread == Spread(0, 2, 4)
    assert five.met == Share(4, 5)


def test_months_without_a_meeting_are_there_too() -> None:
    months = figures(Material(meetings=[met(date(2026, 11, 30)), met(date(2027, 2, 1))])).foundation.months
    assert months == ((date(2026, 11, 1), 1), (date(2026, 12, 1), 0), (date(2027, 1, 1), 0), (date(2027, 2, 1), 1))


PAIRS = st.lists(st.builds(Pair, st.booleans(), st.booleans(), st.booleans(), st.integers(0, 12)), max_size=20)
APPLICANTS = st.lists(
    st.builds(Applicant, st.sampled_from(Role), placed=st.booleans(), withdrawn=st.booleans()), max_size=30
)


@given(APPLICANTS, PAIRS)
def test_no_part_is_larger_than_its_whole_and_every_applicant_is_counted_once(
    applicants: list[Applicant], pairs: list[Pair]
) -> None:
    made = figures(Material(applicants=applicants, pairs=pairs))
    for share in (made.demand.placed, made.theme.on_theme, made.foundation.lasted, made.foundation.agreed):
        assert 0 <= share.part <= share.whole
    demand = made.demand
    assert demand.mentors + demand.actors + demand.either + demand.withdrawn == demand.applied - demand.erased


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_percentage_is_given_from_five_up_only(part: int, whole: int) -> None:
    percent = Share(min(part, whole), whole).percent
    assert (percent is None) == (whole < 5)
    assert percent is None or 0 <= percent <= 100
