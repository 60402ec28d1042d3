"""What a meeting says: to the partner when it is planned, moved, cancelled or logged, and before and after it."""

from datetime import datetime, timedelta

from bot.command import message_builder
from bot.context import Context
from bot.entities import Due, DueState, Meeting, MeetingState, Pairing, PairingState, Person, Programme
from bot.message import Button, Message, Section, Style
from bot.people import hours_of, partner_of
from bot.rules.meetings import clock_moved, remind_at, time_left
from bot.rules.quiet import earliest

REMINDER = "meeting.reminder"
ASK_LOG = "meeting.ask-log"
CHANGED = "meeting.changed"
DATES = "meeting.dates"
SETTLED = timedelta(minutes=2)
"""How long a change waits before the partner is told: a second thought then makes one message and not two."""
STATE_OF = {
    "planned": MeetingState.PLANNED,
    "moved": MeetingState.PLANNED,
    "cancelled": MeetingState.CANCELLED,
    "logged": MeetingState.HELD,
}


# --- planned ---------------------------------------------------------------------------------------------------------
async def plan_messages(ctx: Context, programme: Programme, pairing: Pairing, meeting: Meeting) -> bool:
    """Reminders before this time of a meeting and the question after it; whether the asker gets a reminder.

    What was planned for an earlier time is withdrawn (EVT-05). A reminder whose time is past is not sent (EVT-13).
    """
    await withdraw_messages(ctx, meeting, "moved")
    pace, details = ctx.pace(programme), {"revision": meeting.revision}
    ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes)
    reminded = False
    for person in await ctx.work.all(Person, id=pairing.members()):
        at = remind_at(meeting.starts_at, pace.meeting_reminder_hours, hours_of(person, ctx.work.community))
        if at > ctx.now:
            await ctx.tell(
                REMINDER, meeting.id, person, at=at, occurrence=str(meeting.revision),
                not_after=meeting.starts_at, details=details,
            )  # fmt: skip
            reminded |= person.id == ctx.person.id
        after = max(ends_at + timedelta(hours=pace.log_after_hours), ctx.now)
        await ctx.tell(ASK_LOG, meeting.id, person, at=after, occurrence=str(meeting.revision), details=details)
    return reminded


async def withdraw_messages(ctx: Context, meeting: Meeting, reason: str) -> None:
    """Nothing more is said before or after this time of a meeting."""
    for kind in (REMINDER, ASK_LOG):
        await ctx.work.outbox.withdraw(kind, meeting.id, reason)


async def tell_partner(
    ctx: Context, pairing: Pairing, meeting: Meeting, what: str, before: datetime | None = None
) -> None:
    """Tell the partner once of the meeting as it is in the end; nothing of one that came and went untold.

    `before` is when it would have begun. A word that the quiet hours would hold until then does not wait: the partner
    would stand at a door in vain.
    """
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    if await _never_told(ctx, meeting, partner):
        if what == "cancelled":
            return
        what = "planned" if what == "moved" else what
    soonest = min(before or meeting.starts_at, meeting.starts_at)
    in_vain = ctx.now < soonest <= earliest(ctx.now, hours_of(partner, ctx.work.community))
    await ctx.tell(
        CHANGED, meeting.id, partner, at=ctx.now + SETTLED, occurrence=f"{what}-{meeting.revision}",
        skips_quiet=in_vain, details={"what": what, "revision": meeting.revision},
    )  # fmt: skip


async def _never_told(ctx: Context, meeting: Meeting, partner: Person) -> bool:
    """Whether the partner was about to hear of a meeting for the first time; what was to be said is withdrawn."""
    if not await ctx.work.outbox.withdraw(CHANGED, meeting.id, "changed again", partner.id):
        return False
    rows = await ctx.work.outbox.rows(CHANGED, meeting.id)
    return not any(row.person_id == partner.id and row.state == DueState.SENT for row in rows)


# --- said ------------------------------------------------------------------------------------------------------------
@message_builder(CHANGED, urgency=3, useful=timedelta(days=14))
async def changed(ctx: Context, due: Due) -> Message | None:
    """What the partner did with a meeting, unless it has changed again since."""
    what = str(due.details["what"])
    found = await _read(ctx, due, STATE_OF[what])
    if found is None:
        return None
    ctx, pairing, meeting = found
    if what in {"planned", "moved"} and meeting.starts_at <= ctx.now:
        return None
    missed = what == "cancelled" and meeting.starts_at <= due.due_at
    key = "meeting-news-missed" if missed else f"meeting-news-{what}"
    text = ctx.t(key, **await facts_of(ctx, pairing, meeting))
    return Message(text, buttons=news_buttons(ctx, meeting, pairing))


@message_builder(DATES, urgency=3, useful=timedelta(days=14))
async def dates(ctx: Context, due: Due) -> Message | None:
    """All that the pair has planned, after the partner planned a series."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    planned = [item for item in await planned_of(ctx, pairing) if item.starts_at > ctx.now]
    if pairing.state != PairingState.ACTIVE or not planned:
        return None
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    text = "\n".join(ctx.reader.when(meeting.starts_at) for meeting in planned)
    button = Button(ctx.t("meeting-list-button"), f"meeting list pairing:{pairing.id}", Style.PRIMARY)
    head = ctx.t("meeting-news-dates", partner=partner.name, count=len(planned))
    return Message(head, sections=(Section(text=text),), buttons=(button,))


@message_builder(REMINDER, urgency=2)
async def reminder(ctx: Context, due: Due) -> Message | None:
    """How long it is until the meeting, counted when this goes out (MIS-02), on the reader's own clock (TZ-15)."""
    found = await _read(ctx, due, MeetingState.PLANNED)
    if found is None or found[2].starts_at <= ctx.now:
        return None
    ctx, pairing, meeting = found
    if pairing.state != PairingState.ACTIVE:
        return None
    unit, count = time_left(ctx.now, meeting.starts_at)
    left = ctx.t(f"meeting-in-{unit}", count=count)
    lines = [ctx.t("meeting-reminder", left=left, **await facts_of(ctx, pairing, meeting))]
    if note := await _clock_note(ctx, pairing, meeting):
        lines.append(note)
    return Message("\n".join(lines), buttons=change_buttons(ctx, meeting))


@message_builder(ASK_LOG, urgency=4)
async def ask_log(ctx: Context, due: Due) -> Message | None:
    """Whether a planned meeting took place; no longer once either of the two has answered."""
    found = await _read(ctx, due, MeetingState.PLANNED)
    if found is None or found[1].state != PairingState.ACTIVE:
        return None
    ctx, pairing, meeting = found
    return Message(
        ctx.t("meeting-ask-log", **await facts_of(ctx, pairing, meeting)), buttons=outcome_buttons(ctx, meeting)
    )


async def _read(ctx: Context, due: Due, state: MeetingState) -> tuple[Context, Pairing, Meeting] | None:
    """The meeting and its pair, if it is in this state and at the time that the row is about."""
    meeting = await ctx.work.get(Meeting, due.subject_id)
    pairing = await ctx.work.get(Pairing, meeting.pairing_id)
    if meeting.state != state or meeting.revision != due.details["revision"] or pairing.state == PairingState.ENDED:
        return None
    return ctx.about(await ctx.work.get(Programme, pairing.programme_id)), pairing, meeting


async def _clock_note(ctx: Context, pairing: Pairing, meeting: Meeting) -> str:
    """One word of it when the clocks changed on one side only, so that this meeting is at another local time."""
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    theirs = partner.time_zone or ctx.work.community.time_zone
    meetings = await ctx.work.all(Meeting, pairing_id=pairing.id, state=(MeetingState.PLANNED, MeetingState.HELD))
    earlier = [item.starts_at for item in meetings if item.starts_at < meeting.starts_at]
    if not earlier or not clock_moved(max(earlier), meeting.starts_at, ctx.zone, theirs):
        return ""
    return ctx.t("meeting-clock-moved", partner=partner.name, before=max(earlier))


# --- shared ----------------------------------------------------------------------------------------------------------
async def planned_of(ctx: Context, pairing: Pairing) -> list[Meeting]:
    """The planned meetings of a pair, the next one first."""
    planned = await ctx.work.all(Meeting, pairing_id=pairing.id, state=MeetingState.PLANNED)
    return sorted(planned, key=lambda one: one.starts_at)


async def facts_of(ctx: Context, pairing: Pairing, meeting: Meeting) -> dict[str, object]:
    """What the texts about a meeting say of it, the partner's name included."""
    partner = await partner_of(ctx.work, pairing, ctx.person.id)
    how = ctx.t(f"meeting-how-{meeting.format}")
    return {"partner": partner.name, "at": meeting.starts_at, "minutes": meeting.minutes, "how": how}


def change_buttons(ctx: Context, meeting: Meeting) -> tuple[Button, ...]:
    """What can be done with a meeting that is to come."""
    sure = ctx.t("meeting-cancel-sure", at=meeting.starts_at)
    return (
        Button(ctx.t("meeting-move-button"), f"meeting move meeting:{meeting.id}"),
        Button(ctx.t("meeting-cancel-button"), f"meeting cancel meeting:{meeting.id}", Style.DANGER, sure),
    )


def outcome_buttons(ctx: Context, meeting: Meeting) -> tuple[Button, ...]:
    """The three answers to whether a planned meeting took place."""
    return (
        Button(ctx.t("meeting-held-button"), f"meeting log meeting:{meeting.id}", Style.PRIMARY),
        Button(ctx.t("meeting-move-button"), f"meeting move meeting:{meeting.id}"),
        Button(ctx.t("meeting-missed-button"), f"meeting cancel meeting:{meeting.id}"),
    )


def news_buttons(ctx: Context, meeting: Meeting, pairing: Pairing) -> tuple[Button, ...]:
    """The next step for the partner who reads of a change."""
    match meeting.state:
        case MeetingState.PLANNED:
            return change_buttons(ctx, meeting)
        case MeetingState.HELD:
            return (Button(ctx.t("meeting-correct-button"), f"meeting log meeting:{meeting.id} form:yes"),)
        case MeetingState.CANCELLED:
            return (Button(ctx.t("meeting-plan-button"), f"meeting plan pairing:{pairing.id}", Style.PRIMARY),)
