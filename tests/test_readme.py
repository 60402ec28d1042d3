"""The README says what is so."""

from pathlib import Path

from bot.app import load_features
from bot.features.help import guide
from bot.i18n import Reader

README = Path(__file__).parents[1] / "README.md"


def test_the_table_of_commands_is_the_registrys() -> None:
    """Mend it with `luotsi commands`."""
    load_features()
    begin = "<!-- commands: written by `luotsi commands`, compared by a test -->\n"
    _, _, rest = README.read_text("utf-8").partition(begin)
    assert rest.split("\n<!-- /commands -->")[0] == guide(Reader())


def test_its_pictures_are_there() -> None:
    for line in README.read_text("utf-8").splitlines():
        if line.startswith("!["):
            assert (README.parent / line.split("(")[1].rstrip(")")).is_file()
