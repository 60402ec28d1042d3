"""What the facilitator sees of a closed round: names where people were told so, else totals from the floor up."""

from collections import Counter
from collections.abc import Sequence

from bot.command import Kind, Param, command
from bot.context import Context
from bot.entities import Person, Programme, Pulse, PulseAnswer, PulseMode
from bot.errors import Refusal
from bot.features.pulse.answering import AGAIN_OPTIONS
from bot.features.pulse.rounds import AGAIN, finish, is_open, text_key
from bot.features.pulse.views import PULSE, choosing
from bot.message import Button, Message, Section
from bot.people import Who
from bot.rules.anonymity import Total, enough, texts, view
from bot.rules.applying import Role

PAGE = 10


@command(
    "pulse results",
    PULSE,
    Param("page", Kind.NUMBER, default="1", least=1, most=1_000, in_form=False),
    who=Who.FACILITATOR,
    fields=choosing("pulse results"),
)
async def results(ctx: Context, pulse: Pulse, page: int) -> Message:
    """Nothing while the round is open; afterwards what people were told would be seen."""
    if is_open(pulse, ctx.now):
        raise Refusal("pulse-still-open", closes=pulse.closes_at)
    pulse = await finish(ctx, pulse)
    programme = await ctx.work.get(Programme, pulse.programme_id)
    ctx = ctx.about(programme)
    answers = await ctx.work.all(PulseAnswer, pulse_id=pulse.id)
    if pulse.mode == PulseMode.NAMED:
        text, sections = ctx.t("pulse-results", answers=len(answers), invited=pulse.invited), await _named(ctx, answers)
    else:
        text, sections = _totals(ctx, pulse, answers, ctx.pace(programme).anonymity_floor)
    return _page(ctx, pulse, text, sections, page)


def _page(ctx: Context, pulse: Pulse, text: str, sections: Sequence[Section], page: int) -> Message:
    shown, left = sections[(page - 1) * PAGE : page * PAGE], len(sections) - page * PAGE
    more = Button(ctx.t("pulse-results-more", count=left), f"pulse results pulse:{pulse.id} page:{page + 1}")
    return Message(text, ctx.t(f"pulse-name-{pulse.occasion}"), tuple(shown), (more,) if left > 0 else ())


async def _named(ctx: Context, answers: Sequence[PulseAnswer]) -> list[Section]:
    """A section for each person, by name."""
    people = await ctx.work.all(Person, id=[each.person_id for each in answers])
    names = {person.id: person.name for person in people}
    named = sorted((names.get(each.person_id or 0, ""), each.id, each) for each in answers)
    return [Section(name, each.text, _said(ctx, each)) for name, _, each in named]


def _said(ctx: Context, answer: PulseAnswer) -> tuple[tuple[str, str], ...]:
    return tuple(
        (ctx.t(f"pulse-item-{item}"), ctx.t(f"option-{AGAIN_OPTIONS[score - 1] if item == AGAIN else score}"))
        for item, score in answer.scores.items()
    )


def _totals(ctx: Context, pulse: Pulse, answers: Sequence[PulseAnswer], floor: int) -> tuple[str, list[Section]]:
    """Figures and free texts as `rules.anonymity` lets them through; below the floor not even how many (PUL-01)."""
    if not enough(len(answers), is_open=False, floor=floor):
        return ctx.t("pulse-not-enough", invited=pulse.invited, floor=floor), []
    facts = [(ctx.t(f"pulse-item-{item}"), _figure(ctx, item, answers, floor)) for item in pulse.questions]
    figures = Section(ctx.t("pulse-figures"), ctx.t("pulse-scale-hint"), tuple(facts))
    words = texts((each.text for each in answers), text_key(pulse), is_open=False, floor=floor)
    written = [Section(text=text) for text in words] or [Section(text=ctx.t("pulse-too-few-texts", floor=floor))]
    heading = Section(ctx.t("pulse-texts"), written[0].text)
    text = ctx.t("pulse-results", answers=len(answers), invited=pulse.invited)
    return text, [figures, heading, *written[1:]]


def _figure(ctx: Context, item: str, answers: Sequence[PulseAnswer], floor: int) -> str:
    """The mean of one item, of all and of each side where that is safe; of the last question the counts."""
    if item == AGAIN:
        counts = Counter(each.scores[AGAIN] for each in answers)
        said = {name: counts[number] for number, name in enumerate(AGAIN_OPTIONS, 1)}
        return ctx.t("pulse-again-counts", **said)
    scores: dict[str, list[int]] = {"": [], Role.ACTOR.value: [], Role.MENTOR.value: []}
    for each in answers:
        scores[each.role].append(each.scores[item])
    shown = view(scores, is_open=False, floor=floor)
    sides = [(side.value, shown.groups[side.value]) for side in (Role.MENTOR, Role.ACTOR) if side.value in shown.groups]
    parts = [_mean(ctx, "all", shown.everyone)] if shown.everyone else []
    return ctx.reader.list([*parts, *(_mean(ctx, side, total) for side, total in sides)])


def _mean(ctx: Context, side: str, total: Total) -> str:
    return ctx.t(f"pulse-mean-{side}", mean=round(total.mean, 1), answers=total.answers)
