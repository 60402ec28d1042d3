from datetime import UTC, datetime

from bot.entities import Programme, Right
from bot.message import Form
from tests.support.stage import Stage, buttons, plain

PROGRAMME = {
    "name": "Over the water",
    "theme": "international work",
    "aims": "Find out what we need",
    "starts": "2027-01-11",
    "ends": "2027-09-30",
}


async def test_a_facilitator_creates_opens_and_announces_a_programme(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    ann = await stage.person("Ann Virtanen")
    form = await helmi.says("/mentoring programme create")
    assert isinstance(form, Form)
    made = await helmi.submits(form, PROGRAMME)
    assert "Over the water is ready" in plain(made)
    opened = await helmi.submits(await helmi.presses(made, "Open applications"), {"until": "30.11.2026"})
    assert "open until the end of Mon, 30 Nov 2026" in plain(opened)
    announced = await helmi.presses(opened, "Announce it")
    assert "posting it in one channel" in plain(announced)
    assert "source:newsletter" in plain(announced)
    assert [to for to, _, _ in stage.messenger.posted] == ["general"]
    assert "international work" in ann.news_text()
    assert not helmi.news()


async def test_prm_01_others_cannot_make_or_open_a_programme(stage: Stage) -> None:
    ann = await stage.person("Ann Virtanen")
    assert "Only the facilitator" in plain(await ann.says("programme create"))


async def test_a_mistake_in_a_form_stands_beside_its_field_and_nothing_typed_is_lost(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    form = await helmi.says("programme create")
    again = await helmi.submits(form, PROGRAMME | {"ends": "2026-12-01"})
    assert isinstance(again, Form)
    assert set(again.errors) == {"ends"}
    assert {item.name: item.value for item in again.fields}["aims"] == "Find out what we need"
    assert "is ready" in plain(await helmi.submits(again, {"ends": "2027-09-30"}))


async def test_without_a_theme_nobody_reads_of_one(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    ann = await stage.person("Ann Virtanen")
    made = await helmi.submits(await helmi.says("programme create"), PROGRAMME | {"theme": "", "aims": ""})
    await helmi.submits(await helmi.presses(made, "Open applications"), {"until": "2026-11-30"})
    announced = plain(await helmi.says("programme announce"))
    assert "theme" not in (announced + ann.news_text()).casefold()
    assert "mentors and actors.\nApply until" in announced


async def test_when_the_last_day_is_over_applications_are_closed_and_the_facilitator_is_told(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    ann, late = await stage.person("Ann Virtanen"), await stage.person("Late Lehtonen")
    made = await helmi.submits(await helmi.says("programme create"), PROGRAMME)
    await helmi.submits(await helmi.presses(made, "Open applications"), {"until": "2026-11-10"})
    await stage.until(datetime(2026, 11, 10, 21, 55, tzinfo=UTC))  # five to midnight in Helsinki
    assert "is stored" in plain(await ann.says("apply role:actor consent:yes languages:en"))
    await stage.until(datetime(2026, 11, 10, 22, 0, tzinfo=UTC))
    assert "are closed" in plain(await late.says("apply role:actor consent:yes languages:en"))
    assert not helmi.news()
    await stage.until(datetime(2026, 11, 11, 8, tzinfo=UTC))
    (told,) = helmi.news()
    assert "Applications are closed. One person is waiting for a pair." in plain(told)
    assert "Draft the pairs" in buttons(told)
    assert "Applications are closed" in plain(await helmi.says("programme close"))  # by hand as well: nothing changes


async def test_a_channel_is_reminded_while_people_are_at_work(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    made = await helmi.submits(await helmi.says("programme create"), PROGRAMME)
    await helmi.submits(await helmi.presses(made, "Open applications"), {"until": "2026-11-18"})
    async with stage.store.work(stage.community) as work:
        [programme] = await work.all(Programme)
        programme.opened_at = datetime(2026, 10, 30, 3, tzinfo=UTC)  # half time is on the night to a Sunday
    await stage.until(datetime(2026, 11, 9, 5, 59, tzinfo=UTC))
    assert not stage.messenger.posted
    await stage.until(datetime(2026, 11, 9, 6, 1, tzinfo=UTC))
    assert ["Half the time" in plain(message) for _, message, _ in stage.messenger.posted] == [True]


async def test_a_number_that_is_emptied_is_the_one_it_began_with(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    await helmi.submits(await helmi.says("programme create"), {**PROGRAMME, "cadence": ""})
    async with stage.store.work(stage.community) as work:
        [programme] = await work.all(Programme)
    assert programme.cadence_days == 30


async def test_announcing_twice_tells_nobody_twice(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    ann = await stage.person("Ann Virtanen")
    made = await helmi.submits(await helmi.says("programme create"), PROGRAMME)
    await helmi.submits(await helmi.presses(made, "Open applications"), {"until": "2026-11-30"})
    await helmi.says("programme announce")
    assert "not posted it in a channel again" in plain(await helmi.says("programme announce"))
    assert len(ann.inbox) == 1
    assert len(stage.messenger.posted) == 1
    assert "Open applications" not in buttons(await helmi.says("programme show"))
