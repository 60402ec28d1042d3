import csv
import io
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.importing import MOST_BYTES, ImportRefused, check_size, read_table


def refusal(data: bytes) -> ImportRefused:
    with pytest.raises(ImportRefused) as refused:
        read_table(data)
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(encoding: str, delimiter: str, end: str) -> None:
    text = end.join(["Nimi¤Rooli", "Äijö Ström¤mentori", "Åsa Öhman¤aktori", ""]).replace("¤", delimiter)
    table = read_table(text.encode(encoding))
    assert (table.header, table.delimiter) == (("Nimi", "Rooli"), delimiter)
    assert [row.cells for row in table.rows] == [("Äijö Ström", "mentori"), ("Åsa Öhman", "aktori")]
    assert [row.number for row in table.rows] == [2, 3]


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    table = read_table(b'Report\n\nname;aims\n"A";"one\ntwo"\n;\n\nB;x\nTotal;2\n\n\n')
    assert [(row.number, row.cells) for row in table.rows] == [(4, ("A", "one\ntwo")), (7, ("B", "x"))]
    assert [(one.row, one.key) for one in table.skipped] == [
        (1, "import-skipped-title"),
        (5, "import-skipped-empty"),
        (6, "import-skipped-empty"),
        (8, "import-skipped-totals"),
    ]


@pytest.mark.parametrize(
    "line", ["Summa;24;;", "Yhteensä:;;24;", "Total;24;1 200,5;7", ";24;;", "SUM;2;;", "Totalt antal;3;;"]
)
def test_totals_rows(line: str) -> None:
    table = read_table(f"name;a;b;c\nAnna;1;2;x\nBo;1;2;y\n{line}\n".encode())
    assert len(table.rows) == 2
    assert table.skipped[0].key == "import-skipped-totals"


@pytest.mark.parametrize("line", ["Summa;Maija;mentor;", "Anna;2;;", "Total Recall;x;2;", "Antal;Bo;;"])
def test_people_who_look_a_little_like_totals(line: str) -> None:
    assert len(read_table(f"name;a;b;c\nAnna;1;2;x\n{line}\n".encode()).rows) == 2


def test_excel_says_its_delimiter() -> None:
    table = read_table(b"sep=|\r\nname|role, side, part\r\nA|x, y, z\r\n")
    assert (table.delimiter, table.header, table.rows[0].number) == ("|", ("name", "role, side, part"), 3)


def test_empty_columns_at_the_end_are_dropped_and_nameless_ones_get_their_letter() -> None:
    table = read_table(b"name;;role;;\nA;x;mentor;;\nB;y\n")
    assert table.header == ("name", "[B]", "role")
    assert table.rows[1].cells == ("B", "y", "")
    assert [(note.row, note.key) for note in table.notes] == [(3, "import-note-short-row")]


def test_a_row_with_a_cell_too_many_is_not_guessed_at() -> None:
    table = read_table(b"name,employer,role\nA,Lib,mentor\nB,Uni, library,actor\n")
    assert len(table.rows) == 1
    assert [(one.row, one.key) for one in table.skipped] == [(3, "import-skipped-wide-row")]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "import-refused-empty"),
        (b"\n \n;;;\n", "import-refused-empty"),
        (b"\xef\xbb\xbf", "import-refused-empty"),
        (b"PK\x03\x04rest", "import-refused-spreadsheet"),
        (b"%PDF-1.7\n1;2", "import-refused-binary"),
        (b"a;b\nc\x00\x01\x02d;" + b"e" * 40, "import-refused-binary"),
        (b"\x01\x02\x90\x81\xff\xfe;\x07\n" * 9, "import-refused-binary"),
        (b"name\nA\nB\n", "import-refused-one-column"),
        (b"one; two\nhello\nhello\nhello\n", "import-refused-one-column"),
        (b"name;role\n", "import-refused-no-rows"),
        (b"name;role\n;\n", "import-refused-no-rows"),
        (b"name;role\nTotal;0\n", "import-refused-no-rows"),
        (b'name;role\nA;"mentor\nB;actor\n', "import-refused-quote"),
        (b'name;role\nA;"men"tor\nB;actor\n', "import-refused-quote"),
        (
            b"name;" + b";".join(b"c%d" % number for number in range(200)) + b"\n" + b"x;" * 201,
            "import-refused-too-many-columns",
        ),
        (b"name;role\n" + b"A;m\n" * 5_001, "import-refused-too-many-rows"),
        (b"a;b\n" + b"x" * 140_000 + b";y\n", "import-refused-cell-too-long"),
        (b"a" * (MOST_BYTES + 1), "import-refused-too-big"),
    ],
)
def test_refusals(data: bytes, key: str) -> None:
    assert refusal(data).key == key


def test_refusals_name_rows_and_columns() -> None:
    assert refusal(b'name;role\nA;mentor\nB;"actor\nC;x\n').arguments == {"row": 3}
    same = refusal(b"Name;role; name \nA;x;B\n")
    assert (same.key, same.arguments) == (
        "import-refused-same-header",
        {"header": "name", "first": "A", "second": "C"},
    )


def test_size_is_refused_before_reading() -> None:
    with pytest.raises(ImportRefused) as refused:
        check_size(100_000_000)
    assert (refused.value.key, refused.value.arguments) == ("import-refused-too-big", {"size": 100, "most": 5})
    check_size(MOST_BYTES)


@given(st.one_of(st.binary(max_size=400), st.text(alphabet='ab;,"\n\r\t|=0 ', max_size=200).map(str.encode)))
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00\xd8")
@example(b"sep=;")
@example(b'"')
def test_any_bytes_give_a_table_or_a_refusal(data: bytes) -> None:
    try:
        table = read_table(data)
    except ImportRefused as refused:
        assert refused.key.startswith("import-refused-")  # noqa: PT017 - either outcome is right
    else:
        assert table.rows
        assert all(len(row.cells) == len(table.header) for row in table.rows)


CELL = st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\r\";,\t|'="), max_size=20)
ROW = st.tuples(st.text(string.ascii_letters, min_size=1, max_size=9), CELL, CELL, st.just("end"))


@given(
    st.lists(ROW, min_size=1, max_size=8),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_a_csv_writer_wrote_comes_back(
    rows: list[tuple[str, str, str, str]], delimiter: str, encoding: str, quoting: int
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=quoting).writerows([("name", "aims", "note", "last"), *rows])
    table = read_table(written.getvalue().encode(encoding))
    assert (table.delimiter, table.header) == (delimiter, ("name", "aims", "note", "last"))
    assert [row.cells for row in table.rows] == rows
    assert [row.number for row in table.rows] == list(range(2, len(rows) + 2))
