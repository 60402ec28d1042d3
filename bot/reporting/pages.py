"""The report and the certificate as files that need nothing else: HTML and Markdown, every word escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.i18n import Reader

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


def certificate_html(reader: Reader, certificate: Certificate) -> bytes:
    """One page to print or keep."""
    return template("certificate.html").render(t=reader.t, lang=reader.language, it=certificate).encode()


@cache
def template(name: str) -> Template:
    """A template by its file name; what is put in is escaped, and a missing value is an error."""
    loader = FileSystemLoader(TEMPLATES)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.get_template(name)
