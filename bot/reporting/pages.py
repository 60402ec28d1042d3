"""The report and the certificate as files that need nothing else: HTML and Markdown, every word escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.i18n import Reader, without_direction_marks
from bot.reporting.chapters import Chapter, Table
from bot.reporting.pictures import Picture
from bot.rules.exporting import escaped

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says: hours and role only (PROGRAMME.md, section 2)."""

    name: str
    community: str
    programme: str
    theme: str
    roles: Sequence[str]
    starts: date | None
    ends: date | None
    minutes: int
    meetings: int

    @property
    def hours(self) -> float:
        """Hours to the nearest half."""
        halves = round(self.minutes / 30) / 2
        return int(halves) if halves == int(halves) else halves


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the report. `at` is the moment its figures are of."""

    programme: str
    community: str
    theme: str
    starts: date | None
    ends: date | None
    at: datetime
    floor: int

    def lines(self, reader: Reader) -> tuple[str, ...]:
        """Title, where and when, theme, and as of when."""
        dated = "report-subtitle" if self.starts and self.ends else "report-subtitle-undated"
        return (
            reader.t("report-title", programme=self.programme),
            reader.t(dated, community=self.community, starts=self.starts, ends=self.ends),
            *((reader.t("report-theme-is", theme=self.theme),) if self.theme else ()),
            reader.t("report-made", at=self.at),
        )


def report_html(
    reader: Reader, heading: Heading, chapters: Sequence[Chapter], pictures: Mapping[str, Sequence[Picture]]
) -> bytes:
    """The report as one page that loads nothing, for a board: wide, narrow, dark and on paper."""
    page = template("report.html").render(
        t=reader.t, lang=reader.language, title=heading.lines(reader)[0], lines=heading.lines(reader)[1:],
        chapters=chapters, pictures=pictures, floor=heading.floor,
    )  # fmt: skip
    return page.encode()


def report_markdown(reader: Reader, heading: Heading, chapters: Sequence[Chapter]) -> bytes:
    """The same words and tables for a wiki or a newsletter."""
    title, *rest = heading.lines(reader)
    lines = [f"# {escaped(title)}", "", *(f"{escaped(line)}  " for line in rest), ""]
    for chapter in chapters:
        lines += [f"## {escaped(chapter.heading)}", "", escaped(chapter.lead), ""]
        lines += [f"- {escaped(label)}: **{escaped(value)}**" for label, value in chapter.facts]
        for table in chapter.tables:
            lines += ["", f"### {escaped(table.caption)}", "", *_table(table)]
        lines += ["", *(f"*{escaped(note)}*  " for note in chapter.notes), ""]
    how = reader.t("report-how-to-read-text", floor=heading.floor)
    lines += [f"## {escaped(reader.t('report-how-to-read'))}", "", escaped(how), ""]
    return without_direction_marks("\n".join(lines)).encode()


def _table(table: Table) -> list[str]:
    rows = ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in (table.heads, *table.rows)]
    return [rows[0], "|" + " --- |" * len(table.heads), *rows[1:]]


def certificate_html(reader: Reader, certificate: Certificate) -> bytes:
    """One page to print or keep."""
    return template("certificate.html").render(t=reader.t, lang=reader.language, it=certificate).encode()


@cache
def template(name: str) -> Template:
    """A template by its file name; what is put in is escaped, and a missing value is an error."""
    loader = FileSystemLoader(TEMPLATES)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.get_template(name)
