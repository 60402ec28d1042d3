"""The page itself: its HTML, its style and scripts, and its words in the reader's language."""

import re
from functools import cache
from pathlib import Path

import jinja2
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.i18n import DEFAULT, TEXTS, Reader

HERE = Path(__file__).parent
_TEXT = re.compile(r"^(page-[a-z-]+) = (.*)$", re.MULTILINE)
_PLACEABLE = re.compile(r"\{ \$(\w+) \}")


@cache
def _keys() -> dict[str, dict[str, str]]:
    """The keys of the page's own texts; a placeable becomes its name in braces, which the browser fills."""
    source = (TEXTS / DEFAULT / "page.ftl").read_text(encoding="utf-8")
    return {key: {name: f"{{{name}}}" for name in _PLACEABLE.findall(text)} for key, text in _TEXT.findall(source)}


def words(reader: Reader) -> dict[str, str]:
    """All of the page's words for a reader."""
    return {key: reader.t(key, **placeables) for key, placeables in _keys().items()}


def html(reader: Reader) -> str:
    """The page's HTML, which holds nothing that anybody typed."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True)
    return environment.get_template("page.html").render(
        language=reader.language, title=reader.t("page-title"), noscript=reader.t("page-noscript")
    )


def static() -> Mount:
    """The style, the scripts and the pictures."""
    return Mount("/static", StaticFiles(directory=HERE / "static"))
