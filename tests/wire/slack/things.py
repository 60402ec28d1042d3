"""What a workspace holds: people, places, what was said, and what is open on whose screen."""

from dataclasses import dataclass, field
from typing import Any

from tests.wire.slack.reading import Block, controls, labels_of, read, words_of

Json = dict[str, Any]
BOT_SCOPES = frozenset(
    "commands chat:write im:write mpim:write groups:write channels:read users:read files:write".split()
)
"""What an app of ours asks for. Nothing that reads messages."""


class Refused(Exception):
    """Slack's answer `ok: false`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.body = {"ok": False, "error": error, **more}


@dataclass
class Team:
    """A workspace that the app is installed in, or not yet."""

    id: str
    name: str
    scopes: set[str] = field(default_factory=lambda: set(BOT_SCOPES))
    bot_user: str = "UBOT"
    bot_id: str = "BBOT"
    bot_token: str = ""

    @property
    def domain(self) -> str:
        return self.name.lower().replace(" ", "-")

    def short(self) -> Json:
        return {"id": self.id, "domain": self.domain}


@dataclass
class User:
    """Somebody. `tz` None is given as null, and empty not at all: Slack does both (TZ-13)."""

    id: str
    team_id: str
    real_name: str
    tz: str | None = "Europe/Helsinki"
    locale: str = "en-US"
    email: str = ""
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    updated: int = 1_700_000_000
    home_team: str = ""
    workspaces: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The handle."""
        return self.real_name.lower().replace(" ", ".") or self.id.lower()

    def short(self) -> Json:
        """As in the payload of an interaction."""
        return {"id": self.id, "username": self.name, "name": self.name, "team_id": self.home_team or self.team_id}

    def full(self, *, locale: bool, email: bool) -> Json:
        """As in users.info. The deactivated have lost the most of it."""
        profile: Json = {"real_name": self.real_name, "display_name": self.name, "team": self.team_id}
        if email and self.email:
            profile["email"] = self.email
        made: Json = {"id": self.id, "team_id": self.home_team or self.team_id, "name": self.name,
                      "deleted": self.deleted, "profile": profile, "is_bot": self.is_bot, "is_app_user": False,
                      "updated": self.updated}  # fmt: skip
        if self.is_stranger:
            made["is_stranger"] = True
        if self.workspaces:
            made["enterprise_user"] = {"id": self.id, "teams": self.workspaces}
        if self.deleted:
            return made
        made |= {"real_name": self.real_name, "color": "9f69e7", "is_admin": self.is_admin, "is_owner": self.is_owner,
                 "is_primary_owner": self.is_primary_owner, "is_restricted": self.is_restricted,
                 "is_ultra_restricted": self.is_ultra_restricted}  # fmt: skip
        if self.tz != "":
            made |= {"tz": self.tz, "tz_label": "", "tz_offset": 0}
        return made | ({"locale": self.locale} if locale and self.locale else {})


@dataclass
class Message:
    """What was said. `to` is the only one who sees it, where it is ephemeral."""

    ts: str
    channel: str
    text: str
    blocks: list[Block]
    to: str = ""
    thread_ts: str = ""
    files: list["SharedFile"] = field(default_factory=list)
    edits: int = 0
    deleted: bool = False

    @property
    def words(self) -> str:
        """Everything that can be read, a line each; the text alone where there are no blocks."""
        return words_of(self.blocks) if self.blocks else read(self.text)

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons and in its menus."""
        return [label for _, element in controls(self.blocks) for label in labels_of(element)]

    def payload(self, team: Team) -> Json:
        """As in an answer or an interaction."""
        made: Json = {"type": "message", "user": team.bot_user, "bot_id": team.bot_id, "team": team.id,
                      "app_id": "A0001", "ts": self.ts, "text": self.text, "blocks": self.blocks}  # fmt: skip
        return made | ({"thread_ts": self.thread_ts} if self.thread_ts else {})


@dataclass
class Channel:
    """A place. `kind` is channel, group (private), im or mpim."""

    id: str
    team_id: str
    name: str
    members: set[str]
    kind: str = "channel"
    is_archived: bool = False
    read_only: bool = False
    messages: list[Message] = field(default_factory=list)

    def payload(self, team: Team) -> Json:
        made: Json = {
            "id": self.id, "is_channel": self.kind == "channel", "is_group": self.kind == "group",
            "is_im": self.kind == "im", "is_mpim": self.kind == "mpim", "is_archived": self.is_archived,
            "is_private": self.kind != "channel", "context_team_id": self.team_id, "created": 1_700_000_000,
        }  # fmt: skip
        if self.kind == "im":
            return made | {"user": next(iter(self.members - {team.bot_user}), ""), "is_open": True}
        return made | {"name": self.name, "is_member": team.bot_user in self.members}

    @property
    def known_as(self) -> str:
        """Its name in the payload of a command, where Slack hides most of them."""
        return {"im": "directmessage", "channel": self.name}.get(self.kind, "privategroup")


@dataclass
class View:
    """A modal or a home on somebody's screen. `given` is what the app sent, with ids for what had none; `typed` is what
    stands in its fields by block and action, where the person has touched them.
    """

    id: str
    team_id: str
    user: str
    given: Json
    hash: str
    root: str = ""
    previous: str | None = None
    typed: dict[tuple[str, str], Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Block]:
        return list(self.given["blocks"])

    @property
    def words(self) -> str:
        """Title, everything that can be read, and the button below."""
        ends = [read(self.given[name]["text"]) for name in ("title", "submit") if name in self.given]
        return "\n".join([*ends[:1], words_of(self.blocks), *ends[1:]])

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons and in its menus."""
        typed = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
        return [label for _, one in controls(self.blocks) if one["type"] not in typed for label in labels_of(one)]

    def payload(self, team: Team, values: Json | None = None) -> Json:
        """As in an answer or an interaction; `values` is what stands in its fields."""
        made: Json = {"callback_id": "", "private_metadata": "", "external_id": "", "title": None, "submit": None,
                      "close": None, "clear_on_close": False, "notify_on_close": False}  # fmt: skip
        return made | self.given | {
            "id": self.id, "team_id": self.team_id, "hash": self.hash, "root_view_id": self.root or self.id,
            "previous_view_id": self.previous, "app_id": "A0001", "app_installed_team_id": self.team_id,
            "bot_id": team.bot_id, "state": {"values": values or {}},
        }  # fmt: skip


@dataclass
class SharedFile:
    """A file that was uploaded. It is seen once it is shared in a channel."""

    id: str
    team_id: str
    name: str
    length: int
    title: str = ""
    data: bytes | None = None

    def payload(self) -> Json:
        return {"id": self.id, "name": self.name, "title": self.title or self.name, "size": self.length}


@dataclass
class Call:
    """One call of the Web API, an upload, or a post to a response_url; `answer` is what was given back."""

    method: str
    arguments: Json
    token: str
    team_id: str
    time: float
    answer: Json = field(default_factory=dict)


@dataclass
class Token:
    """A token that was given out. `error` is what Slack says of it now, empty while it is good."""

    kind: str
    team_id: str = ""
    error: str = ""
    expires: float | None = None


@dataclass
class Trigger:
    """What opens a modal: once, within three seconds."""

    user: str
    team_id: str
    made: float
    view: str = ""
    used: bool = False


@dataclass
class ResponseUrl:
    """Where an interaction can be answered: five times within half an hour. `source` is the message it came from."""

    channel: str
    user: str
    made: float
    source: Message | None = None
    uses: int = 0
