"""A few words from the facilitator to those whom a fact is about: a draft to change, and then sent in their name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.command import Kind, Param, command, message_builder
from bot.context import Context
from bot.entities import Application, ApplicationState, Due, Pairing, Person, Programme
from bot.errors import NotFound, Refusal
from bot.message import Button, Field, FieldKind, Message, Style
from bot.people import Who
from bot.rules.signals import AGAIN, Fact, Signal

LETTER = "todo.letter"
LONGEST = 1_500
WRITTEN_TO = frozenset(Fact) - {Fact.UNREACHED, Fact.UNPOSTED}
"""What can be answered with a letter. Whom no message reaches is told in another way."""


@dataclass(frozen=True, slots=True)
class Written:
    """When each person was last written to about a subject: a fact and, if it is about one, a pair."""

    at: Mapping[tuple[str, int], datetime]

    def about(self, signal: Signal) -> datetime | None:
        """When the last letter about a signal was written, to those whom it names if it names any."""
        subject = _subject(signal.fact, signal.pairing_id)
        letters = [at for (about, to), at in self.at.items() if about == subject and to in (signal.people or (to,))]
        return max(letters, default=None)

    def unanswered(self, signal: Signal, now: datetime) -> bool:
        """Whether the last letter about a signal is so long ago that silence is the answer."""
        at = self.about(signal)
        return at is not None and at + timedelta(days=AGAIN) <= now

    def waited(self, person_id: int) -> bool:
        """Whether somebody has been written to while they waited."""
        return (_subject(Fact.WAITING, None), person_id) in self.at


def _subject(fact: str, pairing_id: int | None) -> str:
    return f"{fact}:{pairing_id or ''}"


async def written(ctx: Context, programme: Programme) -> Written:
    """All letters of a programme."""
    rows = sorted(await ctx.work.all(Due, kind=LETTER, subject_id=programme.id), key=lambda row: row.due_at)
    return Written({(str(row.details.get("about", "")), row.person_id or 0): row.due_at for row in rows})


def line_for(programme: Programme, signal: Signal, *, again: bool) -> str:
    """The command that opens the draft for a signal; `again` writes to those who wait and have had a letter."""
    words = [f"letter about:{signal.fact}", f"programme:{programme.id}"]
    if signal.pairing_id:
        words.append(f"pairing:{signal.pairing_id}")
    if signal.fact in {Fact.ANOTHER, Fact.ALONE}:
        words.append(f"person:{signal.people[0]}")
    if signal.fact == Fact.WAITING and again:
        words.append("again:yes")
    return " ".join(words)


def draft(ctx: Context, fact: str, words: Mapping[str, object]) -> str:
    """A text to begin with, in the facilitator's language; empty where none helps."""
    key = f"todo-draft-{fact}"
    return ctx.t(key, facilitator=ctx.person.name, **words) if ctx.reader.has(key) else ""


async def _fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    about, pairing_id, person_id = (str(given.get(name, "")) for name in ("about", "pairing", "person"))
    words: dict[str, object] = {"people": [], "mentor": "", "actor": ""}
    if pairing_id.isdecimal():
        pairing = await ctx.work.get(Pairing, int(pairing_id))
        mentor, actor = [await ctx.work.get(Person, member) for member in pairing.members()]
        words |= {"mentor": mentor.name, "actor": actor.name}
    if person_id.isdecimal():
        words["people"] = [(await ctx.work.get(Person, int(person_id))).name]
    text = draft(ctx, about, words)
    return (Field("text", ctx.t("cmd-letter-text"), FieldKind.LONG, most=LONGEST, value=text),)


@command(
    "letter",
    Param("about", most=20),
    Param("pairing", Kind.ENTITY, default="", entity=Pairing),
    Param("person", Kind.PERSON, default="", in_form=False),
    Param("again", Kind.TICK, default="no", in_form=False),
    Param("text", Kind.LONG, most=LONGEST),
    Param("programme", Kind.ENTITY, default="", entity=Programme),
    who=Who.FACILITATOR,
    fields=_fields,
    listed=False,
)
async def write(
    ctx: Context,
    about: str,
    pairing: Pairing | None,
    person: Person | None,
    again: bool,
    text: str,
    programme: Programme,
) -> Message:
    """Send what the facilitator wrote to those whom a fact is about. The same words go to nobody twice."""
    if about == Fact.WAITING:
        people = await _waiting(ctx, programme, again)
    else:
        people = _members(ctx, programme, pairing, person)
    occurrence = sha256(text.encode()).hexdigest()[:16]
    subject = _subject(about, pairing.id if pairing else None)
    details: dict[str, str | int] = {"text": text, "by": ctx.person.id, "about": subject}
    for one in people:
        await ctx.tell(LETTER, programme.id, one, occurrence=occurrence, details=details)
    told = await ctx.flush()
    names = [one.name for one in await ctx.work.all(Person, id=set(people))]
    button = Button(ctx.t("todo-again-button"), f"todo programme:{programme.id}")
    return Message(ctx.t("todo-written" if told else "todo-written-already", people=names), buttons=(button,))


async def _waiting(ctx: Context, programme: Programme, again: bool) -> Sequence[int]:
    """Those who wait: the ones without a letter or, `again`, the others; where one kind is nobody, the other kind."""
    waiting = await ctx.work.all(Application, programme_id=programme.id, state=ApplicationState.WAITING)
    everybody = [one.person_id for one in waiting if one.person_id != ctx.person.id]
    if not everybody:
        raise Refusal("todo-nobody")
    letters = await written(ctx, programme)
    return [one for one in everybody if letters.waited(one) == again] or everybody


def _members(ctx: Context, programme: Programme, pairing: Pairing | None, person: Person | None) -> Sequence[int]:
    if pairing is None or pairing.programme_id != programme.id:
        raise NotFound("not-found-pairing")
    wanted = {person.id} if person else set(pairing.members())
    people = [one for one in pairing.members() if one in wanted and one != ctx.person.id]
    if not people:
        raise Refusal("todo-nobody")
    return people


@message_builder(LETTER, urgency=3, useful=timedelta(days=14))
async def letter(ctx: Context, due: Due) -> Message | None:
    """The facilitator's words, with the name of whoever wrote them."""
    programme = await ctx.work.get(Programme, due.subject_id)
    writer = await ctx.work.get(Person, int(due.details["by"]))
    title = ctx.about(programme).t("todo-letter", facilitator=writer.name)
    mine = Button(ctx.t("todo-mine-button"), "mine", Style.PRIMARY)
    return Message(str(due.details["text"]), title, buttons=(mine,))
