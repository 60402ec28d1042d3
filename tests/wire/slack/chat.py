"""What is said: chat.postMessage, chat.postEphemeral, chat.update, and answers to a response_url."""

from tests.wire.slack.limits import MESSAGE_TEXT, check_message
from tests.wire.slack.reading import escape, kept, named, unescape
from tests.wire.slack.registry import method, team_of, truth
from tests.wire.slack.things import Call, Channel, Json, Message, Refused, ResponseUrl, Team
from tests.wire.slack.world import World

RESPONSE_USES, RESPONSE_SECONDS = 5, 1_800
FORMATS = "text blocks attachments parse link_names markdown_text as_user"
LOOKS = "icon_emoji icon_url username"


@method(
    "chat.postMessage",
    f"*channel thread_ts reply_broadcast mrkdwn unfurl_links unfurl_media metadata {FORMATS} {LOOKS}",
    scope="chat:write",
)
def post_message(slack: World, call: Call) -> Json:
    team = team_of(slack, call)
    place = open_place(slack, call, team)
    text, blocks = content(slack, call)
    said = Message(slack.stamp(), place.id, text, blocks, thread_ts=str(call.arguments.get("thread_ts") or ""))
    place.messages.append(said)
    return {"channel": place.id, "ts": said.ts, "message": said.payload(team)}


@method(
    "chat.postEphemeral",
    f"*channel *user thread_ts mrkdwn unfurl_links unfurl_media {FORMATS} {LOOKS}",  # three are taken without effect
    scope="chat:write",
)
def post_ephemeral(slack: World, call: Call) -> Json:
    """It takes no channel that it would have to open first, and nobody who is not there."""
    team = team_of(slack, call)
    place = open_place(slack, call, team, by_user=False)
    user = slack.user(team.id, call.arguments["user"])
    if user.id not in place.members:
        raise Refused("user_not_in_channel")
    text, blocks = content(slack, call)
    said = Message(slack.stamp(), place.id, text, blocks, to=user.id)
    place.messages.append(said)
    return {"message_ts": said.ts}


@method("chat.update", f"*channel *ts reply_broadcast file_ids metadata {FORMATS}", scope="chat:write")
def update(slack: World, call: Call) -> Json:
    """Text without blocks takes the blocks away; what only one person sees can't be changed so."""
    team = team_of(slack, call)
    place = open_place(slack, call, team, by_user=False)
    said = next((one for one in place.messages if one.ts == call.arguments["ts"] and not one.deleted), None)
    if said is None or said.to:
        raise Refused("message_not_found")
    said.text, said.blocks = content(slack, call)
    said.edits += 1
    return {"channel": place.id, "ts": said.ts, "text": said.text, "message": said.payload(team)}


def open_place(slack: World, call: Call, team: Team, *, by_user: bool = True) -> Channel:
    """Where it is to be said, if the app can speak there. Raises Refused."""
    wanted = str(call.arguments["channel"])
    if by_user and (user := slack.users.get((team.id, wanted))):
        if user.is_bot:
            raise Refused("cannot_dm_bot")
        if user.is_stranger:
            raise Refused("channel_not_found")
        return slack.conversation(team, [user.id])  # Slack says nothing of the deactivated (RCH-02)
    place = slack.channels.get(wanted)
    if place is None or place.team_id != team.id:
        raise Refused("channel_not_found")
    if team.bot_user not in place.members and not (place.kind == "channel" and "chat:write.public" in team.scopes):
        raise Refused("not_in_channel" if place.kind == "channel" else "channel_not_found")
    if place.is_archived:
        raise Refused("is_archived")
    if place.read_only:
        raise Refused("restricted_action")
    return place


def content(slack: World, call: Call) -> tuple[str, list[Json]]:
    """The words and blocks of a call as Slack keeps them. Raises Refused; whatever is wrong is a fault as well."""
    arguments = call.arguments
    text, blocks = arguments.get("text"), arguments.get("blocks")
    check = check_message(text, blocks, arguments.get("markdown_text"))
    for what in (*check.refused, *check.frowned):
        slack.fault(f"{call.method}: {what}")
    if arguments.get("parse") == "full" or truth(arguments.get("link_names")):
        slack.fault(f"{call.method}: parse=full and link_names make a ping or a link of what people typed")
    if arguments.get("attachments"):
        slack.fault(f"{call.method}: attachments are not checked by this fake")
    if any(what.startswith("text: no_text") for what in check.refused):
        raise Refused("no_text")
    if wrong := [what for what in check.refused if not what.startswith("text")]:
        raise Refused("invalid_blocks", response_metadata={"messages": [f"[ERROR] {what}" for what in wrong]})
    return escape(unescape(str(text or "")))[:MESSAGE_TEXT], kept(named(blocks or []))


def respond(slack: World, key: str, body: Json) -> Json:
    """A post to a response_url: five within half an hour, and Slack's own replacing and deleting."""
    url = slack.response_urls.get(key)
    call = Call("response_url", body, "", "", slack.now())
    if url is None:
        slack.fault("response_url: never given out")
        raise Refused("invalid_url")
    url.uses += 1
    if url.uses > RESPONSE_USES:
        slack.fault(f"response_url: used {url.uses} times, at most {RESPONSE_USES}")
        raise Refused("used_url")
    if slack.now() - url.made > RESPONSE_SECONDS:
        slack.fault("response_url: used after half an hour")
        raise Refused("expired_url")
    known = {"text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts",
             "unfurl_links", "unfurl_media", "metadata", "mrkdwn", "parse", "link_names"}  # fmt: skip
    if unknown := sorted(set(body) - known):
        slack.fault(f"response_url: unknown properties {', '.join(unknown)}")
    if truth(body.get("delete_original")):
        if url.source:
            url.source.deleted = True
        return {"ok": True}
    return _said(slack, url, call)


def _said(slack: World, url: ResponseUrl, call: Call) -> Json:
    text, blocks = content(slack, call)
    if truth(call.arguments.get("replace_original")) and url.source:
        url.source.text, url.source.blocks, url.source.edits = text, blocks, url.source.edits + 1
        return {"ok": True}
    to = "" if call.arguments.get("response_type") == "in_channel" else url.user
    slack.channels[url.channel].messages.append(Message(slack.stamp(), url.channel, text, blocks, to=to))
    return {"ok": True}


@method("chat.delete", "*channel *ts as_user", scope="chat:write")
def delete(slack: World, call: Call) -> Json:
    place = open_place(slack, call, team_of(slack, call), by_user=False)
    said = next((one for one in place.messages if one.ts == call.arguments["ts"] and not one.deleted), None)
    if said is None or said.to:
        raise Refused("message_not_found")
    said.deleted = True
    return {"channel": place.id, "ts": said.ts}
