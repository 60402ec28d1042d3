"""What is known of pairs: read once for all who plan by it, and by whoever looks at one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.entities import GOING_ON, Agreement, Due, Meeting, MeetingState, Pairing, PairingState
from bot.ports import Work
from bot.rules.signals import PairFacts

RESUMED = "pairing.resumed"
"""The kind of message that tells a pair that its rest is over."""


@dataclass(slots=True)
class Standing:
    """Pairs with their meetings, agreements and beginnings, within one transaction; each is read when first asked for.

    Fifteen planners look at the same pairs every time that the calendar is drawn. What one changes, the next one sees.
    """

    work: Work
    pairs: Sequence[Pairing]
    _meetings: Mapping[int, Sequence[Meeting]] | None = None
    _returns: Mapping[int, datetime] | None = None
    _agreed: Mapping[int, bool] | None = None

    @classmethod
    async def of(cls, work: Work, programme_id: int) -> "Standing":
        """The standing of a programme's pairs that are proposed or go on."""
        return cls(work, await work.all(Pairing, programme_id=programme_id, state=(PairingState.PROPOSED, *GOING_ON)))

    def pairings(self, *states: PairingState) -> list[Pairing]:
        """Those that are in these states now, by id."""
        return [pairing for pairing in self.pairs if pairing.state in states]

    async def meetings(self, pairing_id: int) -> Sequence[Meeting]:
        """A pair's meetings, planned or held, by id."""
        if self._meetings is None:
            found, counted = defaultdict(list), (MeetingState.PLANNED, MeetingState.HELD)
            for meeting in await self.work.all(Meeting, pairing_id=self._begun(), state=counted):
                found[meeting.pairing_id].append(meeting)
            self._meetings = found
        return self._meetings.get(pairing_id, ())

    async def facts(self, pairing: Pairing) -> PairFacts:
        """What its signals and nudges follow from. Raises LookupError for a pair that was never introduced."""
        if pairing.introduced_at is None:
            raise LookupError("a pair has a beginning once it is introduced")
        if self._returns is None:
            rows = await self.work.all(Due, kind=RESUMED, subject_id=self._begun())
            self._returns = {row.subject_id: row.due_at for row in sorted(rows, key=lambda row: row.due_at)}
        began = max(pairing.introduced_at, self._returns.get(pairing.id, pairing.introduced_at))
        starts = tuple(meeting.starts_at for meeting in await self.meetings(pairing.id))
        return PairFacts(pairing.id, began, starts, await self._has_agreed(pairing.id))

    async def _has_agreed(self, pairing_id: int) -> bool:
        """Whether both have ticked the latest version."""
        if self._agreed is None:
            versions = await self.work.all(Agreement, pairing_id=self._begun())
            self._agreed = {one.pairing_id: one.agreed for one in sorted(versions, key=lambda one: one.version)}
        return self._agreed.get(pairing_id, False)

    def _begun(self) -> set[int]:
        return {pairing.id for pairing in self.pairs if pairing.introduced_at}
