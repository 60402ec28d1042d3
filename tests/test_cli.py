"""The command line: what a person can mend is one sentence on stderr, exit code 2, and never a trace."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from adapters.cli import app
from storage.failures import SENTENCES
from storage.migrate import NOT_OURS, TOO_NEW


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def luotsi(*words: str, database: Path | str = "", **environment: str) -> Result:
    """Run the program as one types it."""
    if database:
        environment["LUOTSI_DATABASE__URL"] = f"sqlite+aiosqlite:///{database}"
    return CliRunner().invoke(app, words, env=environment)


def refused(result: Result) -> str:
    """What stands on stderr after a refusal, which is all there is."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.stdout == ""
    return result.stderr.strip()


def test_migrate_makes_the_tables_and_check_finds_them_right(tmp_path: Path) -> None:
    for _ in range(2):
        made = luotsi("migrate", database=tmp_path / "luotsi.db")
        assert (made.exit_code, made.stdout) == (0, "The database is up to date.\n")
    checked = luotsi("check", database=tmp_path / "luotsi.db")
    assert checked.exit_code == 0
    assert "Communities in it: 0." in checked.stdout


@pytest.mark.parametrize("command", ["check", "migrate", "run"])
def test_a_database_that_cannot_be_used_is_one_sentence(tmp_path: Path, command: str) -> None:
    text = tmp_path / "notes.db"
    text.write_text("A shopping list. " * 100)
    foreign, newer = tmp_path / "foreign.db", tmp_path / "newer.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE customer (id integer)")
    assert luotsi("migrate", database=newer).exit_code == 0
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    expected = {
        text: SENTENCES["file is not a database"],
        foreign: NOT_OURS,
        newer: TOO_NEW,
        f"file:{newer}?uri=true&mode=ro": TOO_NEW,
        tmp_path / "nowhere" / "luotsi.db": SENTENCES["unable to open database file"],
    }
    assert {database: refused(luotsi(command, database=database)) for database in expected} == expected


@pytest.mark.parametrize("command", ["check", "migrate", "run"])
def test_wrong_settings_are_said_line_by_line(tmp_path: Path, command: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[web]\nport = 0\n[log]\nlevel = 'loud'\n")
    lines = refused(luotsi(command)).splitlines()
    assert [line.split()[2] for line in lines] == ["web.port", "log.level"]
    assert refused(luotsi(command, "--config", "nowhere.toml")) == "There is no settings file nowhere.toml."


def test_a_mistyped_call_says_what_there_is() -> None:
    result = luotsi("chekc")
    assert result.exit_code == 2
    assert "chekc" in result.stderr
    assert luotsi("--help").exit_code == 0


def test_importing_the_program_does_nothing(tmp_path: Path) -> None:
    assert list(tmp_path.iterdir()) == []


def test_the_manifest_asks_for_what_is_needed_and_for_nothing_that_reads_messages() -> None:
    made = json.loads(luotsi("slack-manifest", "--name", "Harbour pilot").stdout)
    scopes = made["oauth_config"]["scopes"]["bot"]
    assert {"commands", "chat:write", "users:read"} <= set(scopes)
    assert not [scope for scope in scopes if "history" in scope]
    events = made["settings"]["event_subscriptions"]["bot_events"]
    assert "app_home_opened" in events
    assert not [event for event in events if event.startswith("message") or event == "app_mention"]
    assert made["settings"]["socket_mode_enabled"] is True
    assert [one["command"] for one in made["features"]["slash_commands"]] == ["/mentoring"]
    by_http = json.loads(luotsi("slack-manifest", "--events", "https://luotsi.example/slack/events").stdout)
    assert by_http["settings"]["socket_mode_enabled"] is False
    assert by_http["features"]["slash_commands"][0]["url"] == "https://luotsi.example/slack/events"


@pytest.mark.parametrize(("name", "wrong"), [("BOT_TOKEN", "xoxp-1"), ("APP_TOKEN", "xoxb-1")])
def test_a_token_of_the_wrong_sort_is_told_before_anything_is_tried(name: str, wrong: str) -> None:
    told = refused(luotsi("check", **{f"LUOTSI_SLACK__{name}": wrong}))
    assert "must be the" in told
    assert wrong not in told  # a token in a terminal's history is a token lost


def test_a_bot_token_alone_is_not_enough_for_slack_to_reach_us() -> None:
    assert "needs an app_token" in refused(luotsi("run", LUOTSI_SLACK__BOT_TOKEN="xoxb-1"))


def test_slack_out_of_reach_is_one_sentence() -> None:
    nowhere = {
        "LUOTSI_SLACK__BOT_TOKEN": "xoxb-1",
        "LUOTSI_SLACK__APP_TOKEN": "xapp-1",
        "LUOTSI_SLACK__API_URL": "http://127.0.0.1:9/api/",
    }
    checked = luotsi("check", **nowhere)
    assert (checked.exit_code, "Traceback" in checked.output) == (2, False)
    assert checked.stderr.strip().endswith("Check the network.")
