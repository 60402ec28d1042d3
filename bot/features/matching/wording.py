"""The words for a draft: its pairs with their reasons, those left over with theirs, and what to look at first."""

from collections.abc import Iterable, Mapping, Sequence

from bot.context import Context
from bot.entities import Pairing
from bot.features.matching.pool import Pool, UnclearNames
from bot.message import Button, Message, Section, Style
from bot.rules.locales import language_name
from bot.rules.matching import Draft, LeftOver, Pair, Part, Reason, UnresolvedName, explain_to_facilitator
from bot.rules.rounds import Couple

PAGE = 10
MOST_CHANGES = 12


def pair_of(pairing: Pairing) -> Pair:
    """The matching's pair as it was kept with the pairing."""
    parts = (Part(str(one["key"]), int(str(one["points"])), _arguments(one["arguments"])) for one in pairing.reasons)
    return Pair(pairing.mentor_id, pairing.actor_id, pairing.score, tuple(parts))


def reasons_of(pair: Pair) -> list[dict[str, object]]:
    """What of a pair is kept with the pairing, to be worded whenever somebody asks."""
    return [{"key": part.key, "points": part.points, "arguments": _plain(part.arguments)} for part in pair.parts]


def _plain(arguments: Mapping[str, object]) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in arguments.items()}


def _arguments(kept: object) -> dict[str, str | int | float | tuple[str, ...]]:
    values = kept if isinstance(kept, dict) else {}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def worded(ctx: Context, reason: Reason) -> str:
    """A reason as a sentence, languages by name."""
    arguments = dict(reason.arguments)
    if isinstance(codes := arguments.get("languages"), tuple):
        arguments["languages"] = tuple(language_name(code, ctx.reader.language) for code in codes)
    return ctx.t(reason.key, **arguments)


def points(ctx: Context, score: int) -> str:
    """A score or a part of one out of 100."""
    return ctx.t("match-points", points=round(score / 100))


def shown(ctx: Context, pool: Pool, result: Draft, rows: Mapping[Couple, Pairing], page: int, intro: str) -> Message:
    """A page of a draft: pairs, the weakest first, then those left over, then who is never paired."""
    pairs = sorted(result.pairs, key=lambda pair: (pair.score, pair.mentor, pair.actor))
    waiting = {item.person_id for item in pool.waiting}
    left = [item for item in result.left_over if item.id in waiting]
    entries = [_pair(ctx, pool, pair, rows[pair.mentor, pair.actor]) for pair in pairs]
    entries += [_left(ctx, pool, item) for item in left]
    entries += [_never(ctx, pool, first, second) for first, second in sorted(pool.forbidden)]
    pages = max(1, -(-len(entries) // PAGE))
    page = min(page, pages)
    notes = _notes(ctx, pool, result.warnings) if page == 1 else ()
    text = "\n".join(part for part in (intro, _summary(ctx, result, len(left))) if part)
    title = ctx.t("match-title", page=page, pages=pages)
    here = tuple(entries[(page - 1) * PAGE : page * PAGE])
    return Message(text, title, notes + here, _buttons(ctx, pool, len(pairs), page, pages))


def _summary(ctx: Context, result: Draft, left: int) -> str:
    total = round(result.total / 100)
    most = 100 * len(result.pairs)
    text = ctx.t("match-summary", pairs=len(result.pairs), total=total, most=most, left=left)
    return text if result.optimal or not result.pairs else f"{text} {ctx.t('match-not-best')}"


def _pair(ctx: Context, pool: Pool, pair: Pair, row: Pairing) -> Section:
    heading = ctx.t("match-pair", mentor=pool.names[pair.mentor], actor=pool.names[pair.actor])
    score = points(ctx, pair.score) + (f" · {ctx.t('match-kept')}" if row.locked else "")
    reasons = (f"– {worded(ctx, one)} ({_share(one)})" for one in explain_to_facilitator(pair))
    keep = "unlock" if row.locked else "lock"
    buttons = (
        Button(ctx.t(f"match-{keep}-button"), f"match {keep} pairing:{row.id}"),
        Button(ctx.t("match-forbid-button"), f"match forbid pairing:{row.id}", Style.DANGER),
    )
    return Section(heading, "\n".join([score, *reasons]), buttons=buttons)


def _share(reason: Reason) -> int:
    return round(int(reason.arguments["points"]) / 100)  # type: ignore[arg-type]  # always a number there


def _left(ctx: Context, pool: Pool, item: LeftOver) -> Section:
    reasons = "\n".join(f"– {worded(ctx, reason)}" for reason in item.reasons)
    return Section(ctx.t("match-left", name=pool.names[item.id], role=ctx.t(f"match-side-{item.role}")), reasons)


def _never(ctx: Context, pool: Pool, first: int, second: int) -> Section:
    text = ctx.t("match-never", first=pool.names[first], second=pool.names[second])
    return Section(
        "", text, buttons=(Button(ctx.t("match-allow-button"), f"match allow first:{first} second:{second}"),)
    )


def _notes(ctx: Context, pool: Pool, warnings: Iterable[Reason]) -> tuple[Section, ...]:
    """What to look at before deciding. No name from an avoid list is ever in it."""
    lines = [worded(ctx, warning) for warning in warnings]
    lines += [line for item in pool.unclear for line in _unclear(ctx, pool, item)]
    lines += [ctx.t("match-without-account", name=pool.names[who]) for who in pool.without_account]
    if pool.without_consent:
        lines.append(ctx.t("match-without-consent", count=pool.without_consent))
    return (Section(ctx.t("match-look-first"), "\n".join(f"– {line}" for line in lines)),) if lines else ()


def _unclear(ctx: Context, pool: Pool, item: UnclearNames) -> Iterable[str]:
    name = pool.names[item.application.person_id]
    for wish in item.wishes:
        yield _unclear_wish(ctx, pool, name, wish)
    if item.avoid:
        yield ctx.t("match-unclear-avoid", name=name, count=len(item.avoid))


def _unclear_wish(ctx: Context, pool: Pool, name: str, wish: UnresolvedName) -> str:
    people = [f"{pool.names[candidate]} (#{candidate})" for candidate in wish.candidates]
    key = "match-wish-of-several" if people else "match-wish-of-nobody"
    return ctx.t(key, name=name, wish=wish.name, people=people)


def changes(ctx: Context, pool: Pool, before: Iterable[Couple], after: Iterable[Couple]) -> str:
    """What is different after the draft was solved again, a line for each pair that is new or gone."""
    old, new = set(before), set(after)
    lines = [*_lines(ctx, pool, "match-gone", sorted(old - new)), *_lines(ctx, pool, "match-new", sorted(new - old))]
    if not lines:
        return ctx.t("match-nothing-changed")
    more = [ctx.t("match-more-changes", count=len(lines) - MOST_CHANGES)] if len(lines) > MOST_CHANGES else []
    return "\n".join([ctx.t("match-changed"), *lines[:MOST_CHANGES], *more])


def _lines(ctx: Context, pool: Pool, key: str, couples: Sequence[Couple]) -> list[str]:
    return [ctx.t(key, mentor=pool.names[mentor], actor=pool.names[actor]) for mentor, actor in couples]


def _buttons(ctx: Context, pool: Pool, pairs: int, page: int, pages: int) -> tuple[Button, ...]:
    programme = pool.programme.id
    found = []
    if page < pages:
        found.append(Button(ctx.t("match-next-button"), f"match show page:{page + 1} programme:{programme}"))
    if pairs:
        question = ctx.t("match-publish-confirm", pairs=pairs)
        line = f"match publish programme:{programme}"
        found.append(Button(ctx.t("match-publish-button"), line, Style.PRIMARY, question))
    elif pool.waiting:
        line = f"match publish alone:yes programme:{programme}"
        found.append(Button(ctx.t("match-tell-waiting-button"), line, confirm=ctx.t("match-tell-waiting-confirm")))
    found.append(Button(ctx.t("match-move-button"), f"match move programme:{programme}"))
    return tuple(found)
