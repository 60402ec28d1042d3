"""A programme from its making to its pulse, in a Slack that others wrote, by the program as it is run."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.third_party.conftest import luotsi_running
from tests.third_party.server import LocalSlack
from tests.third_party.steps import ANNA, HELMI, JUHO, MONDAY, heard, make_programme

pytestmark = pytest.mark.third_party
A_WEEK_ON = MONDAY + timedelta(days=7, hours=1)
"""When the five working days are over in which both can say no."""


async def test_a_programme_lives_on_a_server_that_is_not_ours(there: LocalSlack, tmp_path: Path) -> None:
    """Off between its two Mondays, the program goes on where it was, and old buttons still work."""
    async with luotsi_running(there, tmp_path, MONDAY):
        await make_programme(there)
        await apply(there, ANNA, role="mentor")
        await apply(there, JUHO, role="actor")
        await publish(there)
    async with luotsi_running(there, tmp_path, A_WEEK_ON):
        await heard(there, ANNA, "You and Juho Virtanen are a pair")
        await heard(there, JUHO, "You and Anna Mäkelä are a pair")
        await log_meeting(there)
        await come_to_session(there)
        await answer_pulse(there)
        assert "Juho Virtanen" in str(await there.open_home(ANNA))


async def apply(there: LocalSlack, who: str, **told: Any) -> None:
    """Through all pages of the form, with what is needed on each."""
    await there.slash(who, "apply")
    await there.submit(who, {"role": told["role"], "languages": ["English"]})
    await there.submit(who, {"consent": True})
    await heard(there, who, "Your application is stored")


async def publish(there: LocalSlack) -> None:
    await there.slash(HELMI, "match draft")
    draft = await heard(there, HELMI, "The draft of Over the water")
    assert "Anna Mäkelä (mentor) and Juho Virtanen (actor)" in draft.words
    await there.press(HELMI, draft, "Publish")
    await heard(there, HELMI, "One pair is being told")
    assert "pair you with Juho Virtanen" in (await heard(there, ANNA, "A pair for you")).words
    assert "pair you with Anna Mäkelä" in (await heard(there, JUHO, "A pair for you")).words


async def log_meeting(there: LocalSlack) -> None:
    """Two taps, and the partner hears of it."""
    await there.slash(ANNA, "meeting log")
    await there.press(ANNA, await heard(there, ANNA, "How long was your meeting"), "60 minutes")
    await there.press(ANNA, await heard(there, ANNA, "How did you meet?"), "Online")
    assert "60 minutes, online" in (await heard(there, ANNA, "Logged: ")).words
    await there.slash(JUHO, "meeting list")
    assert "1 held" in (await heard(there, JUHO, "60 minutes, online")).words


async def come_to_session(there: LocalSlack) -> None:
    """From the invitation, and the date for the calendar comes along as a file."""
    await there.slash(HELMI, 'session create name:"How to read" when:"2026-11-20 17:00"')
    await heard(there, HELMI, "How to read is planned. 2 people get an invitation")
    await there.press(JUHO, await heard(there, JUHO, "You are invited to How to read"), "I’m coming")
    await heard(there, JUHO, "You have a place at How to read")
    files = await there.until(lambda: [file for one in there.seen(JUHO) for file in one.files])
    assert [file.name for file in files] == ["session.ics"]
    await there.press(HELMI, await heard(there, HELMI, "How to read is planned"), "Who comes")
    assert "Juho Virtanen\nComing" in (await heard(there, HELMI, "1 coming")).words


async def answer_pulse(there: LocalSlack) -> None:
    """From the question, and read by the facilitator once it is closed. What was typed stays as it was typed."""
    await there.slash(HELMI, "pulse open named first")
    await heard(there, HELMI, "2 people are asked")
    for who in (ANNA, JUHO):
        await there.press(who, await heard(there, who, "three short questions"), "Answer")
        await there.submit(who, {"first": "4", "second": "5", "third": "2", "text": f"{who}: <good> & *well*"})
        await heard(there, who, "your answer is in")
    await there.press(HELMI, await heard(there, HELMI, "2 people are asked"), "Close it now")
    await there.press(HELMI, await heard(there, HELMI, "The pulse is closed"), "See the results")
    results = await heard(there, HELMI, "2 of 2 who were asked have answered")
    assert "U2: <good> & *well*" in results.words
