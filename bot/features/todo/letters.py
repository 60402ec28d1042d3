"""A few words from the facilitator to those whom a fact is about: a draft to change, and then sent in their name."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from bot.command import Kind, Param, command, message_builder
from bot.context import Context
from bot.entities import Application, ApplicationState, Due, Pairing, Person, Programme
from bot.errors import NotFound, Refusal
from bot.message import Button, Field, FieldKind, Message, Style
from bot.people import Who
from bot.rules.signals import Fact, Signal

LETTER = "todo.letter"
LONGEST = 1_500
WRITTEN_TO = frozenset(Fact) - {Fact.UNREACHED, Fact.UNPOSTED}
"""What can be answered with a letter. Whom no message reaches is told in another way."""


def subject(fact: str, pairing: Pairing | int | None) -> str:
    """What a letter is about, as it is kept with it: the fact and the pair."""
    return f"{fact}:{pairing.id if isinstance(pairing, Pairing) else pairing or ''}"


async def written(ctx: Context, programme: Programme) -> dict[str, datetime]:
    """When the last letter about each subject was written."""
    rows = await ctx.work.all(Due, kind=LETTER, subject_id=programme.id)
    return {str(row.details.get("about", "")): row.due_at for row in sorted(rows, key=lambda row: row.due_at)}


def line_for(programme: Programme, signal: Signal) -> str:
    """The command that opens the draft for a signal."""
    words = [f"letter about:{signal.fact}", f"programme:{programme.id}"]
    if signal.pairing_id:
        words.append(f"pairing:{signal.pairing_id}")
    if signal.fact == Fact.ANOTHER:
        words.append(f"person:{signal.people[0]}")
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
    Param("text", Kind.LONG, most=LONGEST),
    Param("programme", Kind.ENTITY, default="", entity=Programme),
    who=Who.FACILITATOR,
    fields=_fields,
    listed=False,
)
async def write(
    ctx: Context, about: str, pairing: Pairing | None, person: Person | None, text: str, programme: Programme
) -> Message:
    """Send what the facilitator wrote to those whom a fact is about. The same words go to nobody twice."""
    people = await _recipients(ctx, about, programme, pairing, person)
    occurrence = sha256(text.encode()).hexdigest()[:16]
    details: dict[str, str | int] = {"text": text, "by": ctx.person.id, "about": subject(about, pairing)}
    for one in people:
        await ctx.tell(LETTER, programme.id, one, occurrence=occurrence, details=details)
    told = await ctx.flush()
    names = [one.name for one in await ctx.work.all(Person, id=set(people))]
    button = Button(ctx.t("todo-again-button"), f"todo programme:{programme.id}")
    return Message(ctx.t("todo-written" if told else "todo-written-already", people=names), buttons=(button,))


async def _recipients(
    ctx: Context, about: str, programme: Programme, pairing: Pairing | None, person: Person | None
) -> Sequence[int]:
    if about == Fact.WAITING:
        waiting = await ctx.work.all(Application, programme_id=programme.id, state=ApplicationState.WAITING)
        return [one.person_id for one in waiting if one.person_id != ctx.person.id]
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
