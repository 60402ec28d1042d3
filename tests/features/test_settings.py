from datetime import UTC, datetime, time

from bot.entities import Due, DueState, Grant, Pairing, PairingState, Person, Programme, Right
from bot.message import Form
from tests.support.stage import Player, Stage, buttons, plain

WELCOME = "programme.call"


async def paired(stage: Stage, mentor: Player, actor: Player, state: PairingState = PairingState.ACTIVE) -> int:
    async with stage.store.work(stage.community) as work:
        programme = await work.one(Programme, name="Over the water")
        programme = programme or await work.add(Programme(stage.community, "Over the water"))
        pairing = await work.add(Pairing(stage.community, programme.id, mentor.id, actor.id, state))
        return pairing.id


async def queued(stage: Stage, to: Player, at: datetime, occurrence: str = "") -> None:
    """A call for applications, which waits for a person: any kind would do."""
    async with stage.store.work(stage.community) as work:
        programme = await work.one(Programme, name="Call") or await work.add(Programme(stage.community, "Call"))
        programme.state = "open"
        key = f"{WELCOME}:{programme.id}:{occurrence}:person:{to.id}"
        row = Due(stage.community, stage.space.id, key, WELCOME, programme.id, at, at, person_id=to.id)
        await work.outbox.plan(row)


async def settings_of(stage: Stage, player: Player) -> Person:
    async with stage.store.work(stage.community) as work:
        return await work.get(Person, player.id)


async def test_settings_are_shown_with_a_way_to_change_each(stage: Stage) -> None:
    ann = await stage.person("Ann Virtanen")
    shown = await ann.says("settings show")
    assert "Mon, 2 Nov 2026 11:00 (Europe/Helsinki)" in plain(shown)
    assert "18:00 to 08:00" in plain(shown)
    assert "By direct message" in plain(shown)
    form = await ann.presses(shown, "Change the quiet hours")
    assert isinstance(form, Form)
    assert "20:00 to 09:30" in plain(await ann.submits(form, {"since": "20", "until": "9.30"}))
    person = await settings_of(stage, ann)
    assert (person.quiet_from, person.quiet_until) == (time(20), time(9, 30))


async def test_a_time_that_cannot_be_read_stands_beside_its_field_and_changes_nothing(stage: Stage) -> None:
    ann = await stage.person("Ann Virtanen")
    form = await ann.submits(await ann.says("settings quiet"), {"since": "20", "until": "morning"})
    assert isinstance(form, Form)
    assert set(form.errors) == {"until"}
    assert (await settings_of(stage, ann)).quiet_from == time(18)


async def test_tz_08_an_ambiguous_zone_is_never_guessed(stage: Stage) -> None:
    ann = await stage.person("Ann Virtanen")
    few = await ann.says("settings zone IST")
    assert {button.line for button in buttons(few).values()} == {
        "settings zone Asia/Jerusalem", "settings zone Asia/Kolkata", "settings zone Europe/Dublin",
    }  # fmt: skip
    many = await ann.says("settings zone CST")
    lines = [button.line for button in buttons(many).values()]
    assert len(lines) == 25
    assert {"settings zone America/Chicago", "settings zone Asia/Shanghai", "settings zone America/Havana"} <= {*lines}
    assert (await settings_of(stage, ann)).time_zone == ""


async def test_tz_08_the_likely_zone_comes_first_and_old_names_become_todays(stage: Stage) -> None:
    ann = await stage.person("Ann Virtanen")
    assert "Helsinki" in next(iter(buttons(await ann.says("settings zone GMT+2"))))
    answer = await ann.says("settings zone asia/calcutta")
    assert "Mon, 2 Nov 2026 14:30 (Asia/Kolkata)" in plain(answer)
    assert (await settings_of(stage, ann)).time_zone == "Asia/Kolkata"


async def test_an_unknown_place_is_said_with_what_would_help(stage: Stage) -> None:
    ann = await stage.person("Ann Virtanen")
    assert "nearest big city" in plain(await ann.says("settings zone Nowhereville"))
    assert "such as FI" in plain(await ann.says("settings country Atlantis"))


async def test_a_country_is_known_by_name_or_code(stage: Stage) -> None:
    ann = await stage.person("Ann Virtanen")
    assert "Finland" in plain(await ann.says("settings country finland"))
    assert "Sweden" in plain(await ann.says("settings country SE"))
    assert (await settings_of(stage, ann)).country == "SE"
    assert "No country" in plain(await ann.says("settings country none"))
    assert (await settings_of(stage, ann)).country == ""


async def test_tz_09_what_is_planned_goes_by_the_new_zone_and_once(stage: Stage) -> None:
    berta = await stage.person("Berta Nkosi", zone="Europe/Berlin")
    await queued(stage, berta, datetime(2026, 11, 4, 8, 0, tzinfo=UTC))  # Wednesday 09:00 in Berlin, 03:00 in New York
    await stage.until(datetime(2026, 11, 3, 12, 0, tzinfo=UTC))
    await berta.says("settings zone America/New_York")
    await stage.until(datetime(2026, 11, 4, 12, 59, tzinfo=UTC))
    assert not berta.inbox
    await stage.until(datetime(2026, 11, 4, 13, 0, tzinfo=UTC))  # 08:00 in New York, when her hours begin
    assert len(berta.inbox) == 1
    await stage.later(days=3)
    assert len(berta.inbox) == 1


async def test_tz_09_what_was_held_for_the_old_hours_goes_at_once_where_it_is_day(stage: Stage) -> None:
    berta = await stage.person("Berta Nkosi", zone="Europe/Berlin")
    late = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)  # half past midnight in Berlin, 08:30 in Tokyo
    await queued(stage, berta, late)
    await stage.until(late)
    assert not berta.inbox
    await berta.says("settings zone Tokyo")
    assert len(berta.inbox) == 1


async def test_a_wait_that_a_platform_asked_for_is_not_cut_short(stage: Stage) -> None:
    berta = await stage.person("Berta Nkosi")
    at = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
    await queued(stage, berta, at)
    async with stage.store.work(stage.community) as work:
        row = (await work.all(Due, person_id=berta.id))[0]
        row.next_at, row.reason = datetime(2026, 11, 3, 9, 0, tzinfo=UTC), "limited"
    await berta.says("settings zone Tokyo")
    async with stage.store.work(stage.community) as work:
        assert (await work.all(Due, person_id=berta.id))[0].next_at == datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


async def test_rch_09_stop_ends_every_message_and_the_partner_learns_it_neutrally(stage: Stage) -> None:
    maija = await stage.person("Maija Salo")
    ann = await stage.person("Ann Virtanen")
    await paired(stage, maija, ann)
    for occurrence in ("one", "two"):
        await queued(stage, maija, datetime(2026, 11, 3, 9, 0, tzinfo=UTC), occurrence)
    answer = await maija.says("stop")
    assert "no more messages" in plain(answer)
    assert "Maija Salo no longer gets messages from me" in ann.news_text()
    await stage.later(days=10)
    await queued(stage, maija, stage.clock.now(), "three")  # planned by a feature that does not know
    await stage.later(days=10)
    assert not maija.inbox
    async with stage.store.work(stage.community) as work:
        rows = await work.all(Due, person_id=maija.id)
        assert {(row.state, row.reason) for row in rows} == {(DueState.EXPIRED, "stopped")}
        assert [pairing.state for pairing in await work.all(Pairing)] == [
            PairingState.ACTIVE
        ]  # stopping is not leaving


async def test_rch_09_stopping_twice_tells_the_partner_once(stage: Stage) -> None:
    maija = await stage.person("Maija Salo")
    ann = await stage.person("Ann Virtanen")
    await paired(stage, maija, ann)
    first = await maija.says("stop")
    await maija.says("stop")
    assert len(ann.inbox) == 1
    assert "from now on" in plain(await maija.presses(first, "Start messages again"))
    assert "stay on" in plain(await maija.says("start"))
    await stage.later(minutes=1)
    await maija.says("stop")
    assert len(ann.inbox) == 2


async def test_rch_09_the_partner_hears_nothing_when_it_is_no_longer_so(stage: Stage) -> None:
    maija = await stage.person("Maija Salo")
    ann = await stage.person("Ann Virtanen")
    await paired(stage, maija, ann)
    await stage.until(datetime(2026, 11, 2, 22, 0, tzinfo=UTC))  # night: the note is held
    await maija.says("stop")
    await maija.says("start")
    await stage.later(days=1)
    assert not ann.inbox


async def test_a_facilitator_may_stop_too(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    assert "no more messages" in plain(await helmi.says("stop"))
    async with stage.store.work(stage.community) as work:
        assert await work.count(Grant, person_id=helmi.id) == 1
