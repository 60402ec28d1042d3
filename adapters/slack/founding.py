"""A workspace becomes one of the community's spaces, and somebody in it may make programmes."""

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import NO_ANSWER
from adapters.slack.listen import PLATFORM
from adapters.slack.people import Profile, profile_of
from bot.entities import Account, Community, Grant, Person, Place, Right, Space
from bot.errors import UnknownSpace, Unreachable
from bot.ports import Store

CHANNEL_KEY = "community"
NOBODY = "Slack knows nobody with the id {admin}. Put the member ID of the first facilitator into [slack] admin."


async def space_of(store: Store, team: str, name: str, community: Community) -> Space:
    """The space of a workspace: there already, or new in the first community, which is founded if there is none."""
    try:
        async with store.origin(PLATFORM, team, "") as origin:
            origin.space.connected = True  # its token has just been accepted: what waited is still useful, or expires
            return origin.space
    except UnknownSpace:
        known = await store.communities()
    if not known:
        return await store.found(community, Space(0, PLATFORM, team, name))
    async with store.work(known[0]) as work:
        return await work.add(Space(known[0], PLATFORM, team, name))


async def appoint(store: Store, client: AsyncWebClient, space: Space, admin: str) -> Person:
    """Whoever may make programmes from the start: the member with this id, or the workspace's primary owner.

    Appointed once: a right that somebody takes away later stays away. Raises Unreachable.
    """
    profile = await _chosen(client, admin)
    async with store.work(space.community_id) as work:
        account = await work.one(Account, space_id=space.id, external_id=profile.account)
        if account:
            return await work.get(Person, account.person_id)
        person = await work.add(Person(space.community_id, profile.name, language=profile.language[:2]))
        person.time_zone = profile.zone
        await work.add(Account(space.community_id, space.id, person.id, profile.account))
        await work.add(Grant(space.community_id, person.id, Right.ADMIN))
        return person


async def entrust(store: Store, client: AsyncWebClient, space: Space, installer: str) -> None:
    """Whoever installed the app may make programmes, if nobody in the workspace may. Raises Unreachable.

    Others who install it again later get nothing by that: in many workspaces every member can.
    """
    async with store.work(space.community_id) as work:
        people = [account.person_id for account in await work.all(Account, space_id=space.id)]
        if people and await work.all(Grant, person_id=people, right=Right.ADMIN):
            return
    person = await appoint(store, client, space, installer)
    async with store.work(space.community_id) as work:
        if not await work.one(Grant, person_id=person.id, right=Right.ADMIN):  # known before as somebody else
            await work.add(Grant(space.community_id, person.id, Right.ADMIN))


async def read_by_all(store: Store, client: AsyncWebClient, space: Space, channel: str) -> str:
    """The channel for announcements, by its name or id; what an admin has to do about it, empty when all is well."""
    found = await channel_of(client, channel)
    if found is None:
        return f"There is no channel {channel} that the app can see. Make it, or invite the app with /invite."
    async with store.work(space.community_id) as work:
        if not await work.one(Place, space_id=space.id, key=CHANNEL_KEY):
            await work.add(Place(space.community_id, space.id, CHANNEL_KEY, found[0], channel))
    return "" if found[1] else f"Invite the app into the channel {channel} with /invite."


async def _chosen(client: AsyncWebClient, admin: str) -> Profile:
    try:
        if admin:
            return profile_of((await client.users_info(user=admin, include_locale=True))["user"])
        cursor = ""
        while True:
            page = await client.users_list(limit=200, cursor=cursor)
            for user in page["members"]:
                if user.get("is_primary_owner"):
                    return profile_of(user)
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                raise Unreachable(NOBODY.format(admin="of its primary owner"))
    except NO_ANSWER:
        raise Unreachable(NOBODY.format(admin=admin or "of its primary owner")) from None


async def channel_of(client: AsyncWebClient, channel: str) -> tuple[str, bool] | None:
    """The id of a channel that the app can see, and whether it is a member."""
    wanted, cursor = channel.removeprefix("#"), ""
    while True:
        page = await client.conversations_list(limit=200, cursor=cursor, exclude_archived=True)
        for one in page["channels"]:
            if wanted in {one["id"], one.get("name")}:
                return one["id"], bool(one.get("is_member"))
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return None
