"""The report in words: the same chapters become the answer in the chat, the Markdown and the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.i18n import Reader
from bot.reporting.figures import Answered, Demand, Figures, Foundation, Share, Theme
from bot.reporting.pictures import Picture, Series, bars, columns
from bot.rules.anonymity import Total
from bot.rules.locales import language_name, understood

MOST_BARS = 12
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in rows; the first cell of a row says what it is about."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One aim: what it asks, the figures, and what they are made of."""

    name: str
    heading: str
    lead: str
    facts: Facts
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


def chapters(reader: Reader, figures: Figures) -> tuple[Chapter, ...]:
    """The three aims, in the order in which the first programme had them."""
    return (
        _demand(reader, figures.demand),
        _theme(reader, figures.theme, figures.floor),
        _foundation(reader, figures),
    )


def pictures(reader: Reader, figures: Figures) -> dict[str, tuple[Picture, ...]]:
    """The drawings by chapter; none of what there is nothing to draw. Blocks for about a second."""
    demand, months = figures.demand, figures.foundation.months
    made: dict[str, tuple[Picture, ...]] = {"demand": (), "theme": (), "foundation": ()}
    if sources := demand.sources[:MOST_BARS]:
        opened = Series(reader.t("report-opened"), [source.opened for source in sources])
        applied = Series(reader.t("report-applied"), [source.applied for source in sources])
        names = [_source(reader, source.name) for source in sources]
        made["demand"] = (bars("sources", reader.t("report-picture-sources"), names, (opened, applied)),)
    if topics := demand.topics[:MOST_BARS]:
        offered = Series(reader.t("report-offered"), [topic.offered for topic in topics])
        wanted = Series(reader.t("report-wanted"), [topic.wanted for topic in topics])
        drawn = bars("topics", reader.t("report-picture-topics"), [topic.name for topic in topics], (offered, wanted))
        made["demand"] = (*made["demand"], drawn)
    if months:
        labels = [_month(reader, month) for month, _ in months]
        values = [count for _, count in months]
        made["foundation"] = (columns("months", reader.t("report-picture-months"), labels, values),)
    return made


def share(reader: Reader, each: Share) -> str:
    """A part of a whole in words, with per cent from five up."""
    if not each.whole:
        return reader.t("report-none-yet")
    if each.percent is None:
        return reader.t("report-share-few", part=each.part, whole=each.whole)
    return reader.t("report-share", part=each.part, whole=each.whole, percent=each.percent)


# --- one function a chapter -----------------------------------------------------------------------------------------
def _demand(reader: Reader, demand: Demand) -> Chapter:
    t = reader.t
    people = t("report-roles", mentors=demand.mentors, actors=demand.actors, either=demand.either)
    ratio = t("report-no-mentor") if demand.ratio is None else t("report-ratio", ratio=demand.ratio)
    languages = [
        t("report-language", language=language_name(code, reader.language), count=count)
        for code, count in demand.languages
    ]
    languages += [t("report-other-languages")] if demand.other_languages else []
    facts = (
        (t("report-applications"), t("report-applied-count", applied=demand.applied, withdrawn=demand.withdrawn)),
        (t("report-people"), people),
        (t("report-ratio-label"), ratio),
        (t("report-placed"), share(reader, demand.placed)),
        (t("report-unmatched"), str(demand.placed.whole - demand.placed.part)),
        (t("report-languages"), reader.list(languages) if languages else t("report-none-yet")),
    )
    tables = tuple(table for table in (_sources(reader, demand), _topics(reader, demand)) if table.rows)
    notes = (
        *((t("report-note-erased", count=demand.erased),) if demand.erased else ()),
        *((t("report-note-sources"),) if demand.sources else ()),
        *((t("report-note-topics", count=demand.other_topics),) if demand.other_topics else ()),
    )
    return Chapter("demand", t("report-demand"), t("report-demand-lead"), facts, tables, notes)


def _sources(reader: Reader, demand: Demand) -> Table:
    heads = tuple(reader.t(f"report-{head}") for head in ("source", "shown", "opened", "applied"))
    rows = tuple(
        (_source(reader, item.name), str(item.shown) if item.shown else "–", str(item.opened), str(item.applied))
        for item in demand.sources
    )
    return Table(reader.t("report-by-source"), heads, rows)


def _topics(reader: Reader, demand: Demand) -> Table:
    heads = tuple(reader.t(f"report-{head}") for head in ("topic", "offered", "wanted"))
    rows = tuple((topic.name, str(topic.offered), str(topic.wanted)) for topic in demand.topics)
    return Table(reader.t("report-by-topic"), heads, rows)


def _theme(reader: Reader, theme: Theme, floor: int) -> Chapter:
    t = reader.t
    facts = ((t("report-on-theme"), share(reader, theme.on_theme)), (t("report-unsaid"), str(theme.unsaid)))
    table = _rounds(reader, "report-by-round", "mean", theme.answers)
    notes = (t("report-note-rounds", floor=floor),) if theme.answers else (t("report-note-no-rounds"),)
    return Chapter("theme", t("report-theme"), t("report-theme-lead"), facts, (table,) if table.rows else (), notes)


def _rounds(reader: Reader, caption: str, said: str, answers: Sequence[Answered]) -> Table:
    heads = tuple(reader.t(f"report-{head}") for head in ("occasion", "answered", said))
    return Table(reader.t(caption), heads, tuple(_round(reader, each) for each in answers))


def _round(reader: Reader, each: Answered) -> tuple[str, ...]:
    occasion = _occasion(reader, each.occasion)
    if each.total is None:
        return occasion, reader.t("report-too-few"), "–"
    answered = share(reader, Share(each.total.answers, max(each.invited, each.total.answers)))
    return occasion, answered, _said(reader, each, each.total)


def _said(reader: Reader, each: Answered, total: Total) -> str:
    if each.said:
        same, other, unsure, no = each.said
        return reader.t("report-again-counts", same=same, other=other, unsure=unsure, no=no)
    return reader.t("report-mean-value", mean=round(total.mean, 1))


def _foundation(reader: Reader, figures: Figures) -> Chapter:
    t, it = reader.t, figures.foundation
    lasted = share(reader, it.lasted) if figures.ended else t("report-not-ended")
    facts = (
        (t("report-pairs"), str(it.pairs)),
        (t("report-lasted"), lasted),
        (t("report-left"), str(it.left)),
        (t("report-met"), share(reader, it.met)),
        (t("report-meetings"), t("report-meetings-count", meetings=it.meetings, hours=round(it.minutes / 60, 1))),
        (t("report-spread"), _spread(reader, it, figures.floor)),
        (t("report-agreed"), share(reader, it.agreed)),
        (t("report-sessions"), str(it.sessions)),
    )
    table = _rounds(reader, "report-return", "said", it.answers)
    tables = tuple(table for table in (_meetings(reader, it), table) if table.rows)
    notes = (t("report-note-meetings"), t("report-note-spread", floor=figures.floor))
    return Chapter("foundation", t("report-foundation"), t("report-foundation-lead"), facts, tables, notes)


def _spread(reader: Reader, it: Foundation, floor: int) -> str:
    if it.spread is None:
        return reader.t("report-from-pairs", floor=floor)
    return reader.t("report-spread-value", least=it.spread.least, middle=it.spread.middle, most=it.spread.most)


def _meetings(reader: Reader, it: Foundation) -> Table:
    rows = tuple((reader.t(f"report-met-{name}"), str(count)) for name, count in (*it.formats, *it.sizes))
    return Table(reader.t("report-how"), (reader.t("report-how-head"), reader.t("report-meetings")), rows)


def _month(reader: Reader, month: date) -> str:
    """A short month, the year under the first of each year and of the picture."""
    pattern = "LLL\nyyyy" if month.month == 1 else "LLL"
    return str(format_date(month, pattern, locale=understood(reader.language)[-1]))


def _source(reader: Reader, name: str) -> str:
    key = f"report-source-{name or 'unknown'}"
    return reader.t(key) if reader.has(key) else name


def _occasion(reader: Reader, name: str) -> str:
    key = f"report-occasion-{name}"
    return reader.t(key) if reader.has(key) else name
