"""The tables. Imperative: the entities in `bot` do not know that they are stored."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Time,
    UniqueConstraint,
    false,
)
from sqlalchemy import text as sql

from bot.entities import (
    AnnouncementState,
    ApplicationState,
    DueState,
    FitAnswer,
    MeetingState,
    PairingState,
    ProgrammeState,
    PulseMode,
    PulseState,
    Reach,
    Right,
    SessionState,
)
from bot.entities.pairings import Size
from bot.rules.applying import Format
from storage.columns import AnswersJson, identity, instant, json_of, owner, part_of, person, text, word

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def flag(name: str, *, later: bool = False) -> "Column[bool]":
    """True or false, never null. One that came `later` is false in the rows that were there before."""
    return Column(name, Boolean(create_constraint=False), nullable=False, server_default=false() if later else None)


def number(name: str, *, nullable: bool = False) -> "Column[int]":
    """A whole number."""
    return Column(name, Integer, nullable=nullable)


# --- people ---------------------------------------------------------------------------------------------------------
community = Table(
    "community", metadata, identity(), text("name"), text("language"), text("time_zone"), text("country"),
)  # fmt: skip
space = Table(
    "space", metadata, identity(), owner(), Column("platform", String(20), nullable=False),
    Column("external_id", String(100), nullable=False), text("name"), flag("connected"),
    flag("open_door"),
    UniqueConstraint("platform", "external_id"),
)  # fmt: skip
people = Table(
    "person", metadata, identity(), owner(), text("name"), text("email"), text("language"), text("time_zone"),
    text("country"), Column("quiet_from", Time, nullable=False), Column("quiet_until", Time, nullable=False),
    instant("stopped_at"), instant("erased_at"), Index(None, "community_id", "email"),
)  # fmt: skip
account = Table(
    "account", metadata, identity(), owner(), part_of("space_id", "space"), person(),
    Column("external_id", String(100), nullable=False), word("reach", Reach),
    UniqueConstraint("space_id", "external_id"), Index(None, "person_id"),
)  # fmt: skip
grant = Table(
    "grant_of_right", metadata, identity(), owner(), person(), word("right", Right),
    Column("programme_id", ForeignKey("programme.id", ondelete="CASCADE"), nullable=True), Index(None, "person_id"),
)  # fmt: skip

# --- programmes -----------------------------------------------------------------------------------------------------
programme = Table(
    "programme", metadata, identity(), owner(), text("name"), text("theme"), text("aims"), text("mentor_word"),
    text("actor_word"), json_of("languages", tuple), json_of("topics", tuple), Column("starts_on", Date),
    Column("ends_on", Date), Column("apply_until", Date), number("cadence_days"), json_of("pace", dict),
    word("state", ProgrammeState), instant("opened_at"), instant("started_at"), instant("ended_at"),
    person("contact_id", nullable=True), instant("created_at"), UniqueConstraint("community_id", "name"),
)  # fmt: skip
application = Table(
    "application", metadata, identity(), owner(), part_of("programme_id", "programme"), person(),
    Column("answers", AnswersJson(), nullable=False), word("state", ApplicationState), text("source"),
    instant("queued_at"), instant("changed_at"), UniqueConstraint("programme_id", "person_id"),
    Index(None, "person_id"),
)  # fmt: skip
import_mapping = Table(
    "import_mapping", metadata, identity(), owner(), part_of("programme_id", "programme"), json_of("columns", dict),
    instant("confirmed_at"), Index(None, "programme_id"),
)  # fmt: skip
pending_import = Table(
    "pending_import", metadata, identity(), owner(), part_of("programme_id", "programme"), person(),
    Column("data", LargeBinary, nullable=False), json_of("columns", dict), json_of("answers", dict),
    instant("created_at"), UniqueConstraint("programme_id", "person_id"), Index(None, "person_id"),
)  # fmt: skip
outreach = Table(
    "outreach", metadata, identity(), owner(), part_of("programme_id", "programme"), text("source", None),
    number("shown"), number("opened"), number("applied"), UniqueConstraint("programme_id", "source"),
)  # fmt: skip
concern = Table(
    "concern", metadata, identity(), owner(), part_of("programme_id", "programme"), person(nullable=True),
    text("text"), instant("told_at"), instant("settled_at"), Index(None, "programme_id"),
)  # fmt: skip

# --- pairings -------------------------------------------------------------------------------------------------------
pairing = Table(
    "pairing", metadata, identity(), owner(), part_of("programme_id", "programme"), person("mentor_id"),
    person("actor_id"), word("state", PairingState), number("score"), json_of("reasons", list), flag("locked"),
    instant("proposed_at"), instant("veto_until"), instant("introduced_at"), Column("paused_until", Date),
    person("paused_by", nullable=True), instant("ended_at"), person("ended_by", nullable=True), text("end_reason"),
    Index(None, "programme_id", "state"), Index(None, "mentor_id"), Index(None, "actor_id"),
)  # fmt: skip
forbid = Table(
    "forbid", metadata, identity(), owner(), part_of("programme_id", "programme"), person("first_id"),
    person("second_id"), UniqueConstraint("programme_id", "first_id", "second_id"),
)  # fmt: skip
agreement = Table(
    "agreement", metadata, identity(), owner(), part_of("pairing_id", "pairing"), number("version"),
    json_of("points", dict), instant("mentor_agreed_at"), instant("actor_agreed_at"), Column("review_on", Date),
    UniqueConstraint("pairing_id", "version"),
)  # fmt: skip
meeting = Table(
    "meeting", metadata, identity(), owner(), part_of("pairing_id", "pairing"), instant("starts_at", nullable=False),
    number("minutes"), word("format", Format), word("size", Size), Column("on_theme", Boolean, nullable=True),
    word("state", MeetingState), number("revision"), person("logged_by", nullable=True), instant("logged_at"),
    Index(None, "pairing_id"),
)  # fmt: skip
fit = Table(
    "fit", metadata, identity(), owner(), part_of("pairing_id", "pairing"), person(), word("answer", FitAnswer),
    instant("answered_at", nullable=False), UniqueConstraint("pairing_id", "person_id"),
)  # fmt: skip

# --- gatherings -----------------------------------------------------------------------------------------------------
session = Table(
    "session", metadata, identity(), owner(), part_of("programme_id", "programme"), text("title"),
    instant("starts_at", nullable=False), text("zone"), number("minutes"), word("format", Format), text("where"),
    number("capacity", nullable=True), word("state", SessionState), number("revision"),
    number("edits"), text("uid", None), person("created_by", nullable=True), Index(None, "programme_id"),
)  # fmt: skip
rsvp = Table(
    "rsvp", metadata, identity(), owner(), part_of("session_id", "session"), person(),
    Column("state", String(20), nullable=False), number("number"), UniqueConstraint("session_id", "person_id"),
)  # fmt: skip
announcement = Table(
    "announcement", metadata, identity(), owner(), part_of("programme_id", "programme"), text("text"),
    instant("send_at", nullable=False), flag("direct"), flag("urgent"), word("state", AnnouncementState),
    number("revision"), person("author_id", nullable=True), instant("created_at"), Index(None, "programme_id"),
)  # fmt: skip
pulse = Table(
    "pulse", metadata, identity(), owner(), part_of("programme_id", "programme"), text("occasion"),
    word("mode", PulseMode), instant("opens_at", nullable=False), instant("closes_at", nullable=False),
    word("state", PulseState), json_of("questions", tuple), number("invited"), Index(None, "programme_id"),
)  # fmt: skip
pulse_answer = Table(
    "pulse_answer", metadata, identity(), owner(), part_of("pulse_id", "pulse"), person(nullable=True),
    json_of("scores", dict), text("text"), text("role"), UniqueConstraint("pulse_id", "person_id"),
)  # fmt: skip

# --- delivery -------------------------------------------------------------------------------------------------------
due = Table(
    "due", metadata, identity(), owner(),
    Column("space_id", ForeignKey("space.id", ondelete="CASCADE"), nullable=True), text("key", None),
    Column("kind", String(60), nullable=False), number("subject_id"), instant("due_at", nullable=False),
    instant("next_at", nullable=False), person(nullable=True), text("place"), number("urgency"), instant("not_after"),
    flag("skips_quiet"), json_of("details", dict), word("state", DueState), text("reason"), number("attempts"),
    number("failures"), instant("lease_until"), instant("started_at"), instant("sent_at"), text("reference"),
    text("sent_as"), flag("in_doubt", later=True), UniqueConstraint("community_id", "key"),
    # Partial, so that a poll costs the same among a million rows; a word, not a Boolean, or SQLite would not use it.
    Index("ix_due_planned", "space_id", "next_at", sqlite_where=sql("state = 'planned'"),
          postgresql_where=sql("state = 'planned'")),
    Index("ix_due_claimed", "lease_until", sqlite_where=sql("state = 'claimed'"),
          postgresql_where=sql("state = 'claimed'")),
    Index("ix_due_subject", "community_id", "kind", "subject_id"),
    Index("ix_due_person", "person_id", "state", "sent_at"),
)  # fmt: skip
attempt = Table(
    "attempt", metadata, identity(), owner(), part_of("due_id", "due"), number("number"),
    instant("at", nullable=False), Column("outcome", String(20), nullable=False), text("detail"),
    Index(None, "due_id"),
)  # fmt: skip
lane = Table(
    "lane", metadata, identity(), owner(), part_of("space_id", "space"), instant("blocked_until"),
    instant("paced_until"), UniqueConstraint("space_id"),
)  # fmt: skip
place = Table(
    "place", metadata, identity(), owner(), part_of("space_id", "space"), Column("key", String(100), nullable=False),
    Column("external_id", String(100), nullable=False), text("name"), UniqueConstraint("space_id", "key"),
)  # fmt: skip
seen_request = Table(
    "seen_request", metadata, identity(), owner(), Column("request_id", String(100), nullable=False),
    instant("at", nullable=False), UniqueConstraint("community_id", "request_id"),
)  # fmt: skip
