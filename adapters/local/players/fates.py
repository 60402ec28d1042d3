"""What befalls some of those in pairs: one leaves, one pair does not fit, one mentor falls ill for six weeks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from adapters.local.players.habits import HABITS, Fate
from adapters.local.players.player import Player
from adapters.local.players.temperament import SILENT, awake
from adapters.local.ports import LocalMessage, PlaceKind
from bot.rules.applying import Role
from bot.rules.calendar import local

SOON = timedelta(hours=20)
"""The fates are dealt when those of the first day have been introduced."""
LEAVES_AFTER = timedelta(days=78)
ILL_AFTER = timedelta(days=105)
ILL_FOR = timedelta(days=42)
BETWEEN = timedelta(minutes=15)


@dataclass
class Fates:
    """Deals the three fates among those who have been introduced, each in another pair."""

    random: Random
    pairs: dict[str, list[Player]] = field(default_factory=dict)

    def sees(self, player: Player, message: LocalMessage) -> None:
        """Somebody has read something; in a pair's own place it tells who is a pair."""
        if not message.place.startswith(f"{PlaceKind.PAIR}:"):
            return
        if not self.pairs:
            at = message.at + SOON
            player.agenda.add(at, "", lambda: self._deal(at))
        pair = self.pairs.setdefault(message.place, [])
        if player not in pair:
            pair.append(player)

    async def _deal(self, now: datetime) -> None:
        """Draw who it is, and plan what they do."""
        taken: set[str] = set()
        for fate, role in ((Fate.LEAVES, Role.ACTOR), (Fate.MISFIT, Role.ACTOR), (Fate.ILL, Role.MENTOR)):
            player = self._drawn(role, taken)
            if player is None:
                continue
            places = self._places(player) - taken
            taken |= places
            player.who.fate = fate
            if fate == Fate.LEAVES:
                self._leave(player, now)
            if fate == Fate.ILL:
                self._fall_ill(player, now, len(places))

    def _drawn(self, role: Role, taken: set[str]) -> Player | None:
        """Somebody on that side with a pair of which nobody has been drawn; rather one with no other pair."""
        able = [
            player
            for player in self._everybody()
            if player.temperament is not SILENT
            and player.who.fate == Fate.NONE
            and player.who.answers.role in {role, Role.EITHER}
            and self._places(player) - taken
        ]
        simple = [player for player in able if len(self._places(player)) == 1]
        return self.random.choice(simple or able) if able else None

    def _everybody(self) -> Iterator[Player]:
        return iter(dict.fromkeys(player for pair in self.pairs.values() for player in pair))

    def _places(self, player: Player) -> set[str]:
        return {place for place, pair in self.pairs.items() if player in pair}

    @staticmethod
    def _leave(player: Player, now: datetime) -> None:
        at = awake(now + LEAVES_AFTER, player.who.zone, player.who.random)
        player.says(at, "/mentoring pairing leave", HABITS["pairing leave"])

    @staticmethod
    def _fall_ill(player: Player, now: datetime, pairs: int) -> None:
        """Each pair is paused; with several the bot asks each time for which one."""
        at = awake(now + ILL_AFTER, player.who.zone, player.who.random)
        until = local(at + ILL_FOR, player.who.zone).date()
        for number in range(pairs):
            line = f"/mentoring pairing pause until:{until.isoformat()}"
            player.says(at + number * BETWEEN, line, HABITS["pairing pause"])
