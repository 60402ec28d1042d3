"""The Web API's methods by name: which arguments each takes, which scope it needs, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.wire.slack.things import Call, Json, Refused, Team, Token
from tests.wire.slack.world import World

Handler = Callable[[World, Call], Json]


@dataclass(frozen=True)
class Method:
    """`arguments` marked with a star are required. `scope` is checked before the method is asked."""

    handler: Handler
    arguments: frozenset[str]
    required: frozenset[str]
    scope: str = ""
    kind: str = "bot"


METHODS: dict[str, Method] = {}
ANYWHERE = frozenset({"token", "team_id"})


def method(name: str, arguments: str = "", *, scope: str = "", kind: str = "bot") -> Callable[[Handler], Handler]:
    """Register what follows as a method of the Web API. `kind` is the token it wants: bot, app or none."""
    words = arguments.split()
    known = frozenset(word.removeprefix("*") for word in words)
    required = frozenset(word.removeprefix("*") for word in words if word.startswith("*"))

    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(handler, known | ANYWHERE, required, scope, kind)
        return handler

    return register


def answer(slack: World, call: Call) -> Json:
    """What Slack says to a call; what is wrong with the call itself is a fault."""
    try:
        known = METHODS.get(call.method)
        if known is None:
            slack.fault(f"unknown method {call.method}")
            raise Refused("unknown_method")
        authorise(slack, call, known.kind)
        if unknown := sorted(set(call.arguments) - known.arguments):
            slack.fault(f"{call.method}: unknown arguments {', '.join(unknown)}")
        if missing := sorted(name for name in known.required if call.arguments.get(name) in (None, "")):
            slack.fault(f"{call.method}: missing arguments {', '.join(missing)}")
            raise Refused("invalid_arguments", response_metadata={"messages": [f"[ERROR] missing: {missing}"]})
        if known.scope:
            need(slack, call, known.scope)
        return {"ok": True, **known.handler(slack, call)}
    except Refused as refused:
        return refused.body


def authorise(slack: World, call: Call, kind: str) -> None:
    """Whose token it is. One that was never given out is a fault; one that has ended is an answer."""
    if kind == "none":
        return
    token = slack.tokens.get(call.token)
    if token is None:
        slack.fault(f"{call.method}: {'bad token ' + call.token[:12] + '…' if call.token else 'no token'}")
        raise Refused("invalid_auth" if call.token else "not_authed")
    call.team_id = token.team_id
    if token.kind != kind:
        slack.fault(f"{call.method}: wants the {kind} token, has the {token.kind} token")
        raise Refused("not_allowed_token_type")
    if error := ended(slack, token):
        raise Refused(error)


def ended(slack: World, token: Token) -> str:
    """Why a token is good no longer; empty while it is."""
    if token.error or token.expires is None or slack.now() < token.expires:
        return token.error
    return "token_expired"


def need(slack: World, call: Call, *scopes: str) -> None:
    """Any one of these scopes. Raises Refused as Slack does, with what is needed and what there is."""
    team = team_of(slack, call)
    if not team.scopes.intersection(scopes):
        raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(sorted(team.scopes)))


def team_of(slack: World, call: Call) -> Team:
    """The workspace of a call's token."""
    return slack.teams[call.team_id]


def truth(value: object) -> bool:
    """A yes as Slack reads it from a query, a form or JSON."""
    return value in (True, 1, "1", "true", "True")
