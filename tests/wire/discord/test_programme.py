"""A programme in a Discord server, in the words of the people there; discord.py's own code, on simcord."""

from bot.entities import Application
from bot.message import Button, Message
from tests.wire.discord.harbour import Harbour, Member, Seen
from tests.wire.discord.reading import read

FIRST = {"name": "Over the water", "theme": "Reading", "aims": "To learn", "starts": "2026-12-08", "ends": "2027-09-08"}


async def opened(harbour: Harbour) -> Seen:
    """Helmi makes a programme in a form of several pages and opens it; what she sees then."""
    seen = await harbour.says(harbour.helmi, "mentoring programme create")
    seen = await (await seen.fill(**FIRST)).press("Go on")
    while seen.result.modal:
        asked = {part["component"]["custom_id"] for part in seen.result.modal["components"]}
        seen = await seen.fill(**({"languages": "en"} if "languages" in asked else {}))
        if "Go on" in seen.labels:
            seen = await seen.press("Go on")
    assert "Over the water" in seen.words
    asked_until = await seen.press("Open applications")
    return await asked_until.fill(until="2026-11-30")


async def applied(harbour: Harbour, member: Member, role: str) -> Seen:
    """Somebody fills in the whole of the form; what they see then."""
    seen = await (await harbour.says(member, "mentoring apply")).press("Go on")
    seen = await seen.fill(role=role, aims="*Talk* about <@1> work")
    seen = await (await seen.press("Go on")).fill(employer="Harbour libraries")
    return await (await seen.press("Go on")).fill(consent=True)


async def test_help_is_answered_to_the_asker_alone(harbour: Harbour) -> None:
    seen = await harbour.says(harbour.helmi, "mentoring help")
    assert "/mentoring apply" in seen.words
    assert seen.message.ephemeral


async def test_a_programme_is_made_in_pages_opened_and_announced(harbour: Harbour) -> None:
    assert "are open until" in (await opened(harbour)).words
    await harbour.says(harbour.helmi, "mentoring programme announce", copies=False)
    await harbour.pass_by()
    posted = harbour.general.history()
    assert len(posted) == 1
    assert "Over the water" in read(posted[0])
    assert not posted[0].flags.ephemeral


async def test_somebody_applies_in_three_pages_and_nothing_is_lost_between_them(harbour: Harbour) -> None:
    await opened(harbour)
    ann = harbour.join("Ann Virtanen")
    seen = await applied(harbour, ann, "mentor")
    space, account = await harbour.space(), await harbour.account(ann)
    async with harbour.store.work(space.community_id) as work:
        mine = await work.one(Application, person_id=account.person_id)
        assert mine
        told = mine.answers
    assert (told.role, told.aims, told.employer) == ("mentor", "*Talk* about <@1> work", "Harbour libraries")
    assert seen.message.ephemeral
    assert not seen.message.attachments  # what stood between the pages has given way to the answer


async def test_who_sees_it_is_said_in_full_before_the_form(harbour: Harbour) -> None:
    await opened(harbour)
    seen = await harbour.says(harbour.join("Ann"), "mentoring apply")
    assert "The facilitator reads this form to decide on the pairs." in seen.words
    assert "…" not in seen.words


async def test_what_was_wrong_is_said_and_put_right_with_everything_kept(harbour: Harbour) -> None:
    await opened(harbour)
    ann = harbour.join("Ann Virtanen")
    seen = await (await harbour.says(ann, "mentoring apply")).press("Go on")
    seen = await (await seen.fill(role="mentor", aims="To talk")).press("Go on")
    seen = await (await seen.fill()).press("Go on")
    seen = await seen.fill(consent=False)
    assert seen.labels == ["Put it right"]
    again = await seen.press("Put it right")
    assert again.asks
    done = await again.fill(consent=True)
    assert "Over the water" in done.words


async def test_int_03_a_button_works_after_a_restart_and_so_does_a_half_filled_form(harbour: Harbour) -> None:
    await opened(harbour)
    ann = harbour.join("Ann Virtanen")
    first = await (await harbour.says(ann, "mentoring apply")).press("Go on")
    half = await first.fill(role="actor", aims="To learn")
    await harbour.restart()
    seen = await (await half.press("Go on")).fill()
    done = await (await seen.press("Go on")).fill(consent=True)
    assert "Over the water" in done.words
    space = await harbour.space()
    async with harbour.store.work(space.community_id) as work:
        [mine] = await work.all(Application)
    assert mine.answers.aims == "To learn"


async def test_int_06_a_button_of_an_earlier_release_says_so(harbour: Harbour) -> None:
    await harbour.messenger.post(
        await harbour.space(), await harbour.channel(), Message("Old", buttons=(Button("Go", "gone"),)), "k"
    )
    shown = await harbour.helmi.click(harbour.general.last_message, label="Go")
    assert "an earlier version" in Seen(harbour, harbour.helmi, shown).words


async def test_a_button_with_a_question_asks_it_first(harbour: Harbour) -> None:
    await opened(harbour)
    seen = await applied(harbour, harbour.join("Ann"), "mentor")
    shown = await harbour.says(seen.member, "mentoring application show")
    sure = await shown.press("Withdraw")
    assert sure.words == "Are you sure?"
    assert "Withdraw" in (await harbour.says(seen.member, "mentoring application show")).labels
    await sure.press("Withdraw")
    assert "Withdraw" not in (await harbour.says(seen.member, "mentoring application show")).labels


async def test_the_name_of_a_programme_is_offered_while_it_is_typed(harbour: Harbour) -> None:
    await opened(harbour)
    ann = harbour.join("Ann")
    offered = await ann.autocomplete(harbour.general, "mentoring apply", "programme", "over")
    assert [one["name"] for one in offered] == ["Over the water"]
    assert await ann.autocomplete(harbour.general, "mentoring apply", "programme", "else") == []
    seen = await harbour.says(ann, "mentoring apply", programme=offered[0]["value"])
    assert "The facilitator reads this form" in seen.words
