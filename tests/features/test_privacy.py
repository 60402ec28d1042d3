import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.command import registry
from bot.entities import (
    Account,
    Agreement,
    Announcement,
    Application,
    Attempt,
    Concern,
    Due,
    DueState,
    Fit,
    FitAnswer,
    Forbid,
    Grant,
    Meeting,
    MeetingState,
    Pairing,
    PairingState,
    PendingImport,
    Person,
    Programme,
    ProgrammeState,
    Pulse,
    PulseAnswer,
    PulseMode,
    Right,
    Rsvp,
    Session,
)
from bot.i18n import Reader
from bot.rules.applying import Answers
from storage import SqlStore
from storage.mapping import TABLES
from tests.support.stage import START, Player, Stage, buttons, plain

SECRET = "Zelda Quist"
ADDRESS = "zelda@library.example"
OTHER = "Maija Salo"
OTHER_ADDRESS = "maija@library.example"


async def one_row_in_each_table(stage: Stage, zelda: Player, maija: Player) -> int:
    """Zelda in every table that can point at a person, and Maija's and a stranger's rows beside hers."""
    here, now = stage.community, START
    async with stage.store.work(here) as work:
        programme = Programme(here, "Over the water", state=ProgrammeState.RUNNING, contact_id=zelda.id)
        await work.add(programme)
        await work.add(Grant(here, zelda.id, Right.FACILITATOR, programme.id))
        for player, name, email in ((zelda, SECRET, ADDRESS), (maija, OTHER, OTHER_ADDRESS)):
            answers = Answers(name, email, aims=f"aims of {name}", avoid=("Somebody",), note=f"note of {name}")
            await work.add(Application(here, programme.id, player.id, answers))
        pairing = Pairing(here, programme.id, maija.id, zelda.id, PairingState.ACTIVE, introduced_at=now)
        await work.add(pairing)
        pairing.paused_by = zelda.id
        over = Pairing(here, programme.id, zelda.id, maija.id, PairingState.ENDED, introduced_at=now, ended_by=zelda.id)
        over.end_reason = f"{SECRET} was tired"
        await work.add(over)
        await work.add(Forbid(here, programme.id, zelda.id, maija.id))
        await work.add(Forbid(here, programme.id, maija.id, zelda.id))
        await work.add(PendingImport(here, programme.id, zelda.id, b"name;email", {}, created_at=now))
        ahead = now + timedelta(days=9)
        await work.add(Meeting(here, pairing.id, ahead, logged_by=zelda.id))
        await work.add(Agreement(here, pairing.id, 1, {"aims": "ours"}))
        await work.add(Meeting(here, pairing.id, now, state=MeetingState.HELD, logged_by=zelda.id))
        for player in (zelda, maija):
            await work.add(Fit(here, pairing.id, player.id, FitAnswer.GO_ON, now))
        session = await work.add(Session(here, programme.id, "Kick-off", now, "UTC", created_by=zelda.id))
        await work.add(Rsvp(here, session.id, zelda.id, "coming", 1))
        await work.add(Announcement(here, programme.id, "Welcome", now, author_id=zelda.id))
        for mode in PulseMode:
            pulse = await work.add(Pulse(here, programme.id, "first", mode, now, now + timedelta(days=10)))
            await work.add(PulseAnswer(here, pulse.id, zelda.id, {"trust": 4}, f"{SECRET} was here"))
            await work.add(PulseAnswer(here, pulse.id, maija.id, {"trust": 2}, "private words of another"))
        await work.add(Concern(here, programme.id, zelda.id, "settled worry", now, now))
        await work.add(Concern(here, programme.id, zelda.id, "open worry", now))
        row = Due(here, stage.space.id, "k1", "settings.test", pairing.id, now, now, person_id=zelda.id)
        row.state, row.details = DueState.SENT, {"name": SECRET}
        await work.add(row)
        await work.add(Attempt(here, row.id, 1, now, "sent"))
        later = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
        await work.add(Due(here, stage.space.id, "k2", "partner.left", pairing.id, later, later, person_id=zelda.id))
        return pairing.id


async def everything(stage: Stage) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, as the database holds it."""
    assert isinstance(stage.store, SqlStore)
    async with stage.store.engine.begin() as connection:
        return {
            table.name: [dict(row._mapping) for row in await connection.execute(select(table))]
            for table in TABLES.values()
        }


def pointing(rows: Mapping[str, list[dict[str, object]]], person: int) -> set[str]:
    """The columns that still point at a person."""
    columns = [
        (entity, table, column)
        for entity, table in TABLES.items()
        for column in table.columns
        if any(key.column.table is TABLES[Person] for key in column.foreign_keys)
    ]
    return {
        f"{entity.__name__}.{column.name}"
        for entity, table, column in columns
        if any(row[column.name] == person for row in rows[table.name])
    }


def mentions(rows: Mapping[str, list[dict[str, object]]], words: Iterable[str]) -> set[str]:
    return {name for name, kept in rows.items() for row in kept if any(word in str(row) for word in words)}


async def test_era_01_one_row_in_each_table_then_nothing_of_the_person_is_left(stage: Stage) -> None:
    zelda = await stage.person(SECRET, email=ADDRESS)
    maija = await stage.person(OTHER, email=OTHER_ADDRESS)
    await one_row_in_each_table(stage, zelda, maija)
    before = await everything(stage)
    declared = {column for kind in registry.personal_data.values() for column in kind.columns}
    assert declared - pointing(before, zelda.id) == set()
    assert "person" in mentions(before, [SECRET, ADDRESS])
    asked = await zelda.says("my-data erase")
    assert "cannot be undone" in plain(asked)
    assert (await everything(stage))["account"] == before["account"]
    assert "It is done" in plain(await zelda.presses(asked, "Yes, erase it"))
    after = await everything(stage)
    assert mentions(after, [SECRET, ADDRESS, zelda.account]) == set()
    assert pointing(after, zelda.id) <= {"Pairing.mentor_id", "Pairing.actor_id"}  # who else needs: the partner
    person = next(row for row in after["person"] if row["id"] == zelda.id)
    assert (person["name"], person["email"], bool(person["erased_at"])) == ("former member", "", True)
    assert [row["text"] for row in after["concern"]] == ["open worry"]
    assert [row["text"] for row in after["announcement"]] == ["Welcome"]  # ERA-02: the act stays, the name goes
    assert OTHER in str(after["application"])


async def test_era_02_the_other_keeps_what_is_theirs_and_reads_former_member(stage: Stage) -> None:
    zelda = await stage.person(SECRET, email=ADDRESS)
    maija = await stage.person(OTHER)
    await one_row_in_each_table(stage, zelda, maija)
    await zelda.says("my-data erase confirm:yes")
    async with stage.store.work(stage.community) as work:
        pairing = (await work.all(Pairing))[0]
        assert (await work.get(Person, pairing.partner_of(maija.id))).name == "former member"
        states = {meeting.starts_at: meeting.state for meeting in await work.all(Meeting)}
        assert states == {START: MeetingState.HELD, START + timedelta(days=9): MeetingState.CANCELLED}
        assert [fit.person_id for fit in await work.all(Fit)] == [maija.id]


async def test_era_03_era_04_the_export_has_every_kind_and_nothing_private_of_others(stage: Stage) -> None:
    zelda = await stage.person(SECRET, email=ADDRESS)
    maija = await stage.person(OTHER, email=OTHER_ADDRESS)
    await one_row_in_each_table(stage, zelda, maija)
    answer = await zelda.says("my-data export")
    files = {file.name: file.data.decode("utf-8-sig") for file in answer.files}
    assert set(files) == {"my-data.md", "my-data.csv", "my-data.json"}
    kept = json.loads(files["my-data.json"])
    empty = {name for name, value in kept.items() if not value}
    assert set(kept) == set(registry.personal_data)
    assert empty == set()
    for text in files.values():
        assert "zelda" in text
        assert OTHER_ADDRESS not in text
        assert "private words of another" not in text
        assert f"note of {OTHER}" not in text
    assert not answer.public


async def test_era_05_what_people_typed_is_no_formula_in_the_export(stage: Stage) -> None:
    zelda = await stage.person('=HYPERLINK("http://evil.example")')
    answer = await zelda.says("my-data export")
    csv = next(file for file in answer.files if file.name == "my-data.csv").data.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in csv


async def test_era_07_what_was_due_is_not_sent_and_the_partner_gets_a_neutral_note(stage: Stage) -> None:
    zelda = await stage.person(SECRET, email=ADDRESS)
    maija = await stage.person(OTHER)
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    await one_row_in_each_table(stage, zelda, maija)
    await stage.until(datetime(2026, 11, 2, 9, 59, tzinfo=UTC))
    await zelda.says("my-data erase confirm:yes")
    note = maija.news_text()
    assert "no longer here, so your pair has ended" in note
    assert "Zelda" not in note
    await stage.later(days=1)
    assert not zelda.inbox
    assert not maija.news()
    assert not helmi.inbox or "Zelda" not in helmi.news_text()
    async with stage.store.work(stage.community) as work:
        assert {pairing.state for pairing in await work.all(Pairing)} == {PairingState.ENDED}


async def test_a_programme_without_its_contact_asks_the_facilitator_for_another(stage: Stage) -> None:
    zelda = await stage.person(SECRET)
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    async with stage.store.work(stage.community) as work:
        await work.add(Programme(stage.community, "Over the water", contact_id=zelda.id))
    await zelda.says("my-data erase confirm:yes")
    assert "a concern reaches nobody now" in helmi.news_text()


async def test_erasing_twice_and_coming_back_is_harmless(stage: Stage) -> None:
    zelda = await stage.person(SECRET)
    asked = await zelda.says("my-data erase")
    await zelda.presses(asked, "Yes, erase it")
    await zelda.presses(asked, "Yes, erase it")  # now somebody new, who has nothing yet
    async with stage.store.work(stage.community) as work:
        assert [person.name for person in await work.all(Person)] == ["former member"] * 2
    shown = await zelda.says("my-data show")
    assert SECRET not in plain(shown)


async def test_the_last_administrator_is_told_what_follows(stage: Stage) -> None:
    zelda = await stage.person(SECRET, right=Right.ADMIN)
    assert "the only administrator" in plain(await zelda.says("my-data erase"))
    await stage.person("Helmi Laine", right=Right.ADMIN)
    assert "the only administrator" not in plain(await zelda.says("my-data erase"))


async def test_what_is_kept_is_shown_in_words_and_the_name_can_be_put_right(stage: Stage) -> None:
    zelda = await stage.person(SECRET, email=ADDRESS)
    shown = await zelda.says("my-data show")
    assert "the account I write to" in plain(shown)
    assert "Concerns you told" not in plain(shown)
    assert set(buttons(shown)) == {"Get it as files", "Correct my name", "Erase it"}
    form = await zelda.presses(shown, "Correct my name")
    assert "Zelda Kvist" in plain(await zelda.submits(form, {"name": "  Zelda   Kvist "}))
    async with stage.store.work(stage.community) as work:
        assert (await work.get(Person, zelda.id)).name == "Zelda Kvist"
        assert await work.count(Account, person_id=zelda.id) == 1


def test_every_kind_of_data_is_described_for_people() -> None:
    reader = Reader()
    keys = [
        f"data-{kind.replace(' ', '-')}{end}" for kind in registry.personal_data for end in ("", "-kept", "-erased")
    ]
    assert [key for key in keys if not reader.has(key)] == []
