"""What a feature works with: one transaction, one moment, one reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import structlog

from bot.entities import Due, DueState, Person, Place, Programme, Space
from bot.i18n import Reader
from bot.pairs import Standing
from bot.ports import Work
from bot.rules.lifecycle import Pace, pace_with

REQUEST = "request"
"""Under which name the id of a request stands in the log, and in the details of what is told because of it."""


@dataclass(frozen=True, slots=True)
class Request:
    """Something a person typed, pressed or submitted, on any platform.

    `space` and `account` are the platform's ids; `name`, `language` and `zone` are what it knows of the person and
    are used the first time they are seen. `values` are the answers of a form, `files` its uploads, `place` the
    platform's id of the channel it came from, empty in a direct message. `id` is the platform's id of this event.
    """

    platform: str
    space: str
    account: str
    line: str
    values: Mapping[str, str] | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    place: str = ""
    pressed: bool = False
    id: str = ""
    name: str = ""
    language: str = ""
    zone: str = ""


@dataclass(slots=True)
class Context:
    """One transaction for one person at one moment. `now` is aware UTC, read once at the edge.

    `urgencies` say for each kind of message how soon it goes when many are due; lower goes first.
    """

    work: Work
    now: datetime
    reader: Reader
    defaults: Pace
    someone: Person | None = None
    space: Space | None = None
    request: Request | None = None
    urgencies: Mapping[str, int] = field(default_factory=dict)
    lanes: set[int] = field(default_factory=set)
    outgoing: list[Due] = field(default_factory=list)
    calendar: Standing | None = None

    @property
    def person(self) -> Person:
        """Who asked, or who is written to. Only a message for a channel has nobody."""
        if self.someone is None:
            raise LookupError("this context speaks to a place, not to a person")
        return self.someone

    @property
    def asked(self) -> Request:
        """The request that is being answered. A message that is due answers none."""
        if self.request is None:
            raise LookupError("this context answers no request")
        return self.request

    @property
    def standing(self) -> Standing:
        """The pairs of the programme whose calendar is drawn."""
        if self.calendar is None:
            raise LookupError("this context plans no programme")
        return self.calendar

    @property
    def zone(self) -> str:
        """The reader's IANA time zone."""
        return self.reader.zone

    def t(self, key: str, **arguments: object) -> str:
        """The text with this key in the reader's language; see `Reader.t` for how values are written."""
        return self.reader.t(key, **arguments)

    def about(self, programme: Programme) -> "Context":
        """The same context, in whose texts `$mentor_word`, `$actor_word` and `$programme` are this programme's."""
        words = {
            "mentor_word": programme.mentor_word,
            "actor_word": programme.actor_word,
            "programme": programme.name,
        }
        return replace(self, reader=replace(self.reader, words=words))

    def pace(self, programme: Programme) -> Pace:
        """The programme's own pace."""
        return pace_with(programme.pace, self.defaults)

    async def tell(
        self,
        kind: str,
        subject_id: int,
        to: Person | int,
        *,
        at: datetime | None = None,
        occurrence: str = "",
        not_after: datetime | None = None,
        skips_quiet: bool = False,
        details: Mapping[str, str | int] | None = None,
    ) -> None:
        """Plan a direct message; now, unless `at` says when. It is stored when the transaction ends; see `flush`.

        `occurrence` tells messages of one kind on one subject apart. Without an account the row is kept as
        undeliverable, so that the facilitator sees whom the programme does not reach.
        """
        person_id = to if isinstance(to, int) else to.id
        row = self._row(kind, subject_id, occurrence, f"person:{person_id}", at, not_after, details)
        row.person_id, row.skips_quiet = person_id, skips_quiet
        self.outgoing.append(row)

    async def flush(self) -> int:
        """Store what was to be told, all of it at once; how many messages were new.

        Whoever opened the transaction calls this before it ends. A planner says the same things every day, so it must
        cost no more to say fifty than to say one.
        """
        rows = [*self.outgoing]
        self.outgoing.clear()
        if not rows:
            return 0
        accounts = await self.work.directory.accounts_of({row.person_id for row in rows if row.person_id})
        for row in rows:
            if account := accounts.get(row.person_id or 0):
                row.space_id = account.space_id
            else:
                row.state, row.reason = DueState.UNDELIVERABLE, "no-account"
        return await self._plan(rows)

    async def post(
        self,
        kind: str,
        subject_id: int,
        place: str,
        *,
        at: datetime | None = None,
        occurrence: str = "",
        not_after: datetime | None = None,
        in_space: int | None = None,
        details: Mapping[str, str | int] | None = None,
    ) -> int:
        """Plan a message for every channel known by this place key; how many were new.

        A place that is yet to be opened needs `in_space`, the id of the space to open it in.
        """
        places: Sequence[Place] = await self.work.all(Place, key=place)
        spaces = [found.space_id for found in places] or ([in_space] if in_space else [])
        rows = []
        for space_id in spaces:
            row = self._row(kind, subject_id, occurrence, f"{place}@{space_id}", at, not_after, details)
            row.place, row.space_id = place, space_id
            rows.append(row)
        return await self._plan(rows)

    def _row(
        self,
        kind: str,
        subject_id: int,
        occurrence: str,
        recipient: str,
        at: datetime | None,
        not_after: datetime | None,
        details: Mapping[str, str | int] | None,
    ) -> Due:
        moment = at or self.now
        key = f"{kind}:{subject_id}:{occurrence}:{recipient}"
        row = Due(self.work.community.id, None, key, kind, subject_id, due_at=moment, next_at=moment)
        row.not_after, row.details = not_after, dict(details or {})
        if asked := structlog.contextvars.get_contextvars().get(REQUEST):  # so that a log tells what came of what
            row.details[REQUEST] = str(asked)
        row.urgency = self.urgencies.get(kind, row.urgency)
        return row

    async def _plan(self, rows: Sequence[Due]) -> int:
        new = await self.work.outbox.plan(*rows)
        self.lanes |= {row.space_id for row in new if row.space_id and row.due_at <= self.now}
        return len(new)


Values = dict[str, Any]
"""Converted parameters on their way to a handler: as varied as the parameters' kinds, checked by `Kind`."""
