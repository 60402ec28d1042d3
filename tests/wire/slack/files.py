"""Uploads: files.getUploadURLExternal, the post of the file itself, files.completeUploadExternal."""

import json

from tests.wire.slack.chat import open_place
from tests.wire.slack.registry import method, team_of
from tests.wire.slack.things import Call, Json, Message, Refused, SharedFile
from tests.wire.slack.world import World


@method("files.getUploadURLExternal", "*filename *length alt_txt snippet_type", scope="files:write")
def upload_url(slack: World, call: Call) -> Json:
    length = int(call.arguments["length"])
    if length <= 0:
        slack.fault("files.getUploadURLExternal: a file must have something in it")
        raise Refused("invalid_arguments")
    made = SharedFile(f"F{slack.number():04d}", call.team_id, str(call.arguments["filename"]), length)
    slack.files[made.id] = made
    return {"upload_url": f"{slack.base}/upload/{made.id}", "file_id": made.id}


def uploaded(slack: World, file_id: str, data: bytes) -> str:
    """The file itself; empty, or why it is not taken."""
    file = slack.files.get(file_id)
    if file is None or file.data is not None:
        slack.fault(f"upload: {'twice' if file else 'to an address that was never given out'}")
        return "not found"
    if len(data) != file.length:
        slack.fault(f"upload: {len(data)} bytes where {file.length} were announced")
        return "length mismatch"
    file.data = data
    return ""


@method("files.completeUploadExternal", "*files channel_id channels initial_comment thread_ts", scope="files:write")
def complete(slack: World, call: Call) -> Json:
    given = call.arguments["files"]
    wanted = json.loads(given) if isinstance(given, str) else given
    found = [slack.files.get(one.get("id")) for one in wanted]
    if any(file is None or file.team_id != call.team_id or file.data is None for file in found):
        slack.fault("files.completeUploadExternal: a file that was not uploaded")
        raise Refused("file_not_found")
    files = [file for file in found if file]
    for file, one in zip(files, wanted, strict=True):
        file.title = one.get("title") or file.name
    for channel in [call.arguments.get("channel_id"), *str(call.arguments.get("channels") or "").split(",")]:
        if channel:
            _shared(slack, call, str(channel), files)
    return {"files": [file.payload() for file in files]}


def _shared(slack: World, call: Call, channel: str, files: list[SharedFile]) -> None:
    """Shown in a channel that the app is in; a person's id is none."""
    if channel.startswith("U"):
        slack.fault("files.completeUploadExternal: a person's id instead of a channel's")
    there = Call(call.method, {**call.arguments, "channel": channel}, call.token, call.team_id, call.time)
    place = open_place(slack, there, team_of(slack, call), by_user=False)
    comment, thread = str(call.arguments.get("initial_comment") or ""), str(call.arguments.get("thread_ts") or "")
    place.messages.append(Message(slack.stamp(), place.id, comment, [], thread_ts=thread, files=files))
