"""Every error of Discord that we can meet: what it means to delivery, and what an admin can do about it.

Codes are those of Discord's reference ("JSON error codes"), for what is called here: messages, direct messages,
threads, members, interactions and commands. The result says whether it is tried again: GONE and CLOSED are not;
LIMITED, FAILED and UNKNOWN are; REVOKED waits for a token. Whoever has something to do is told: the admin where there
is a sentence for them, and in any case the facilitator, on whose list stands what could not be delivered.
"""

import discord
from aiohttp import ClientConnectorError, ClientError

from bot.ports import Meaning, Outcome, Result

NO_ANSWER = (discord.DiscordException, ClientError, OSError, TimeoutError)
"""What a call to Discord ends with that is refused or does not get through."""


TOKEN = "Put the bot's token from Discord's developer portal into [discord] token."  # noqa: S105 - a sentence
INVITE = "Let the bot see this channel: Discord's channel settings, Permissions."
RIGHTS = "Give the bot's role the rights that `luotsi check` names: Discord's server settings, Roles."
BUG = "This is a fault of Luotsi's. Please report it with what stands in the log at that time."
THREADS = "Too many threads are open in the server. Close some of them."
FILTER = "A filter of the server stopped the message: Discord's server settings, AutoMod. Exempt the bot's role."

_GONE, _CLOSED = Meaning(Result.GONE), Meaning(Result.CLOSED)
_SILENCE, _LATER = Meaning(Result.LIMITED), Meaning(Result.FAILED)
_TOKEN, _OURS = Meaning(Result.REVOKED, TOKEN), Meaning(Result.FAILED, BUG)

ERRORS = {
    # the person: never tried again
    50007: _CLOSED,  # takes no messages of this server's members, or has blocked the bot
    50278: _GONE,  # no server in common: has left
    10007: _GONE,  # no member of the server
    10013: _GONE,  # no such user
    50033: _GONE,  # the same, said of a recipient
    # the place: never tried again
    10003: Meaning(Result.CLOSED, "The channel is gone. Choose another one for the programme."),
    10004: Meaning(Result.CLOSED, "The bot is not in this server any more. Invite it again."),
    50001: Meaning(Result.CLOSED, INVITE),
    50013: Meaning(Result.CLOSED, RIGHTS),
    50003: _CLOSED,
    50008: Meaning(Result.CLOSED, "Choose an ordinary text channel for the programme."),
    50024: Meaning(Result.CLOSED, "Choose an ordinary text channel for the programme."),
    50083: Meaning(Result.CLOSED, "The thread is closed. Open it again."),
    160005: Meaning(Result.CLOSED, "The thread is locked. Unlock it."),
    30033: Meaning(Result.CLOSED, "The thread has as many members as Discord allows."),
    160006: Meaning(Result.CLOSED, THREADS),
    160007: Meaning(Result.CLOSED, THREADS),
    200000: Meaning(Result.CLOSED, FILTER),
    200001: Meaning(Result.CLOSED, FILTER),
    240000: Meaning(Result.CLOSED, FILTER),
    # the token: everything waits until it is good again
    40001: _TOKEN,
    50014: _TOKEN,
    40002: Meaning(Result.REVOKED, "Discord wants the bot's owner to verify their account."),
    20026: Meaning(Result.REVOKED, "Discord has flagged the bot for spam and stops its messages. Appeal to Discord."),
    # the moment: tried again, after as long as Discord says where it does
    40003: _SILENCE,  # opening direct messages too fast
    20016: _SILENCE,  # slow mode
    20022: _SILENCE,
    20028: _SILENCE,
    20029: _SILENCE,
    40062: _SILENCE,
    130000: _LATER,
    40333: _LATER,
    # what was said before, or what was shown: it is not there any more
    10008: _LATER,
    10015: _CLOSED,
    10062: _CLOSED,
    40060: _CLOSED,
    50027: _CLOSED,
    # our own mistakes: tried again in vain, until it is given up and the facilitator sees it
    50006: _OURS,
    50035: _OURS,
    50045: _OURS,
    40005: _OURS,
    50109: _OURS,
    30032: _OURS,
    30034: Meaning(Result.FAILED, "Commands were registered more than two hundred times today. Try tomorrow."),
}
"""A code that Discord has made since is a failure like any: tried again, and given up in the end."""
ACKNOWLEDGED = 40060
"""Another process that hears the same has answered, or has asked Discord to wait."""
GIVEN_UP = frozenset({10008, 10062, 10015, 40060, 50027})
"""An answer that nobody waits for any more, or that another process has given (INT-02)."""
ANEW = frozenset({10008, 10003, 50083, 160005})
"""A message can't be changed any more: what is to be said is said anew."""
BACKOFF = 60.0  # seconds of silence after 40003, where Discord says no other


def outcome_of(error: Exception) -> Outcome:
    """What a failed call means. Whether something that was cut off had been shown cannot be known (DUP-06)."""
    match error:
        case discord.RateLimited():
            return Outcome(Result.LIMITED, wait=error.retry_after, detail="http-429")
        case discord.LoginFailure():
            return Outcome(Result.REVOKED, detail="http-401")
        case discord.HTTPException():
            return _answered(error)
        case ClientConnectorError():  # nothing was sent
            return Outcome(Result.FAILED, detail=type(error).__name__)
        case ClientError() | TimeoutError() | OSError():
            return Outcome(Result.UNKNOWN, detail=type(error).__name__)
        case _:
            raise error


def _answered(error: discord.HTTPException) -> Outcome:
    wait = float(getattr(error.response, "headers", {}).get("Retry-After", 0))
    detail = str(error.code) if error.code else f"http-{error.status}"
    if error.code in ERRORS:
        result = ERRORS[error.code].result
        return Outcome(result, wait=wait or BACKOFF * (result == Result.LIMITED), detail=detail)
    if error.status == 401:
        return Outcome(Result.REVOKED, detail=detail)
    if error.status == 429:
        return Outcome(Result.LIMITED, wait=wait, detail=detail)
    if error.status >= 500:  # answered on the way: whether the message got through nobody tells
        return Outcome(Result.UNKNOWN, detail=detail)
    return Outcome(Result.FAILED, detail=detail)


def advice_for(code: int) -> str:
    """What an admin can do, as one sentence; the code itself for what we know nothing about."""
    known = ERRORS.get(code)
    return known.advice if known and known.advice else f"Discord says {code}. Look it up in Discord's reference."
