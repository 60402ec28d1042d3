"""Several messages for one person as one: each keeps its words, and its buttons stand below all that they are about."""

from bot.delivery.parcel import merged
from bot.i18n import Reader
from bot.message import Button, Message, Section


def test_a_paragraph_that_several_messages_share_is_said_once() -> None:
    welcomes = [Message(f"{name} is your actor.\n\nI keep what you type.") for name in ("Ann", "Bo")]
    shown = merged(Reader(), welcomes).sections
    assert [part.text for part in shown] == ["Ann is your actor.\n\nI keep what you type.", "Bo is your actor."]


def test_the_buttons_of_a_message_stand_below_its_own_parts() -> None:
    plan, more = Button("Plan", "plan"), Button("More", "more")
    first = Message("Your pair", sections=(Section("Aims", "Learn"), Section("Words", "Trust")), buttons=(plan,))
    second = Message("A call", buttons=(more,))
    shown = merged(Reader(), [first, second]).sections
    assert [(part.text, part.buttons) for part in shown] == [
        ("Your pair", ()), ("Learn", ()), ("Trust", (plan,)), ("A call", (more,)),
    ]  # fmt: skip
