"""The people of the sample, alive on the demo's page: they apply, meet and answer by themselves as the clock moves."""

from random import Random

from adapters.local.founding import answers_of, sample_file
from adapters.local.players.agenda import Agenda
from adapters.local.players.company import Players
from adapters.local.players.fates import Fates
from adapters.local.players.hands import Hands
from adapters.local.players.player import Player
from adapters.local.transcript import ZONE, PageSide
from bot.app import Bot

SEED = 1


async def company_of(bot: Bot, page: PageSide) -> Players:
    """Everybody of the sample who is enrolled. Whoever a human is on the page is to `leave` this company."""
    hands, agenda = Hands(bot, page.messenger, page.clock, page.space.external_id), Agenda()
    people = {person.account: person for person in await page.history.people()}
    cast = [
        Player.cast(people[account], answers, hands, agenda, SEED)
        for account, answers in answers_of(sample_file(), ZONE).items()
        if account in people
    ]
    for player in cast:
        player.who.applies = True
    company = Players(agenda, cast, Fates(Random(SEED)))  # noqa: S311  # a play, not a secret
    page.history.listeners.append(company.hear)
    return company
