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
            taken |= self._places(player)
            player.who.fate = fate
            if fate == Fate.LEAVES:
                self._leave(player, now)
            if fate == Fate.ILL:
                self._fall_ill(player, now)

    def _drawn(self, role: Role, taken: set[str]) -> Player | None:
        able = [
            player
            for player in self._everybody()
            if player.temperament is not SILENT
            and player.who.answers.role in {role, Role.EITHER}
            and len(self._places(player)) == 1
            and not self._places(player) & taken
        ]
        return self.random.choice(able) if able else None

    def _everybody(self) -> Iterator[Player]:
        return (player for pair in self.pairs.values() for player in pair)

    def _places(self, player: Player) -> set[str]:
        return {place for place, pair in self.pairs.items() if player in pair}

    @staticmethod
    def _leave(player: Player, now: datetime) -> None:
        at = awake(now + LEAVES_AFTER, player.who.zone, player.who.random)
        player.says(at, "/mentoring pairing leave", HABITS["pairing leave"])

    @staticmethod
    def _fall_ill(player: Player, now: datetime) -> None:
        at = awake(now + ILL_AFTER, player.who.zone, player.who.random)
        until = local(at + ILL_FOR, player.who.zone).date()
        player.says(at, f"/mentoring pairing pause until:{until.isoformat()}", HABITS["pairing pause"])
