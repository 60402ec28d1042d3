"""Installing the app, and tokens that are renewed: oauth.v2.access with and without rotation."""

from tests.wire.slack.registry import method
from tests.wire.slack.things import Call, Json, Refused, Team, Token
from tests.wire.slack.world import World

TOKEN_SECONDS = 43_200
"""Twelve hours, as Slack gives them."""


@method(
    "oauth.v2.access", "code redirect_uri grant_type refresh_token client_id client_secret", kind="none"
)  # fmt: skip
def access(slack: World, call: Call) -> Json:
    arguments = call.arguments
    if (arguments.get("client_id"), arguments.get("client_secret")) != (slack.client_id, slack.client_secret):
        slack.fault("oauth.v2.access: not the app's own id and secret")
        raise Refused("bad_client_secret")
    if arguments.get("grant_type") == "refresh_token":
        return _renewed(slack, str(arguments.get("refresh_token") or ""))
    team_id = slack.codes.pop(str(arguments.get("code") or ""), None)
    if team_id is None:
        raise Refused("invalid_code")
    return granted(slack, slack.teams[team_id])


def _renewed(slack: World, refresh_token: str) -> Json:
    """A refresh token serves once: whoever asks twice, or at the same time, has burnt it (NET-01)."""
    team_id = slack.refreshes.pop(refresh_token, None)
    if team_id is None:
        slack.fault("oauth.v2.access: a refresh token used twice, or never given out")
        raise Refused("invalid_refresh_token")
    return granted(slack, slack.teams[team_id])


def granted(slack: World, team: Team) -> Json:
    """A new token for a workspace; with a term and a refresh token where tokens are rotated."""
    number = slack.number()
    rotating = slack.rotation
    token = f"{'xoxe.' if rotating else ''}xoxb-{team.id}-{number}"
    slack.tokens[token] = Token("bot", team.id, expires=slack.now() + TOKEN_SECONDS if rotating else None)
    team.bot_token = token
    made: Json = {
        "access_token": token, "token_type": "bot", "scope": ",".join(sorted(team.scopes)),
        "bot_user_id": team.bot_user, "app_id": "A0001", "team": {"id": team.id, "name": team.name},
        "enterprise": None, "is_enterprise_install": False, "authed_user": {"id": slack.consenting},
    }  # fmt: skip
    if rotating:
        refresh = f"xoxe-1-{team.id}-{number}"
        slack.refreshes[refresh] = team.id
        made |= {"refresh_token": refresh, "expires_in": TOKEN_SECONDS}
    return made
