import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.context import Context
from bot.entities import (
    Account,
    Application,
    ApplicationState,
    ImportMapping,
    Outreach,
    PendingImport,
    Person,
    Programme,
    ProgrammeState,
    Right,
    Space,
)
from bot.features.imports import apply_prepared, read_file, report_lines
from bot.i18n import Reader
from bot.message import LONGEST_LINE, Answer, Form, Message
from bot.rules.applying import Role
from bot.rules.lifecycle import Pace
from tests.support.stage import Player, Stage, buttons, plain

SHARED = Path(__file__).parents[3] / "shared" / "data"
SMALL = (
    "Name,Email,Role,How many people at once?,Avoid,I agree\n"
    "Aino Aalto,aino@example.org,mentor,2-3,Otto Ohra,yes\n"
    "Bo Berg,bo@example.org,actor,,,yes\n"
    "Cilla Ceder,,actor,,,yes\n"
    "Dan Dahl,dan@example.org,actor,,,no\n"
)


async def programme(stage: Stage, state: ProgrammeState = ProgrammeState.OPEN, name: str = "Over the water") -> int:
    async with stage.store.work(stage.community) as work:
        made = Programme(stage.community, name, languages=("fi", "sv", "en"), state=state)
        made.apply_until = date(2026, 11, 30)
        return (await work.add(made)).id


async def facilitator(stage: Stage) -> Player:
    await programme(stage)
    return await stage.person("Helmi Laine", right=Right.FACILITATOR)


async def uploads(helmi: Player, data: bytes | str, **values: str) -> Answer:
    data = data.encode() if isinstance(data, str) else data
    return await helmi.submits(await helmi.says("import"), values, files={"file": data})


async def imports(helmi: Player, data: bytes | str) -> str:
    shown = await uploads(helmi, data)
    store = next(label for label in buttons(shown) if label.startswith("Store"))
    return plain(await helmi.presses(shown, store))


async def kept(stage: Stage, kind: type) -> list:
    async with stage.store.work(stage.community) as work:
        return list(await work.all(kind))


async def applications(stage: Stage) -> dict[str, Application]:
    return {one.answers.name: one for one in await kept(stage, Application)}


def shared(name: str) -> bytes:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    return path.read_bytes()


def roles(stored: dict[str, Application]) -> tuple[int, int, int]:
    counts = Counter(one.answers.role for one in stored.values())
    return counts[Role.MENTOR], counts[Role.ACTOR], counts[Role.EITHER]


def capacity(stored: dict[str, Application]) -> int:
    return sum(one.answers.capacity or 0 for one in stored.values() if one.answers.role == Role.MENTOR)


async def test_a_finnish_survey_is_shown_and_then_stored(stage: Stage) -> None:
    helmi = await facilitator(stage)
    shown = await uploads(helmi, shared("webropol-fi-40.csv"))
    words = plain(shown)
    assert "I read 39 applications: mentor 11, actor 26, either 2." in words
    for line in (
        "File: UTF-8, separated by semicolons",
        "Places with those who would mentor: 22",
        "Names in private avoid lists: 4",
        "Applications left out: 1",
        "6. Haen ohjelmaan: Role",
        "12. Teema: kansainväliset hankkeet: One topic, ticked or not, kansainväliset hankkeet",
    ):
        assert line in words
    assert re.search(r"Row 28: .* did not agree to the answers being stored", words)
    assert await applications(stage) == {}
    stored = await helmi.presses(shown, "Store 39 applications")
    assert "New: 39" in plain(stored)
    assert "Left out: 1" in plain(stored)
    made = await applications(stage)
    assert roles(made) == (11, 26, 2)
    assert capacity(made) == 22
    assert {one.source for one in made.values()} == {"import"}
    assert all(one.answers.consent for one in made.values())
    assert await kept(stage, PendingImport) == []


async def test_a_form_with_doubtful_numbers_is_asked_about_and_counted(stage: Stage) -> None:
    helmi = await facilitator(stage)
    shown = await uploads(helmi, shared("google-forms-en-120.csv"))
    words = plain(shown)
    assert "I read 120 applications: mentor 39, actor 67, either 14." in words
    assert "Questions still open: 5" in words
    assert "Without a time zone: 20\nTheir time zone for now: Europe/Helsinki" in words
    assert "separated by commas" in words
    assert isinstance(shown, Message)
    assert all(len(line) <= LONGEST_LINE for line in shown.lines())
    by_value = {plain(Message(one.text)): [button.label for button in one.buttons] for one in shown.sections}
    assert [labels for text, labels in by_value.items() if "12 people answer “2-3”" in text] == [
        ["2", "3", "Leave it open", "Another number"]
    ]
    assert [labels for text, labels in by_value.items() if "Tampere, EET" in text] == [["Say which"]]
    for text, value in (("“2-3”", "3"), ("“as many as needed”", "5"), ("say nothing", "none")):
        section = next(one for one in shown.sections if text in plain(Message(one.text)))
        line = next(button.line for button in section.buttons if button.line.endswith(f"value:{value}"))
        shown = await helmi.says(line)
        assert isinstance(shown, Message)
    assert "2 questions are still open" in plain(shown)
    assert "It counts as: Leave it open" in plain(shown)
    assert "“2-3”" not in plain(shown)  # what was settled before is not shown again
    assert "1. " not in plain(shown)  # nor the columns
    assert "How I read the columns" in plain(await helmi.presses(shown, "See the whole report"))
    await helmi.presses(shown, "Store 120 applications")
    made = await applications(stage)
    assert roles(made) == (39, 67, 14)
    by_capacity = Counter(one.answers.capacity for one in made.values() if one.answers.role != Role.ACTOR)
    assert by_capacity[3] >= 12
    assert by_capacity[5] == 6
    assert by_capacity[None] == 9


async def test_an_office_spreadsheet_without_consent_says_who_answers_for_it(stage: Stage) -> None:
    helmi = await facilitator(stage)
    shown = await uploads(helmi, shared("office-sv-24.csv"))
    words = plain(shown)
    assert "I read 24 applications: mentor 8, actor 11, either 5." in words
    assert "File: Windows-1252, separated by semicolons" in words
    assert "Places with those who would mentor: 17" in words
    assert "only if they agreed in another way" in buttons(shown)["Store 24 applications"].confirm
    await helmi.presses(shown, "Store 24 applications")
    made = await applications(stage)
    assert (roles(made), capacity(made)) == ((8, 11, 5), 17)


@pytest.mark.parametrize("name", ["webropol-fi-40.csv", "google-forms-en-120.csv", "office-sv-24.csv"])
async def test_the_same_file_twice_changes_nothing_and_says_so(stage: Stage, name: str) -> None:
    helmi = await facilitator(stage)
    data = shared(name)
    await imports(helmi, data)
    before = await applications(stage)
    people = len(await kept(stage, Person))
    await stage.later(days=1)
    again = await imports(helmi, data)
    assert "Nothing has changed" in again
    assert f"As they were: {len(before)}" in again
    after = await applications(stage)
    assert {name: (one.id, one.changed_at) for name, one in after.items()} == {
        name: (one.id, one.changed_at) for name, one in before.items()
    }
    assert len(await kept(stage, Person)) == people
    (counted,) = await kept(stage, Outreach)
    assert (counted.source, counted.applied) == ("import", len(before))


async def test_a_trial_stores_nothing_at_all(stage: Stage) -> None:
    helmi = await facilitator(stage)
    shown = await uploads(helmi, SMALL, dry_run="yes")
    assert "This was a trial: nothing is stored" in plain(shown)
    assert buttons(shown) == {}
    for kind in (PendingImport, Application, ImportMapping, Outreach):
        assert await kept(stage, kind) == []
    assert "No file of yours is waiting" in plain(await helmi.says("imported confirm"))


async def test_pressing_store_twice_stores_once(stage: Stage) -> None:
    helmi = await facilitator(stage)
    shown = await uploads(helmi, SMALL)
    await helmi.presses(shown, "Store 3 applications")
    assert "has been stored or forgotten" in plain(await helmi.presses(shown, "Store 3 applications"))
    assert len(await applications(stage)) == 3


async def test_a_question_can_be_answered_in_ones_own_words_but_not_in_any(stage: Stage) -> None:
    helmi = await facilitator(stage)
    shown = await uploads(helmi, SMALL)
    assert "One question is still open" in buttons(shown)["Store 3 applications"].confirm
    form = await helmi.presses(shown, "Another number")
    assert isinstance(form, Form)
    assert "2-3" in form.fields[0].hint
    again = await helmi.submits(form, {"value": "many"})
    assert isinstance(again, Form)
    assert set(again.errors) == {"value"}
    shown = await helmi.submits(again, {"value": "4"})
    assert "It counts as: 4" in plain(shown)
    await helmi.presses(shown, "Store 3 applications")
    assert (await applications(stage))["Aino Aalto"].answers.capacity == 4


async def test_a_column_is_given_another_meaning_which_is_remembered_for_the_next_file(stage: Stage) -> None:
    helmi = await facilitator(stage)
    data = SMALL.replace("Avoid", "Remarks of any kind")
    shown = await uploads(helmi, data)
    assert "5. Remarks of any kind: Leave out, please check" in plain(shown)
    form = await helmi.presses(shown, "Change a column")
    assert isinstance(form, Form)
    assert [option.label for option in form.fields[0].options][4] == "5. Remarks of any kind"
    shown = await helmi.submits(form, {"column": "5", "meaning": "avoid"})
    assert "5. Remarks of any kind: People to avoid (private)" in plain(shown)
    shown = await helmi.says('imported column column:"how many people at once?" meaning:"Leave out"')
    assert "4. How many people at once?: Leave out" in plain(shown)
    shown = await helmi.says("imported column 4 capacity")
    await helmi.presses(shown, "Store 3 applications")
    assert (await applications(stage))["Aino Aalto"].answers.avoid == ("Otto Ohra",)
    later = plain(await uploads(helmi, data + "Eva Ek,eva@example.org,actor,,,yes\n"))
    assert "as you confirmed for an earlier file" in later
    assert "People to avoid (private)" in later


async def test_columns_that_contradict_one_another_are_settled_first(stage: Stage) -> None:
    helmi = await facilitator(stage)
    await uploads(helmi, SMALL)
    shown = await helmi.says("imported column 3 ignore")
    assert "No column says who would be a mentor" in plain(shown)
    assert not [label for label in buttons(shown) if label.startswith("Store")]
    assert "No column says who would be a mentor" in plain(await helmi.says("imported confirm"))
    assert "Store 3 applications" in buttons(await helmi.says("imported column 3 role"))
    assert "There is no column “9”" in plain(await helmi.says("imported column 9 role"))
    assert "cannot mean “colour”" in plain(await helmi.says("imported column 3 colour"))


BAD = {
    "empty": (b"", "This file is empty"),
    "spreadsheet": (b"PK\x03\x04" + bytes(100), "save it as CSV"),
    "binary": (b"\x89PNG\r\n" + bytes(100), "not text"),
    "too big": (b"a;b\n" * 1_300_000, "I read up to 5 MB"),
    "one column": (b"Name\nAnn\nBea\n", "only one column"),
    "same header": (b"Name;Name\nAnn;Bea\n", "are both called"),
    "header only": (b"Name;Role\n", "no answers below"),
    "open quote": (b'Name;Role\n"Ann;mentor\n', "quotation mark"),
}


@pytest.mark.parametrize("fault", BAD)
async def test_a_file_that_cannot_be_used_is_refused_in_a_sentence_and_nothing_is_stored(
    stage: Stage, fault: str
) -> None:
    helmi = await facilitator(stage)
    data, sentence = BAD[fault]
    answer = await uploads(helmi, data)
    assert isinstance(answer, Form)
    assert sentence in plain(Message(answer.errors["file"]))
    for kind in (PendingImport, Application, ImportMapping):
        assert await kept(stage, kind) == []


async def test_somebody_known_here_by_address_or_by_name_is_not_made_anew(stage: Stage) -> None:
    helmi = await facilitator(stage)
    aino = await stage.person("A. Aalto", email="AINO@example.org", zone="Europe/London")
    bo = await stage.person("bo  BERG")
    other_cilla = await stage.person("Cilla Ceder", email="cilla@example.org")
    await imports(helmi, SMALL)
    made = await applications(stage)
    assert made["Aino Aalto"].person_id == aino.id
    assert made["Bo Berg"].person_id == bo.id
    assert made["Cilla Ceder"].person_id == other_cilla.id
    people = {one.id: one for one in await kept(stage, Person)}
    assert len(people) == 4
    assert (people[bo.id].email, people[aino.id].time_zone) == ("bo@example.org", "Europe/London")


async def test_namesakes_with_other_addresses_are_others_and_unclear_ones_are_left_out(stage: Stage) -> None:
    helmi = await facilitator(stage)
    other = await stage.person("Bo Berg", email="another.bo@example.org")
    await stage.person("Cilla Ceder", email="c1@example.org")
    await stage.person("Cilla Ceder", email="c2@example.org")
    for _ in range(2):
        answer = await imports(helmi, SMALL)
        assert "Not clear who is meant: 1" in answer
        assert "Cilla Ceder" in answer
    made = await applications(stage)
    assert set(made) == {"Aino Aalto", "Bo Berg"}
    assert made["Bo Berg"].person_id != other.id


async def test_whom_no_space_knows_is_listed_unless_the_door_is_open(stage: Stage) -> None:
    helmi = await facilitator(stage)
    answer = await imports(helmi, SMALL)
    assert "Not seen here yet: 3" in answer
    assert "ask them to type /mentoring" in answer
    assert "Aino Aalto, Bo Berg and Cilla Ceder" in answer
    async with stage.store.work(stage.community) as work:
        (await work.get(Space, stage.space.id)).open_door = True
    answer = await imports(helmi, SMALL + "Eva Ek,eva@example.org,actor,,,yes\n")
    assert "Not seen here yet" not in answer
    accounts = {one.person_id: one.external_id for one in await kept(stage, Account)}
    for made in (await applications(stage)).values():
        assert accounts[made.person_id] == f"p{made.person_id}"


async def test_an_older_file_does_not_undo_what_people_told_later(stage: Stage) -> None:
    helmi = await facilitator(stage)
    bo = await stage.person("Bo Berg", email="bo@example.org")
    aino = await stage.person("Aino Aalto", email="aino@example.org")
    await imports(helmi, SMALL)
    await bo.says('apply role:actor consent:yes aims:"Read more"')
    await aino.says("application withdraw")
    answer = await imports(helmi, SMALL.replace("Bo Berg", "Bo Björk").replace("2-3", "3"))
    assert "Told something later here, which stays: 2" in answer
    made = await applications(stage)
    assert made["Bo Berg"].answers.aims == "Read more"
    assert made["Aino Aalto"].state == ApplicationState.WITHDRAWN


async def test_a_corrected_file_corrects_and_keeps_the_queue_but_for_a_new_role(stage: Stage) -> None:
    helmi = await facilitator(stage)
    await imports(helmi, SMALL)
    first = stage.clock.now()
    await stage.later(days=1)
    answer = await imports(helmi, SMALL.replace("2-3", "3").replace("Cilla Ceder,,actor", "Cilla Ceder,,mentor"))
    assert "Changed: 2" in answer
    assert "As they were: 1" in answer
    made = await applications(stage)
    assert (made["Aino Aalto"].answers.capacity, made["Aino Aalto"].queued_at) == (3, first)
    assert (made["Cilla Ceder"].answers.role, made["Cilla Ceder"].queued_at) == (Role.MENTOR, stage.clock.now())


async def test_a_file_that_nobody_confirms_is_erased_after_a_day(stage: Stage) -> None:
    helmi = await facilitator(stage)
    await uploads(helmi, SMALL)
    await stage.later(hours=20)
    assert "I read 3 applications" in plain(await helmi.says("imported show"))
    await stage.later(days=2)
    assert await kept(stage, PendingImport) == []
    shown = await uploads(helmi, SMALL)
    assert "is forgotten" in plain(await helmi.presses(shown, "Forget the file"))
    assert await kept(stage, PendingImport) == []


async def test_prm_01_only_the_facilitator_may_import(stage: Stage) -> None:
    helmi = await facilitator(stage)
    ann = await stage.person("Ann Virtanen")
    shown = await uploads(helmi, SMALL)
    assert "Only the facilitator" in plain(await ann.says("import"))
    assert "Only the facilitator" in plain(await ann.presses(shown, "Store 3 applications"))
    assert "choose the file itself" in plain(await helmi.says("import file:answers.csv"))


async def test_with_several_programmes_it_asks_which_before_the_file(stage: Stage) -> None:
    helmi = await facilitator(stage)
    other = await programme(stage, name="Under the bridge")
    form = await helmi.presses(await helmi.says("import"), "Under the bridge")
    shown = await helmi.submits(form, {}, files={"file": SMALL.encode()})
    await helmi.presses(shown, "Store 3 applications")
    assert {one.programme_id for one in await kept(stage, Application)} == {other}


async def test_a_programme_that_is_over_takes_no_file(stage: Stage) -> None:
    await programme(stage, ProgrammeState.ENDED)
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    assert "takes no more applications" in plain(await uploads(helmi, SMALL))


async def test_without_a_chat_the_same_is_read_told_and_stored(stage: Stage) -> None:
    number = await programme(stage)
    async with stage.store.work(stage.community) as work:
        over_the_water = await work.get(Programme, number)
        ctx = Context(work, stage.clock.now(), Reader("en", "Europe/Helsinki"), Pace()).about(over_the_water)
        prepared = read_file(
            SMALL.encode(), over_the_water, ctx.now, "Europe/Helsinki",
            changes={"Avoid": "note"}, answers={"2-3": "2", "5-6": "5"},
        )  # fmt: skip
        lines = report_lines(ctx.reader, prepared)
        counts = await apply_prepared(ctx, over_the_water, prepared)
    words = plain(Message("\n".join(lines)))
    assert "It counts as: 2" in words
    assert "Nobody answered “5-6”" in words
    assert "5. Avoid: Note" in words
    assert "Row 5: Dan Dahl did not agree" in words
    assert (counts.new, counts.left_out, counts.unseen) == (3, 1, ["Aino Aalto", "Bo Berg", "Cilla Ceder"])
    assert (await applications(stage))["Aino Aalto"].answers.capacity == 2


async def test_era_01_erasing_the_uploader_erases_the_waiting_file(stage: Stage) -> None:
    helmi = await facilitator(stage)
    await uploads(helmi, SMALL)
    data = stage.bot.registry.personal_data["imports"]
    async with stage.store.work(stage.community) as work:
        assert await data.export(work, helmi.id)
        await data.erase(work, helmi.id, stage.clock.now() + timedelta(days=1))
    assert await kept(stage, PendingImport) == []
