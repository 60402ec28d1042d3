from datetime import timedelta
from pathlib import Path

from adapters.cli.common import demo_settings
from adapters.local.founding import FACILITATOR, people_of, sample_file
from adapters.local.living import company_of
from adapters.local.players.company import LivingTimelapse
from adapters.local.transcript import START
from adapters.wiring import House, house
from bot.context import Request
from bot.entities import Account, Application
from scheduling.timelapse import MovableClock, Timelapse

PROGRAMME = {"name": "Over the water", "starts": "2026-12-08", "ends": "2027-09-08"}


async def said(made: House, line: str, values: dict[str, str] | None = None) -> None:
    await made.bot.handle(Request("local", made.the_page.space.external_id, FACILITATOR, line, values=values))


async def test_people_apply_by_themselves_as_the_clock_moves_but_not_whom_a_human_is(tmp_path: Path) -> None:
    clock = MovableClock(START)
    async with house(demo_settings(tmp_path), clock, people_of(sample_file(), "Europe/Helsinki"), alone=True) as made:
        company = await company_of(made.bot, made.the_page)
        human = next(iter(company.cast))
        company.leave(human)
        await said(made, "programme create", PROGRAMME)
        await said(made, "programme open until:2026-11-30")
        await said(made, "programme announce")
        await LivingTimelapse(Timelapse(made.bot, clock), company).advance(START + timedelta(days=7))
        async with made.store.work(made.the_page.space.community_id) as work:
            applied = {one.person_id for one in await work.all(Application)}
            account = await work.one(Account, external_id=human)
    assert len(applied) > 10
    assert account is not None
    assert account.person_id not in applied
