"""The facilitator's draft: solved, looked at, and settled pair by pair before anybody is told."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from bot.command import Kind, Param, command
from bot.context import Context
from bot.entities import Forbid, Pairing, PairingState, Person, Programme, ProgrammeState
from bot.errors import Refusal
from bot.features.matching.pool import POLICY, Pool, couple_of, read_pool
from bot.features.matching.wording import changes, reasons_of, shown
from bot.message import Button, Field, FieldKind, Message, Option, Style
from bot.people import Who
from bot.rules.matching import ConstraintError, Constraints, Draft, Pair, draft, evaluate
from bot.rules.rounds import Couple, with_couple

THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)
PAIRING = Param("pairing", Kind.ENTITY, entity=Pairing)
MOST_OPTIONS = 25
T = TypeVar("T")


@command("match draft", THIS, who=Who.FACILITATOR)
async def draft_pairs(ctx: Context, programme: Programme) -> Message:
    """Solve over those who wait, keeping what is locked; nobody but the facilitator learns of it."""
    return await _draft(ctx, programme)


async def _draft(ctx: Context, programme: Programme) -> Message:
    pool = await _open_pool(ctx, programme)
    before = [couple_of(one) for one in (*pool.drafts, *pool.broken)]
    result = await solved(pool)
    rows = await keep(ctx, pool, result.pairs)
    await _ask_about_names(ctx, pool)
    after = [(pair.mentor, pair.actor) for pair in result.pairs]
    return shown(ctx, pool, result, rows, 1, changes(ctx, pool, before, after) if before else "")


@command("match show", Param("page", Kind.NUMBER, default="1", least=1, most=1_000), THIS, who=Who.FACILITATOR)
async def show_draft(ctx: Context, page: int, programme: Programme) -> Message:
    """The draft as it stands, ten entries a page, judged anew: people and answers may have changed."""
    pool = await read_pool(ctx, programme)
    if not (pool.drafts or pool.broken):
        return Message(ctx.t("match-no-draft", waiting=len(pool.waiting)), buttons=(_draft_button(ctx, programme),))
    try:
        result = await judged(pool, {couple_of(one) for one in pool.drafts})
    except Refusal as refusal:
        release = Button(ctx.t("cmd-match-unlock-title"), "match unlock")
        return Message(ctx.t(refusal.key, **refusal.arguments), buttons=(_draft_button(ctx, programme), release))
    gone = "\n".join(ctx.t("match-draft-broken", **pair_names(pool.names, one)) for one in pool.broken)
    return shown(ctx, pool, result, {couple_of(one): one for one in pool.drafts}, page, gone)


async def _draft_fields(ctx: Context, _given: Mapping[str, str]) -> tuple[Field, ...]:
    """Which pair: the drafts by name."""
    names = {person.id: person.name for person in await ctx.work.all(Person)}
    drafts = (await ctx.work.all(Pairing, state=PairingState.DRAFT))[:MOST_OPTIONS]
    options = tuple(Option(str(one.id), ctx.t("match-pair-plain", **pair_names(names, one))[:75]) for one in drafts)
    return (Field("pairing", ctx.t("match-which-pair"), FieldKind.ONE, options=options),)


@command("match lock", PAIRING, who=Who.FACILITATOR, fields=_draft_fields)
async def lock(ctx: Context, pairing: Pairing) -> Message:
    """Keep a pair, whatever the next draft would do."""
    return await _locked(ctx, pairing, True)


@command("match unlock", PAIRING, who=Who.FACILITATOR, fields=_draft_fields)
async def unlock(ctx: Context, pairing: Pairing) -> Message:
    """Let the next draft decide about a pair again."""
    return await _locked(ctx, pairing, False)


async def _locked(ctx: Context, pairing: Pairing, locked: bool) -> Message:
    programme = await _settling(ctx, pairing)
    pairing.locked = locked
    names = await _names(ctx, pairing.members())
    key = "match-locked" if locked else "match-unlocked"
    return Message(ctx.t(key, **pair_names(names, pairing)), buttons=_show_buttons(ctx, programme))


@command("match forbid", PAIRING, who=Who.FACILITATOR, fields=_draft_fields)
async def forbid(ctx: Context, pairing: Pairing) -> Message:
    """Never this pair: the others are found anew, and the facilitator sees what changed."""
    programme = await _settling(ctx, pairing)
    ctx = ctx.about(programme)
    pairing.locked = False
    await never_again(ctx, pairing)
    mentor, actor = couple_of(pairing)
    answer = await _draft(ctx, programme)
    names = await _names(ctx, (mentor, actor))
    undo = Button(ctx.t("match-allow-button"), f"match allow first:{mentor} second:{actor} programme:{programme.id}")
    said = ctx.t("match-forbidden", mentor=names[mentor], actor=names[actor])
    return Message(f"{said}\n{answer.text}", answer.title, answer.sections, (*answer.buttons, undo))


@command("match allow", Param("first", Kind.PERSON), Param("second", Kind.PERSON), THIS, who=Who.FACILITATOR)
async def allow(ctx: Context, first: Person, second: Person, programme: Programme) -> Message:
    """Take a ban on a pair back."""
    for item in await ctx.work.all(Forbid, programme_id=programme.id):
        if {item.first_id, item.second_id} == {first.id, second.id}:
            await ctx.work.delete(item)
            said = ctx.t("match-allowed", first=first.name, second=second.name)
            return Message(said, buttons=(_draft_button(ctx, programme),))
    raise Refusal("match-was-not-forbidden", first=first.name, second=second.name)


@command("match move", Param("actor", Kind.PERSON), Param("mentor", Kind.PERSON), THIS, who=Who.FACILITATOR)
async def move(ctx: Context, actor: Person, mentor: Person, programme: Programme) -> Message:
    """Put two people together by hand. Hard rules refuse; whoever has to give way is shown."""
    pool = await _open_pool(ctx, programme)
    before = {couple_of(one): one.score for one in pool.drafts}
    room = {one.id: one.capacity for one in pool.applicants}.get(mentor.id, 0)
    after = with_couple(before, pool.constraints.locked, (mentor.id, actor.id), room)
    result = await judged(pool, after)
    rows = await keep(ctx, pool, result.pairs)
    rows[mentor.id, actor.id].locked = True
    return shown(ctx, pool, result, rows, 1, changes(ctx, pool, before, after))


async def solved(pool: Pool) -> Draft:
    """The best draft. Raises Refusal with the sentence that names what stands against it."""
    return await _thought(lambda: draft(pool.applicants, POLICY, pool.constraints))


async def judged(pool: Pool, couples: Iterable[Couple]) -> Draft:
    """The draft made of these couples. Raises Refusal where a rule stands against one of them."""
    constraints = Constraints(forbidden=pool.forbidden)
    return await _thought(lambda: evaluate(pool.applicants, POLICY, constraints, couples))


async def _thought(think: Callable[[], T]) -> T:
    """In a thread of its own: a large draft takes a second, and others' requests should not wait for it."""
    try:
        return await asyncio.to_thread(think)
    except ConstraintError as error:
        raise Refusal(error.key, **error.arguments) from error


async def keep(ctx: Context, pool: Pool, pairs: Iterable[Pair]) -> dict[Couple, Pairing]:
    """Make the stored drafts these pairs. A pair that was there already keeps its row, and its lock."""
    rows = {couple_of(one): one for one in pool.drafts}
    wanted = {(pair.mentor, pair.actor): pair for pair in pairs}
    for gone in (*pool.broken, *(row for couple, row in rows.items() if couple not in wanted)):
        await ctx.work.delete(gone)
    kept: dict[Couple, Pairing] = {}
    for couple, pair in wanted.items():
        row = rows.get(couple)
        if row is None:
            row = await ctx.work.add(Pairing(ctx.work.community.id, pool.programme.id, *couple))
        row.score, row.reasons = pair.score, reasons_of(pair)
        kept[couple] = row
    return kept


async def never_again(ctx: Context, pairing: Pairing) -> None:
    """The two are not paired again in this programme, unless the facilitator allows it."""
    first, second = sorted(pairing.members())
    known = await ctx.work.all(Forbid, programme_id=pairing.programme_id, first_id=(first, second))
    if not any({item.first_id, item.second_id} == {first, second} for item in known):
        await ctx.work.add(Forbid(ctx.work.community.id, pairing.programme_id, first, second))


async def _open_pool(ctx: Context, programme: Programme) -> Pool:
    """The pool, for this transaction alone: two people who settle pairs do so one after the other (MAT-07)."""
    await ctx.work.get(Programme, programme.id, lock=True)
    if programme.state == ProgrammeState.ENDED:
        raise Refusal("match-programme-over")
    return await read_pool(ctx, programme)


async def _settling(ctx: Context, pairing: Pairing) -> Programme:
    """The programme of a draft pair that is about to be settled. Raises Refusal once its people know of it."""
    programme = await ctx.work.get(Programme, pairing.programme_id, lock=True)
    await ctx.work.get(Pairing, pairing.id, lock=True)
    if pairing.state != PairingState.DRAFT:
        raise Refusal("match-not-a-draft")
    return programme


async def _ask_about_names(ctx: Context, pool: Pool) -> None:
    """Ask each applicant, once for each version of the application, whom the unclear names mean."""
    for item in pool.unclear:
        application = item.application
        version = application.changed_at.isoformat() if application.changed_at else ""
        await ctx.tell("match.unclear-names", application.id, application.person_id, occurrence=version)


async def _names(ctx: Context, people: Iterable[int]) -> dict[int, str]:
    return {person.id: person.name for person in await ctx.work.all(Person, id=tuple(people))}


def pair_names(names: Mapping[int, str], pairing: Pairing) -> dict[str, str]:
    """The arguments of a text about a pair."""
    return {"mentor": names.get(pairing.mentor_id, ""), "actor": names.get(pairing.actor_id, "")}


def _draft_button(ctx: Context, programme: Programme) -> Button:
    return Button(ctx.t("match-draft-button"), f"match draft programme:{programme.id}", Style.PRIMARY)


def _show_buttons(ctx: Context, programme: Programme) -> tuple[Button, ...]:
    show = Button(ctx.t("match-show-button"), f"match show programme:{programme.id}", Style.PRIMARY)
    return (show, Button(ctx.t("match-draft-button"), f"match draft programme:{programme.id}"))
