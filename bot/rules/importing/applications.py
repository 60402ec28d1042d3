"""From a table and its mapping to people's answers."""

from collections.abc import Callable, Mapping

from bot.rules.importing.entries import read_entries
from bot.rules.importing.findings import Findings
from bot.rules.importing.mapping import Mapping as ColumnsMapping
from bot.rules.importing.mapping import mapping_problems
from bot.rules.importing.people import read_people
from bot.rules.importing.reading import Defaults, LeftOut, Reading
from bot.rules.importing.refusals import ImportRefused
from bot.rules.importing.sheet import Sheet
from bot.rules.importing.table import Table


def no_zone(_: str) -> str:
    """The finder that knows no time zone."""
    return ""


def read_applications(
    table: Table,
    mapping: ColumnsMapping,
    defaults: Defaults,
    *,
    answers: Mapping[str, str] | None = None,
    zone_of: Callable[[str], str] = no_zone,
) -> Reading:
    """Read everybody in a file; what is doubtful is asked, and what cannot be read is reported, never guessed.

    `answers` hold, by a question's id, what the facilitator replied to the questions of an earlier reading. `zone_of`
    gives the IANA zone that a text surely names, or "". Capacity is read for those who may be mentors only. Raises
    ImportRefused when the mapping is another file's or leaves out what every person needs.
    """
    if not mapping.fits(table):
        raise ImportRefused("import-refused-other-headers")
    for problem in mapping_problems(mapping):
        if not problem.is_notice:
            raise ImportRefused(problem.key, **problem.arguments)
    sheet, findings = Sheet(table, mapping), Findings(answers or {})
    _report_table(table, findings)
    standing, left_out = read_entries(sheet, defaults, findings)
    people = read_people(sheet, standing, defaults, findings, zone_of)
    left_out += [LeftOut(skipped.row, skipped.key, skipped.text) for skipped in table.skipped]
    return Reading(
        people,
        findings.questions,
        tuple(sorted(findings.problems, key=lambda problem: problem.row)),
        tuple(sorted(left_out, key=lambda left: left.row)),
    )


def _report_table(table: Table, findings: Findings) -> None:
    if not table.encoding.startswith("utf"):
        findings.notice(0, "", "import-notice-encoding", table.encoding)
    for note in table.notes:
        findings.notice(note.row, "", note.key, note.text)
