"""Modals and the home: views.open, views.push, views.update, views.publish, and the stack on somebody's screen."""

from tests.wire.slack.limits import check_view
from tests.wire.slack.registry import method, team_of
from tests.wire.slack.things import Call, Json, Refused, Team, Trigger, View
from tests.wire.slack.world import World

TRIGGER_SECONDS, STACK_MOST = 3.0, 3


@method("views.open", "*trigger_id *view interactivity_pointer")
def views_open(slack: World, call: Call) -> Json:
    team, given = team_of(slack, call), checked(slack, call.arguments["view"], "modal", call.method)
    trigger = exchanged(slack, call)
    opened = slack.view(team, trigger.user, given)
    slack.modals[team.id, trigger.user] = [opened]
    return {"view": opened.payload(team)}


@method("views.push", "*trigger_id *view interactivity_pointer")
def views_push(slack: World, call: Call) -> Json:
    team, given = team_of(slack, call), checked(slack, call.arguments["view"], "modal", call.method)
    trigger = exchanged(slack, call)
    stack = slack.modals.get((team.id, trigger.user), [])
    if not stack or not trigger.view:
        raise Refused("not_found")
    return {"view": pushed(slack, team, stack, given).payload(team)}


@method("views.update", "*view view_id external_id hash")
def views_update(slack: World, call: Call) -> Json:
    team, arguments = team_of(slack, call), call.arguments
    old = next((one for one in _open(slack, team) if arguments.get("view_id") == one.id
                or (one.given.get("external_id") or "-") == arguments.get("external_id")), None)  # fmt: skip
    if old is None:
        raise Refused("not_found")
    if arguments.get("hash") not in (None, "", old.hash):
        raise Refused("hash_conflict")
    given = checked(slack, arguments["view"], old.given["type"], call.method)
    return {"view": replaced(slack, team, old, given).payload(team)}


@method("views.publish", "*user_id *view hash")
def views_publish(slack: World, call: Call) -> Json:
    team, given = team_of(slack, call), checked(slack, call.arguments["view"], "home", call.method)
    user = slack.user(team.id, call.arguments["user_id"])
    old = slack.homes.get((team.id, user.id))
    if old and call.arguments.get("hash") not in (None, "", old.hash):
        raise Refused("hash_conflict")
    made = slack.view(team, user.id, given)
    if old:
        made.id = old.id
    slack.homes[team.id, user.id] = made
    return {"view": made.payload(team)}


def checked(slack: World, view: object, kind: str, where: str) -> Json:
    """A view that Slack takes, as it keeps it. Raises Refused; whatever is wrong is a fault as well."""
    check = check_view(view, kind)
    for what in (*check.refused, *check.frowned):
        slack.fault(f"{where}: {what}")
    if any("bytes, at most" in what for what in check.refused):
        raise Refused("view_too_large")
    if check.refused or not isinstance(view, dict):
        messages = [f"[ERROR] {what}" for what in check.refused]
        raise Refused("invalid_arguments", response_metadata={"messages": messages})
    external, opened = view.get("external_id"), [one for stack in slack.modals.values() for one in stack]
    if external and where.endswith(("open", "push")) and external in [one.given.get("external_id") for one in opened]:
        raise Refused("duplicate_external_id")
    return view


def exchanged(slack: World, call: Call) -> Trigger:
    """A trigger for a modal: once, and within three seconds (INT-02). A late one is an answer, a second use a fault."""
    trigger = slack.triggers.get(str(call.arguments["trigger_id"]))
    if trigger is None or trigger.team_id != call.team_id:
        slack.fault(f"{call.method}: a trigger that was never given out")
        raise Refused("invalid_trigger_id")
    if trigger.used:
        slack.fault(f"{call.method}: a trigger used twice")
        raise Refused("exchanged_trigger_id")
    if slack.now() - trigger.made > TRIGGER_SECONDS:
        raise Refused("expired_trigger_id")
    trigger.used = True
    return trigger


def pushed(slack: World, team: Team, stack: list[View], given: Json) -> View:
    """One more view on the stack. Raises Refused at the fourth."""
    if len(stack) >= STACK_MOST:
        slack.fault(f"views: more than {STACK_MOST} on the stack")
        raise Refused("push_limit_reached")
    made = slack.view(team, stack[-1].user, given, stack[-1])
    stack.append(made)
    return made


def replaced(slack: World, team: Team, old: View, given: Json) -> View:
    """Another content under the same id. What was typed in fields of the same name stays, as in Slack."""
    new = slack.view(team, old.user, given)
    old.given, old.hash = new.given, new.hash
    return old


def _open(slack: World, team: Team) -> list[View]:
    stacks = [stack for (where, _), stack in slack.modals.items() if where == team.id]
    homes = [view for (where, _), view in slack.homes.items() if where == team.id]
    return [view for stack in stacks for view in stack] + homes
