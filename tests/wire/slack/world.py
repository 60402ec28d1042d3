"""The state of the fake: who and what there is, what was called, and what was wrong with it."""

import asyncio
import itertools
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from tests.wire.slack.injection import Hold, Injection
from tests.wire.slack.reading import kept, named
from tests.wire.slack.things import (
    Call,
    Channel,
    Json,
    Message,
    Refused,
    ResponseUrl,
    SharedFile,
    Team,
    Token,
    Trigger,
    User,
    View,
)

T = TypeVar("T")
START = 1_767_600_000.0
"""Monday, 5 January 2026, 08:00 UTC: when the fake's clock begins."""
PATIENCE = 3.0


class World:
    """Everything that the fake knows. `patience`: seconds of real time that an acknowledgement may take.

    `consenting` is the member who installs the app, in any workspace.
    `page_most` is the longest page of a list, `rotation` makes tokens end after twelve hours, `rates` answers 429 to
    who calls faster than the tiers allow.
    """

    app_token = "xapp-1-A0001-fake"
    signing_secret = "signing-secret-of-the-fake"
    client_id = "111.222"
    client_secret = "client-secret-of-the-fake"

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.faults: list[str] = []
        self.calls: list[Call] = []
        self.injections: list[Injection] = []
        self.teams: dict[str, Team] = {}
        self.users: dict[tuple[str, str], User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[tuple[str, frozenset[str]], Channel] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self.modals: dict[tuple[str, str], list[View]] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.files: dict[str, SharedFile] = {}
        self.tokens: dict[str, Token] = {self.app_token: Token("app")}
        self.refreshes: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self.consenting = "U0000"
        self.tickets: set[str] = set()
        self.cursors: dict[str, int] = {}
        self.page_most = 200
        self.rotation = False
        self.rates = False
        self.spent: dict[tuple[str, ...], list[float]] = {}
        self.base = ""
        self.team = self.add_team("T0001", "Library")
        self.bot_token = self.team.bot_token
        self._offset, self._began, self._numbers = 0.0, 0.0, itertools.count(1)
        self._changed = asyncio.Event()

    # --- time ---------------------------------------------------------------------------------------------------
    def now(self) -> float:
        """Seconds since 1970 on the fake's clock: what really passes, and what the test adds."""
        loop = asyncio.get_running_loop().time()
        self._began = self._began or loop
        return START + self._offset + loop - self._began

    def advance(self, seconds: float) -> None:
        """Let time pass on Slack's side: triggers, response_urls and tokens age, and acknowledgements fall due."""
        self._offset += seconds
        self.touch()

    def number(self) -> int:
        """One more than last time."""
        return next(self._numbers)

    def stamp(self) -> str:
        """A message's `ts`, later than any before."""
        return f"{int(self.now())}.{self.number():06d}"

    # --- what happens -------------------------------------------------------------------------------------------
    def fault(self, what: str) -> None:
        """Something that must not happen. The test fails at its end, unless it says that it wanted it: `forgive`."""
        self.faults.append(what)
        self.touch()

    def forgive(self, part: str) -> list[str]:
        """Take back the faults with this in them, which the test meant to cause. Raises where there is none."""
        meant = [one for one in self.faults if part in one]
        assert meant, f"no fault with {part!r} in it, but {self.faults}"
        self.faults = [one for one in self.faults if part not in one]
        return meant

    def touch(self) -> None:
        """Something has changed: wake who waits in `until`."""
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def until(self, wanted: Callable[[], T | None], seconds: float = 5.0) -> T:
        """Wait until this is true, looking each time something happens; what it then is."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := wanted()):
                    await self._changed.wait()
        except TimeoutError:
            calls = ", ".join(call.method for call in self.calls)
            raise AssertionError(f"in vain; calls: {calls}; faults: {self.faults}") from None
        return found

    def called(self, method: str) -> list[Call]:
        """The calls of this method so far."""
        return [call for call in self.calls if call.method == method]

    def fail(self, method: str, error: str = "", **how: Any) -> Injection:
        """Let a call fail: see Injection. `upload` and `response_url` are names as well."""
        if how.get("retry_after") is not None:
            error, how = error or "ratelimited", {"status": 429, **how}
        made = Injection(method, error, **how)
        self.injections.append(made)
        return made

    def hold(self, method: str, **how: Any) -> Hold:
        """Keep a call waiting until it is released."""
        made = Hold()
        self.fail(method, hold=made, **how)
        return made

    # --- who and what there is ----------------------------------------------------------------------------------
    def add_team(self, team_id: str, name: str, scopes: Iterable[str] | None = None, *, installed: bool = True) -> Team:
        """A workspace; unless told otherwise the app is installed in it."""
        team = Team(team_id, name, bot_user=f"UBOT{team_id}", bot_id=f"B{team_id}")
        if scopes is not None:
            team.scopes = set(scopes)
        self.teams[team_id] = team
        if installed:
            team.bot_token = f"xoxb-{team_id}"
            self.tokens[team.bot_token] = Token("bot", team_id)
        self.add_user("Luotsi", team.bot_user, team, is_bot=True)
        return team

    def add_user(self, real_name: str, user_id: str = "", team: Team | None = None, **more: Any) -> User:
        """Somebody in a workspace."""
        where = team or self.team
        made = User(user_id or f"U{len(self.users):04d}", where.id, real_name, **more)
        self.users[where.id, made.id] = made
        return made

    def add_channel(
        self, name: str, members: Iterable[User] = (), *, private: bool = False, bot: bool = True,
        team: Team | None = None,
    ) -> Channel:  # fmt: skip
        """A channel with these people in it, and the app unless told otherwise."""
        where = team or self.team
        kind, inside = ("group" if private else "channel"), {member.id for member in members}
        return self._add(where, "C", name, inside | ({where.bot_user} if bot else set()), kind)

    def conversation(self, team: Team, people: Iterable[str]) -> Channel:
        """The app's own conversation with these people: the same one for the same people."""
        key = (team.id, frozenset(people))
        if key not in self.groups:
            kind, letter = ("im", "D") if len(key[1]) == 1 else ("mpim", "G")
            name = f"mpdm-{'--'.join(sorted(key[1]))}-1" if kind == "mpim" else ""
            self.groups[key] = self._add(team, letter, name, {*key[1], team.bot_user}, kind)
        return self.groups[key]

    def _add(self, team: Team, letter: str, name: str, members: set[str], kind: str) -> Channel:
        made = Channel(f"{letter}{len(self.channels):04d}", team.id, name, members, kind)
        self.channels[made.id] = made
        return made

    def team_of(self, user: User) -> Team:
        return self.teams[user.team_id]

    def user(self, team_id: str, user_id: object) -> User:
        """Somebody as Slack finds them. Raises Refused."""
        if found := self.users.get((team_id, str(user_id))):
            return found
        raise Refused("user_not_found")

    # --- what is seen -------------------------------------------------------------------------------------------
    def seen(self, user: User, channel: Channel | None = None) -> list[Message]:
        """What somebody sees, oldest first: in a channel, or everywhere. The deactivated see nothing."""
        places = [channel] if channel else self.channels.values()
        mine = [place for place in places if place.team_id == user.team_id and user.id in place.members]
        found = [one for place in mine for one in place.messages if one.to in ("", user.id) and not one.deleted]
        return [] if user.deleted else sorted(found, key=lambda one: one.ts)

    def dm(self, user: User) -> list[Message]:
        """What stands in somebody's own conversation with the app."""
        return self.seen(user, self.conversation(self.team_of(user), [user.id]))

    def last(self, user: User, channel: Channel | None = None) -> Message | None:
        """The newest that somebody sees."""
        return next(reversed(self.seen(user, channel)), None)

    def home(self, user: User) -> View | None:
        """The app's home as it was last published to somebody."""
        return self.homes.get((user.team_id, user.id))

    def modal(self, user: User) -> View | None:
        """The modal on top of somebody's screen."""
        return next(reversed(self.modals.get((user.team_id, user.id), [])), None)

    def view(self, team: Team, user: str, given: Json, previous: View | None = None) -> View:
        """A view with an id, and ids for what has none."""
        number = self.number()
        content = {**kept(given), "blocks": kept(named(given["blocks"]))}
        made = View(f"V{number:04d}", team.id, user, content, f"{number}.hash")
        if previous:
            made.root, made.previous = previous.root or previous.id, previous.id
        return made
