import asyncio
from datetime import UTC, datetime, timedelta

from bot.entities import Account, Application, ApplicationState, PairingState, Place, Programme, ProgrammeState, Reach
from bot.message import Message
from bot.ports import Outcome, Result
from bot.rules.applying import Role
from tests.features.harbour import Harbour
from tests.support.stage import Stage, buttons, plain


async def test_the_facilitator_sees_each_pair_with_its_reasons_the_weakest_first(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    await harbour.mentor("Maija Meri", "maps", "boats")
    await harbour.mentor("Matti Maa", "bread")
    await harbour.actor("Aino Aalto", "maps", "boats")
    await harbour.actor("Ahti Ahven", "nets")
    await harbour.actor("Eero Eno", "nets")
    answer = await harbour.helmi.says("match draft")
    assert isinstance(answer, Message)
    assert "2 pairs" in plain(answer)
    assert "wants and offers: maps and boats" in plain(answer)
    assert "languages in common: Finnish" in plain(answer).replace("language in", "languages in")
    headings = [section.heading for section in answer.sections]
    assert "Matti Maa" in headings[0]
    assert "Maija Meri" in headings[1]
    assert "Without a pair: " in plain(answer)
    assert "can only go to" in plain(answer)
    assert not stage.messenger.direct


async def test_only_the_facilitator_drafts(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    aino = await harbour.actor("Aino Aalto")
    for line in ("match draft", "match show", "match publish", "match move actor:1 mentor:2", "pairing list"):
        assert "Only the facilitator" in plain(await aino.says(line))


async def test_a_kept_pair_survives_a_new_draft_and_a_forbidden_one_never_comes_back(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri", "maps")
    matti = await harbour.mentor("Matti Maa", "bread")
    aino = await harbour.actor("Aino Aalto", "maps")
    ahti = await harbour.actor("Ahti Ahven", "bread")
    await harbour.helmi.says("match draft")
    moved = await harbour.helmi.says(f"match move actor:{aino.id} mentor:{matti.id}")
    assert "no longer Matti Maa and Ahti Ahven" in plain(moved)
    assert "Without a pair: Maija Meri (mentor)" in plain(moved)
    again = await harbour.helmi.says("match draft")
    assert "new: Maija Meri and Ahti Ahven" in plain(again)
    assert "kept" in plain(again)
    kept = next(one for one in await harbour.pairings() if one.members() == (matti.id, aino.id))
    forbidden = await harbour.helmi.says(f"match forbid pairing:{kept.id}")
    assert "no longer Matti Maa and Aino Aalto" in plain(forbidden)
    assert {one.members() for one in await harbour.pairings()} == {(maija.id, aino.id), (matti.id, ahti.id)}
    refused = await harbour.helmi.says(f"match move actor:{aino.id} mentor:{matti.id}")
    assert "you ruled that out" in plain(refused)
    assert "may be a pair again" in plain(await harbour.helmi.presses(forbidden, "Allow it again"))
    assert "Matti Maa" in plain(await harbour.helmi.says(f"match move actor:{aino.id} mentor:{matti.id}"))


async def test_an_unclear_name_is_asked_about_and_no_name_of_an_avoid_list_is_shown(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    await harbour.mentor("Maija Meri", "maps")
    await harbour.mentor("maija  meri", "maps")
    await harbour.mentor("Matti Maa")
    aino = await harbour.actor("Aino Aalto", "maps", wishes=("Pekka Puro",), avoid=("Maija Meri",))
    answer = await harbour.helmi.says("match draft")
    assert isinstance(answer, Message)
    assert "Pekka Puro" in answer.sections[0].text
    assert "eri" not in answer.sections[0].text
    assert "A name on the private list of Aino Aalto is not clear" in plain(answer)
    asked = aino.news_text()
    assert "Pekka Puro" in asked
    assert "Maija Meri" in asked
    assert [one.mentor_id for one in await harbour.pairings()] == [stage.players["Matti Maa"].id]
    await harbour.helmi.says("match draft")
    assert not aino.news()


async def test_a_long_draft_is_paged_by_ten(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    for number in range(12):
        await harbour.mentor(f"Mentor {number}")
        await harbour.actor(f"Actor {number}")
    first = await harbour.helmi.says("match draft")
    assert isinstance(first, Message)
    assert sum(" of 100" in section.text for section in first.sections) == 10
    second = await harbour.helmi.presses(first, "Next page")
    assert isinstance(second, Message)
    assert sum(" of 100" in section.text for section in second.sections) == 2
    assert "Next page" not in buttons(second)


async def test_publish_tells_both_what_they_share_and_silence_is_yes(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri", "maps", "boats", aims="my secret aim")
    aino = await harbour.actor("Aino Aalto", "maps", avoid=("Eero Eno",), wishes=("Maija Meri",))
    eero = await harbour.actor("Eero Eno", "maps")
    draft = await harbour.helmi.says("match draft")
    published = await harbour.helmi.presses(draft, "Publish")
    assert "One pair is being told" in plain(published)
    told = plain(aino.inbox[0])
    assert "Maija Meri, who would be your mentor" in told
    assert "maps" in told
    assert "Mon, 9 Nov 2026" in told  # five working days on
    for private in ("my secret aim", "wish", "points", "Eero"):
        assert private not in plain(maija.inbox[0])
    left = eero.news_text()
    assert "in place 1" in left
    assert "9 Nov" in left
    assert await harbour.state_of(aino) == ApplicationState.PLACED
    assert await harbour.state_of(eero) == ApplicationState.WAITING
    aino.news()
    maija.news()
    await stage.later(days=8)
    welcome = aino.news()
    assert "The next step is yours" in plain(welcome[0])
    assert list(buttons(welcome[0])) == ["Plan the first meeting", "See the agreement"]
    assert "The next step is Aino Aalto’s" in maija.news_text()
    assert "I promised to write today" in eero.news_text()
    (pairing,) = await harbour.pairings(PairingState.ACTIVE)
    async with stage.store.work(stage.community) as work:
        place = await work.one(Place, key=f"pairing:{pairing.id}")
        assert place is not None
        programme = await work.get(Programme, harbour.programme)
    assert programme.state == ProgrammeState.RUNNING
    assert programme.started_at == pairing.introduced_at
    assert stage.messenger.opened[place.key] == (maija.account, aino.account)
    assert sum("your own place" in plain(message) for _, message, _ in stage.messenger.posted) == 1


async def test_a_mentor_of_three_reads_once_what_the_bot_keeps(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri", capacity=3)
    for name in ("Aino Aalto", "Bea Berg", "Cecilia Ceder"):
        await harbour.actor(name)
    await harbour.helmi.says("match draft")
    await harbour.helmi.says("match publish")
    maija.news()
    await stage.later(days=9)
    welcome = maija.news_text()
    assert welcome.count("are a pair in Over the water now") == 3
    assert welcome.count("I am Luotsi, the programme’s bot") == 1


async def test_the_communitys_clock_stands_in_for_whoever_told_no_time_zone(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    await harbour.mentor("Maija Meri", time_zone="Asia/Tokyo")
    await harbour.actor("Aino Aalto")
    draft = plain(await harbour.helmi.says("match draft"))
    assert "7 hours between their clocks" in draft
    assert "time zone not told" not in draft


async def test_published_on_a_sunday_the_time_to_say_no_begins_when_people_hear_of_it(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    await harbour.mentor("Maija Meri")
    aino = await harbour.actor("Aino Aalto")
    await stage.until(datetime(2026, 11, 8, 10, tzinfo=UTC))
    published = plain(await harbour.helmi.presses(await harbour.helmi.says("match draft"), "Publish"))
    assert "until Mon, 16 Nov 2026 08:00" in published
    assert "arrives at the next working hour" in published
    assert not aino.news()
    await stage.until(datetime(2026, 11, 9, 6, tzinfo=UTC))  # eight o'clock on Monday
    assert "on Mon, 16 Nov 2026 08:00" in aino.news_text()


async def test_somebody_left_over_can_ask_for_something_else(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    eero = await harbour.actor("Eero Eno")
    draft = await harbour.helmi.says("match draft")
    assert "Publish" not in buttons(draft)
    assert "no draft to publish" in plain(await harbour.helmi.says("match publish"))
    await harbour.helmi.presses(draft, "Tell them there is no pair yet")
    (word,) = eero.news()
    assert "There were no mentors this time" in plain(word)
    asked = await eero.presses(word, "Something else meanwhile")
    await eero.presses(asked, "One talk with a mentor")
    assert "Eero Eno waits for a pair" in harbour.helmi.news_text()


async def test_a_late_match_is_published_with_a_mentor_who_has_room_left(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri", capacity=2)
    aino = await harbour.actor("Aino Aalto")
    await harbour.introduced(maija, aino)
    ahti = await harbour.actor("Ahti Ahven")
    eero = await harbour.actor("Eero Eno")
    await harbour.helmi.says("match draft")
    published = await harbour.helmi.says("match publish")
    assert "One pair" in plain(published)
    assert len(await harbour.pairings(PairingState.PROPOSED)) == 1
    placed = [await harbour.state_of(player) for player in (ahti, eero)]
    assert sorted(placed) == [ApplicationState.PLACED, ApplicationState.WAITING]


async def test_mat_04_a_person_never_meets_themself(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    ennu = await harbour.applies("Ennu Ensio", Role.EITHER, capacity=3)
    answer = await harbour.helmi.says("match draft")
    assert "there is nobody else" in plain(answer)
    assert not await harbour.pairings()
    assert "their own mentor" in plain(await harbour.helmi.says(f"match move actor:{ennu.id} mentor:{ennu.id}"))


async def test_mat_05_whoever_is_away_is_in_no_pair_and_in_nobodys_message(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri", capacity=3)
    aino = await harbour.actor("Aino Aalto")
    pairing = await harbour.introduced(maija, aino)
    await maija.says(f"pairing pause pairing:{pairing} until:2027-01-11 sure:yes")
    ahti = await harbour.actor("Ahti Ahven")
    answer = await harbour.helmi.says("match draft")
    assert "Maija Meri" not in plain(answer)
    assert not await harbour.pairings(PairingState.DRAFT)
    await harbour.helmi.says("match publish alone:yes")
    assert "Maija" not in ahti.news_text()


async def test_mat_06_whoever_left_before_the_round_is_not_in_the_pool(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    gone = await harbour.mentor("Gone Person")
    stopped = await harbour.mentor("Stopped Person")
    await harbour.actor("Aino Aalto")
    async with stage.store.work(stage.community) as work:
        account = await work.one(Account, person_id=gone.id)
        assert account is not None
        account.reach = Reach.GONE
    await harbour.change(stopped, stopped_at=stage.clock.now())
    assert "Person" not in plain(await harbour.helmi.says("match draft"))
    assert not await harbour.pairings()


async def test_mat_06_whoever_leaves_between_draft_and_publish_is_in_no_pair(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri")
    aino = await harbour.actor("Aino Aalto")
    await harbour.mentor("Matti Maa")
    await harbour.actor("Ahti Ahven")
    await harbour.helmi.says("match draft")
    pair = next(one for one in await harbour.pairings() if maija.id in one.members())
    partner = next(player for player in stage.players.values() if player.id == pair.actor_id)
    await harbour.change(maija, stopped_at=stage.clock.now())
    assert "not a pair any more" in plain(await harbour.helmi.says("match show"))
    published = await harbour.helmi.says("match publish")
    assert f"Maija Meri and {partner.name} are not published" in plain(published)
    assert await harbour.state_of(partner) == ApplicationState.WAITING
    assert "Maija" not in partner.news_text()
    assert aino.id in {one.actor_id for one in await harbour.pairings()} | {partner.id}


async def test_mat_06_whoever_leaves_before_the_introduction_leaves_no_partner_waiting(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri")
    aino = await harbour.actor("Aino Aalto")
    await harbour.helmi.says("match draft")
    await harbour.helmi.says("match publish")
    aino.news()
    await harbour.change(maija, stopped_at=stage.clock.now())
    await stage.later(days=9)
    assert "does not come about" in aino.news_text()
    assert await harbour.state_of(aino) == ApplicationState.WAITING
    assert not await harbour.pairings(PairingState.ACTIVE)
    assert not stage.messenger.posted


async def test_mat_07_a_mentor_with_one_place_gets_one_pair_from_two_devices_at_once(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri", capacity=1)
    actors = [await harbour.actor("Aino Aalto"), await harbour.actor("Ahti Ahven")]
    await asyncio.gather(*(harbour.helmi.says(f"match move actor:{one.id} mentor:{maija.id}") for one in actors))
    assert len(await harbour.pairings()) == 1
    await asyncio.gather(*(harbour.helmi.says("match publish") for _ in range(3)))
    assert len(await harbour.pairings(PairingState.PROPOSED)) == 1
    words = [plain(message) for one in actors for message in one.inbox]
    assert sum("We would like to pair you" in word for word in words) == 1
    assert sum("You stay in the queue" in word for word in words) == 1


async def test_mat_08_publishing_three_times_proposes_once_and_leaves_nothing_over(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri")
    aino = await harbour.actor("Aino Aalto")
    await harbour.helmi.says("match draft")
    await asyncio.gather(*(harbour.helmi.says("match publish") for _ in range(3)))
    assert len(aino.inbox) == len(maija.inbox) == 1
    await stage.later(days=9)
    (pairing,) = await harbour.pairings()
    assert "has ended" in plain(await harbour.helmi.says(f"pairing end pairing:{pairing.id} sure:yes"))
    assert [one.state for one in await harbour.pairings()] == [PairingState.ENDED]


async def test_mat_10_capacity_zero_takes_nobody_new_and_keeps_the_pair_that_is(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri", capacity=2)
    aino = await harbour.actor("Aino Aalto")
    pairing = await harbour.introduced(maija, aino)
    async with stage.store.work(stage.community) as work:
        item = await work.one(Application, person_id=maija.id)
        assert item is not None
        item.answers = type(item.answers)("Maija Meri", role=Role.MENTOR, languages=("fi",), capacity=0, consent=True)
    await harbour.actor("Ahti Ahven")
    answer = await harbour.helmi.says("match draft")
    assert "There is no pair" in plain(answer)
    assert [one.id for one in await harbour.pairings(PairingState.ACTIVE)] == [pairing]


async def test_mat_11_half_told_is_seen_by_the_facilitator_and_not_introduced_in_silence(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri")
    aino = await harbour.actor("Aino Aalto")
    stage.messenger.failures[aino.account] = [Outcome(Result.CLOSED)]
    await harbour.helmi.says("match draft")
    await harbour.helmi.says("match publish")
    assert "Aino Aalto" in plain(maija.inbox[0])
    listed = await harbour.helmi.says("pairing list")
    assert "Could not be told: Aino Aalto" in plain(listed)
    await stage.later(days=9)
    assert not await harbour.pairings(PairingState.ACTIVE)
    assert "I could not reach Aino Aalto" in harbour.helmi.news_text()
    assert "reach" not in "\n".join(plain(message) for message in maija.inbox)
    await harbour.helmi.presses(await harbour.helmi.says("pairing list"), "I have told them: introduce")
    assert len(await harbour.pairings(PairingState.ACTIVE)) == 1


async def test_mat_11_the_unreached_is_told_again_by_another_way_with_time_to_say_no(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri")
    aino = await harbour.actor("Aino Aalto")
    stage.messenger.failures[aino.account] = [Outcome(Result.CLOSED)]
    await harbour.helmi.says("match draft")
    await harbour.helmi.says("match publish")
    (before,) = await harbour.pairings()
    async with stage.store.work(stage.community) as work:
        await work.add(Account(stage.community, stage.space.id, aino.id, "another-way"))
    await stage.later(days=2)
    assert [plain(message) for to, message, _ in stage.messenger.direct if to == "another-way"]
    (after,) = await harbour.pairings()
    assert before.veto_until is not None
    assert after.veto_until is not None
    assert after.veto_until > before.veto_until
    assert "a little more time" in plain(maija.inbox[-1])
    await stage.later(days=9)
    assert len(await harbour.pairings(PairingState.ACTIVE)) == 1


async def test_a_no_within_the_window_is_neutral_final_and_keeps_the_place_in_the_queue(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri")
    aino = await harbour.actor("Aino Aalto")
    await harbour.helmi.says("match draft")
    await harbour.helmi.says("match publish")
    (proposal,) = maija.news()
    aino.news()
    assert "does not come about" in plain(await maija.presses(proposal, "Not this one, please"))
    assert "settled" in plain(await maija.presses(proposal, "Not this one, please"))
    told = aino.news_text()
    assert "That says nothing about you" in told
    assert "said no" not in told
    assert "one of them said no" in harbour.helmi.news_text()
    assert await harbour.state_of(aino) == ApplicationState.WAITING
    assert "in place 1 of the queue" in plain(await aino.says("mine"))
    assert "There is no pair" in plain(await harbour.helmi.says("match draft"))


async def test_after_the_window_the_button_says_so_and_offers_other_ways(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri")
    aino = await harbour.actor("Aino Aalto")
    await harbour.helmi.says("match draft")
    await harbour.helmi.says("match publish")
    (proposal,) = aino.news()
    await stage.later(days=9)
    late = await aino.presses(proposal, "Not this one, please")
    assert "The time to say no ended on Mon, 9 Nov" in plain(late)
    assert list(buttons(late)) == ["Say how it fits", "Leave the pair"]
    assert len(await harbour.pairings(PairingState.ACTIVE)) == 1
    assert maija.id


async def test_mat_15_whoever_withdraws_while_the_round_is_saved_stays_out(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri")
    aino = await harbour.actor("Aino Aalto")
    await harbour.helmi.says("match draft")
    await asyncio.gather(harbour.helmi.says("match publish"), aino.says("application withdraw"))
    placed = await harbour.state_of(aino) == ApplicationState.PLACED
    assert len(await harbour.pairings(PairingState.PROPOSED)) == placed
    assert (await harbour.state_of(maija) == ApplicationState.PLACED) == placed


async def test_prm_02_and_03_somebody_elses_pair_is_not_found_and_stays_as_it_is(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    maija = await harbour.mentor("Maija Meri")
    await harbour.actor("Aino Aalto")
    eve = await stage.person("Eve Else")
    await harbour.helmi.says("match draft")
    (draft,) = await harbour.pairings()
    assert "can’t find that pair" in plain(await maija.says(f"match veto pairing:{draft.id}"))
    await harbour.helmi.says("match publish")
    (proposal,) = maija.news()
    nothing = plain(await eve.says("match veto pairing:9999"))
    assert plain(await eve.presses(proposal, "Not this one, please")) == nothing
    assert "Only the facilitator" in plain(await eve.says(f"match lock pairing:{draft.id}"))
    assert [one.state for one in await harbour.pairings()] == [PairingState.PROPOSED]


async def test_a_pair_of_the_published_round_can_no_longer_be_settled_as_a_draft(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    await harbour.mentor("Maija Meri")
    await harbour.actor("Aino Aalto")
    await harbour.helmi.says("match draft")
    (draft,) = await harbour.pairings()
    await harbour.helmi.says("match publish")
    await stage.until(stage.clock.now() + timedelta(hours=1))
    for line in ("lock", "unlock", "forbid"):
        assert "not part of the draft any more" in plain(await harbour.helmi.says(f"match {line} pairing:{draft.id}"))


async def test_when_both_say_no_at_once_nobody_is_told_twice(stage: Stage) -> None:
    harbour = await Harbour.open(stage)
    pair = [await harbour.mentor("Maija Meri"), await harbour.actor("Aino Aalto")]
    await harbour.helmi.says("match draft")
    await harbour.helmi.says("match publish")
    (pairing,) = await harbour.pairings()
    await asyncio.gather(*(player.says(f"match veto pairing:{pairing.id}") for player in pair))
    told = [plain(message) for player in pair for message in player.inbox]
    assert sum("That says nothing about you" in text for text in told) == 1
