"""The facilitator's way from a file to applications: upload, settle columns and questions, store."""

from asyncio import to_thread
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.command import Kind, Param, command, personal_data, planner
from bot.context import Context
from bot.entities import PendingImport, Programme, ProgrammeState
from bot.errors import BadArgument, NotFound, Refusal
from bot.features.imports.report import files_of, open_questions, question, sections_of, short_id, summary
from bot.features.imports.storing import Counts, apply_prepared, read_file, saved_mapping
from bot.forms import field_for
from bot.message import Button, Field, FieldKind, Message, Option, Section, Style
from bot.people import Who
from bot.ports import Work
from bot.rules.importing import Field as Meaning
from bot.rules.importing import ImportRefused, Question
from bot.rules.importing import Mapping as Columns
from bot.rules.importing.prepared import Prepared, decided

KEPT = timedelta(days=1)
"""How long a file waits for its confirmation."""
MOST_NAMES = 50
THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)


@command(
    "import",
    Param("file", Kind.FILE),
    Param("dry_run", Kind.TICK, default="no"),
    THIS,
    who=Who.FACILITATOR,
)
async def upload(ctx: Context, file: bytes | str, dry_run: bool, programme: Programme) -> Message:
    """Read a file and show what it would bring. Nothing but the file waits, for a day; in a trial not even that."""
    if not isinstance(file, bytes):
        raise BadArgument("file", "import-choose-file")
    if programme.state == ProgrammeState.ENDED:
        raise Refusal("import-programme-ended", programme=programme.name)
    try:
        saved = await saved_mapping(ctx.work, programme)
        prepared = await to_thread(read_file, file, programme, ctx.now, ctx.work.community.time_zone, saved=saved)
    except ImportRefused as refused:
        raise BadArgument("file", refused.key, **refused.arguments) from refused
    if dry_run:
        return _shown(ctx, programme, prepared, "import-trial")
    await _forget(ctx.work, programme_id=programme.id, person_id=ctx.person.id)
    columns: dict[str, object] = dict(prepared.mapping.as_dict())
    pending = PendingImport(programme.community_id, programme.id, ctx.person.id, file, columns, created_at=ctx.now)
    await ctx.work.add(pending)
    return _shown(ctx, programme, prepared, "import-waiting")


@command("imported show", THIS, who=Who.FACILITATOR, listed=False)
async def show(ctx: Context, programme: Programme) -> Message:
    """The waiting file once more."""
    return _shown(ctx, programme, await _read(ctx, programme, await _pending(ctx, programme)), "import-waiting")


async def column_fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The columns of the waiting file, and what a column can mean, to choose from."""
    pending = await _pending(ctx, await _programme_of(ctx, given))
    headers = enumerate(Columns.from_dict(pending.columns).columns, 1)
    columns = tuple(Option(str(number), f"{number}. {column.header}") for number, column in headers)
    meanings = tuple(Option(meaning, ctx.t(f"import-field-{meaning}")) for meaning in Meaning)
    column, meaning, detail = (field_for(ctx, "cmd-imported-column", param) for param in COLUMN)
    return (_menu(column, columns), _menu(meaning, meanings), detail)


COLUMN = (Param("column", most=300), Param("meaning", most=100), Param("detail", default="", most=100))


@command("imported column", *COLUMN, THIS, who=Who.FACILITATOR, fields=column_fields)
async def set_column(ctx: Context, column: str, meaning: str, detail: str, programme: Programme) -> Message:
    """Say what a column of the waiting file means; for one topic or language, `detail` says which."""
    pending = await _pending(ctx, programme)
    field = next((one for one in Meaning if meaning.casefold() == ctx.t(f"import-field-{one}").casefold()), meaning)
    try:
        columns = decided(Columns.from_dict(pending.columns), column, f"{field}:{detail}" if detail else field)
    except ImportRefused as refused:
        parameter = "meaning" if refused.key == "import-no-such-field" else "column"
        raise BadArgument(parameter, refused.key, **refused.arguments) from refused
    pending.columns = dict(columns.as_dict())
    prepared = await _read(ctx, programme, pending)
    pending.answers = {word: answer for word, answer in pending.answers.items() if word not in prepared.unused}
    return _shown(ctx, programme, await _read(ctx, programme, pending), "import-waiting")


async def answer_fields(ctx: Context, given: Mapping[str, str]) -> tuple[Field, ...]:
    """One question of the waiting file, in its own words."""
    programme = await _programme_of(ctx, given)
    prepared = await _read(ctx, programme, await _pending(ctx, programme))
    asked = _question(prepared, str(given.get("question", "")))
    field = field_for(ctx, "cmd-imported-answer", ANSWER[1])
    return (Field(field.name, field.label, hint=question(ctx.reader, asked).text),)


ANSWER = (Param("question", most=40), Param("value", most=100))


@command("imported answer", *ANSWER, THIS, who=Who.FACILITATOR, fields=answer_fields, listed=False)
async def answer(ctx: Context, question: str, value: str, programme: Programme) -> Message:
    """Settle what a value means, for all the rows that hold it."""
    pending = await _pending(ctx, programme)
    asked = _question(await _read(ctx, programme, pending), question)
    pending.answers = {**pending.answers, asked.id: value.strip().casefold() if asked.options else value.strip()}
    prepared = await _read(ctx, programme, pending)
    asked = _question(prepared, question)
    if not asked.answer:
        raise BadArgument("value", "import-answer-unfit", value=value)
    return _answered(ctx, programme, prepared, asked)


@command("imported confirm", THIS, who=Who.FACILITATOR, listed=False)
async def confirm(ctx: Context, programme: Programme) -> Message:
    """Store the waiting file, and forget it."""
    pending = await _pending(ctx, programme)
    counts = await apply_prepared(ctx, programme, await _read(ctx, programme, pending))
    await ctx.work.delete(pending)
    return stored(ctx, programme, counts)


@command("imported cancel", THIS, who=Who.FACILITATOR, listed=False)
async def cancel(ctx: Context, programme: Programme) -> Message:
    """Forget the waiting file."""
    await ctx.work.delete(await _pending(ctx, programme))
    return Message(ctx.t("import-cancelled"))


@planner
async def forget_old(ctx: Context, programme: Programme) -> None:
    """A file that nobody confirms is erased after a day: it holds what people told in confidence."""
    for pending in await ctx.work.all(PendingImport, programme_id=programme.id):
        if pending.created_at is None or pending.created_at + KEPT <= ctx.now:
            await ctx.work.delete(pending)


# --- the waiting file ------------------------------------------------------------------------------------------------
async def _pending(ctx: Context, programme: Programme) -> PendingImport:
    """One's own waiting file, for this transaction alone. Raises NotFound: stored, cancelled or erased meanwhile."""
    found = await ctx.work.one(PendingImport, programme_id=programme.id, person_id=ctx.person.id)
    if found is None:
        raise NotFound("not-found-pendingimport")
    return await ctx.work.get(PendingImport, found.id, lock=True)


async def _read(ctx: Context, programme: Programme, pending: PendingImport) -> Prepared:
    """In a thread: five thousand rows take a second or two, in which others are to be answered."""
    columns = Columns.from_dict(pending.columns)
    zone = ctx.work.community.time_zone
    return await to_thread(read_file, pending.data, programme, ctx.now, zone, chosen=columns, answers=pending.answers)


def _question(prepared: Prepared, wanted: str) -> Question:
    asked = prepared.reading.questions if prepared.reading else ()
    for one in asked:
        if wanted in {short_id(one), one.id}:
            return one
    raise NotFound("import-question-gone")


async def _programme_of(ctx: Context, given: Mapping[str, str]) -> Programme:
    """The programme that a line means: the router has put its id there."""
    return await ctx.work.get(Programme, int(given["programme"]))


async def _forget(work: Work, **equal: object) -> None:
    for pending in await work.all(PendingImport, **equal):
        await work.delete(pending)


def _menu(field: Field, options: tuple[Option, ...]) -> Field:
    return Field(field.name, field.label, FieldKind.ONE, options=options, hint=field.hint)


# --- what is said ----------------------------------------------------------------------------------------------------
def _shown(ctx: Context, programme: Programme, prepared: Prepared, key: str) -> Message:
    """The report; unless it was a trial, with the ways on."""
    trial = key == "import-trial"
    here = f"programme:{programme.id}"
    line = "" if trial else f"imported answer {here}"
    buttons = () if trial else (*_store_button(ctx, prepared, here), *_other_buttons(ctx, here))
    text = f"{summary(ctx.reader, prepared)} {ctx.t(key)}"
    sections = sections_of(ctx.reader, prepared, line)
    return Message(text, ctx.t("import-title"), sections, buttons, files=files_of(ctx.reader, prepared))


def _answered(ctx: Context, programme: Programme, prepared: Prepared, asked: Question) -> Message:
    """What an answer counts as, and only what is still open; the whole report is a press away."""
    here = f"programme:{programme.id}"
    count = len(prepared.reading.open_questions) if prepared.reading else 0
    settled = replace(question(ctx.reader, asked), heading=ctx.t("import-settled"))
    still_open = open_questions(ctx.reader, prepared, f"imported answer {here}")
    report = Button(ctx.t("import-show-button"), f"imported show {here}")
    buttons = (*_store_button(ctx, prepared, here), report, *_other_buttons(ctx, here))
    return Message(ctx.t("import-open-now", count=count), ctx.t("import-title"), (settled, *still_open), buttons)


def _store_button(ctx: Context, prepared: Prepared, here: str) -> tuple[Button, ...]:
    """What is stored on the facilitator's word alone is said before it is."""
    if prepared.reading is None:
        return ()
    sentences = [ctx.t(problem.key, **problem.arguments) for problem in prepared.problems]
    if still_open := len(prepared.reading.open_questions):
        sentences.append(ctx.t("import-still-open", count=still_open))
    label = ctx.t("import-store-button", count=len(prepared.people))
    return (Button(label, f"imported confirm {here}", Style.PRIMARY, confirm=" ".join(sentences)),)


def _other_buttons(ctx: Context, here: str) -> tuple[Button, ...]:
    return (
        Button(ctx.t("import-column-button"), f"imported column {here}"),
        Button(ctx.t("import-cancel-button"), f"imported cancel {here}"),
    )


def stored(ctx: Context, programme: Programme, counts: Counts) -> Message:
    """What storing a file did."""
    changed = counts.new + counts.changed
    text = ctx.t("import-stored" if changed else "import-nothing-new")
    figures = {
        "new": counts.new, "changed": counts.changed, "unchanged": counts.unchanged, "kept": counts.kept,
        "left-out": counts.left_out, "unclear": len(counts.unclear), "unseen": len(counts.unseen),
    }  # fmt: skip
    facts = tuple((ctx.t(f"import-stored-{name}"), str(figure)) for name, figure in figures.items() if figure)
    sections = [Section(facts=facts)]
    for what, names in (("unclear", counts.unclear), ("unseen", counts.unseen)):
        if names:
            words = f"{ctx.t(f'import-{what}')}\n{_names(ctx, names)}"
            sections.append(Section(ctx.t(f"import-{what}-heading"), words))
    see = Button(ctx.t("import-list-button"), f"application list programme:{programme.id}", Style.PRIMARY)
    return Message(text, ctx.t("import-title"), tuple(sections), (see,))


def _names(ctx: Context, names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ctx.reader.list([*names[:MOST_NAMES], *([ctx.t("import-more-names", count=more)] if more > 0 else [])])


async def _export(work: Work, person_id: int) -> object:
    return [str(pending.created_at) for pending in await work.all(PendingImport, person_id=person_id)]


async def _erase(work: Work, person_id: int, now: object) -> None:
    await _forget(work, person_id=person_id)


personal_data("imports", "PendingImport.person_id", export=_export, erase=_erase)
