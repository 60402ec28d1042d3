"""Who is there and where: auth.test, users.*, conversations.*, apps.connections.open."""

from collections.abc import Sequence
from typing import Any

from tests.wire.slack.registry import method, need, team_of, truth
from tests.wire.slack.things import Call, Channel, Json, Refused
from tests.wire.slack.world import World

PEOPLE_MOST = 8
READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}
TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


@method("auth.test")
def auth_test(slack: World, call: Call) -> Json:
    team = team_of(slack, call)
    return {
        "url": f"https://{team.domain}.slack.com/", "team": team.name, "user": "luotsi", "team_id": team.id,
        "user_id": team.bot_user, "bot_id": team.bot_id, "is_enterprise_install": False,
    }  # fmt: skip


@method("apps.connections.open", kind="app")
def connections_open(slack: World, call: Call) -> Json:
    ticket = f"ticket-{slack.number()}"
    slack.tickets.add(ticket)
    return {"url": f"{slack.base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id=A0001"}


@method("users.info", "*user include_locale", scope="users:read")
def users_info(slack: World, call: Call) -> Json:
    user = slack.user(call.team_id, call.arguments["user"])
    scopes = team_of(slack, call).scopes
    locale = truth(call.arguments.get("include_locale"))
    return {"user": user.full(locale=locale, email="users:read.email" in scopes)}


@method("users.list", "cursor include_locale limit", scope="users:read")
def users_list(slack: World, call: Call) -> Json:
    scopes, locale = team_of(slack, call).scopes, truth(call.arguments.get("include_locale"))
    everybody = [user for (team, _), user in slack.users.items() if team == call.team_id]
    page, more = paged(slack, call, everybody)
    return {"members": [user.full(locale=locale, email="users:read.email" in scopes) for user in page], **more}


@method("users.lookupByEmail", "*email", scope="users:read.email")
def users_by_email(slack: World, call: Call) -> Json:
    for (team, _), user in slack.users.items():
        if team == call.team_id and user.email.casefold() == str(call.arguments["email"]).casefold():
            return {"user": user.full(locale=False, email=True)}
    raise Refused("users_not_found")


@method("conversations.open", "users channel return_im prevent_creation")
def conversations_open(slack: World, call: Call) -> Json:
    team = team_of(slack, call)
    if channel := call.arguments.get("channel"):
        return {"channel": visible(slack, call, channel).payload(team)}
    people = [one.strip() for one in str(call.arguments.get("users") or "").split(",") if one.strip()]
    if not people:
        raise Refused("users_list_not_supplied")
    if len(set(people)) > PEOPLE_MOST:
        slack.fault(f"conversations.open: {len(set(people))} people, at most {PEOPLE_MOST}")
        raise Refused("too_many_users")
    if team.bot_user in people:
        slack.fault("conversations.open: names the app itself")
        raise Refused("invalid_user_combination" if len(people) > 1 else "cannot_dm_bot")
    for user in [slack.user(team.id, one) for one in people]:
        if user.is_bot or user.deleted or user.is_stranger:
            raise Refused("cannot_dm_bot" if user.is_bot else "user_disabled" if user.deleted else "user_not_visible")
    need(slack, call, "im:write" if len(set(people)) == 1 else "mpim:write")
    already = (team.id, frozenset(people)) in slack.groups
    opened = slack.conversation(team, people)
    shown = opened.payload(team) if truth(call.arguments.get("return_im")) else {"id": opened.id}
    return {"channel": shown} | ({"no_op": True, "already_open": True} if already else {})


@method("conversations.info", "*channel include_locale include_num_members")
def conversations_info(slack: World, call: Call) -> Json:
    place = visible(slack, call, call.arguments["channel"])
    need(slack, call, READ[place.kind])
    shown = place.payload(team_of(slack, call))
    if truth(call.arguments.get("include_num_members")):
        shown["num_members"] = len(place.members)
    return {"channel": shown}


@method("conversations.list", "cursor exclude_archived limit types")
def conversations_list(slack: World, call: Call) -> Json:
    team = team_of(slack, call)
    asked = [one.strip() for one in str(call.arguments.get("types") or "public_channel").split(",")]
    if unknown := [one for one in asked if one not in TYPES]:
        slack.fault(f"conversations.list: unknown types {unknown}")
        raise Refused("invalid_types")
    kinds = [TYPES[one] for one in asked]
    for kind in kinds:
        need(slack, call, READ[kind])
    places = [
        place
        for place in slack.channels.values()
        if place.team_id == team.id
        and place.kind in kinds
        and (place.kind == "channel" or team.bot_user in place.members)
        and not (truth(call.arguments.get("exclude_archived")) and place.is_archived)
    ]
    page, more = paged(slack, call, places)
    return {"channels": [place.payload(team) for place in page], **more}


@method("conversations.members", "*channel cursor limit")
def conversations_members(slack: World, call: Call) -> Json:
    place = visible(slack, call, call.arguments["channel"])
    need(slack, call, READ[place.kind])
    page, more = paged(slack, call, sorted(place.members))
    return {"members": page, **more}


@method("conversations.create", "*name is_private")
def conversations_create(slack: World, call: Call) -> Json:
    team, name, private = team_of(slack, call), str(call.arguments["name"]), truth(call.arguments.get("is_private"))
    need(slack, call, *(["groups:write"] if private else ["channels:manage"]))
    if any(place.name == name for place in slack.channels.values() if place.team_id == team.id):
        raise Refused("name_taken")
    if len(name) > 80 or name != name.lower() or not name.replace("-", "").replace("_", "").isalnum():
        slack.fault(f"conversations.create: {name!r} can't be a channel's name")
        raise Refused("invalid_name_specials")
    return {"channel": slack.add_channel(name, private=private, team=team).payload(team)}


@method("conversations.invite", "*channel *users force")
def conversations_invite(slack: World, call: Call) -> Json:
    place = visible(slack, call, call.arguments["channel"])
    need(slack, call, "groups:write" if place.kind == "group" else "channels:manage")
    people = [slack.user(call.team_id, one.strip()) for one in str(call.arguments["users"]).split(",")]
    if all(user.id in place.members for user in people):
        raise Refused("already_in_channel")
    place.members |= {user.id for user in people}
    return {"channel": place.payload(team_of(slack, call))}


def visible(slack: World, call: Call, channel: object) -> Channel:
    """A place that the app can see. Raises Refused."""
    place = slack.channels.get(str(channel))
    bot = team_of(slack, call).bot_user
    if place is None or place.team_id != call.team_id or (place.kind != "channel" and bot not in place.members):
        raise Refused("channel_not_found")
    return place


def paged(slack: World, call: Call, whole: Sequence[Any]) -> tuple[list[Any], Json]:
    """A page, which may be shorter than was asked for, and the cursor to the next: empty on the last."""
    cursor, limit = str(call.arguments.get("cursor") or ""), int(call.arguments.get("limit") or 0)
    if limit > 1_000:
        slack.fault(f"{call.method}: limit {limit}, at most 1000")
        raise Refused("invalid_limit")
    start = slack.cursors.get(cursor) if cursor else 0
    if start is None:
        slack.fault(f"{call.method}: cursor {cursor!r} was never given out")
        raise Refused("invalid_cursor")
    end = start + min(limit or slack.page_most, slack.page_most)
    following = ""
    if end < len(whole):
        following = f"cursor{slack.number()}="
        slack.cursors[following] = end
    return list(whole[start:end]), {"response_metadata": {"next_cursor": following}}
