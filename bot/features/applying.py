"""Applying to a programme, and correcting what one told it: one form, filled in with what is known."""

import re
from collections.abc import Mapping
from dataclasses import asdict, replace

from bot.command import Kind, Param, command
from bot.context import Context
from bot.entities import (
    Application,
    ApplicationState,
    Outreach,
    Person,
    Programme,
    ProgrammeState,
)
from bot.errors import BadArgument, Refusal
from bot.forms import field_for
from bot.message import Button, Field, FieldKind, Message, Option
from bot.people import facilitators_of, paired_in
from bot.rules.applying import LONGEST_NAME, LONGEST_TEXT, MOST_ACTORS, MOST_WISHES, Answers, Format, Role
from bot.rules.calendar import end_of
from bot.rules.importing.languages import split_languages
from bot.rules.importing.names import fold_name
from bot.rules.locales import language_name
from bot.rules.zones import Candidates, Zone, find_zone

TYPED = "typed"
"""The source of those who typed the command themselves."""
MOST_ZONES = 25  # options of a menu on Discord
SOURCE = re.compile(r"[a-z0-9-]{1,30}")
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)
QUESTIONS = (
    Param("role", Kind.ONE, options=("mentor", "actor", "either")),
    Param("aims", Kind.LONG, default="", most=LONGEST_TEXT),
    Param("offers", Kind.MANY, default="", most=60),
    Param("wants", Kind.MANY, default="", most=60),
    Param("languages", Kind.MANY, default="", most=60),
    Param("format", Kind.ONE, default="", options=("online", "in_person", "either")),
    Param("place", default="", most=100),
    Param("time_zone", default="", most=100),
    Param("capacity", Kind.NUMBER, default="", least=1, most=MOST_ACTORS),
    Param("employer", default="", most=100),
    Param("wishes", Kind.MANY, default="", most=LONGEST_NAME),
    Param("avoid", Kind.MANY, default="", most=LONGEST_NAME),
    Param("note", Kind.LONG, default="", most=LONGEST_TEXT),
    Param("consent", Kind.TICK),
)


async def form(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The questions, filled in with what the person told before. Opened from a call, the call's source counts it."""
    texts = {name: str(text) for name, text in given.items()}
    programme = await _programme(ctx, texts)
    ctx = ctx.about(programme)
    mine = await ctx.work.one(Application, programme_id=programme.id, person_id=ctx.person.id)
    if ctx.asked.values is None:
        await _require_open(ctx, programme, mine)
        if mine is None:
            (await _outreach(ctx, programme, texts.get("source", ""))).opened += 1
    known = _known(ctx, programme, mine)
    fields = {param.name: field_for(ctx, "cmd-apply", param, known.get(param.name, "")) for param in QUESTIONS}
    roles = tuple(Option(role, ctx.t(f"application-role-{role}")) for role in Role)
    fields["role"] = replace(fields["role"], options=roles)
    for name in ("offers", "wants"):
        fields[name] = _ticks(fields[name], {topic: topic for topic in programme.topics})
    names = {code: language_name(code, ctx.reader.language) for code in programme.languages}
    fields["languages"] = replace(_ticks(fields["languages"], names), required=True)
    fields["wishes"], fields["avoid"] = _lines(fields["wishes"]), _lines(fields["avoid"])
    fields["time_zone"] = _zones(ctx, fields["time_zone"], texts.get("time_zone", ""))
    return tuple(fields.values())


@command("apply", *QUESTIONS, Param("source", default="", most=30, in_form=False), THIS, fields=form)
async def apply(
    ctx: Context,
    role: str,
    aims: str,
    offers: tuple[str, ...],
    wants: tuple[str, ...],
    languages: tuple[str, ...],
    format: str | None,  # noqa: A002 - the word that people type
    place: str,
    time_zone: str,
    capacity: int | None,
    employer: str,
    wishes: tuple[str, ...],
    avoid: tuple[str, ...],
    note: str,
    consent: bool,
    source: str,
    programme: Programme,
) -> Message:
    """Apply, or correct one's application. What a typed line leaves out stays as it was; a form says everything."""
    person = await ctx.work.get(Person, ctx.person.id, lock=True)  # a second press waits, and then corrects
    mine = await ctx.work.one(Application, programme_id=programme.id, person_id=person.id)
    await _require_open(ctx, programme, mine)
    if not consent:
        raise BadArgument("consent", "application-consent-needed")
    told: dict[str, object] = {
        "aims": aims, "offers": offers, "wants": wants, "languages": _languages(languages), "format": format,
        "place": place, "time_zone": _zone(ctx, time_zone), "capacity": capacity, "employer": employer,
        "wishes": _names(person, "wishes", wishes), "avoid": _names(person, "avoid", avoid), "note": note,
    }  # fmt: skip
    if ctx.asked.values is None and mine:
        told = {name: value or getattr(mine.answers, name) for name, value in told.items()}
    told |= {"role": Role(role), "format": Format(str(told["format"] or Format.EITHER))}
    answers = Answers(name=person.name, email=person.email, consent=True, submitted_at=ctx.now, **told)  # type: ignore[arg-type]  # each value is of its field's kind, above
    _check(answers)
    return await _store(ctx, programme, person, mine, answers, source)


# --- applying --------------------------------------------------------------------------------------------------------
async def _programme(ctx: Context, given: Mapping[str, str]) -> Programme:
    """The programme that the line means: the router has put its id there."""
    return await ctx.work.get(Programme, int(given["programme"]))


async def _require_open(ctx: Context, programme: Programme, mine: Application | None) -> None:
    """New applications are taken while they are open; one's own may be corrected until the programme ends."""
    until = programme.apply_until
    over = until is not None and end_of(until, ctx.work.community.time_zone) <= ctx.now
    if programme.state == ProgrammeState.OPEN and not over:
        return
    if mine and mine.state != ApplicationState.WITHDRAWN and programme.state != ProgrammeState.ENDED:
        return
    names = [person.name for person in await facilitators_of(ctx.work, programme)]
    key = "application-not-yet" if programme.state == ProgrammeState.DRAFT else "application-closed"
    raise Refusal(key, facilitators=names, programme=programme.name)


async def _outreach(ctx: Context, programme: Programme, source: str) -> Outreach:
    """The count of a source, for this transaction alone."""
    word = _source(source)
    found = await ctx.work.one(Outreach, programme_id=programme.id, source=word)
    if found is None:
        return await ctx.work.add(Outreach(programme.community_id, programme.id, word))
    return await ctx.work.get(Outreach, found.id, lock=True)


def _source(typed: str) -> str:
    word = typed.strip().casefold()
    return word if SOURCE.fullmatch(word) else TYPED


async def _store(
    ctx: Context, programme: Programme, person: Person, mine: Application | None, answers: Answers, source: str
) -> Message:
    if mine is None:
        mine = Application(programme.community_id, programme.id, person.id, answers, source=_source(source))
        mine.queued_at = ctx.now
        await ctx.work.add(mine)
        (await _outreach(ctx, programme, source)).applied += 1
        key = "application-stored"
    else:
        await _correct(ctx, mine, answers)
        key = "application-corrected"
    mine.changed_at = ctx.now
    await _move(ctx, person, answers.time_zone)
    see = Button(ctx.t("application-show-button"), f"application show programme:{programme.id}")
    return Message(ctx.t(key), title=programme.name, buttons=(see,))


async def _move(ctx: Context, person: Person, zone: str) -> None:
    """The zone is the person's from now on; what waits for their morning waits for the morning there (TZ-09)."""
    if zone and zone != person.time_zone:
        person.time_zone = zone
        await ctx.work.outbox.release(person.id)


async def _correct(ctx: Context, mine: Application, answers: Answers) -> None:
    """The place in the queue is kept, unless it is another queue."""
    changed = answers.role != mine.answers.role
    if changed and mine.person_id in await paired_in(ctx.work, mine.programme_id):
        raise BadArgument("role", "application-role-in-pair")
    if changed or mine.state == ApplicationState.WITHDRAWN:
        mine.queued_at = ctx.now
    if mine.state == ApplicationState.WITHDRAWN:
        mine.state = ApplicationState.WAITING
    mine.answers = answers


def _zone(ctx: Context, text: str) -> str:
    """The zone meant; what may mean several is never guessed (TZ-08)."""
    if not text:
        return ""
    found = find_zone(text, ctx.now, ctx.reader.language)
    if isinstance(found, Zone):
        return found.name
    if isinstance(found, Candidates):
        names = [*found.names[:MOST_ZONES], *["…"] * (len(found.names) > MOST_ZONES)]
        raise BadArgument("time_zone", "application-zone-several", value=text, zones=names)
    raise BadArgument("time_zone", "application-zone-unknown", value=text)


def _languages(typed: tuple[str, ...]) -> tuple[str, ...]:
    codes, unknown = split_languages("\n".join(typed))
    if unknown:
        raise BadArgument("languages", "application-language-unknown", value=unknown[0])
    return codes


def _names(person: Person, parameter: str, names: tuple[str, ...]) -> tuple[str, ...]:
    if any(fold_name(name) == fold_name(person.name) for name in names):
        raise BadArgument(parameter, "application-own-name")
    if too_long := [name for name in names if len(name) > LONGEST_NAME]:
        raise BadArgument(parameter, "argument-too-long", most=LONGEST_NAME, length=len(too_long[0]))
    return names


def _check(answers: Answers) -> None:
    if len(answers.wishes) > MOST_WISHES:
        raise BadArgument("wishes", "application-too-many-wishes", most=MOST_WISHES)
    avoided = {fold_name(name) for name in answers.avoid}
    if both := [name for name in answers.wishes if fold_name(name) in avoided]:
        raise BadArgument("avoid", "application-wished-and-avoided", name=both[0])


# --- the form --------------------------------------------------------------------------------------------------------
def _known(ctx: Context, programme: Programme, mine: Application | None) -> dict[str, str]:
    """What the person told before, as a form holds it. The only language of a programme needs no choice."""
    if mine is None:
        only = programme.languages[0] if len(programme.languages) == 1 else ""
        return {"time_zone": ctx.person.time_zone, "languages": only}
    known = {name: _as_text(value) for name, value in asdict(mine.answers).items()}
    return known | {"time_zone": ctx.person.time_zone or mine.answers.time_zone, "consent": "yes"}


def _as_text(value: object) -> str:
    return "\n".join(value) if isinstance(value, tuple) else str(value or "")


def _ticks(field: Field, options: Mapping[str, str]) -> Field:
    """Boxes to tick, what the person added in own words among them; without any, one a line."""
    known = dict(options) | {value: value for value in field.value.split("\n") if value and value not in options}
    made = tuple(Option(value, label) for value, label in known.items())
    return replace(field, options=made, most=len(made)) if options else _lines(field)


def _lines(field: Field) -> Field:
    return replace(field, kind=FieldKind.LONG, most=LONGEST_TEXT)


def _zones(ctx: Context, field: Field, typed: str) -> Field:
    """A menu of the zones that the words typed may mean, if they may mean several (TZ-08)."""
    found = find_zone(typed, ctx.now, ctx.reader.language) if typed else None
    if not isinstance(found, Candidates) or len(found.names) > MOST_ZONES:
        return field
    options = tuple(Option(name, name.replace("_", " ")) for name in found.names)
    return replace(field, kind=FieldKind.ONE, options=options)
