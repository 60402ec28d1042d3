"""Applications once made: seen and withdrawn by whoever applied, counted and listed for the facilitator."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from bot.command import Kind, Param, command, personal_data
from bot.context import Context
from bot.entities import Application, ApplicationState, Pairing, PairingState, Person, Programme, ProgrammeState
from bot.errors import NotFound
from bot.message import Button, Message, Section, Style
from bot.people import Who, paired_in
from bot.ports import Work
from bot.rules.applying import Role
from bot.rules.importing.names import fold_name
from bot.rules.locales import language_name

A_PAGE = 20
LATEST = datetime.max.replace(tzinfo=UTC)
LIVE = (PairingState.PROPOSED, PairingState.ACTIVE, PairingState.PAUSED)
BETWEEN = "between"
"""How somebody stands who has had a pair and is in none now: nobody is looked for until they ask for it."""
STANDINGS = (ApplicationState.WAITING, ApplicationState.PLACED, BETWEEN, ApplicationState.WITHDRAWN)
QUESTIONS = (
    "role", "aims", "offers", "wants", "languages", "format", "place", "time_zone", "capacity", "employer", "wishes",
    "avoid", "note", "consent",
)  # fmt: skip
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)
Facts = tuple[tuple[str, str], ...]


@command("application show", THIS)
async def show(ctx: Context, programme: Programme) -> Message:
    """All that is kept of one's own application."""
    mine = await _mine(ctx, programme)
    buttons: tuple[Button, ...] = ()
    if mine.state != ApplicationState.WITHDRAWN:
        buttons = (
            Button(ctx.t("application-change-button"), f"apply programme:{programme.id}", Style.PRIMARY),
            Button(
                ctx.t("application-withdraw-button"), f"application withdraw programme:{programme.id}", Style.DANGER,
                confirm=ctx.t("application-withdraw-confirm"),
            ),
        )  # fmt: skip
    standing = _standing(mine, await paired_in(ctx.work, programme.id))
    if programme.state == ProgrammeState.ENDED:
        standing, buttons = "over", ()
    elif standing == BETWEEN:
        again = Button(ctx.t("application-again-pair-button"), f"match again programme:{programme.id}", Style.PRIMARY)
        buttons = (again, *buttons)
    text = ctx.t(f"application-shown-{standing}", at=mine.queued_at)
    return Message(text, title=programme.name, sections=(Section(facts=_facts(ctx, mine)),), buttons=buttons)


@command("application withdraw", THIS)
async def withdraw(ctx: Context, programme: Programme) -> Message:
    """Leave the queue. Whoever is in a pair leaves the pair first, with its partner told."""
    await ctx.work.get(Programme, programme.id, lock=True)  # whatever settles pairs takes the programme first
    mine = await _mine(ctx, programme)
    pairings = await _pairings(ctx, programme)
    if live := [pairing for pairing in pairings if pairing.state in LIVE]:
        leave = Button(ctx.t("application-leave-button"), f"pairing leave pairing:{live[0].id}", Style.PRIMARY)
        return Message(ctx.t("application-in-pair"), buttons=(leave,))
    if mine.state == ApplicationState.WITHDRAWN:
        return Message(ctx.t("application-withdrawn-already"))
    if programme.state == ProgrammeState.ENDED:
        return Message(ctx.t("application-too-late-to-withdraw"))
    for pairing in pairings:  # a draft with somebody who has withdrawn must not be published
        if pairing.state == PairingState.DRAFT:
            await ctx.work.delete(pairing)
    mine.state, mine.changed_at = ApplicationState.WITHDRAWN, ctx.now
    again = Button(ctx.t("application-again-button"), f"apply programme:{programme.id}")
    buttons = (again,) if programme.state == ProgrammeState.OPEN else ()
    return Message(ctx.t("application-withdrawn"), buttons=buttons)


@command(
    "application list",
    Param("page", Kind.NUMBER, default="1", least=1, most=1_000, in_form=False),
    THIS,
    who=Who.FACILITATOR,
)
async def show_list(ctx: Context, page: int, programme: Programme) -> Message:
    """Who has applied, counted, and listed in the order of the queue, twenty a page; no private answer is in it."""
    every = await ctx.work.all(Application, programme_id=programme.id)
    here = sorted((item for item in every if item.state != ApplicationState.WITHDRAWN), key=_place)
    if not here:
        return Message(ctx.t("application-list-empty"), title=programme.name)
    pages = -(-len(here) // A_PAGE)
    page = min(page, pages)
    shown = here[(page - 1) * A_PAGE : page * A_PAGE]
    over = programme.state == ProgrammeState.ENDED  # then no pair goes on, and nobody need be told apart by it
    paired = {item.person_id for item in every} if over else await paired_in(ctx.work, programme.id)
    standings = {item.id: _standing(item, paired) for item in every}
    sections = (
        Section(facts=_totals(ctx, every, here, standings)),
        Section(ctx.t("application-list-heading", page=page, pages=pages), facts=await _lines(ctx, shown, standings)),
    )
    buttons = tuple(
        Button(ctx.t(key), f"application list page:{number} programme:{programme.id}")
        for key, number in (("application-list-previous", page - 1), ("application-list-next", page + 1))
        if 1 <= number <= pages
    )
    return Message(ctx.t("application-list", count=len(here)), programme.name, sections, buttons)


async def _mine(ctx: Context, programme: Programme) -> Application:
    mine = await ctx.work.one(Application, programme_id=programme.id, person_id=ctx.person.id)
    if mine is None:
        raise NotFound("application-none", programme=programme.name)
    return mine


async def _pairings(ctx: Context, programme: Programme) -> Sequence[Pairing]:
    """Mine in this programme, on either side."""
    as_mentor = await ctx.work.all(Pairing, programme_id=programme.id, mentor_id=ctx.person.id)
    return [*as_mentor, *await ctx.work.all(Pairing, programme_id=programme.id, actor_id=ctx.person.id)]


def _facts(ctx: Context, mine: Application) -> Facts:
    """Each answer with its label from the form, and when and how it came."""
    answers, language = mine.answers, ctx.reader.language
    shown = {name: ", ".join(value) if isinstance(value, tuple) else str(value or "")
             for name, value in asdict(answers).items()}  # fmt: skip
    shown |= {
        "role": ctx.t(f"application-role-{answers.role}"),
        "format": ctx.t(f"option-{answers.format}"),
        "languages": ctx.reader.list(language_name(code, language) for code in answers.languages),
        "consent": ctx.t("option-yes" if answers.consent else "option-no"),
    }
    facts = [(ctx.t("application-name"), answers.name), (ctx.t("application-email"), answers.email)]
    facts += [(ctx.t(f"cmd-apply-{name.replace('_', '-')}"), shown[name]) for name in QUESTIONS]
    facts.append((ctx.t("application-source"), mine.source))
    if mine.changed_at:
        facts.append((ctx.t("application-changed"), ctx.reader.when(mine.changed_at)))
    return tuple(fact for fact in facts if fact[1])


def _place(item: Application) -> tuple[datetime, int]:
    return item.queued_at or LATEST, item.id


def _standing(item: Application, paired: Collection[int]) -> str:
    """Where somebody stands now, given who is in a pair."""
    return BETWEEN if item.state == ApplicationState.PLACED and item.person_id not in paired else item.state.value


def _totals(
    ctx: Context, every: Sequence[Application], here: Sequence[Application], standings: Mapping[int, str]
) -> Facts:
    roles = Counter(item.answers.role for item in here)
    places = sum(item.answers.capacity or 1 for item in here if item.answers.role == Role.MENTOR)
    ratio = {"mentors": roles[Role.MENTOR], "actors": roles[Role.ACTOR], "places": places}
    languages = Counter(code for item in here for code in item.answers.languages)
    counted = (f"{language_name(code, ctx.reader.language)} {count}" for code, count in languages.most_common())
    facts = [
        (ctx.t(f"application-list-{one}"), _roles(ctx, [item for item in every if standings[item.id] == one]))
        for one in STANDINGS
    ]
    facts.append((ctx.t("application-list-ratio"), ctx.t("application-list-mentors-to-actors", **ratio)))
    facts.append((ctx.t("application-list-languages"), ", ".join(counted)))
    return tuple(fact for fact in facts if fact[1])


def _roles(ctx: Context, items: Iterable[Application]) -> str:
    """How many there are of each role; nothing where there is nobody."""
    roles = Counter(item.answers.role for item in items)
    counts = {"mentors": roles[Role.MENTOR], "actors": roles[Role.ACTOR], "either": roles[Role.EITHER]}
    return ctx.t("application-list-roles", **counts) if roles else ""


async def _lines(ctx: Context, shown: Sequence[Application], standings: Mapping[int, str]) -> Facts:
    people = await ctx.work.all(Person, id=[item.person_id for item in shown])
    names = {person.id: person.name for person in people}
    return tuple((names[item.person_id], _line(ctx, item, standings[item.id])) for item in shown)


def _line(ctx: Context, item: Application, standing: str) -> str:
    languages = [language_name(code, ctx.reader.language) for code in item.answers.languages]
    parts = (
        ctx.t(f"application-role-{item.answers.role}"),
        ctx.t(f"application-state-{standing}"),
        ctx.reader.list(languages),
        item.answers.employer,
    )
    return " · ".join(part for part in parts if part)


async def _export(work: Work, person_id: int) -> object:
    return [
        {
            "programme": item.programme_id, "state": item.state.value, "source": item.source,
            "queued_at": _iso(item.queued_at), "changed_at": _iso(item.changed_at),
            "answers": asdict(item.answers) | {"submitted_at": _iso(item.answers.submitted_at)},
        }
        for item in await work.all(Application, person_id=person_id)
    ]  # fmt: skip


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


async def _erase(work: Work, person_id: int, now: datetime) -> None:
    """Applications are nobody else's: they go whole, and others' wishes for the person with them.

    Others' avoid lists stay as they are: they protect those who wrote them, should the person come back.
    """
    names = {fold_name((await work.get(Person, person_id)).name)}
    every = await work.all(Application)
    names |= {fold_name(item.answers.name) for item in every if item.person_id == person_id}
    for item in every:
        wishes = tuple(name for name in item.answers.wishes if fold_name(name) not in names)
        if item.person_id == person_id:
            await work.delete(item)
        elif wishes != item.answers.wishes:
            item.answers = replace(item.answers, wishes=wishes)


personal_data("applications", "Application.person_id", export=_export, erase=_erase)
