import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

from bot.i18n import Reader
from bot.reporting.chapters import chapters, pictures
from bot.reporting.figures import Applicant, Figures, Material, Met, Pair, Source, figures
from bot.reporting.pages import Certificate, Heading, certificate_html, report_html, report_markdown
from bot.rules.applying import Format, Role

HOSTILE = '<script>alert(1)</script> & "$x^2$" 図書館'
READER = Reader("en", "Europe/Helsinki", {"mentor_word": "mentor", "actor_word": "actor", "programme": HOSTILE})
HEADING = Heading(HOSTILE, HOSTILE, HOSTILE, date(2027, 1, 11), None, datetime(2027, 10, 1, 8, tzinfo=UTC), 5)
VOID = {"meta", "br", "path", "use", "circle", "rect"}


class Tags(HTMLParser):
    """Which tags a page has, whether they close, and its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def full() -> Figures:
    applicants = [Applicant(Role.MENTOR, (HOSTILE,), (), ("fi",), placed=True)] * 6
    met = Met(date(2027, 2, 1), 60, Format.ONLINE, "pair", True)
    return figures(Material(applicants, [Source(HOSTILE, 0, 3, 6)], (HOSTILE,), [Pair()] * 6, [met]))


def page() -> str:
    made = full()
    return report_html(READER, HEADING, chapters(READER, made), pictures(READER, made)).decode()


def test_the_page_is_well_formed_escapes_what_people_typed_and_loads_nothing() -> None:
    text = page()
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert "script" not in tags.seen
    assert not {"img", "link", "iframe", "object"} & tags.seen
    assert len(tags.ids) == len(set(tags.ids))
    assert not re.search(r'(?:src|href)="(?!#)', text)
    assert "@import" not in text


def test_every_picture_has_words_and_takes_the_pages_colours() -> None:
    drawn = [picture for group in pictures(READER, full()).values() for picture in group]
    assert len(drawn) == 3
    for picture in drawn:
        assert picture.words
        assert f'role="img" aria-label="{picture.words}"' in picture.svg
        assert "var(--first)" in picture.svg
        assert "#0102" not in picture.svg
        assert "<metadata>" not in picture.svg


def test_the_same_figures_give_the_same_bytes() -> None:
    assert page() == page()


def test_nothing_is_drawn_of_nothing() -> None:
    empty = figures(Material())
    assert not any(pictures(READER, empty).values())
    text = report_html(READER, HEADING, chapters(READER, empty), pictures(READER, empty)).decode()
    assert "None yet" in text
    assert "<svg" not in text


def test_markdown_shows_what_people_typed_as_it_is() -> None:
    text = report_markdown(READER, HEADING, chapters(READER, full())).decode()
    assert "\\<script\\>" in text
    assert "<script>" not in text
    assert text.startswith("# ")
    assert "| Way | Shown | Opened | Applied |" in text


def test_every_text_of_the_report_is_there() -> None:
    made = chapters(READER, full())
    words = [text for chapter in made for pair in chapter.facts for text in pair]
    words += [
        cell for chapter in made for table in chapter.tables for row in (table.heads, *table.rows) for cell in row
    ]
    words += [text for chapter in made for text in (chapter.heading, chapter.lead, *chapter.notes)]
    assert [word for word in words if word.startswith("report-") or not word] == []


def test_a_certificate_says_hours_and_role_and_no_more() -> None:
    made = Certificate("Ann <b>", "Harbour", "Over the water", "", ["mentor", "actor"], None, None, 105, 2)
    text = re.sub("[\u2068\u2069]", "", certificate_html(READER, made).decode())
    assert "Ann &lt;b&gt; took part in Over the water as mentor and actor." in text
    assert "2 hours in 2 meetings" in text
    assert "The theme was" not in text
