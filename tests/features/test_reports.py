from datetime import UTC, date, datetime, timedelta

from bot.entities import (
    Agreement,
    Application,
    ApplicationState,
    Grant,
    Meeting,
    MeetingState,
    Outreach,
    Pairing,
    PairingState,
    Programme,
    ProgrammeState,
    Pulse,
    PulseAnswer,
    PulseMode,
    PulseState,
    Right,
)
from bot.rules.applying import Answers, Role
from tests.support.stage import START, Player, Stage, plain

ENDED = datetime(2027, 9, 30, 7, tzinfo=UTC)


async def ended_programme(stage: Stage, players: int = 12, answers: int = 6) -> tuple[Player, list[Player]]:
    """Six pairs, of which one left early; each met twice; two agreements; one pulse at the end, and one still open."""
    here = stage.community
    helmi = await stage.person("Helmi Laine")
    people = [await stage.person(f"Secret Name {number}") for number in range(players)]
    async with stage.store.work(here) as work:
        programme = Programme(here, "Over the water", "international work", topics=("Leading change",))
        programme.state, programme.ended_at = ProgrammeState.ENDED, ENDED
        programme.starts_on, programme.ends_on = date(2027, 1, 11), date(2027, 9, 29)
        await work.add(programme)
        await work.add(Grant(here, helmi.id, Right.FACILITATOR, programme.id))
        await work.add(Outreach(here, programme.id, "channel", 1, 20, players))
        for index, player in enumerate(people):
            role = Role.ACTOR if index % 2 else Role.MENTOR
            told = Answers(
                player.name, role=role, offers=("leading change",), languages=("fi",), employer="Secret Employer"
            )
            await work.add(Application(here, programme.id, player.id, told, ApplicationState.PLACED, "channel"))
        for index in range(0, players, 2):
            ended = ENDED - timedelta(days=90) if index == 0 else ENDED
            pairing = Pairing(here, programme.id, people[index].id, people[index + 1].id, PairingState.ENDED)
            pairing.introduced_at, pairing.ended_at, pairing.end_reason = START, ended, "Secret Reason"
            await work.add(pairing)
            agreed = START if index < 4 else None
            await work.add(Agreement(here, pairing.id, 1, {"aims": "Secret Aims"}, START, agreed))
            for number in range(2):
                at = datetime(2027, 2 + number, 1, 22, 30, tzinfo=UTC)
                on_theme = (True, None)[number]
                await work.add(Meeting(here, pairing.id, at, 60, on_theme=on_theme, state=MeetingState.HELD))
        for state, asked in ((PulseState.CLOSED, answers), (PulseState.OPEN, players)):
            pulse = Pulse(here, programme.id, "end", PulseMode.TOTALS, START, ENDED, state, ("theme",), invited=players)
            await work.add(pulse)
            for player in people[:asked]:
                score = 4 if state == PulseState.CLOSED else 1
                await work.add(PulseAnswer(here, pulse.id, player.id, {"theme": score}, "Secret Words"))
    return helmi, people


async def test_the_report_has_honest_denominators_on_the_three_aims(stage: Stage) -> None:
    helmi, _ = await ended_programme(stage)
    text = plain(await helmi.says("report"))
    assert "Found a pair: 12 of 12 (100 %)" in text
    assert "of those where it was said: 6 of 6 (100 %)" in text
    assert "Meetings where it was not said: 6" in text
    assert "Lasted to the end: 5 of 6 (83 %)" in text
    assert "Pairs that ended earlier: 1" in text
    assert "both ticked: 2 of 6 (33 %)" in text
    assert "12 logged, 12 hours together" in text


async def test_who_left_a_pair_has_found_one_whatever_they_asked_for_later(stage: Stage) -> None:
    helmi, people = await ended_programme(stage)
    async with stage.store.work(stage.community) as work:
        for player, state in zip(people, (ApplicationState.WITHDRAWN, ApplicationState.WAITING), strict=False):
            for application in await work.all(Application, person_id=player.id):
                application.state = state
    text = plain(await helmi.says("report"))
    assert "Found a pair: 12 of 12 (100 %)" in text
    assert "Applications: 12" in text
    assert "withdrawn" not in text


async def test_the_report_names_nobody_and_quotes_nobody(stage: Stage) -> None:
    helmi, _ = await ended_programme(stage)
    answer = await helmi.says("report")
    assert [file.name for file in answer.files] == ["report.html", "report.md"]
    for text in (plain(answer), *(file.data.decode() for file in answer.files)):
        assert "Secret" not in text
        assert "Over the water" in text


async def test_pul_01_a_total_below_the_floor_or_of_an_open_round_is_not_in_the_report(stage: Stage) -> None:
    helmi, _ = await ended_programme(stage, answers=4)
    answer = await helmi.says("report")
    text = answer.files[1].data.decode()
    assert "| At the end | Too few to show | – |" in text
    assert text.count("At the end") == 1  # the open round is not there at all


async def test_a_total_from_the_floor_up_is_shown_with_how_many_were_asked(stage: Stage) -> None:
    helmi, _ = await ended_programme(stage)
    text = (await helmi.says("report")).files[1].data.decode()
    assert "| At the end | 6 of 12 (50 %) | 4 of 5 |" in text


async def test_months_are_those_of_the_communitys_clock(stage: Stage) -> None:
    helmi, _ = await ended_programme(stage)
    page = (await helmi.says("report")).files[0].data.decode()
    assert "Feb" in page  # the 1st of February, 22:30 UTC, is the 2nd in Helsinki
    assert "Mar" in page


async def test_prm_01_only_the_facilitator_gets_the_report(stage: Stage) -> None:
    _, people = await ended_programme(stage)
    assert "Only the facilitator" in plain(await people[0].says("report"))


async def test_a_report_on_nothing_says_so(stage: Stage) -> None:
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    async with stage.store.work(stage.community) as work:
        await work.add(Programme(stage.community, "Over the water"))
    text = plain(await helmi.says("report"))
    assert "figures on the way" in text
    assert "Found a pair: None yet" in text
    assert "Lasted to the end: Can be said after the end" in text
