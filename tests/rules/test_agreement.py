from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Reader
from bot.rules.agreement import POINTS, same_words, suggested_review, tidy

words = st.dictionaries(st.sampled_from((*POINTS, "unknown")), st.text(max_size=20))


def test_the_twelve_points_of_the_programme_each_have_a_label_and_a_starter_that_fit_a_form() -> None:
    assert len(POINTS) == len(set(POINTS)) == 12
    for point in POINTS:
        label = f"cmd-agreement-write-{point}"
        assert Reader().has(label)
        assert Reader().has(f"{label}-hint")
        assert len(Reader().t(label)) <= 45


@given(words)
def test_tidying_keeps_what_is_said_in_order_and_is_done_once(points: dict[str, str]) -> None:
    tidied = tidy(points)
    assert list(tidied) == [name for name in POINTS if points.get(name, "").strip()]
    assert tidy(tidied) == tidied
    assert same_words(points, tidied)


def test_other_words_are_a_change_and_space_is_none() -> None:
    assert same_words({"aims": " learn ", "notes": ""}, {"aims": "learn"})
    assert not same_words({"aims": "learn"}, {"aims": "learn", "notes": "each their own"})


def test_the_review_is_half_way_if_that_is_still_to_come() -> None:
    start, end = date(2027, 1, 1), date(2027, 1, 31)
    assert suggested_review(start, end, start) == date(2027, 1, 18)  # the 16th is a Saturday
    assert suggested_review(start, end, date(2027, 1, 18)) is None
    assert suggested_review(start, None, start) is None
