"""A session as an entry for people's own calendars (RFC 5545, RFC 5546): one file an entry, times in UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vCalAddress

from bot.rules.calendar import utc

PRODUCT = "-//Luotsi//Mentoring programmes//EN"
DOMAIN = "luotsi.invalid"  # reserved by RFC 2606: nothing that a calendar sends to it arrives anywhere


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a calendar needs to know. `uid` stays the same for ever; `revision` grows with each change (ICS-02).

    `starts_at` is an aware instant, `minutes` the length, `organiser` a name that people know.
    """

    uid: str
    title: str
    starts_at: datetime
    minutes: int
    revision: int
    organiser: str
    where: str = ""
    description: str = ""
    cancelled: bool = False

    @property
    def method(self) -> str:
        """What the calendar is to do: REQUEST puts the entry in or changes it, CANCEL takes it out (ICS-03)."""
        return "CANCEL" if self.cancelled else "REQUEST"

    @property
    def media_type(self) -> str:
        """The media type of the file; its method is the same as the one inside (ICS-03)."""
        return f"text/calendar; charset=utf-8; method={self.method}"


def calendar_file(invitation: Invitation, now: datetime) -> bytes:
    """The file, UTF-8, lines of at most 75 octets (ICS-05). `now` is when it was made: a later file wins (ICS-02).

    Times are in UTC, so no program has to know a zone by its name (ICS-01).
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", invitation.method)
    calendar.add_component(_event(invitation, now))
    data: bytes = calendar.to_ical()
    return data


def _event(invitation: Invitation, now: datetime) -> Event:
    starts_at = utc(invitation.starts_at)
    event = Event()
    event.add("uid", f"{invitation.uid}@{DOMAIN}")
    event.add("sequence", invitation.revision)
    event.add("dtstamp", utc(now))
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=invitation.minutes))
    event.add("summary", invitation.title)
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event["organizer"] = _organiser(invitation)
    for name, text in (("location", invitation.where), ("description", invitation.description)):
        if text:
            event.add(name, text)
    return event


def _organiser(invitation: Invitation) -> vCalAddress:
    address = vCalAddress(f"mailto:{invitation.uid}@{DOMAIN}")
    address.params["CN"] = " ".join(invitation.organiser.replace('"', "'").split())  # RFC 5545 has no way to escape it
    return address
