from bot.i18n import Reader, bundle


def test_lim_05_a_long_text_in_a_sentence_is_whole() -> None:
    words = "word " * 2_000
    assert words in Reader().t("unknown-command", typed=words)


def test_lim_10_what_would_turn_the_line_around_is_isolated_and_cannot_break_out() -> None:
    said = Reader().t("unknown-command", typed="\u2069\u202eihsom")
    assert "\u202e" not in said
    assert said.count("\u2068") == said.count("\u2069")


def test_loc_02_an_unknown_key_is_no_crash() -> None:
    assert not bundle("en").has_message("no-such-text")
    assert Reader().t("no-such-text") == "no-such-text"


def test_loc_05_two_readers_have_each_their_own_clock() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert Reader(zone="Europe/Berlin").when(at) == "Sun, 25 Oct 2026 02:30 (Europe/Berlin)"
    assert Reader(zone="America/New_York").when(at) == "Sat, 24 Oct 2026 20:30 (America/New York)"
