"""What Luotsi remembers, as plain dataclasses. Storage maps them to tables; nothing here knows how.

Every entity belongs to a community. Times are aware UTC unless a field says otherwise. Ids are given by storage.
"""

from bot.entities.due import Attempt, Due, DueState, Lane, Place, SeenRequest
from bot.entities.gatherings import (
    Announcement,
    AnnouncementState,
    Pulse,
    PulseAnswer,
    PulseMode,
    PulseState,
    Rsvp,
    Session,
    SessionState,
)
from bot.entities.pairings import (
    GOING_ON,
    Agreement,
    Fit,
    FitAnswer,
    Forbid,
    Meeting,
    MeetingState,
    Pairing,
    PairingState,
)
from bot.entities.people import Account, Community, Grant, Person, Reach, Right, Space
from bot.entities.programmes import (
    Application,
    ApplicationState,
    Concern,
    ImportMapping,
    Outreach,
    PendingImport,
    Programme,
    ProgrammeState,
)

__all__ = [
    "GOING_ON",
    "Account", "Agreement", "Announcement", "AnnouncementState", "Application", "ApplicationState", "Attempt",
    "Community", "Concern", "Due", "DueState", "Fit", "FitAnswer", "Forbid", "Grant", "ImportMapping", "Lane",
    "Meeting", "MeetingState", "Outreach", "Pairing", "PairingState", "PendingImport", "Person", "Place", "Programme",
    "ProgrammeState", "Pulse", "PulseAnswer", "PulseMode", "PulseState", "Reach", "Right", "Rsvp", "SeenRequest",
    "Session", "SessionState", "Space",
]  # fmt: skip
