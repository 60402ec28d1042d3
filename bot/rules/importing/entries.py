"""Who stands in the rows, and which rows give nobody."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.rules.applying import LONGEST_NAME, Answers, Role
from bot.rules.importing.findings import Findings
from bot.rules.importing.mapping import Field
from bot.rules.importing.moments import DayOrder, day_order, read_moment
from bot.rules.importing.names import find_address, fold_name, identity, tidy_name
from bot.rules.importing.reading import Defaults, LeftOut
from bot.rules.importing.sheet import Sheet
from bot.rules.importing.table import Row
from bot.rules.importing.words import find_role, find_yes

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """What decides whether a row counts, read before the rest of it."""

    row: Row
    name: str
    email: str
    submitted_at: datetime | None

    @property
    def identity(self) -> str:
        return identity(Answers(self.name, email=self.email))


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry that gives a person."""

    entry: Entry
    role: Role
    consent: bool


def read_entries(sheet: Sheet, defaults: Defaults, findings: Findings) -> tuple[list[Standing], list[LeftOut]]:
    """The people of a file and the rows left out: no name, no consent, no role, or answered again later.

    Of several answers by the same person, told by `identity`, the one sent last stands, or the lowest in the file where
    the times are not known; that answer's consent is the one that counts.
    """
    order = day_order(sheet.column(Field.SUBMITTED_AT))
    entries = [_entry(sheet, row, defaults, order, findings) for row in sheet.table.rows]
    left_out = [_nameless(entry) for entry in entries if not entry.name]
    named = [entry for entry in entries if entry.name]
    latest, earlier = _latest(named, findings)
    left_out += earlier
    judged = [_judged(sheet, entry, defaults, findings) for entry in latest]
    standing = [one for one in judged if isinstance(one, Standing)]
    left_out += [one for one in judged if isinstance(one, LeftOut)]
    _report_namesakes(standing, findings)
    return standing, left_out


def _entry(sheet: Sheet, row: Row, defaults: Defaults, order: DayOrder, findings: Findings) -> Entry:
    name = tidy_name(_written_name(sheet, row))
    if len(name) > LONGEST_NAME:
        findings.error(
            row.number, _name_header(sheet), "import-problem-too-long", length=len(name), longest=LONGEST_NAME
        )
        name = ""
    return Entry(row, name, _email(sheet, row, findings), _submitted_at(sheet, row, defaults, order, findings))


def _written_name(sheet: Sheet, row: Row) -> str:
    whole = sheet.value(row, Field.NAME)
    return whole or f"{sheet.value(row, Field.FIRST_NAME)} {sheet.value(row, Field.FAMILY_NAME)}".strip()


def _name_header(sheet: Sheet) -> str:
    return sheet.mapping.header(Field.NAME) or sheet.mapping.header(Field.FAMILY_NAME)


def _email(sheet: Sheet, row: Row, findings: Findings) -> str:
    written = sheet.value(row, Field.EMAIL)
    address = find_address(written)
    if written and not address:
        findings.error(row.number, sheet.mapping.header(Field.EMAIL), "import-problem-email", written)
    return address


def _submitted_at(sheet: Sheet, row: Row, defaults: Defaults, order: DayOrder, findings: Findings) -> datetime | None:
    written, header = sheet.value(row, Field.SUBMITTED_AT), sheet.mapping.header(Field.SUBMITTED_AT)
    moment = read_moment(written, defaults.zone, order)
    if moment.problem == "import-problem-date-order":
        findings.notice_once(header, moment.problem)
    elif moment.problem:
        findings.notice(row.number, header, moment.problem, written)
    return moment.at


def _nameless(entry: Entry) -> LeftOut:
    return LeftOut(entry.row.number, "import-left-out-no-name", entry.email)


def _latest(entries: Iterable[Entry], findings: Findings) -> tuple[list[Entry], list[LeftOut]]:
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.identity].append(entry)
    latest, earlier = [], []
    for group in groups.values():
        stands = _last_sent(group)
        latest.append(stands)
        for entry in group:
            if entry is not stands:
                earlier.append(_answered_again(entry, stands))
                _report_other_name(entry, stands, findings)
    return sorted(latest, key=lambda entry: entry.row.number), earlier


def _last_sent(group: list[Entry]) -> Entry:
    times_known = all(entry.submitted_at for entry in group)
    return max(group, key=lambda entry: (entry.submitted_at if times_known else _EARLIEST, entry.row.number))


def _answered_again(entry: Entry, stands: Entry) -> LeftOut:
    return LeftOut(entry.row.number, "import-left-out-answered-again", entry.name, {"kept": stands.row.number})


def _report_other_name(entry: Entry, stands: Entry, findings: Findings) -> None:
    """Two people of one office may have given its common address."""
    if fold_name(entry.name) != fold_name(stands.name):
        findings.notice(entry.row.number, "", "import-notice-same-email", entry.name, kept=stands.row.number)


def _report_namesakes(standing: list[Standing], findings: Findings) -> None:
    """Two addresses with one name are two people here, but perhaps they are one who answered twice."""
    counts = Counter(fold_name(person.entry.name) for person in standing)
    for person in standing:
        if counts[fold_name(person.entry.name)] > 1:
            findings.notice(person.entry.row.number, "", "import-notice-same-name", person.entry.name)


def _judged(sheet: Sheet, entry: Entry, defaults: Defaults, findings: Findings) -> Standing | LeftOut:
    consent = _consent(sheet, entry, defaults, findings)
    if consent is False and sheet.mapping.has(Field.CONSENT):
        return LeftOut(entry.row.number, "import-left-out-no-consent", entry.name)
    if consent is None:
        return LeftOut(entry.row.number, "import-left-out-consent-unclear", entry.name)
    role = _role(sheet, entry, defaults, findings)
    return Standing(entry, role, consent) if role else LeftOut(entry.row.number, "import-left-out-no-role", entry.name)


def _consent(sheet: Sheet, entry: Entry, defaults: Defaults, findings: Findings) -> bool | None:
    header = sheet.mapping.header(Field.CONSENT)
    if not header:
        return defaults.consent
    written = sheet.value(entry.row, Field.CONSENT)
    said = find_yes(written, header)
    if said is None:
        answer = findings.ask("consent", "import-question-consent", entry.row.number, header, written, ("yes", "no"))
        return {"yes": True, "no": False}.get(answer)
    return said


def _role(sheet: Sheet, entry: Entry, defaults: Defaults, findings: Findings) -> Role | None:
    header, written = sheet.mapping.header(Field.ROLE), sheet.value(entry.row, Field.ROLE)
    if not written:
        findings.error(entry.row.number, header, "import-problem-role-empty")
        return None
    role = find_role(written, defaults.role_words)
    if role is None:
        options = tuple(known.value for known in Role)
        answer = findings.ask("role", "import-question-role", entry.row.number, header, written, options)
        role = Role(answer) if answer else None
        if role is None:
            findings.error(entry.row.number, header, "import-problem-role", written)
    return role
