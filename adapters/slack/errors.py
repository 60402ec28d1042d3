"""Every error of Slack that we can meet: what it means to delivery, and what an admin can do about it.

Codes are those of Slack's reference of the methods that are called here: `chat.postMessage`, `chat.postEphemeral`,
`chat.update`, `conversations.open`, `conversations.list`, `users.info`, `users.list`, `views.*`, `auth.test` and
`apps.connections.open`. Those of uploading are not here: a file that cannot be sent keeps no message back. Nor are
those of arguments that are never given, such as a thread, metadata or a user to speak for.

The result says whether it is tried again: GONE and CLOSED are not; LIMITED, FAILED and UNKNOWN are; REVOKED waits for a
token. Whoever has something to do is told: the admin where there is a sentence for them, and in any case the
facilitator, on whose list stands what could not be delivered.
"""

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.ports import Meaning, Outcome, Result

NO_ANSWER = (SlackClientError, ClientError, OSError, TimeoutError)
"""What a call to Slack ends with that is refused or does not get through. aiohttp's errors are not all OSErrors."""


class NotInstalled(SlackClientError):
    """The app is not installed in a workspace, or no longer."""


REINSTALL = "Install the app in the workspace again; without OAuth, put its new token into the settings."
INVITE = "Invite the app into the channel with /invite."
SCOPES = "Give the app the scopes that `luotsi slack-manifest` lists, and install it again."

RESTRICTED = "Let the app post in this channel: the workspace restricts it."
ARCHIVED = "Choose another channel for the programme: this one is archived."
APPROVAL = "The workspace's administrators do not let the app work. Ask them to."
BUG = "This is a fault of Luotsi's. Please report it with what stands in the log at that time."

_GONE, _CLOSED = Meaning(Result.GONE), Meaning(Result.CLOSED)
_SILENCE, _LATER, _DOUBT = Meaning(Result.LIMITED), Meaning(Result.FAILED), Meaning(Result.UNKNOWN)
_TOKEN, _OURS = Meaning(Result.REVOKED, REINSTALL), Meaning(Result.FAILED, BUG)

ERRORS = {
    # the person: never tried again
    "user_disabled": _GONE,
    "user_not_found": _GONE,
    "users_not_found": _GONE,
    "cannot_dm_bot": _GONE,
    "user_not_visible": _CLOSED,
    "user_not_in_channel": _CLOSED,
    "messages_tab_disabled": Meaning(
        Result.CLOSED, "Switch on the messages tab of the app's home in its settings: nobody can be written to without."
    ),
    "not_enabled": Meaning(Result.CLOSED, "Switch on the home tab in the app's settings."),
    "slack_connect_canvas_sharing_blocked": _CLOSED,
    "slack_connect_file_link_sharing_blocked": _CLOSED,
    "slack_connect_lists_sharing_blocked": _CLOSED,
    # the place: never tried again
    "channel_not_found": Meaning(Result.CLOSED, INVITE),
    "not_in_channel": Meaning(Result.CLOSED, INVITE),
    "is_inactive": Meaning(Result.CLOSED, ARCHIVED),
    "is_archived": Meaning(Result.CLOSED, ARCHIVED),
    "restricted_action": Meaning(Result.CLOSED, RESTRICTED),
    "restricted_action_read_only_channel": Meaning(Result.CLOSED, RESTRICTED),
    "restricted_action_thread_only_channel": Meaning(Result.CLOSED, RESTRICTED),
    "restricted_action_thread_locked": Meaning(Result.CLOSED, RESTRICTED),
    "restricted_action_non_threadable_channel": Meaning(Result.CLOSED, RESTRICTED),
    "channel_is_limited_access": Meaning(Result.CLOSED, RESTRICTED),
    "method_not_supported_for_channel_type": Meaning(Result.CLOSED, "Choose an ordinary channel for the programme."),
    "channel_type_not_supported": Meaning(Result.CLOSED, "Choose an ordinary channel for the programme."),
    # the token: everything waits until it is good again
    "account_inactive": _TOKEN,
    "token_revoked": _TOKEN,
    "token_expired": _TOKEN,
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "access_denied": _TOKEN,
    "no_permission": _TOKEN,
    "app_access_restricted": Meaning(Result.REVOKED, APPROVAL),
    "team_access_not_granted": _TOKEN,
    "org_login_required": _TOKEN,
    "invalid_refresh_token": _TOKEN,
    "enterprise_is_restricted": _TOKEN,
    "two_factor_setup_required": _TOKEN,
    "team_not_found": _TOKEN,
    "ekm_access_denied": Meaning(Result.REVOKED, APPROVAL),
    "missing_scope": Meaning(Result.REVOKED, SCOPES),
    "not_allowed_token_type": Meaning(Result.REVOKED, "Use the bot token, which begins with xoxb-."),
    # the moment: tried again, after as long as Slack says where it does
    "ratelimited": _SILENCE,
    "rate_limited": _SILENCE,
    "accesslimited": _SILENCE,
    "message_limit_exceeded": _SILENCE,
    "service_unavailable": _LATER,
    "team_added_to_org": _LATER,
    "request_timeout": _LATER,
    "fatal_error": _DOUBT,
    "internal_error": _DOUBT,
    # what was said before, or what was shown: it is not there any more
    "message_not_found": _LATER,
    "cant_update_message": _LATER,
    "edit_window_closed": _LATER,
    "expired_trigger_id": _CLOSED,
    "exchanged_trigger_id": _CLOSED,
    "invalid_trigger_id": _CLOSED,
    "not_found": _CLOSED,
    "hash_conflict": _CLOSED,
    # our own mistakes: tried again in vain, until it is given up and the facilitator sees it
    "invalid_blocks": _OURS,
    "invalid_blocks_format": _OURS,
    "invalid_arguments": _OURS,
    "invalid_arg_name": _OURS,
    "invalid_array_arg": _OURS,
    "invalid_charset": _OURS,
    "invalid_form_data": _OURS,
    "invalid_post_type": _OURS,
    "missing_post_type": _OURS,
    "no_text": _OURS,
    "msg_too_long": _OURS,
    "msg_blocks_too_long": _OURS,
    "too_many_attachments": _OURS,
    "attachment_payload_limit_exceeded": _OURS,
    "too_many_users": _OURS,
    "not_enough_users": _OURS,
    "users_list_not_supplied": _OURS,
    "invalid_user_combination": _OURS,
    "view_too_large": _OURS,
    "push_limit_reached": _OURS,
    "duplicate_external_id": _OURS,
    "invalid_cursor": _OURS,
    "invalid_limit": _OURS,
    "limit_required": _OURS,
    "method_deprecated": _OURS,
    "deprecated_endpoint": _OURS,
    "unknown_method": _OURS,
}
"""A code that Slack has made since is a failure like any: tried again, and given up in the end."""
TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})
"""A form can't be opened any more by what somebody did: they have to do it once again (INT-02)."""
ANEW = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""A message can't be changed any more: what is to be said is said anew."""


def outcome_of(error: Exception) -> Outcome:
    """What a failed call means. Whether something that was cut off had been shown cannot be known (DUP-06)."""
    match error:
        case SlackApiError():
            return _answered(error)
        case NotInstalled():
            return Outcome(Result.REVOKED, detail="not_installed")
        case ClientConnectorError():  # nothing was sent
            return Outcome(Result.FAILED, detail=type(error).__name__)
        case SlackClientError() | ClientError() | TimeoutError() | OSError():
            return Outcome(Result.UNKNOWN, detail=type(error).__name__)
        case _:
            raise error


def _answered(error: SlackApiError) -> Outcome:
    code, status = code_of(error), int(getattr(error.response, "status_code", 200))
    wait = float((getattr(error.response, "headers", None) or {}).get("Retry-After", 0))
    if code in ERRORS:
        return Outcome(ERRORS[code].result, wait=wait, detail=code)
    if status == 429:  # before it came to Slack's own words
        return Outcome(Result.LIMITED, wait=wait, detail="http-429")
    if status >= 500:  # answered on the way: whether the message got through nobody tells
        return Outcome(Result.UNKNOWN, detail=f"http-{status}")
    return Outcome(Result.FAILED, detail=code or f"http-{status}")


def code_of(error: SlackApiError) -> str:
    """Slack's word for it, empty where the answer was none of Slack's."""
    try:
        return str(error.response["error"])
    except (KeyError, TypeError, ValueError):
        return ""


def advice_for(code: str) -> str:
    """What an admin can do, as one sentence; the code itself for what we know nothing about."""
    known = ERRORS.get(code)
    return known.advice if known and known.advice else f"Slack says “{code}”. Look it up in Slack's reference."
