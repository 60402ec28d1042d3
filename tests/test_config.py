"""The settings: all documented, all mistakes at once, the environment before the file."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.config import Settings, WrongSettings, load_settings

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder without a config.toml, with nothing set in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE__URL", "WEB__PORT", "PACE__SILENCE", "LOG__LEVEL"):
        monkeypatch.delenv(f"LUOTSI_{name}", raising=False)


def leaves(values: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Every setting by its dotted name."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def start_values() -> dict[str, object]:
    """What the program takes when nothing is set."""
    parts = {name: getattr(Settings(), name) for name in Settings.model_fields}
    plain = {
        name: part.model_dump() if isinstance(part, BaseModel) else asdict(part) if is_dataclass(part) else part
        for name, part in parts.items()
    }  # fmt: skip
    return dict(leaves(plain))


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_example_holds_every_setting_with_its_start_value_and_no_other() -> None:
    example = dict(leaves(tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))))
    assert example == start_values()


def test_the_example_can_be_used_as_it_is() -> None:
    assert load_settings(EXAMPLE) == Settings()


def test_the_example_says_something_about_every_setting() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    silent = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if re.match(r"\w+ = ", line) and not before.startswith("#") and line.split()[0] not in {"name", "language"}
    ]
    assert silent == []


def test_without_a_file_the_start_values_count() -> None:
    assert load_settings() == Settings()


def test_config_toml_beside_the_program_is_read_by_itself(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[web]\nport = 9000\n")
    assert load_settings().web.port == 9000


def test_the_environment_wins_over_the_file_and_leaves_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, "[web]\nport = 9000\n[pace]\nsilence = 20\nfollow_up = 60\n[log]\nlevel = 'debug'\n")
    monkeypatch.setenv("LUOTSI_WEB__PORT", "9001")
    monkeypatch.setenv("LUOTSI_PACE__SILENCE", "40")
    settings = load_settings(file)
    assert (settings.web.port, settings.log.level) == (9001, "debug")
    assert (settings.pace.silence, settings.pace.follow_up) == (40, 60)
    assert settings.pace.pulse_first == Settings().pace.pulse_first


def sentences(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(WrongSettings) as wrong:
        load_settings(written(tmp_path, text))
    return wrong.value.sentences


def test_all_mistakes_are_said_at_once_one_sentence_each(tmp_path: Path) -> None:
    said = sentences(
        tmp_path,
        """
        colour = "blue"
        [database]
        url = "mysql://here"
        [community]
        time_zone = "Helsinki"
        name = ""
        [web]
        port = 99999
        prot = 1
        [log]
        level = "loud"
        json_lines = "perhaps"
        [pace]
        silence = "long"
        """,
    )
    for name in ("colour", "database.url", "community.time_zone", "community.name", "web.port", "web.prot", "log.level",
                 "log.json_lines", "pace.silence"):  # fmt: skip
        assert sum(name in sentence for sentence in said) == 1, (name, said)
    assert len(said) == 9
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in said)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[pace]\nsilense = 1", "pace.silense is unknown"),
        ("[pace]\nanonymity_floor = 4", "pace.anonymity_floor must be at least 5"),
        ("[pace]\nsilence = -1\nfollow_up = -1", "pace.silence, pace.follow_up must not be negative"),
        ("[pace]\nsilence = 'soon'", "pace.silence must be a whole number, but it is 'soon'."),
        ("[community]\nlanguage = 'xx'", "community.language must be a language"),
        ("[slack]\nclient_id = '1.2'\nclient_secret = 'x'\napp_token = 'xapp-1'", "the public_url"),
        ("[slack]\npublic_url = 'http://luotsi.example'", "slack.public_url must be the public address"),
        ("[community]\ncountry = 'XX'", "community.country must be a country"),
        ("[community]\nname = ''", "community.name must not be empty"),
        ("[community]\nname = 5", "community.name must be words in quotes, but it is 5."),
        ("[web]\nport = 70000", "web.port must be at most 65535, but it is 70000."),
        ("[log]\njson_lines = 'maybe'", "log.json_lines must be true or false"),
        ("[web]\nport = 9000\n[health]\nport = 9000", "The settings web.port and health.port are both 9000."),
        ("[web\nport = 1", "not valid TOML"),
        ("web = 5", "The setting web is a section, written [web] on a line of its own"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, expected: str) -> None:
    said = sentences(tmp_path, text)
    assert len(said) == 1
    assert expected in said[0]


def test_a_language_and_a_country_may_be_written_by_their_names(tmp_path: Path) -> None:
    file = written(tmp_path, "[community]\nlanguage = 'Svenska'\ncountry = 'Sweden'")
    community = load_settings(file).community
    assert (community.language, community.country) == ("sv", "SE")
    assert not load_settings(written(tmp_path, "[community]\ncountry = ''")).community.country


def test_a_file_that_is_not_there_or_not_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="There is no settings file"):
        load_settings(tmp_path / "nowhere.toml")
    file = tmp_path / "binary.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WrongSettings, match="cannot be read"):
        load_settings(file)


@pytest.mark.parametrize("name", ["LUOTSI_WEB", "LUOTSI_WEB__PROT", "LUOTSI_WEB__PORT"])
def test_a_mistake_in_the_environment_is_said_as_well(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "no number")
    with pytest.raises(WrongSettings) as wrong:
        load_settings()
    assert len(wrong.value.sentences) == 1


def test_the_address_of_a_database_never_shows_its_password(tmp_path: Path) -> None:
    said = sentences(tmp_path, '[database]\nurl = "postgres://luotsi:hunter2@db/luotsi"')
    assert "hunter2" not in said[0]
