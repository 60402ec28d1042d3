"""Who somebody is on Slack: asked once an hour at most, since Slack counts the questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import Clock, Result

FRESH = timedelta(hours=1)
PAGE = 200


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack tells of somebody. `reach` is SENT for whoever can be written to, else how a message would end."""

    account: str
    name: str = ""
    language: str = ""
    zone: str = ""
    email: str = ""
    reach: Result = Result.SENT


class Profiles:
    """Profiles of one workspace at a time, remembered for an hour: what is true is in Slack, nothing rests on this."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._known: dict[tuple[str, str], tuple[datetime, Profile]] = {}
        self._everybody: dict[str, tuple[datetime, Sequence[Profile]]] = {}

    def forget(self, team: str, account: str) -> None:
        """Slack says that something about somebody has changed: ask again next time (RCH-02, RCH-06)."""
        self._known.pop((team, account), None)
        self._everybody.pop(team, None)

    async def of(self, client: AsyncWebClient, team: str, account: str) -> Profile:
        """Somebody's profile. Raises SlackApiError."""
        now, known = self.clock.now(), self._known.get((team, account))
        if known and now - known[0] < FRESH:
            return known[1]
        answer = await client.users_info(user=account, include_locale=True)
        profile = profile_of(answer["user"], team)
        self._known[team, account] = (now, profile)
        return profile

    async def called(self, client: AsyncWebClient, team: str, name: str, email: str) -> str:
        """The id of the only one with this address or name; empty where that can't be told (NET-07).

        The list is read whole or not at all: half of it would make somebody the only one of their name.
        """
        now, known = self.clock.now(), self._everybody.get(team)
        if known is None or now - known[0] >= FRESH:
            try:
                known = (now, await self._read(client, team))
            except SlackClientError:
                return ""
            self._everybody[team] = known
        here = [one for one in known[1] if one.reach == Result.SENT]
        by_email = [one for one in here if email and one.email.casefold() == email.casefold()]
        found = by_email or [one for one in here if name and one.name.casefold() == name.casefold()]
        return found[0].account if len(found) == 1 else ""

    @staticmethod
    async def _read(client: AsyncWebClient, team: str) -> Sequence[Profile]:
        everybody: list[Profile] = []
        cursor = ""
        while True:
            page = await client.users_list(limit=PAGE, cursor=cursor)
            everybody += [profile_of(user, team) for user in page["members"]]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return everybody


def profile_of(user: dict[str, Any], team: str = "") -> Profile:  # Any: JSON as Slack's reference describes it
    """A user as Slack describes one. Guests can be written to; bots and the deactivated cannot (RCH-02).

    Nor can members of another company who are in a channel shared with it (RCH-08): with `team`, the workspace that
    asks, they are known by the one they are from. An organisation of several workspaces names all of somebody's.
    """
    profile = user.get("profile", {})
    name = user.get("real_name") or profile.get("real_name") or user.get("name") or user["id"]
    reach = Result.SENT
    if user.get("deleted") or user.get("is_bot") or user["id"] == "USLACKBOT":
        reach = Result.GONE
    elif user.get("is_stranger") or (team and team not in _teams_of(user, team)):
        reach = Result.CLOSED
    locale = str(user.get("locale") or "")
    return Profile(user["id"], name, locale, user.get("tz") or "", profile.get("email") or "", reach)


def _teams_of(user: dict[str, Any], otherwise: str) -> Sequence[str]:  # Any: as above
    """The workspaces that somebody belongs to; where Slack names none, it is taken to be this one."""
    return user.get("enterprise_user", {}).get("teams") or [user.get("team_id") or otherwise]
