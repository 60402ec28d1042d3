"""The Web API's methods answer as Slack's do: who is there, where one can speak, files, installing, tokens."""

import asyncio
from collections.abc import Awaitable

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.wire.slack.echo import button, client_for, form, question
from tests.wire.slack.fake import FakeSlack
from tests.wire.slack.things import Channel, User

# slack_sdk 3.48 hands the app's id and secret over in a way that aiohttp 3.14 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


async def refusal(calling: Awaitable[object]) -> str:
    with pytest.raises(SlackApiError) as caught:
        await calling
    return str(caught.value.response["error"])


async def test_whose_token_it_is_and_what_it_may(slack: FakeSlack, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["team_id"], answer["user_id"]) == (slack.team.id, slack.team.bot_user)
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")


async def test_arguments_of_query_form_and_json_are_one(slack: FakeSlack, anna: User) -> None:
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {slack.bot_token}"}, trust_env=False) as http:
        address = f"{slack.url}users.info"
        await http.post(address, params={"user": anna.id}, data={"include_locale": "1"})
        await http.post(address, params={"user": anna.id}, json={"include_locale": True})
        await http.get(address, params={"user": anna.id, "include_locale": "1"})
        await http.post(address, json={"user": anna.id, "include_locale": True})
    assert [call.answer["user"]["locale"] for call in slack.calls] == ["en-US"] * 4


async def test_somebody_as_slack_describes_them(slack: FakeSlack, client: AsyncWebClient, anna: User) -> None:
    user = (await client.users_info(user=anna.id))["user"]
    assert (user["real_name"], user["tz"], user["is_bot"]) == ("Anna Mäkelä", "Europe/Helsinki", False)
    assert "locale" not in user, "it has to be asked for"
    assert "email" not in user["profile"], "it needs a scope of its own"
    none, gone = slack.add_user("None", tz=None), slack.add_user("No Key", tz="")
    assert (await client.users_info(user=none.id))["user"]["tz"] is None
    assert "tz" not in (await client.users_info(user=gone.id))["user"]
    left = slack.add_user("Left", deleted=True)
    assert (await client.users_info(user=left.id))["user"]["deleted"] is True
    guest = slack.add_user("Guest", is_restricted=True, is_stranger=True, home_team="T0009")
    shown = (await client.users_info(user=guest.id))["user"]
    assert (shown["is_restricted"], shown["is_stranger"], shown["team_id"]) == (True, True, "T0009")
    assert await refusal(client.users_info(user="U9999")) == "user_not_found"


async def test_everybody_page_by_page(slack: FakeSlack, client: AsyncWebClient) -> None:
    for number in range(7):
        slack.add_user(f"Person {number}")
    slack.page_most = 3
    names, cursor, pages = [], "", 0
    while pages == 0 or cursor:
        page = await client.users_list(limit=200, cursor=cursor)
        names += [user["profile"]["real_name"] for user in page["members"]]
        cursor, pages = page["response_metadata"]["next_cursor"], pages + 1
    assert (len(names), pages) == (8, 3)
    assert await refusal(client.users_list(cursor="nowhere")) == "invalid_cursor"
    slack.forgive("cursor 'nowhere'")
    assert await refusal(client.users_list(limit=1_001)) == "invalid_limit"
    slack.forgive("limit 1001")
    assert await refusal(client.conversations_list(types="public")) == "invalid_types"
    slack.forgive("unknown types ['public']")


async def test_an_address_needs_its_scope(slack: FakeSlack, client: AsyncWebClient, anna: User) -> None:
    with pytest.raises(SlackApiError, match="missing_scope") as caught:
        await client.users_lookupByEmail(email=anna.email)
    assert caught.value.response["needed"] == "users:read.email"
    slack.team.scopes.add("users:read.email")
    assert (await client.users_lookupByEmail(email=anna.email))["user"]["id"] == anna.id
    assert await refusal(client.users_lookupByEmail(email="nobody@library.example")) == "users_not_found"


async def test_the_same_people_have_the_same_conversation(slack: FakeSlack, client: AsyncWebClient, anna: User) -> None:
    ben = slack.add_user("Ben")
    alone = await client.conversations_open(users=anna.id)
    pair = await client.conversations_open(users=[anna.id, ben.id])
    again = await client.conversations_open(users=[ben.id, anna.id])
    assert alone["channel"]["id"][0] == "D"
    assert pair["channel"]["id"][0] == "G"
    assert again["channel"]["id"] == pair["channel"]["id"]
    await client.chat_postMessage(channel=pair["channel"]["id"], text="Meet each other")
    assert slack.last(anna).words == slack.last(ben).words == "Meet each other"


async def test_who_can_not_be_talked_to(slack: FakeSlack, client: AsyncWebClient) -> None:
    for more, error in (
        ({"deleted": True}, "user_disabled"),
        ({"is_bot": True}, "cannot_dm_bot"),
        ({"is_stranger": True}, "user_not_visible"),
    ):
        assert await refusal(client.conversations_open(users=slack.add_user("Somebody", **more).id)) == error
    assert await refusal(client.conversations_open(users="")) == "users_list_not_supplied"
    nine = [slack.add_user(f"Person {number}").id for number in range(9)]
    assert (await client.conversations_open(users=nine[:8]))["ok"]
    assert await refusal(client.conversations_open(users=nine)) == "too_many_users"
    slack.forgive("9 people, at most 8")
    assert await refusal(client.conversations_open(users=slack.team.bot_user)) == "cannot_dm_bot"
    slack.forgive("names the app itself")


async def test_where_the_app_can_speak(slack: FakeSlack, client: AsyncWebClient, anna: User) -> None:
    public = slack.add_channel("public", [anna], bot=False)
    hidden = slack.add_channel("hidden", [anna], private=True, bot=False)
    assert await refusal(client.chat_postMessage(channel=public.id, text="x")) == "not_in_channel"
    assert await refusal(client.chat_postMessage(channel=hidden.id, text="x")) == "channel_not_found"
    slack.team.scopes.add("chat:write.public")
    await client.chat_postMessage(channel=public.id, text="x")
    public.is_archived = True
    assert await refusal(client.chat_postMessage(channel=public.id, text="x")) == "is_archived"
    news = slack.add_channel("news", [anna])
    news.read_only = True
    assert await refusal(client.chat_postMessage(channel=news.id, text="x")) == "restricted_action"
    news.read_only = False
    ben = slack.add_user("Ben")
    assert await refusal(client.chat_postEphemeral(channel=news.id, user=ben.id, text="x")) == "user_not_in_channel"


async def test_a_post_to_the_deactivated_is_taken_and_seen_by_nobody(slack: FakeSlack, client: AsyncWebClient) -> None:
    left = slack.add_user("Left", deleted=True)
    assert (await client.chat_postMessage(channel=left.id, text="x"))["channel"][0] == "D"
    assert slack.dm(left) == []


async def test_a_message_is_changed_in_place(
    slack: FakeSlack, client: AsyncWebClient, anna: User, general: Channel
) -> None:
    row = [{"type": "actions", "elements": [button("Yes")]}]
    said = await client.chat_postMessage(channel=general.id, text="Coming?", blocks=row)
    assert general.messages[0].labels == ["Yes"]
    await client.chat_update(channel=general.id, ts=said["ts"], text="You come")
    assert (general.messages[0].words, general.messages[0].labels, general.messages[0].edits) == ("You come", [], 1)
    aside = await client.chat_postEphemeral(channel=general.id, user=anna.id, text="x")
    for ts in (aside["message_ts"], "1.2"):
        assert await refusal(client.chat_update(channel=general.id, ts=ts, text="x")) == "message_not_found"
    assert await refusal(client.chat_update(channel=anna.id, ts=said["ts"], text="x")) == "channel_not_found"


async def test_reading_about_channels_needs_a_scope_of_its_own(
    slack: FakeSlack, client: AsyncWebClient, general: Channel
) -> None:
    slack.team.scopes.discard("channels:read")
    assert await refusal(client.conversations_info(channel=general.id)) == "missing_scope"
    assert await refusal(client.conversations_list()) == "missing_scope"
    slack.team.scopes |= {"channels:read", "groups:read"}
    assert (await client.conversations_info(channel=general.id))["channel"]["is_member"] is True
    slack.add_channel("hidden", private=True, bot=False)
    slack.add_channel("ours", private=True)
    listed = await client.conversations_list(types=["public_channel", "private_channel"])
    assert [place["name"] for place in listed["channels"]] == ["general", "ours"]


async def test_a_channel_is_made_and_filled(slack: FakeSlack, client: AsyncWebClient, anna: User) -> None:
    made = await client.conversations_create(name="mentoring-pairs", is_private=True)
    await client.conversations_invite(channel=made["channel"]["id"], users=[anna.id])
    await client.chat_postMessage(channel=made["channel"]["id"], text="Welcome")
    assert slack.last(anna).words == "Welcome"
    assert await refusal(client.conversations_create(name="mentoring-pairs", is_private=True)) == "name_taken"
    assert await refusal(client.conversations_create(name="public")) == "missing_scope"
    assert await refusal(client.conversations_create(name="Two words", is_private=True)) == "invalid_name_specials"
    slack.forgive("can't be a channel's name")


async def test_a_file_is_shared(slack: FakeSlack, client: AsyncWebClient, anna: User, general: Channel) -> None:
    await client.files_upload_v2(channel=general.id, filename="a.ics", content="BEGIN:VCALENDAR", title="Meeting")
    file = slack.last(anna).files[0]
    assert (file.name, file.title, file.data) == ("a.ics", "Meeting", b"BEGIN:VCALENDAR")
    slack.team.scopes.discard("files:write")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.files_upload_v2(channel=general.id, filename="a.ics", content="x")


async def test_a_file_that_is_not_what_was_announced(slack: FakeSlack, client: AsyncWebClient, anna: User) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.post(announced["upload_url"], content=b"four")).status_code == 400
    slack.forgive("4 bytes where 3 were announced")
    wanted = [{"id": announced["file_id"], "title": "a"}]
    assert await refusal(client.files_completeUploadExternal(files=wanted)) == "file_not_found"
    slack.forgive("a file that was not uploaded")
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.post(f"{slack.base}/upload/F9999", content=b"x")).status_code == 400
        slack.forgive("to an address that was never given out")
        again = await client.files_getUploadURLExternal(filename="a.txt", length=1)
        assert [(await http.post(again["upload_url"], content=b"x")).status_code for _ in range(2)] == [200, 400]
    slack.forgive("upload: twice")
    wanted = [{"id": again["file_id"]}]
    assert await refusal(client.files_completeUploadExternal(files=wanted, channel_id=anna.id)) == "channel_not_found"
    slack.forgive("a person's id instead of a channel's")
    assert await refusal(client.files_getUploadURLExternal(filename="a.txt", length=0)) == "invalid_arguments"
    slack.forgive("must have something in it")


async def test_a_form_is_changed_under_its_id(slack: FakeSlack, client: AsyncWebClient, anna: User) -> None:
    opened = await client.views_open(trigger_id=slack.trigger(anna), view=form())
    view_id, stamp = opened["view"]["id"], opened["view"]["hash"]
    await client.views_update(view_id=view_id, hash=stamp, view=form(question("town")))
    assert "Town" in slack.modal(anna).words
    assert await refusal(client.views_update(view_id=view_id, hash=stamp, view=form())) == "hash_conflict"
    await slack.close(anna)
    assert await refusal(client.views_update(view_id=view_id, view=form())) == "not_found"


async def test_an_installation_in_another_workspace(slack: FakeSlack) -> None:
    other = slack.add_team("T0002", "Archive", installed=False)
    async with httpx.AsyncClient(trust_env=False) as http:
        asked = {"client_id": slack.client_id, "scope": "commands,chat:write", "state": "s1", "team": other.id,
                 "redirect_uri": "http://127.0.0.1/back"}  # fmt: skip
        back = (await http.get(f"{slack.base}/oauth/v2/authorize", params=asked)).headers["Location"]
    given = dict(pair.split("=") for pair in back.partition("?")[2].split("&"))
    assert given["state"] == "s1"
    app = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    nobody = AsyncWebClient(base_url=slack.url, retry_handlers=[])
    granted = await nobody.oauth_v2_access(**app, code=given["code"])
    assert (granted["team"]["id"], granted["scope"]) == (other.id, "chat:write,commands")
    assert (await client_for(slack, granted["access_token"]).auth_test())["team"] == "Archive"
    assert await refusal(nobody.oauth_v2_access(**app, code=given["code"])) == "invalid_code"
    assert await refusal(nobody.oauth_v2_access(client_id="1", client_secret="2", code="3")) == "bad_client_secret"
    slack.forgive("not the app's own id and secret")


async def test_tokens_that_are_renewed(slack: FakeSlack) -> None:
    slack.rotation = True
    app = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    nobody = AsyncWebClient(base_url=slack.url, retry_handlers=[])
    first = await nobody.oauth_v2_access(**app, code=slack.grant(slack.team))
    slack.advance(first["expires_in"] + 1)
    assert await refusal(client_for(slack, first["access_token"]).auth_test()) == "token_expired"
    renew = {**app, "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    answers = await asyncio.gather(*(nobody.oauth_v2_access(**renew) for _ in range(2)), return_exceptions=True)
    good = [one for one in answers if not isinstance(one, BaseException)]
    assert len(good) == 1, "a refresh token serves once"
    slack.forgive("a refresh token used twice")
    assert (await client_for(slack, good[0]["access_token"]).auth_test())["ok"]


async def test_the_app_is_taken_out_and_put_back(slack: FakeSlack, client: AsyncWebClient) -> None:
    for token in slack.tokens.values():
        token.error = "token_revoked" if token.team_id else ""
    assert await refusal(client.auth_test()) == "token_revoked"
    slack.reinstall(slack.team)
    assert (await client.auth_test())["ok"]


async def test_two_workspaces_with_the_same_ids_know_nothing_of_each_other(
    slack: FakeSlack, client: AsyncWebClient, anna: User, general: Channel
) -> None:
    other = slack.add_team("T0002", "Archive")
    twin = slack.add_user("Other Anna", anna.id, other)
    theirs = client_for(slack, other.bot_token)
    assert (await theirs.users_info(user=anna.id))["user"]["real_name"] == "Other Anna"
    assert await refusal(theirs.chat_postMessage(channel=general.id, text="x")) == "channel_not_found"
    await theirs.chat_postMessage(channel=twin.id, text="For the other")
    assert slack.seen(anna) == []
    assert len(slack.seen(twin)) == 1
