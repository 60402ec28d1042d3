"""Which entity is kept in which table. There are no relationships: nothing loads by surprise."""

from sqlalchemy import Table
from sqlalchemy.orm import registry

from bot import entities
from storage import tables

TABLES: dict[type[object], Table] = {
    entities.Community: tables.community,
    entities.Space: tables.space,
    entities.Person: tables.people,
    entities.Account: tables.account,
    entities.Grant: tables.grant,
    entities.Programme: tables.programme,
    entities.Application: tables.application,
    entities.ImportMapping: tables.import_mapping,
    entities.PendingImport: tables.pending_import,
    entities.Outreach: tables.outreach,
    entities.Concern: tables.concern,
    entities.Pairing: tables.pairing,
    entities.Forbid: tables.forbid,
    entities.Agreement: tables.agreement,
    entities.Meeting: tables.meeting,
    entities.Fit: tables.fit,
    entities.Session: tables.session,
    entities.Rsvp: tables.rsvp,
    entities.Announcement: tables.announcement,
    entities.Pulse: tables.pulse,
    entities.PulseAnswer: tables.pulse_answer,
    entities.Due: tables.due,
    entities.Attempt: tables.attempt,
    entities.Lane: tables.lane,
    entities.Place: tables.place,
    entities.SeenRequest: tables.seen_request,
}

mappers = registry(metadata=tables.metadata)
for entity, table in TABLES.items():
    mappers.map_imperatively(entity, table)
