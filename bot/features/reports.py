"""The report on the programme's three aims, for the facilitator and the board."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.command import Kind, Param, command
from bot.context import Context
from bot.entities import (
    Agreement,
    Application,
    ApplicationState,
    Meeting,
    MeetingState,
    Outreach,
    Pairing,
    PairingState,
    Programme,
    ProgrammeState,
    Pulse,
    PulseAnswer,
    PulseState,
    Session,
    SessionState,
)
from bot.i18n import Reader
from bot.message import File, Message, Section
from bot.people import Who
from bot.ports import Work
from bot.reporting.chapters import Chapter, chapters, pictures
from bot.reporting.figures import Applicant, Figures, Material, Met, Pair, Round, Source, figures
from bot.reporting.pages import Heading, report_html, report_markdown
from bot.rules.calendar import local

THIS = Param("programme", Kind.ENTITY, default="", entity=Programme)


@dataclass(frozen=True, slots=True)
class Report:
    """The figures, the same in chapters of words, and the files made of them."""

    figures: Figures
    chapters: tuple[Chapter, ...]
    files: tuple[File, ...]


@command("report", THIS, who=Who.FACILITATOR)
async def show(ctx: Context, programme: Programme) -> Message:
    """The key figures in words, and the whole as a page and as Markdown."""
    made = await report_of(ctx.work, ctx.reader, programme, ctx.pace(programme).anonymity_floor, ctx.now)
    sections = tuple(Section(chapter.heading, chapter.lead, chapter.facts) for chapter in made.chapters)
    text = ctx.t("report-intro", ended=str(made.figures.ended).lower())
    return Message(text, title=ctx.t("report-title"), sections=sections, files=made.files)


async def report_of(work: Work, reader: Reader, programme: Programme, floor: int, now: datetime) -> Report:
    """The report of a programme as of `now`. The reader must know the programme's words (`Context.about`)."""
    counted = figures(await _material(work, programme, floor))
    words = chapters(reader, counted)
    drawn = await asyncio.to_thread(pictures, reader, counted)
    heading = Heading(
        programme.name, work.community.name, programme.theme, programme.starts_on, programme.ends_on, now, floor
    )
    page, text = report_html(reader, heading, words, drawn), report_markdown(reader, heading, words)
    files = (
        File("report.html", "text/html; charset=utf-8", page),
        File("report.md", "text/markdown; charset=utf-8", text),
    )
    return Report(counted, words, files)


async def _material(work: Work, programme: Programme, floor: int) -> Material:
    """Everything that is counted, with every name left behind; a query for each kind of thing."""
    applications = await work.all(Application, programme_id=programme.id)
    outreach = await work.all(Outreach, programme_id=programme.id)
    introduced = [item for item in await work.all(Pairing, programme_id=programme.id) if item.introduced_at]
    ids = [pairing.id for pairing in introduced]
    meetings = await work.all(Meeting, pairing_id=ids, state=MeetingState.HELD)
    found = {member for pairing in introduced for member in pairing.members()}
    return Material(
        applicants=[_applicant(application, application.person_id in found) for application in applications],
        sources=[Source(item.source, item.shown, item.opened, item.applied) for item in outreach],
        topics=programme.topics,
        pairs=_pairs(programme, introduced, meetings, await work.all(Agreement, pairing_id=ids)),
        meetings=[_met(meeting, work.community.time_zone) for meeting in meetings],
        rounds=await _rounds(work, programme),
        sessions=await work.count(Session, programme_id=programme.id, state=SessionState.HELD),
        ended=programme.state == ProgrammeState.ENDED,
        floor=floor,
    )


def _applicant(application: Application, found: bool) -> Applicant:
    """Who has been introduced has found a pair, whatever came of it and whatever they asked for later."""
    answers, state = application.answers, application.state
    return Applicant(
        answers.role, answers.offers, answers.wants, answers.languages,
        placed=found or state == ApplicationState.PLACED, withdrawn=not found and state == ApplicationState.WITHDRAWN,
    )  # fmt: skip


def _pairs(
    programme: Programme, introduced: Sequence[Pairing], meetings: Sequence[Meeting], agreements: Sequence[Agreement]
) -> list[Pair]:
    held = Counter(meeting.pairing_id for meeting in meetings)
    agreed = {agreement.pairing_id for agreement in agreements if agreement.agreed}
    made = []
    for pairing in introduced:
        over = pairing.state == PairingState.ENDED
        lasted = over and pairing.ended_at is not None and pairing.ended_at == programme.ended_at
        made.append(Pair(lasted, over and not lasted, pairing.id in agreed, held[pairing.id]))
    return made


def _met(meeting: Meeting, zone: str) -> Met:
    day = local(meeting.starts_at, zone).date()
    return Met(day, meeting.minutes, meeting.format, meeting.size.value, meeting.on_theme)


async def _rounds(work: Work, programme: Programme) -> list[Round]:
    """The closed pulses, in the order in which they opened, the scores without their authors."""
    pulses = await work.all(Pulse, programme_id=programme.id, state=PulseState.CLOSED)
    scores: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for answer in await work.all(PulseAnswer, pulse_id=[pulse.id for pulse in pulses]):
        for question, score in answer.scores.items():
            scores[answer.pulse_id][question].append(score)
    ordered = sorted(pulses, key=lambda pulse: (pulse.opens_at, pulse.id))
    return [Round(pulse.occasion, pulse.invited, scores[pulse.id]) for pulse in ordered]
