"""Settings: a TOML file, then the environment (`LUOTSI_DATABASE__URL`). Every setting is in config.example.toml."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.rules.countries import find_country
from bot.rules.importing.languages import find_language
from bot.rules.lifecycle import Pace

FILE = "config.toml"
IN_OUR_WORDS = {
    "bool_parsing": "must be true or false",
    "greater_than_equal": "must be at least {ge}",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "less_than_equal": "must be at most {le}",
    "model_type": "is a section, written [{name}] on a line of its own",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "must not be empty",
    "string_type": "must be words in quotes",
}
"""What pydantic says, said to an admin. Whatever is not here is said as pydantic has it."""


class Part(BaseModel):
    """A section of the settings; a name that is not there is a mistake and not a wish."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(Part):
    """Where everything is kept."""

    url: str = "sqlite+aiosqlite:///luotsi.db"

    @field_validator("url")
    @classmethod
    def _known(cls, value: str) -> str:
        if not value.startswith(("sqlite+aiosqlite://", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite+aiosqlite:// or postgresql+psycopg://")
        return value


class CommunitySettings(Part):
    """The community that is made on the first start."""

    name: Annotated[str, Field(min_length=1, max_length=80)] = "Our community"
    language: str = "en"
    time_zone: str = "Europe/Helsinki"
    country: str = "FI"
    channel: Annotated[str, Field(min_length=1, max_length=40)] = "general"
    facilitator: Annotated[str, Field(min_length=1, max_length=80)] = "Facilitator"

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("must be an IANA name such as Europe/Helsinki")
        return value

    @field_validator("language")
    @classmethod
    def _language(cls, value: str) -> str:
        if code := find_language(value):
            return code
        raise ValueError("must be a language such as en, fi or svenska")

    @field_validator("country")
    @classmethod
    def _country(cls, value: str) -> str:
        code = find_country(value)
        if value and not code:
            raise ValueError("must be a country whose public holidays are known, such as FI or Sweden; empty for none")
        return code


class WebSettings(Part):
    """The local page. It listens on this machine only: on it anybody can be anyone."""

    port: Annotated[int, Field(ge=1, le=65535)] = 8765


class HealthSettings(Part):
    """Where whatever watches the program asks how it is. Port 0 switches it off."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8766


class SlackSettings(Part):
    """Slack. It is spoken to with a bot token, or with a client's id and secret in all workspaces that install the app.

    The signing secret is for the HTTP mode only. `public_url` is where /slack/install is reached from outside.
    `admin` is the member ID of who may make programmes at first; empty for the workspace's primary owner.
    """

    bot_token: str = ""
    app_token: str = ""
    admin: str = ""
    signing_secret: str = ""
    api_url: str = "https://slack.com/api/"
    client_id: str = ""
    client_secret: str = ""
    public_url: str = ""

    @field_validator("bot_token")
    @classmethod
    def _bot(cls, value: str) -> str:
        if value and not value.startswith("xoxb-"):
            raise ValueError("must be the bot token, which begins with xoxb-")
        return value

    @field_validator("app_token")
    @classmethod
    def _app(cls, value: str) -> str:
        if value and not value.startswith("xapp-"):
            raise ValueError("must be the app token, which begins with xapp-")
        return value

    @field_validator("public_url")
    @classmethod
    def _public(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise ValueError("must be the public address of this program, which begins with https://")
        return value

    @model_validator(mode="after")
    def _reached(self) -> "SlackSettings":
        if self.bot_token and not (self.app_token or self.signing_secret):
            raise ValueError("needs an app_token for Socket Mode, or the signing_secret for the HTTP mode")
        if self.by_oauth and not (self.client_secret and self.public_url and (self.app_token or self.signing_secret)):
            raise ValueError(
                "needs with its client_id the client_secret, the public_url, and an app_token or the signing_secret"
            )
        return self

    @property
    def by_oauth(self) -> bool:
        """Whether workspaces install the app themselves. A bot token is of one workspace, and goes before."""
        return bool(self.client_id) and not self.bot_token


class DiscordSettings(Part):
    """Discord. The token is the bot's. Empty: Luotsi does not speak to Discord.

    `admin` is the user ID of who may make programmes at first; empty for the server's owner. Other addresses than
    Discord's own are for tests.
    """

    token: str = ""
    application_id: str = ""
    admin: str = ""
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = "wss://gateway.discord.gg/"

    @field_validator("application_id", "admin")
    @classmethod
    def _number(cls, value: str) -> str:
        if value and not value.isdecimal():
            raise ValueError("must be an ID of Discord's, which is a number in quotes; empty for none")
        return value


class LogSettings(Part):
    """What is written to stderr, and how."""

    level: str = "info"
    json_lines: bool = False

    @field_validator("level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("must be debug, info, warning or error")
        return value.lower()


class Settings(BaseSettings):
    """Everything that can be set from outside. `pace` gives every programme's start values."""

    model_config = SettingsConfigDict(
        env_prefix="LUOTSI_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    database: DatabaseSettings = DatabaseSettings()
    community: CommunitySettings = CommunitySettings()
    web: WebSettings = WebSettings()
    health: HealthSettings = HealthSettings()
    slack: SlackSettings = SlackSettings()
    discord: DiscordSettings = DiscordSettings()
    log: LogSettings = LogSettings()
    pace: Pace = Pace()

    @field_validator("pace", mode="before")
    @classmethod
    def _pace(cls, value: object) -> object:
        if isinstance(value, dict) and (unknown := set(value) - {item.name for item in fields(Pace)}):
            raise ValueError(
                f".{', pace.'.join(sorted(unknown))} is unknown. See config.example.toml for those there are"
            )
        return value

    @field_validator("pace")
    @classmethod
    def _sensible(cls, value: Pace) -> Pace:
        negative = [item.name for item in fields(Pace) if getattr(value, item.name) < 0]
        if negative:
            raise ValueError(f".{', pace.'.join(negative)} must not be negative")
        if value.anonymity_floor < Pace().anonymity_floor:
            raise ValueError(f".anonymity_floor must be at least {Pace().anonymity_floor}")
        return value

    @model_validator(mode="after")
    def _apart(self) -> "Settings":
        if self.web.port == self.health.port:
            raise ValueError(f"The settings web.port and health.port are both {self.web.port}. Choose another for one")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return env_settings, init_settings


class WrongSettings(Exception):
    """The settings cannot be used. Its sentences say what to change, one for each mistake, all at once."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def load_settings(file: Path | None = None) -> Settings:
    """Settings from a TOML file (config.toml beside the program if there is one) and the environment.

    Raises WrongSettings.
    """
    path = file or Path(FILE)
    if file and not file.is_file():
        raise WrongSettings([f"There is no settings file {file}."])
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return Settings(**values)
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings([f"{path} is not valid TOML: {error}."]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings([f"{path} cannot be read: {error}."]) from error
    except SettingsError as error:
        raise WrongSettings([f"The environment has a setting that cannot be read: {error}."]) from error
    except ValidationError as error:
        raise WrongSettings([_sentence(item) for item in error.errors()]) from error


def _sentence(error: ErrorDetails) -> str:
    name = ".".join(str(part) for part in error["loc"])
    message = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if error["type"] == "extra_forbidden":
        return f"There is no setting {name}. See config.example.toml for those there are."
    if not name:  # about several settings, which its sentence names
        return f"{message}."
    if ours := IN_OUR_WORDS.get(error["type"]):
        message = ours.format(name=name, **error.get("ctx", {}))
    if not message.startswith("."):  # else it names a setting of the section
        message = f" {message[0].lower()}{message[1:]}"
    secret = name == "database.url" or name.endswith(("token", "_secret"))  # an address may hold a password
    hidden = secret or isinstance(error["input"], dict | BaseModel | Pace)
    given = "" if hidden else f", but it is {error['input']!r}"
    return f"The setting {name}{message}{given}."
