import asyncio
from datetime import UTC, datetime

from icalendar import Calendar

from bot.context import Request
from bot.entities import Account, Reach, Right, Rsvp, Session, SessionState
from bot.message import Answer, Form, Message
from tests.support.gatherings import cohort, pair, running_programme
from tests.support.stage import Player, Stage, buttons, plain

THURSDAY = datetime(2026, 11, 5, 8, 0, tzinfo=UTC)  # 10:00 in Helsinki


async def planned(stage: Stage, pairs: int, line: str = "") -> tuple[Player, list[Player]]:
    """A facilitator, so many pairs, and a session on Thursday at 10."""
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    people = await cohort(stage, await running_programme(stage), pairs)
    made = await helmi.says(f'/mentoring session create name:"Kick-off" when:"Thu 2026-11-05 10:00" {line}')
    assert "Kick-off is planned" in plain(made), plain(made)
    helmi.news()
    return helmi, people


async def states(stage: Stage) -> dict[str, list[int]]:
    """Who stands where, in the order of asking."""
    async with stage.store.work(stage.community) as work:
        rsvps = sorted(await work.all(Rsvp), key=lambda each: each.number)
        return {state: [each.person_id for each in rsvps if each.state == state] for state in ("going", "waiting")}


async def session(stage: Stage) -> Session:
    async with stage.store.work(stage.community) as work:
        return (await work.all(Session))[0]


def entry(message: Answer) -> Calendar:
    assert isinstance(message, Message)
    return Calendar.from_ical(message.files[0].data)


async def test_a_session_is_planned_by_form_and_everybody_is_invited_with_buttons(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    programme = await running_programme(stage)
    mentor, actor = await cohort(stage, programme, 1, zone="Europe/Stockholm")
    form = await helmi.says("session create")
    assert isinstance(form, Form)
    made = await helmi.submits(form, {"name": "Kick-off", "when": "5.11.2026 klo 10", "minutes": "3 h"})
    assert "2 people get an invitation" in plain(made)
    assert "posting it in one channel" in plain(made)
    assert "Thu, 5 Nov 2026 10:00 (Europe/Helsinki)" in plain(made)
    (invitation,) = actor.news()
    assert "09:00 (Europe/Stockholm)" in plain(invitation)
    assert "On the session’s clock: Thu, 5 Nov 2026 10:00 (Europe/Helsinki)" in plain(invitation)
    place, post, _ = stage.messenger.posted[0]
    assert (place, post.topic) == ("general", f"session:{(await session(stage)).id}")
    answer = await actor.presses(invitation, "I’m coming")
    assert "You have a place" in plain(answer)
    assert entry(answer).walk("VEVENT")[0]["dtstart"].dt == THURSDAY
    assert "You are coming" in plain(await actor.says("session list"))
    assert "Who comes" not in buttons(await mentor.says("session list"))


async def test_who_joins_later_is_invited_too(stage: Stage) -> None:
    await planned(stage, 1)
    mentor, actor = await stage.person("Late Mentor"), await stage.person("Late Actor")
    await pair(stage, 1, mentor, actor)
    await stage.later(days=1)
    assert "You are invited to Kick-off" in actor.news_text()
    await stage.later(days=1)
    assert not actor.news()


async def test_evt_01_ten_press_at_once_and_five_places_go_to_five_people(stage: Stage) -> None:
    _, people = await planned(stage, 5, "capacity:5")
    number = (await session(stage)).id
    line = f"rsvp session:{number} answer:going"
    presses = [*people, *people[:2]]  # two double-click
    await asyncio.gather(
        *(
            stage.bot.handle(Request("local", stage.space.external_id, who.account, line, pressed=True))
            for who in presses
        )
    )
    stand = await states(stage)
    assert len(stand["going"]) == len(stand["waiting"]) == 5
    assert sorted(stand["going"] + stand["waiting"]) == sorted(who.id for who in people)
    places = {plain(await who.says(line)) for who in people if who.id in stand["waiting"]}
    assert sorted(text.split("number ")[1][0] for text in places) == ["1", "2", "3", "4", "5"]
    assert await states(stage) == stand


async def test_evt_02_a_freed_place_goes_to_the_first_who_waits_who_is_told_once(stage: Stage) -> None:
    _, (ann, bo, cecilia, dan) = await planned(stage, 2, "capacity:1")
    for who in (ann, bo, cecilia, dan):
        answer = await who.says("rsvp 1 going")
        who.news()
    assert "number 3 on the waiting list" in plain(answer)
    freed = await ann.says("rsvp 1 declined")
    assert "You are not coming" in plain(freed)
    (news,) = bo.news()
    assert "you now have one at Kick-off" in plain(news)
    assert entry(news)["method"] == "REQUEST"
    await ann.says("rsvp 1 declined")
    assert not bo.news()
    assert not cecilia.news()
    assert not dan.news()
    assert "number 1 " in plain(await cecilia.says("rsvp 1 going"))


async def test_evt_03_more_places_go_to_those_who_wait_and_fewer_take_none_away(stage: Stage) -> None:
    helmi, people = await planned(stage, 3, "capacity:2")
    for who in people[:5]:
        await who.says("rsvp 1 going")
        who.news()
    raised = await helmi.says("session capacity 1 4")
    assert "2 people who waited have a place" in plain(raised)
    assert (await states(stage))["going"] == [who.id for who in people[:4]]
    assert [bool(who.news()) for who in people[:5]] == [False, False, True, True, False]
    lowered = await helmi.says("session capacity 1 1")
    assert "4 people are coming already. I take no place away" in plain(lowered)
    assert len((await states(stage))["going"]) == 4
    await people[0].says("rsvp 1 declined")
    assert (await states(stage))["waiting"] == [people[4].id]


async def test_evt_04_a_newcomer_does_not_pass_those_who_wait(stage: Stage) -> None:
    _, (ann, bo, cecilia, _) = await planned(stage, 2, "capacity:1")
    await ann.says("rsvp 1 going")
    await bo.says("rsvp 1 going")
    leaves, comes = (
        Request("local", stage.space.external_id, who.account, f"rsvp 1 {said}")
        for who, said in ((ann, "declined"), (cecilia, "going"))
    )
    await asyncio.gather(stage.bot.handle(leaves), stage.bot.handle(comes))
    assert await states(stage) == {"going": [bo.id], "waiting": [cecilia.id]}


async def test_evt_05_each_final_time_has_one_reminder_that_shows_it(stage: Stage) -> None:
    helmi, (ann, _) = await planned(stage, 1)
    await ann.says("rsvp 1 going")
    ann.news()
    await stage.until(datetime(2026, 11, 4, 9, 0, tzinfo=UTC))
    assert "A reminder: Kick-off is on Thu, 5 Nov 2026 10:00" in ann.news_text()
    await helmi.says('session move 1 "2026-11-06 10:00"')
    moved = ann.news()[0]
    assert "It is now on Fri, 6 Nov 2026 10:00" in plain(moved)
    assert entry(moved).walk("VEVENT")[0]["sequence"] == 1
    await helmi.says('session move 1 "2026-11-05 15:00"')
    assert "It is now on Thu, 5 Nov 2026 15:00" in ann.news_text()
    await stage.later(days=7)
    (reminder,) = [plain(message) for message in ann.news()]
    assert "A reminder: Kick-off is on Thu, 5 Nov 2026 15:00" in reminder


async def test_evt_05_two_moves_before_the_morning_are_one_notice(stage: Stage) -> None:
    helmi, (ann, _) = await planned(stage, 1)
    await ann.says("rsvp 1 going")
    await stage.until(datetime(2026, 11, 2, 21, 0, tzinfo=UTC))
    ann.news()
    await helmi.says('session move 1 "2026-11-12 10:00"')
    await helmi.says('session move 1 "2026-11-13 10:00"')
    assert not ann.news()
    await stage.later(hours=12)
    (notice,) = ann.news()
    assert "Fri, 13 Nov 2026 10:00" in plain(notice)


async def test_a_notice_that_the_morning_would_bring_too_late_goes_at_once_to_those_who_come(stage: Stage) -> None:
    helmi, (ann, bo) = await planned(stage, 1)
    await helmi.says('session move 1 "2026-11-03 07:30"')
    await ann.says("rsvp 1 going")
    await stage.until(datetime(2026, 11, 2, 21, 0, tzinfo=UTC))
    _ = ann.news(), bo.news()
    await helmi.says("session cancel 1")
    assert "Kick-off is cancelled" in ann.news_text()
    assert not bo.news()


async def test_evt_06_a_cancelled_session_is_told_once_and_never_again(stage: Stage) -> None:
    helmi, (ann, bo) = await planned(stage, 1)
    await ann.says("rsvp 1 going")
    await bo.says("rsvp 1 declined")
    _ = ann.news(), bo.news()
    listed = await helmi.says("session list")
    assert buttons(listed)["Cancel it"].confirm
    done = await helmi.presses(listed, "Cancel it")
    assert "telling the one person concerned" in plain(done)
    assert "cancelled already" in plain(await helmi.presses(listed, "Cancel it"))
    (notice,) = ann.news()
    assert "It will not take place" in plain(notice)
    assert entry(notice)["method"] == "CANCEL"
    assert entry(notice).walk("VEVENT")[0]["status"] == "CANCELLED"
    assert stage.messenger.posted[-1][1].text.endswith("is cancelled.")
    assert not buttons(stage.messenger.posted[-1][1])
    await stage.later(days=7)
    assert not ann.news()
    assert not bo.news()
    assert "No session" in plain(await ann.says("session list"))
    assert "is cancelled, so" in plain(await ann.says("rsvp 1 going"))


async def test_evt_07_a_new_title_updates_the_post_and_tells_nobody(stage: Stage) -> None:
    helmi, (ann, bo) = await planned(stage, 1)
    await ann.says("rsvp 1 going")
    _ = ann.news(), bo.news()
    form = await helmi.says("session edit 1")
    assert "nobody gets a message" in plain(await helmi.submits(form, {"name": "The kick-off"}))
    assert not ann.news()
    post = stage.messenger.posted[-1][1]
    assert (post.title, post.topic) == ("The kick-off", "session:1")
    await helmi.submits(await helmi.says("session edit 1"), {"where": "Main library, Tampere"})
    assert "Main library, Tampere" in ann.news_text()
    assert "Main library, Tampere" in bo.news_text()
    assert len(stage.messenger.posted) == 3


async def test_evt_12_the_place_of_somebody_who_left_goes_to_the_next(stage: Stage) -> None:
    helmi, (ann, bo) = await planned(stage, 1, "capacity:1")
    await ann.says("rsvp 1 going")
    await bo.says("rsvp 1 going")
    bo.news()
    async with stage.store.work(stage.community) as work:
        account = await work.one(Account, external_id=ann.account)
        assert account
        account.reach = Reach.GONE
    await stage.later(days=1)
    assert "you now have one" in bo.news_text()
    assert (await states(stage)) == {"going": [bo.id], "waiting": []}
    assert "Mentor 1" not in plain(await helmi.says("session roster 1"))


async def test_evt_13_the_past_is_refused_and_no_late_reminder_goes(stage: Stage) -> None:
    helmi, (ann, _) = await planned(stage, 1)
    await ann.says("rsvp 1 going")
    ann.news()
    refused = await helmi.submits(await helmi.says("session move 1"), {"when": "2026-11-01 10:00"})
    assert isinstance(refused, Form)
    assert "is over already" in refused.errors["when"]
    assert (await session(stage)).starts_at == THURSDAY
    await helmi.says('session move 1 "2026-11-03 09:00"')  # 22 hours ahead: too late for "in 24 hours"
    assert "It is now on Tue, 3 Nov" in ann.news_text()
    await stage.later(days=4)
    assert not ann.news()


async def test_evt_14_an_admin_can_take_over_from_whoever_planned_it(stage: Stage) -> None:
    await planned(stage, 1)
    aino = await stage.person("Aino Admin", right=Right.ADMIN)
    assert "cancelled" in plain(await aino.says("session cancel 1"))


async def test_prm_03_controls_of_the_facilitator_do_nothing_for_others(stage: Stage) -> None:
    _, (ann, _) = await planned(stage, 1)
    for line in ("cancel 1", 'move 1 "2026-11-06 10:00"', "roster 1", "capacity 1 3", "edit 1 Other", "held 1"):
        assert "Only the facilitator" in plain(await ann.says(f"session {line}"))
    assert (await session(stage)).state == SessionState.PLANNED
    stranger = await stage.person("A Stranger")
    assert "for those who take part" in plain(await stranger.says("rsvp 1 going"))
    assert await states(stage) == {"going": [], "waiting": []}


async def test_lim_04_sixty_answers_with_long_names_are_shown_in_pages(stage: Stage) -> None:
    helmi, _ = await planned(stage, 0)
    people = [await stage.person(f"{'Long ' * 30}{number:02}") for number in range(60)]
    async with stage.store.work(stage.community) as work:
        for number, who in enumerate(people):
            await work.add(Rsvp(stage.community, 1, who.id, "going", number + 1))
    first = await helmi.says("session roster 1")
    assert "60 coming" in plain(first)
    second = await helmi.presses(first, "Show 40 more")
    third = await helmi.presses(second, "Show 20 more")
    shown = [fact for page in (first, second, third) for part in page.sections for fact in part.facts]  # type: ignore[union-attr]
    assert [name[-2:] for name, _ in shown] == [f"{number:02}" for number in range(60)]


async def test_a_session_that_is_over_was_held_and_takes_no_answers(stage: Stage) -> None:
    helmi, (ann, _) = await planned(stage, 1)
    assert "Please note it after it has begun" in plain(await helmi.says("session held 1"))
    await stage.until(datetime(2026, 11, 5, 8, 30, tzinfo=UTC))
    assert "took place" in plain(await helmi.presses(await helmi.says("session list"), "It took place"))
    assert "has begun or is over" in plain(await ann.says("rsvp 1 going"))


async def test_the_only_session_that_has_begun_is_the_one_that_was_held(stage: Stage) -> None:
    helmi, _ = await planned(stage, 1)
    await helmi.says('session create "Half-way" "2026-11-06 10:00"')
    assert "No session has begun" in plain(await helmi.says("session held"))
    await stage.until(datetime(2026, 11, 5, 8, 30, tzinfo=UTC))
    assert "I have noted that Kick-off took place" in plain(await helmi.says("session held"))
    assert "No session has begun" in plain(await helmi.says("session held"))


async def test_of_two_sessions_that_have_begun_it_asks_which_was_held(stage: Stage) -> None:
    helmi, _ = await planned(stage, 1)
    await helmi.says('session create "Side talk" "2026-11-05 10:15"')
    await stage.until(datetime(2026, 11, 5, 8, 30, tzinfo=UTC))
    form = await helmi.says("session held")
    assert isinstance(form, Form)
    assert [option.label.split(",")[0] for option in form.fields[0].options] == ["Kick-off", "Side talk"]
    assert "I have noted that Side talk took place" in plain(await helmi.submits(form, {"session": "2"}))


async def test_time_alone_notes_a_session_as_held(stage: Stage) -> None:
    await planned(stage, 1)
    await stage.later(days=5)
    assert (await session(stage)).state == SessionState.HELD


async def test_a_command_without_a_session_asks_which_one(stage: Stage) -> None:
    helmi, _ = await planned(stage, 1)
    form = await helmi.says("session move")
    assert isinstance(form, Form)
    assert form.fields[0].options[0].label.startswith("Kick-off, Thu, 5 Nov")
    assert "The session is now on" in plain(await helmi.submits(form, {"session": "1", "when": "2026-11-06 10:00"}))


async def test_a_zone_that_is_not_one_stands_beside_its_field(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    await running_programme(stage)
    form = await helmi.says("session create")
    again = await helmi.submits(form, {"name": "Kick-off", "when": "2026-11-05 10:00", "zone": "Nowhere"})
    assert isinstance(again, Form)
    assert "Write a city" in again.errors["zone"]
    made = await helmi.submits(again, {"zone": "Stockholm"})
    assert "11:00 (Europe/Helsinki)" in plain(made)
    assert "10:00 (Europe/Stockholm)" in plain(made)


async def test_what_is_kept_about_a_person_is_handed_out_and_forgotten(stage: Stage) -> None:
    helmi, (ann, _) = await planned(stage, 1)
    await ann.says("rsvp 1 going")
    kept = stage.bot.registry.personal_data["sessions"]
    async with stage.store.work(stage.community) as work:
        assert await kept.export(work, ann.id) == {"answers": [{"session": "Kick-off", "answer": "going"}], "made": []}
        assert await kept.export(work, helmi.id) == {"answers": [], "made": ["Kick-off"]}
        for who in (ann, helmi):
            await kept.erase(work, who.id, stage.clock.now())
    assert (await session(stage)).created_by is None
    assert await states(stage) == {"going": [], "waiting": []}
