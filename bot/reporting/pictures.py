"""The report's pictures, drawn by Matplotlib as SVG that takes its colours from the page around it.

The same figures give the same bytes: no date, no random ids. Matplotlib is loaded when the first picture is drawn.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from io import StringIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from bot.i18n import without_direction_marks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, FIRST, SECOND = "#010203", "#010204", "#010205", "#010206"
COLOURS = {INK: "var(--ink)", SOFT: "var(--soft)", FIRST: "var(--first)", SECOND: "var(--second)"}
"""Stand-ins that no drawing contains, exchanged for the page's colours, so that a picture follows light and dark."""
WIDTH = 4.4  # inches of 72 points: at 375 pixels the text is still as large as the page's small print
LONGEST_LABEL = 24
STYLE: dict[Any, Any] = {  # Matplotlib's own names and what each of them takes
    "svg.fonttype": "none", "font.size": 11, "text.parse_math": False, "text.color": INK, "axes.labelcolor": INK,
    "axes.edgecolor": SOFT, "xtick.color": INK, "ytick.color": INK, "axes.spines.top": False,
    "axes.spines.right": False, "axes.spines.left": False, "xtick.major.size": 0, "ytick.major.size": 0,
    "figure.facecolor": "none", "axes.facecolor": "none", "legend.frameon": False, "savefig.facecolor": "none",
}  # fmt: skip
_LOCK = Lock()  # Matplotlib's settings are the process's own


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG for a page, and in words for those who do not see it."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of bars: what it is called and how long each bar is."""

    name: str
    values: Sequence[int]


def bars(name: str, words: str, labels: Sequence[str], series: Sequence[Series]) -> Picture:
    """Lying bars, one group a label, the first on top; one or two series. Each bar has its number beside it."""
    thick = 0.8 / len(series)
    with _drawing(name, height=0.6 + len(labels) * (0.22 + 0.22 * len(series))) as (figure, axes):
        for index, (each, colour) in enumerate(zip(series, (FIRST, SECOND), strict=False)):
            places = [row - 0.4 + thick * (index + 0.5) for row in range(len(labels))]
            drawn = axes.barh(places, each.values, height=thick * 0.9, color=colour, label=_clean(each.name))
            axes.bar_label(drawn, padding=3, color=INK)
        axes.set_yticks(range(len(labels)), [_clean(label) for label in labels])
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.margins(x=0.1)
        if len(series) > 1:
            axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=len(series))
        return _picture(name, words, figure)


def columns(name: str, words: str, labels: Sequence[str], values: Sequence[int]) -> Picture:
    """Standing columns over time. At most twelve labels are written."""
    with _drawing(name, height=2.6) as (figure, axes):
        drawn = axes.bar(range(len(values)), values, width=0.7, color=FIRST)
        axes.bar_label(drawn, padding=2, color=INK)
        step = -(-len(labels) // 12)
        axes.set_xticks(range(0, len(labels), step), [_clean(label) for label in labels[::step]], rotation=0)
        axes.set_yticks([])
        axes.margins(y=0.15)
        return _picture(name, words, figure)


@contextmanager
def _drawing(name: str, height: float) -> "Iterator[tuple[Figure, Axes]]":
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with _LOCK, rc_context({**STYLE, "svg.hashsalt": name}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # only measured here; the reader's fonts draw it
        figure = Figure(figsize=(WIDTH, height), layout="tight")
        yield figure, figure.add_subplot()


def _picture(name: str, words: str, figure: "Figure") -> Picture:
    out = StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    for stand_in, colour in COLOURS.items():
        svg = svg.replace(stand_in, colour)
    size = re.compile(r' (?:width|height)="[\d.]+pt"')
    head, rest = svg.split(">", 1)
    plain = without_direction_marks(words)
    return Picture(f'{size.sub("", head)} role="img" aria-label="{escape(plain)}">{rest}'.strip(), plain)


def _clean(label: str) -> str:
    """A label as it can be drawn: without direction marks, shortened in sight."""
    text = without_direction_marks(label)
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1].rstrip()}…"
