from asyncio import gather
from datetime import UTC, date, datetime

from bot.context import Request
from bot.entities import (
    Application,
    ApplicationState,
    Outreach,
    Pairing,
    PairingState,
    Person,
    Programme,
    ProgrammeState,
    Right,
)
from bot.message import DISCORD, FieldKind, Form, Message, too_long
from bot.rules.applying import Answers, Format, Role
from tests.support.stage import Player, Stage, buttons, plain

TOLD = {
    "role": "actor",
    "aims": "Find my feet",
    "offers": "collections",
    "wants": "open science\ncollections",
    "languages": "fi\nen",
    "format": "in_person",
    "place": "Tampere",
    "time_zone": "Helsinki",
    "employer": "City library",
    "wishes": "Maija Meri",
    "avoid": "Otto Ohra",
    "note": "Not on Fridays",
    "consent": "yes",
}


async def programme(stage: Stage, state: ProgrammeState = ProgrammeState.OPEN, name: str = "Over the water") -> int:
    async with stage.store.work(stage.community) as work:
        made = Programme(stage.community, name, languages=("fi", "en"), topics=("collections", "open science"))
        made.state, made.apply_until = state, date(2026, 11, 30)
        return (await work.add(made)).id


async def set_state(stage: Stage, programme_id: int, state: ProgrammeState) -> None:
    async with stage.store.work(stage.community) as work:
        (await work.get(Programme, programme_id)).state = state


async def applications(stage: Stage) -> list[Application]:
    async with stage.store.work(stage.community) as work:
        return list(await work.all(Application))


async def outreach(stage: Stage) -> dict[str, tuple[int, int]]:
    async with stage.store.work(stage.community) as work:
        return {item.source: (item.opened, item.applied) for item in await work.all(Outreach)}


async def ann_applies(stage: Stage, **other: str) -> Player:
    ann = await stage.person("Ann Virtanen", email="ann@example.org")
    answer = await ann.submits(await ann.says("apply source:channel"), TOLD | other)
    assert "Your application is stored" in plain(answer)
    return ann


async def test_somebody_applies_and_everything_told_is_kept(stage: Stage) -> None:
    await programme(stage)
    ann = await ann_applies(stage)
    (kept,) = await applications(stage)
    assert kept.answers == Answers(
        "Ann Virtanen", "ann@example.org", Role.ACTOR, "Find my feet", ("collections",),
        ("open science", "collections"), ("fi", "en"), Format.IN_PERSON, "Tampere", "Europe/Helsinki", None,
        ("Maija Meri",), ("Otto Ohra",), "City library", "Not on Fridays", True, stage.clock.now(),
    )  # fmt: skip
    assert (kept.person_id, kept.state, kept.source) == (ann.id, ApplicationState.WAITING, "channel")
    assert kept.queued_at == kept.changed_at == stage.clock.now()
    assert await outreach(stage) == {"channel": (1, 1)}
    async with stage.store.work(stage.community) as work:
        assert (await work.get(Person, ann.id)).time_zone == "Europe/Helsinki"


async def test_the_form_has_ten_questions_in_three_pages_and_says_who_reads_what(stage: Stage) -> None:
    await programme(stage)
    ann = await stage.person("Ann Virtanen")
    form = await ann.says("apply")
    assert isinstance(form, Form)
    assert len(form.pages(DISCORD.fields_a_page)) == 3
    assert too_long(form, DISCORD) == []
    fields = {field.name: field for field in form.fields}
    assert "Nobody reads this but you: only the matching" in fields["avoid"].hint
    assert [option.value for option in fields["offers"].options] == ["collections", "open science"]
    assert [option.label for option in fields["languages"].options] == ["Finnish", "English"]
    assert [field.kind for field in form.fields if field.kind == FieldKind.MANY and not field.options] == []


async def test_correcting_shows_what_was_told_and_keeps_the_place_in_the_queue(stage: Stage) -> None:
    await programme(stage)
    ann = await ann_applies(stage, offers="collections\nknitting")
    applied_at = stage.clock.now()
    await stage.later(days=1)
    form = await ann.presses(await ann.says("application show"), "Correct it")
    assert isinstance(form, Form)
    values = {field.name: field.value for field in form.fields}
    assert values == TOLD | {"offers": "collections\nknitting", "time_zone": "Europe/Helsinki", "capacity": ""}
    assert [option.value for option in form.fields[2].options] == ["collections", "open science", "knitting"]
    assert "is corrected" in plain(await ann.submits(form, {"aims": "", "employer": "The sea library"}))
    (kept,) = await applications(stage)
    assert (kept.answers.aims, kept.answers.employer, kept.source) == ("", "The sea library", "channel")
    assert (kept.queued_at, kept.changed_at) == (applied_at, stage.clock.now())
    assert await outreach(stage) == {"channel": (1, 1)}


async def test_sending_the_form_twice_at_once_makes_one_application(stage: Stage) -> None:
    await programme(stage)
    ann = await stage.person("Ann Virtanen")
    form = await ann.says("apply")
    assert isinstance(form, Form)
    request = Request("local", "harbour", ann.account, form.line, values=TOLD)
    said = await gather(*(stage.bot.handle(request) for _ in range(3)))
    assert sorted("is stored" in plain(answer) for answer in said) == [False, False, True]
    assert len(await applications(stage)) == 1
    assert await outreach(stage) == {"typed": (1, 1)}


async def test_a_new_role_is_a_new_queue(stage: Stage) -> None:
    await programme(stage)
    ann = await ann_applies(stage)
    await stage.later(days=1)
    await ann.submits(await ann.says("apply"), {"role": "mentor", "capacity": "2"})
    (kept,) = await applications(stage)
    assert (kept.answers.role, kept.answers.capacity, kept.queued_at) == (Role.MENTOR, 2, stage.clock.now())


async def test_a_typed_line_changes_only_what_it_says(stage: Stage) -> None:
    await programme(stage)
    ann = await ann_applies(stage)
    answer = await ann.says('apply role:actor consent:yes languages:"Swedish, en" wants:"open science; whales"')
    assert "is corrected" in plain(answer)
    (kept,) = await applications(stage)
    assert (kept.answers.languages, kept.answers.wants) == (("sv", "en"), ("open science", "whales"))
    assert (kept.answers.avoid, kept.answers.format) == (("Otto Ohra",), Format.IN_PERSON)


async def test_tz_08_a_zone_with_several_meanings_is_chosen_from_a_menu(stage: Stage) -> None:
    await programme(stage)
    ann = await stage.person("Ann Virtanen")
    again = await ann.submits(await ann.says("apply"), TOLD | {"time_zone": "IST"})
    assert isinstance(again, Form)
    assert "may mean several time zones" in again.errors["time_zone"]
    field = next(item for item in again.fields if item.name == "time_zone")
    offered = [option.value for option in field.options]
    assert field.kind == FieldKind.ONE
    assert {"Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"} <= set(offered)
    assert await applications(stage) == []
    assert "is stored" in plain(await ann.submits(again, {"time_zone": "Asia/Kolkata"}))
    (kept,) = await applications(stage)
    assert kept.answers.time_zone == "Asia/Kolkata"


async def test_what_cannot_be_right_stands_beside_its_field(stage: Stage) -> None:
    await programme(stage)
    ann = await stage.person("Ann Virtanen")
    form = await ann.says("apply")
    wrong = {
        "time_zone": "Atlantis",
        "languages": "Klingonish",
        "wishes": "ann  VIRTANEN",
        "avoid": "maija meri",
        "consent": "",
        "capacity": "500",
    }
    for name, value in wrong.items():
        again = await ann.submits(form, TOLD | {name: value})
        assert isinstance(again, Form), name
        assert set(again.errors) == {name}
    again = await ann.submits(form, TOLD | {"wishes": "A B\nC D\nE F\nG H"})
    assert isinstance(again, Form)
    assert set(again.errors) == {"wishes"}
    assert "your consent" in plain(await ann.says("apply role:actor consent:no"))
    assert await applications(stage) == []


async def test_closed_applications_say_whom_to_ask(stage: Stage) -> None:
    number = await programme(stage, ProgrammeState.CLOSED)
    await stage.person("Helmi Laine", right=Right.FACILITATOR)
    ann = await stage.person("Ann Virtanen")
    assert "closed. If you would still like to take part, ask Helmi Laine" in plain(await ann.says("apply"))
    await set_state(stage, number, ProgrammeState.DRAFT)
    assert "not open yet" in plain(await ann.says("apply"))
    await set_state(stage, number, ProgrammeState.OPEN)
    form = await ann.says("apply")
    await set_state(stage, number, ProgrammeState.CLOSED)
    assert "are closed" in plain(await ann.submits(form, TOLD))
    assert await applications(stage) == []


async def test_ones_own_application_can_be_corrected_after_they_close_but_not_its_role_in_a_pair(stage: Stage) -> None:
    number = await programme(stage)
    ann = await ann_applies(stage)
    await set_state(stage, number, ProgrammeState.RUNNING)
    await ann.submits(await ann.says("apply"), {"avoid": "Otto Ohra\nEsa Esko"})
    (kept,) = await applications(stage)
    assert kept.answers.avoid == ("Otto Ohra", "Esa Esko")
    maija = await stage.person("Maija Meri")
    async with stage.store.work(stage.community) as work:
        (await work.get(Application, kept.id)).state = ApplicationState.PLACED
        await work.add(Pairing(stage.community, number, maija.id, ann.id, PairingState.ACTIVE))
    again = await ann.submits(await ann.says("apply"), {"role": "mentor"})
    assert isinstance(again, Form)
    assert set(again.errors) == {"role"}
    await set_state(stage, number, ProgrammeState.ENDED)
    assert "are closed" in plain(await ann.says("apply"))


async def test_only_the_applicant_sees_the_application_and_the_avoid_list(stage: Stage) -> None:
    await programme(stage)
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    ann = await ann_applies(stage)
    shown = plain(await ann.says("application show"))
    for word in ("Otto Ohra", "Maija Meri", "Not on Fridays", "Finnish and English", "In person", "channel"):
        assert word in shown
    assert "have not applied" in plain(await helmi.says("application show"))
    listed = plain(await helmi.says("application list"))
    assert "Ann Virtanen" in listed
    assert "Otto" not in listed
    assert "Only the facilitator" in plain(await ann.says("application list"))


async def test_withdrawing_twice_is_harmless_and_applying_again_is_a_new_place_in_the_queue(stage: Stage) -> None:
    number = await programme(stage)
    ann = await ann_applies(stage)
    mia = await stage.person("Mia Maa")
    async with stage.store.work(stage.community) as work:
        await work.add(Pairing(stage.community, number, mia.id, ann.id))
    shown = await ann.says("application show")
    assert "lose your place" in buttons(shown)["Withdraw"].confirm
    answer = await ann.presses(shown, "Withdraw")
    assert "is withdrawn" in plain(answer)
    assert "Nothing has changed" in plain(await ann.presses(shown, "Withdraw"))
    (kept,) = await applications(stage)
    assert kept.state == ApplicationState.WITHDRAWN
    async with stage.store.work(stage.community) as work:
        assert await work.count(Pairing) == 0
    await stage.later(hours=2)
    await ann.submits(await ann.presses(answer, "Apply again"), {})
    (kept,) = await applications(stage)
    assert (kept.state, kept.queued_at) == (ApplicationState.WAITING, stage.clock.now())


async def test_who_is_matched_leaves_the_pair_instead_of_withdrawing(stage: Stage) -> None:
    number = await programme(stage)
    ann = await ann_applies(stage)
    mia = await stage.person("Mia Maa")
    async with stage.store.work(stage.community) as work:
        pairing = await work.add(Pairing(stage.community, number, mia.id, ann.id, PairingState.ACTIVE))
    answer = await ann.says("application withdraw")
    assert buttons(answer)["Leave the pair"].line == f"pairing leave pairing:{pairing.id}"
    (kept,) = await applications(stage)
    assert kept.state == ApplicationState.WAITING


async def test_the_facilitator_sees_counts_and_the_list_twenty_a_page(stage: Stage) -> None:
    number = await programme(stage)
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    assert "Nobody has applied yet" in plain(await helmi.says("application list"))
    roles = [Role.MENTOR] * 5 + [Role.ACTOR] * 36 + [Role.EITHER] * 2
    async with stage.store.work(stage.community) as work:
        for index, role in enumerate(roles):
            person = await work.add(Person(stage.community, f"Person {index:02}"))
            answers = Answers(person.name, role=role, languages=("fi",), capacity=3 if index == 0 else None)
            state = (ApplicationState.PLACED, ApplicationState.WITHDRAWN)[index - 41] if index > 40 else "waiting"
            queued = datetime(2026, 11, 1, index // 6, index % 60, tzinfo=UTC)
            made = Application(stage.community, number, person.id, answers, ApplicationState(state), queued_at=queued)
            await work.add(made)
            if made.state == ApplicationState.PLACED:
                await work.add(Pairing(stage.community, number, helmi.id, person.id, PairingState.ACTIVE))
    first = await helmi.says("application list")
    assert isinstance(first, Message)
    assert dict(first.sections[0].facts)["Languages"] == "Finnish 42"
    words = plain(first)
    assert "42 people have applied" in words
    assert "Waiting for a pair: mentor 5, actor 36, either 0" in words
    assert "In a pair: mentor 0, actor 0, either 1" in words
    assert "Withdrawn: mentor 0, actor 0, either 1" in words
    assert "5 to 36, with room for 7" in words
    assert [name for name, _ in first.sections[1].facts] == [f"Person {index:02}" for index in range(20)]
    last = await helmi.presses(await helmi.presses(first, "Next page"), "Next page")
    assert isinstance(last, Message)
    assert [name for name, _ in last.sections[1].facts] == ["Person 40", "Person 41"]
    assert list(buttons(last)) == ["Previous page"]


async def test_a_source_that_is_no_word_counts_as_typed(stage: Stage) -> None:
    await programme(stage)
    ann = await stage.person("Ann Virtanen")
    await ann.submits(await ann.says('apply source:"a b <c>"'), TOLD)
    assert await outreach(stage) == {"typed": (1, 1)}


async def test_with_several_programmes_it_asks_which(stage: Stage) -> None:
    await programme(stage)
    other = await programme(stage, name="Under the bridge")
    ann = await stage.person("Ann Virtanen")
    asked = await ann.says("apply")
    form = await ann.presses(asked, "Under the bridge")
    await ann.submits(form, TOLD)
    (kept,) = await applications(stage)
    assert kept.programme_id == other


async def test_era_01_and_03_an_application_is_handed_out_whole_and_forgotten_whole(stage: Stage) -> None:
    await programme(stage)
    ann = await ann_applies(stage)
    maija = await stage.person("Maija Meri")
    assert "is stored" in plain(await maija.says("apply role:mentor consent:yes"))
    data = stage.bot.registry.personal_data["applications"]
    async with stage.store.work(stage.community) as work:
        exported = str(await data.export(work, ann.id))
        for word in ("Otto Ohra", "Europe/Helsinki", "channel", "2026-11-02T09:00:00+00:00", "waiting"):
            assert word in exported
        await data.erase(work, maija.id, stage.clock.now())
    (others,) = await applications(stage)
    assert (others.answers.wishes, others.answers.avoid) == ((), ("Otto Ohra",))
    async with stage.store.work(stage.community) as work:
        await data.erase(work, ann.id, stage.clock.now())
    assert await applications(stage) == []
