"""Slack's rate limits, where a test switches them on: per method and workspace, and messages per channel."""

from tests.wire.slack.injection import Injection
from tests.wire.slack.things import Call
from tests.wire.slack.world import World

TIERS = {
    2: "users.list conversations.create conversations.list",
    3: "chat.update chat.delete conversations.open conversations.info conversations.invite users.lookupByEmail",
    4: "chat.postEphemeral views.open views.push views.update views.publish users.info conversations.members",
}
PER_MINUTE = {2: 20, 3: 50, 4: 100}
LIMITS = {name: PER_MINUTE[tier] for tier, names in TIERS.items() for name in names.split()}
BURST = 5
"""How many messages a channel takes at once before it is one a second. Slack names no figure; this one is ours."""


def paced(slack: World, call: Call) -> Injection | None:
    """The 429 of a call that comes too early, with the seconds until it would be taken."""
    if not slack.rates:
        return None
    key: tuple[str, ...]
    if call.method == "chat.postMessage":
        key, many, window = (call.team_id, call.method, str(call.arguments.get("channel"))), BURST, float(BURST)
    elif call.method in LIMITS:
        key, many, window = (call.team_id, call.method), LIMITS[call.method], 60.0
    else:
        return None
    now = slack.now()
    recent = slack.spent[key] = [at for at in slack.spent.get(key, []) if now - at < window]
    if len(recent) < many:
        recent.append(now)
        return None
    return Injection(call.method, "ratelimited", status=429, retry_after=int(window - (now - recent[0])) + 1)
