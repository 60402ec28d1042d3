"""From a file to applications: found people are corrected, new ones stored, and doing it twice changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from bot.context import Context
from bot.entities import (
    Account,
    Application,
    ApplicationState,
    ImportMapping,
    Outreach,
    Person,
    Programme,
    ProgrammeState,
    Space,
)
from bot.errors import Refusal
from bot.ports import Work
from bot.rules.applying import Answers, Role
from bot.rules.importing import Defaults, ImportRefused
from bot.rules.importing import Mapping as Columns
from bot.rules.importing.prepared import Prepared, prepare
from bot.rules.importing.recognising import Known, recognise
from bot.rules.zones import certain_zone

SOURCE = "import"


@dataclass(slots=True)
class Counts:
    """What storing a file did. `kept` were told later than the file says, or withdrawn since; they stay as they are.

    `unclear` are names that several people here bear; `unseen` names of people whom no space knows yet.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    left_out: int = 0
    unclear: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


def read_file(
    data: bytes,
    programme: Programme,
    now: datetime,
    zone: str,
    *,
    saved: Columns | None = None,
    chosen: Columns | None = None,
    changes: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
) -> Prepared:
    """Read a file for a programme, whose words, topics and languages help. Local times in it are those of `zone`.

    A zone is only taken where it is beyond doubt in one of the programme's languages (TZ-08). Where no column tells of
    consent, the facilitator who stores the file answers for it. See `prepare`; raises ImportRefused.
    """

    @cache
    def zone_of(text: str) -> str:
        found = (certain_zone(text, now, language) for language in programme.languages or ("en",))
        return next(filter(None, found), "")

    words = {programme.mentor_word: Role.MENTOR, programme.actor_word: Role.ACTOR}
    defaults = Defaults(zone, consent=True, role_words=words, topics=programme.topics)
    return prepare(data, defaults, zone_of, saved=saved, chosen=chosen, changes=changes, answers=answers)


async def saved_mapping(work: Work, programme: Programme) -> Columns | None:
    """The meaning of columns that was confirmed last for this programme."""
    kept = await work.one(ImportMapping, programme_id=programme.id)
    try:
        return Columns.from_dict(kept.columns) if kept else None
    except ImportRefused:  # from another release: guessed anew, and confirmed anew
        return None


async def apply_prepared(ctx: Context, programme: Programme, prepared: Prepared) -> Counts:
    """Store everybody who was read, and the meaning of the columns for the next file.

    Raises Refusal when the columns do not tell enough, or the programme is over.
    """
    if prepared.reading is None:
        raise Refusal(prepared.obstacles[0].key, **prepared.obstacles[0].arguments)
    if programme.state == ProgrammeState.ENDED:
        raise Refusal("import-programme-ended", programme=programme.name)
    await ctx.work.get(Programme, programme.id, lock=True)  # another file waits, and then finds these people
    store = await _Store.opened(ctx, programme)
    await store.take(prepared)
    await _count_source(ctx.work, programme, store.counts.new)
    await _save_mapping(ctx, programme, prepared)
    store.counts.left_out = len(prepared.left_out)
    return store.counts


@dataclass(slots=True)
class _Store:
    """What is known at the beginning, read once, and how it goes."""

    ctx: Context
    programme: Programme
    people: dict[int, Person]
    applications: dict[int, Application]
    reached: set[int]
    doors: Sequence[Space]
    counts: Counts = field(default_factory=Counts)

    @classmethod
    async def opened(cls, ctx: Context, programme: Programme) -> "_Store":
        people = {person.id: person for person in await ctx.work.all(Person) if not person.erased_at}
        applications = await ctx.work.all(Application, programme_id=programme.id)
        reached = {account.person_id for account in await ctx.work.all(Account)}
        doors = await ctx.work.all(Space, open_door=True)
        return cls(ctx, programme, people, {one.person_id: one for one in applications}, reached, doors)

    async def take(self, prepared: Prepared) -> None:
        """Everybody in the file, one after the other."""
        rows = prepared.reading.people if prepared.reading else ()
        known = [Known(one.id, one.name, one.email, one.id in self.applications) for one in self.people.values()]
        found = recognise(rows, known)
        for row in rows:
            if len(found[row.row]) > 1:
                self.counts.unclear.append(row.answers.name)
                continue
            person = self.people[found[row.row][0]] if found[row.row] else await self._add_person(row.answers)
            person.email = person.email or row.answers.email
            person.time_zone = person.time_zone or row.answers.time_zone
            await self._reach(person)
            await self._apply(person, row.answers)

    async def _add_person(self, answers: Answers) -> Person:
        return await self.ctx.work.add(Person(self.programme.community_id, answers.name))

    async def _reach(self, person: Person) -> None:
        """Somebody whom no space knows gets an account wherever the door is open."""
        if person.id in self.reached:
            return
        for space in self.doors:
            await self.ctx.work.add(Account(space.community_id, space.id, person.id, f"p{person.id}"))
        if not self.doors:
            self.counts.unseen.append(person.name)

    async def _apply(self, person: Person, answers: Answers) -> None:
        made = self.applications.get(person.id)
        if made is None:
            made = Application(self.programme.community_id, self.programme.id, person.id, answers, source=SOURCE)
            made.queued_at = min(answers.submitted_at or self.ctx.now, self.ctx.now)
            made.changed_at = self.ctx.now
            await self.ctx.work.add(made)
            self.counts.new += 1
        elif made.answers == answers:
            self.counts.unchanged += 1
        elif _told_later(made, answers):
            self.counts.kept += 1
        else:
            self._correct(made, answers)

    def _correct(self, made: Application, answers: Answers) -> None:
        """As when people correct their own: the place in the queue is kept, unless it is another queue."""
        withdrawn = made.state == ApplicationState.WITHDRAWN
        if withdrawn or (made.answers.role != answers.role and made.state == ApplicationState.WAITING):
            made.queued_at = min(answers.submitted_at or self.ctx.now, self.ctx.now)
        made.state = ApplicationState.WAITING if withdrawn else made.state
        made.answers, made.changed_at = answers, self.ctx.now
        self.counts.changed += 1


def _told_later(made: Application, answers: Answers) -> bool:
    """Whether what is here is newer than the file: a person's own correction, or a withdrawal."""
    withdrawn = made.state == ApplicationState.WITHDRAWN
    told = made.changed_at if withdrawn else made.answers.submitted_at
    return told is not None and (answers.submitted_at is None or told > answers.submitted_at)


async def _count_source(work: Work, programme: Programme, new: int) -> None:
    found = await work.one(Outreach, programme_id=programme.id, source=SOURCE)
    if found is None:
        found = await work.add(Outreach(programme.community_id, programme.id, SOURCE))
    found.applied += new


async def _save_mapping(ctx: Context, programme: Programme, prepared: Prepared) -> None:
    columns: dict[str, object] = dict(prepared.mapping.confirmed().as_dict())
    kept = await ctx.work.one(ImportMapping, programme_id=programme.id)
    if kept is None:
        kept = await ctx.work.add(ImportMapping(programme.community_id, programme.id, columns))
    kept.columns, kept.confirmed_at = columns, ctx.now
