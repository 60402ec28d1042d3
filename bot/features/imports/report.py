"""A file that was read, in words: for the chat in sections, for the command line in lines."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

from bot.i18n import Reader
from bot.message import Button, File, Message, Section
from bot.rules.applying import Role
from bot.rules.importing import Certainty, ColumnMapping, Question
from bot.rules.importing.prepared import Prepared

MOST_LINES = 20
MOST_QUESTIONS = 5  # so many stand with their buttons at a time, those still open first
DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}


def report_lines(reader: Reader, prepared: Prepared) -> list[str]:
    """Everything about a file that a person has to know or decide, a line each."""
    asked = prepared.reading.questions if prepared.reading else ()
    message = Message(
        summary(reader, prepared),
        sections=(
            numbers(reader, prepared),
            columns(reader, prepared),
            *(question(reader, one) for one in asked),
            *(Section(heading, "\n".join(lines)) for heading, lines in _groups(reader, prepared)),
        ),
    )
    return message.plain().splitlines()


def sections_of(reader: Reader, prepared: Prepared, line: str) -> tuple[Section, ...]:
    """The report for a chat. `line` begins the command that answers a question; without it there are no buttons."""
    asked = sorted(prepared.reading.questions, key=lambda one: bool(one.answer)) if prepared.reading else []
    return (
        numbers(reader, prepared),
        *(question(reader, one, line) for one in asked[:MOST_QUESTIONS]),
        *(Section(heading, "\n".join(_first(reader, lines))) for heading, lines in _groups(reader, prepared)),
        columns(reader, prepared),
    )


def open_questions(reader: Reader, prepared: Prepared, line: str) -> tuple[Section, ...]:
    """The questions that nobody has answered, for a chat: what is shown after an answer, instead of the report."""
    asked = prepared.reading.open_questions if prepared.reading else ()
    return tuple(question(reader, one, line) for one in asked[:MOST_QUESTIONS])


def files_of(reader: Reader, prepared: Prepared) -> tuple[File, ...]:
    """The whole report as a file, where the chat shows only its beginning."""
    asked = prepared.reading.questions if prepared.reading else ()
    if len(asked) <= MOST_QUESTIONS and all(len(lines) <= MOST_LINES for _, lines in _groups(reader, prepared)):
        return ()
    text = "\n".join(report_lines(reader, prepared))
    return (File("report.txt", "text/plain; charset=utf-8", text.encode()),)


def summary(reader: Reader, prepared: Prepared) -> str:
    """One sentence: who was read, or that the columns have to be settled first."""
    if prepared.reading is None:
        return reader.t("import-columns-first")
    roles = Counter(answers.role for answers in prepared.people)
    counts = {"mentors": roles[Role.MENTOR], "actors": roles[Role.ACTOR], "either": roles[Role.EITHER]}
    return reader.t("import-summary", count=len(prepared.people), **counts)


def numbers(reader: Reader, prepared: Prepared) -> Section:
    """The file and what was found in it, in figures."""
    table = prepared.table
    delimiter = reader.t(f"import-delimiter-{DELIMITERS[table.delimiter]}")
    facts = [(reader.t("import-file"), f"{encoding_of(table.encoding)}, {delimiter}")]
    if prepared.reading:
        figures = {
            "capacity": prepared.capacity,
            "avoid": prepared.avoid_entries,
            "left-out": len(prepared.left_out),
            "open": len(prepared.reading.open_questions),
        }
        facts += [(reader.t(f"import-count-{name}"), str(figure)) for name, figure in figures.items()]
        facts.append((reader.t("import-count-without-zone"), str(prepared.reading.without_zone)))
        if prepared.reading.without_zone:
            facts.append((reader.t("import-stand-in"), reader.t("import-stand-in-zone", zone=prepared.zone)))
    return Section(facts=tuple(facts))


def encoding_of(name: str) -> str:
    """An encoding as people know it: UTF-8, with or without a mark at its beginning, or Windows-1252."""
    plain = name.replace("_", "-").removesuffix("-sig").upper()
    return f"Windows-{plain[2:]}" if plain.startswith("CP") else plain


def columns(reader: Reader, prepared: Prepared) -> Section:
    """Every column by its number, and what it is read as."""
    key = "import-columns-remembered" if prepared.remembered else "import-columns"
    facts = tuple(
        (f"{number}. {column.header}", meaning(reader, column))
        for number, column in enumerate(prepared.mapping.columns, 1)
    )
    return Section(reader.t(key), facts=facts)


def meaning(reader: Reader, column: ColumnMapping) -> str:
    """What a column is read as, and whether that should be checked."""
    parts = [reader.t(f"import-field-{column.field}"), column.detail]
    if column.certainty is Certainty.DOUBTFUL:
        parts.append(reader.t("import-certainty-doubtful"))
    return ", ".join(part for part in parts if part)


def question(reader: Reader, one: Question, line: str = "") -> Section:
    """A question with the answer that stands, and a button for each answer proposed."""
    text = reader.t(one.key, **one.text_arguments())
    answer = ((reader.t("import-answered"), option(reader, one.answer)),) if one.answer else ()
    start = f"{line} question:{short_id(one)}" if line else ""
    buttons = [Button(option(reader, value), f"{start} value:{value}") for value in one.options if start]
    if start and not one.options:
        buttons.append(Button(reader.t("import-tell-button"), start))
    elif start and one.key.startswith("import-question-capacity"):
        buttons.append(Button(reader.t("import-other-button"), start))
    return Section(reader.t("import-question"), text, answer, tuple(buttons))


def option(reader: Reader, value: str) -> str:
    """An answer in words; numbers and zones are words already."""
    key = f"import-option-{value}"
    return reader.t(key) if value.isalpha() and reader.has(key) else value


def short_id(one: Question) -> str:
    """A question's id for a button, whose line holds a hundred characters, whatever the question is about."""
    return f"{crc32(one.id.encode()):08x}"


def _groups(reader: Reader, prepared: Prepared) -> Iterator[tuple[str, Sequence[str]]]:
    """Headings with the lines below them; none without lines."""
    notes = [reader.t(problem.key, **problem.arguments) for problem in prepared.problems]
    notes += [reader.t("import-unused-answer", value=word) for word in prepared.unused]
    left = prepared.reading.left_out if prepared.reading else ()
    problems = prepared.reading.problems if prepared.reading else ()
    groups = (
        ("import-notes", notes),
        ("import-left-out", [reader.t(one.key, **one.text_arguments()) for one in left]),
        ("import-problems", [reader.t(one.key, **one.text_arguments()) for one in problems]),
    )
    return ((reader.t(key), lines) for key, lines in groups if lines)


def _first(reader: Reader, lines: Sequence[str]) -> Iterable[str]:
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], reader.t("import-more-lines", count=more)] if more > 0 else lines
