from bot.entities import Right
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
