"""What `luotsi check` finds on Discord, and what happens when the bot comes to a server and leaves it."""

import discord

from adapters.discord.check import RIGHTS, findings
from adapters.discord.listen import PLATFORM
from adapters.discord.tree import register, tree_of
from bot.app import load_features
from bot.entities import Account, Grant, Right, Space
from bot.i18n import Reader
from tests.wire.discord.harbour import Harbour


async def found(harbour: Harbour, channel: str = "general") -> list[tuple[bool, str]]:
    return [one async for one in findings(harbour.client, channel)]


async def test_a_good_server_is_said_to_be_one_and_the_invitation_asks_for_little(harbour: Harbour) -> None:
    [(right, link), (good, server)] = await found(harbour)
    assert right
    assert good
    assert f"permissions={RIGHTS.value}" in link
    assert "in Harbour" in server
    assert not any((RIGHTS.administrator, RIGHTS.read_message_history, RIGHTS.mention_everyone))


async def test_a_missing_channel_and_a_missing_right_are_said(harbour: Harbour) -> None:
    assert (await found(harbour, "#elsewhere"))[1] == (
        False, "Discord: in Harbour there is no channel #elsewhere that the bot can see."
    )  # fmt: skip
    everyone = harbour.guild.default_role
    harbour.guild.create_text_channel("news", overwrites={everyone: discord.PermissionOverwrite(embed_links=False)})
    await harbour.env.settle()
    good, sentence = (await found(harbour, "news"))[1]
    assert (good, sentence) == (False, "Discord: in Harbour, #news, the bot's role lacks: embed links.")


async def test_the_owner_may_make_programmes_and_is_appointed_once(harbour: Harbour) -> None:
    space = await harbour.space()
    await harbour.restart()
    async with harbour.store.work(space.community_id) as work:
        [account] = await work.all(Account, space_id=space.id)
        [grant] = await work.all(Grant)
    assert account.external_id == str(harbour.helmi.id)
    assert (grant.right, grant.person_id) == (Right.ADMIN, account.person_id)
    assert (await harbour.channel()).external_id == str(harbour.general.id)


async def test_rch_05_a_server_that_removes_the_bot_is_left_alone_until_it_invites_it_again(harbour: Harbour) -> None:
    backend, gone = harbour.env.backend, str(harbour.guild.id)
    guild = harbour.client.get_guild(harbour.guild.id)
    assert guild
    backend.emit("GUILD_DELETE", {"id": gone, "unavailable": True})  # Discord has an outage
    await harbour.env.settle()
    assert (await harbour.space()).connected
    backend.emit("GUILD_DELETE", {"id": gone})
    await harbour.env.settle()
    assert not (await harbour.space()).connected
    await harbour.client.on_guild_join(guild)
    assert (await harbour.space()).connected


async def test_rch_05_a_removal_while_nobody_listened_is_noticed(harbour: Harbour) -> None:
    here = await harbour.space()
    async with harbour.store.work(here.community_id) as work:
        await work.add(Space(here.community_id, PLATFORM, "1", "Gone"))
        await work.add(Space(here.community_id, "slack", "T1", "Elsewhere"))
    await harbour.restart()
    async with harbour.store.work(here.community_id) as work:
        found = {space.name: space.connected for space in await work.all(Space)}
    assert found == {"Harbour": True, "Gone": False, "Elsewhere": True}


async def test_a_second_server_belongs_to_the_same_community(harbour: Harbour) -> None:
    other = harbour.env.create_guild("Elsewhere", owner=harbour.env.create_user("olli"))
    await harbour.env.settle()
    async with harbour.store.work((await harbour.space()).community_id) as work:
        spaces = await work.all(Space, platform=PLATFORM)
    assert [space.external_id for space in spaces] == [str(harbour.guild.id), str(other.id)]


async def test_commands_are_registered_only_where_discord_has_others(harbour: Harbour) -> None:
    tree = tree_of(load_features().commands.values(), Reader())
    assert await register(harbour.client, tree) is False
    await harbour.restart()
    puts = [one for one in harbour.env.http_requests if one.method == "PUT" and one.path.endswith("/commands")]
    assert len(puts) == 1
    tree[0]["description"] = "Something else"
    assert await register(harbour.client, tree) is True
    assert await register(harbour.client, tree) is False


async def test_nothing_is_asked_for_that_reads_messages(harbour: Harbour) -> None:
    wanted = {name for name, value in harbour.client.intents if value}
    assert wanted == {"guilds"}
