"""Acting as a person: what they type, press, choose, fill in and open, in Slack's payload shapes."""

import re
from collections.abc import Mapping
from typing import Any

from tests.wire.slack.chat import content
from tests.wire.slack.delivery import Delivery, Envelope
from tests.wire.slack.filling import chosen, filled, find, state_of
from tests.wire.slack.reading import escape
from tests.wire.slack.things import Call, Channel, Json, Message, Refused, ResponseUrl, Team, Token, Trigger, User, View
from tests.wire.slack.views import checked, pushed, replaced

COMMAND = "/mentoring"


class Acting(Delivery):
    """Each of these waits until the app has acknowledged, unless told otherwise with `wait=False`."""

    async def slash(
        self, user: User, channel: Channel, text: str, *, command: str = COMMAND, wait: bool = True
    ) -> Envelope:
        """Type a command. `@U0001` and `#C0001` in it are mentions, handed over as Slack does with `should_escape`."""
        self._present(user, channel)
        team = self.team_of(user)
        payload = {
            "token": "verification", "team_id": team.id, "team_domain": team.domain, "channel_id": channel.id,
            "channel_name": channel.known_as, "user_id": user.id, "user_name": user.name, "command": command,
            "text": self._typed(user, text), "api_app_id": "A0001", "is_enterprise_install": "false",
            "response_url": self.response_url(channel, user), "trigger_id": self.trigger(user),
        }  # fmt: skip
        return await self.deliver("slash_commands", payload, f"{command} {text}", accepts=True, wait=wait)

    async def press(self, user: User, where: Message | View, wanted: str, *, wait: bool = True) -> Envelope:
        """Press a button, by its label, its action_id or its value."""
        block_id, button = find(where.blocks, wanted, {"button"})
        action: Json = {
            name: button[name] for name in ("action_id", "text", "value", "style", "type") if name in button
        }
        return await self._acted(user, where, block_id, action, wanted, wait=wait)

    async def choose(
        self, user: User, where: Message | View, wanted: Any, *, menu: str = "", wait: bool = True
    ) -> Envelope:
        """Choose from a menu, by an option's label or value, or a person; `menu` names which, if there are several."""
        block_id, element = find(where.blocks, menu or wanted, None)
        value = chosen(element, wanted)
        if isinstance(where, View):
            where.typed[block_id, element["action_id"]] = value
        action = {"action_id": element["action_id"], "placeholder": element.get("placeholder"), **value}
        return await self._acted(user, where, block_id, action, str(wanted), wait=wait)

    async def submit(self, user: User, values: Mapping[str, Any] | None = None, *, wait: bool = True) -> Envelope:
        """Fill in the modal on top and send it: by block_id, action_id or label. Fails as Slack's own form would."""
        view = self.modal(user)
        assert view, f"{user.real_name} has no modal open"
        filled(view, values or {})
        payload = {**self._origin(user), "type": "view_submission", "trigger_id": self.trigger(user, view),
                   "view": view.payload(self.team_of(user), state_of(view)), "response_urls": []}  # fmt: skip
        what = f"view_submission {view.given.get('callback_id', '')}"
        return await self.deliver("interactive", payload, what, accepts=True, wait=wait)

    async def close(self, user: User, *, everything: bool = False, wait: bool = True) -> Envelope | None:
        """Close the modal on top, or all of them; the app hears of it only where it asked to."""
        stack = self.modals.get((user.team_id, user.id), [])
        assert stack, f"{user.real_name} has no modal open"
        view = stack.pop()
        if everything or view.given.get("clear_on_close"):
            stack.clear()
        if not view.given.get("notify_on_close"):
            return None
        payload = {**self._origin(user), "type": "view_closed", "is_cleared": everything,
                   "view": view.payload(self.team_of(user), state_of(view))}  # fmt: skip
        return await self.deliver("interactive", payload, "view_closed", wait=wait)

    async def open_home(self, user: User, *, tab: str = "home", wait: bool = True) -> Envelope:
        """Look at the app: its home, or with `messages` the conversation with it."""
        team, shown = self.team_of(user), self.home(user)
        event: Json = {"type": "app_home_opened", "user": user.id, "tab": tab, "event_ts": self.stamp(),
                       "channel": self.conversation(team, [user.id]).id}  # fmt: skip
        if shown and tab == "home":
            event["view"] = shown.payload(team)
        return await self.event(team, event, wait=wait)

    async def event(self, team: Team, event: Json, *, wait: bool = True) -> Envelope:
        """Anything else that the app is told of, such as team_join or user_change."""
        payload = {
            "token": "verification", "team_id": team.id, "api_app_id": "A0001", "event": event,
            "type": "event_callback", "event_id": f"Ev{self.number():06d}", "event_time": int(self.now()),
            "authorizations": [{"enterprise_id": None, "team_id": team.id, "user_id": team.bot_user, "is_bot": True,
                                "is_enterprise_install": False}], "is_ext_shared_channel": False,
        }  # fmt: skip
        return await self.deliver("events_api", payload, f"event {event['type']}", wait=wait)

    async def uninstall(self, team: Team, *, wait: bool = True) -> None:
        """Take the app out of a workspace: its tokens end, and it is told."""
        for token in self.tokens.values():
            if token.team_id == team.id:
                token.error = "account_inactive"
        await self.event(team, {"type": "tokens_revoked", "tokens": {"bot": [team.bot_user]}}, wait=wait)
        await self.event(team, {"type": "app_uninstalled"}, wait=wait)

    def grant(self, team: Team) -> str:
        """An admin's consent: the code that oauth.v2.access takes once."""
        code = f"code-{self.number()}"
        self.codes[code] = team.id
        return code

    def reinstall(self, team: Team) -> Token:
        """A token that works again, under its old name."""
        self.tokens[team.bot_token] = made = Token("bot", team.id)
        return made

    # --- what an acknowledgement does ---------------------------------------------------------------------------
    def took(self, envelope: Envelope) -> None:
        """A command's answer is shown; a form closes, changes, or shows what was wrong."""
        try:
            if envelope.kind == "slash_commands" and envelope.answer:
                self._answered(envelope)
            elif envelope.payload.get("type") == "view_submission":
                self._submitted(envelope)
        except Refused as refused:
            self.fault(f"{envelope.what}: the answer is refused: {refused}")

    def _answered(self, envelope: Envelope) -> None:
        payload, answer = envelope.payload, envelope.answer
        call = Call("ack", answer, "", payload["team_id"], self.now())
        text, blocks = content(self, call)
        to = "" if answer.get("response_type") == "in_channel" else payload["user_id"]
        place = self.channels[payload["channel_id"]]
        place.messages.append(Message(self.stamp(), place.id, text, blocks, to=to))

    def _submitted(self, envelope: Envelope) -> None:
        team, user = self.teams[envelope.payload["team"]["id"]], envelope.payload["user"]["id"]
        stack, answer = self.modals.get((team.id, user), []), envelope.answer
        view = next((one for one in stack if one.id == envelope.payload["view"]["id"]), None)
        if view is None:
            return
        match answer.get("response_action"):
            case None:
                stack.remove(view)
            case "clear":
                stack.clear()
            case "update":
                replaced(self, team, view, checked(self, answer.get("view"), "modal", "response_action update"))
            case "push":
                pushed(self, team, stack, checked(self, answer.get("view"), "modal", "response_action push"))
            case "errors":
                self._wrong(view, answer.get("errors") or {})
            case other:
                self.fault(f"{envelope.what}: unknown response_action {other!r}")

    def _wrong(self, view: View, errors: Json) -> None:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if unknown := sorted(set(errors) - inputs):
            self.fault(f"response_action errors: {unknown}, but the inputs are {sorted(inputs)}")
        view.errors = {name: str(text) for name, text in errors.items()}

    # --- small parts --------------------------------------------------------------------------------------------
    async def _acted(
        self, user: User, where: Message | View, block_id: str, action: Json, what: str, *, wait: bool
    ) -> Envelope:
        action = {**action, "block_id": block_id, "action_ts": self.stamp()}
        payload = {**self._origin(user), "type": "block_actions", "actions": [action]}
        team = self.team_of(user)
        if isinstance(where, View):
            self._shown(user, where)
            payload |= {"container": {"type": "view", "view_id": where.id}, "trigger_id": self.trigger(user, where),
                        "view": where.payload(team, state_of(where))}  # fmt: skip
        else:
            channel = self.channels[where.channel]
            self._present(user, channel)
            assert where in self.seen(user, channel), f"{user.real_name} does not see this message"
            payload |= {
                "container": {"type": "message", "message_ts": where.ts, "channel_id": channel.id,
                              "is_ephemeral": bool(where.to)},
                "channel": {"id": channel.id, "name": channel.known_as}, "trigger_id": self.trigger(user),
                "response_url": self.response_url(channel, user, where), "state": {"values": {}},
            } | ({} if where.to else {"message": where.payload(team)})  # fmt: skip
        return await self.deliver("interactive", payload, f"block_actions {what}", wait=wait)

    def _origin(self, user: User) -> Json:
        return {"user": user.short(), "team": self.team_of(user).short(), "api_app_id": "A0001",
                "token": "verification", "enterprise": None, "is_enterprise_install": False}  # fmt: skip

    def _present(self, user: User, channel: Channel) -> None:
        assert not user.deleted, f"{user.real_name} is deactivated"
        assert user.id in channel.members, f"{user.real_name} is not in {channel.name or channel.id}"

    def _shown(self, user: User, view: View) -> None:
        assert not user.deleted, f"{user.real_name} is deactivated"
        assert view in (self.home(user), self.modal(user)), f"{user.real_name} does not see this view"

    def trigger(self, user: User, view: View | None = None) -> str:
        """What opens a modal for somebody, once, as it comes along with what they do."""
        key = f"{self.number()}.{user.team_id}.trigger"
        self.triggers[key] = Trigger(user.id, user.team_id, self.now(), view.id if view else "")
        return key

    def response_url(self, channel: Channel, user: User, source: Message | None = None) -> str:
        """Where something that somebody did can be answered."""
        key = f"r{self.number()}"
        self.response_urls[key] = ResponseUrl(channel.id, user.id, self.now(), source)
        return f"{self.base}/response/{key}"

    def _typed(self, user: User, text: str) -> str:
        def person(found: re.Match[str]) -> str:
            known = self.users.get((user.team_id, found[1]))
            return f"<@{known.id}|{known.name}>" if known else found[0]

        def place(found: re.Match[str]) -> str:
            known = self.channels.get(found[1])
            return f"<#{known.id}|{known.name}>" if known else found[0]

        return re.sub(r"#([CG]\w+)", place, re.sub(r"@(U\w+)", person, escape(text)))
