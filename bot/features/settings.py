"""What a person sets for themselves: language, clock, quiet hours, and whether to be written to at all."""

from bot.command import Kind, Param, command, message_builder
from bot.context import Context
from bot.entities import Account, Due, Pairing, PairingState, Person, Reach, Space
from bot.errors import BadArgument
from bot.i18n import Reader, languages
from bot.message import Button, Choice, Message, Option, Section, Style
from bot.people import pairings_of, partner_of
from bot.rules.clocks import offered
from bot.rules.countries import country_name, find_country
from bot.rules.locales import understood
from bot.rules.when import Unclear, parse_time
from bot.rules.zones import Zone, find_zone

STOPPED = "partner.stopped"
FEW = 5
TOGETHER = (PairingState.ACTIVE, PairingState.PAUSED)
NO_COUNTRY = "none"


@command("settings show")
async def show(ctx: Context) -> Message:
    """What is set, and a way to change each."""
    person = ctx.person
    facts = (
        (ctx.t("settings-language"), _autonym(ctx.reader.language)),
        (ctx.t("settings-zone"), ctx.t("settings-now", now=ctx.now)),
        (ctx.t("settings-quiet"), _quiet(ctx, person)),
        (ctx.t("settings-country"), _country(ctx, person)),
        (ctx.t("settings-reached"), await _reached(ctx)),
    )
    buttons = tuple(
        Button(ctx.t(f"cmd-settings-{name}-title"), f"settings {name}")
        for name in ("zone", "quiet", "country", "language")
        if name != "language" or len(languages()) > 1
    )
    return Message(ctx.t("settings-shown"), sections=(Section(facts=facts),), buttons=(*buttons, _switch(ctx)))


@command("settings zone", Param("text", most=80))
async def set_zone(ctx: Context, text: str) -> Message:
    """Set the time zone; what could mean several is offered to choose from, never guessed (TZ-08)."""
    found = find_zone(text, ctx.now, ctx.reader.language)
    if found is None:
        raise BadArgument("text", "settings-zone-unknown", value=text)
    if not isinstance(found, Zone):
        return _candidates(ctx, text, found.names)
    ctx.person.time_zone = found.name
    await _ask_the_gate_again(ctx)
    there = Reader(ctx.reader.language, found.name)
    return Message(there.t("settings-zone-set", now=ctx.now), buttons=(_back(ctx),))


@command("settings language", Param("language", Kind.ONE, options=languages()))
async def set_language(ctx: Context, language: str) -> Message:
    """Set the language of everything the bot says to this person."""
    ctx.person.language = language
    reader = Reader(language, ctx.zone)
    return Message(reader.t("settings-language-set", language=_autonym(language)), buttons=(_back(ctx),))


@command("settings quiet", Param("since", most=20), Param("until", most=20))
async def set_quiet(ctx: Context, since: str, until: str) -> Message:
    """Set between which local times nothing is sent; the same time twice means no quiet hours."""
    person = ctx.person
    for name, text in (("since", since), ("until", until)):
        try:
            setattr(person, f"quiet_{'from' if name == 'since' else name}", parse_time(text))
        except Unclear as unclear:
            raise BadArgument(name, unclear.key, **unclear.arguments) from unclear
    await _ask_the_gate_again(ctx)
    return Message(ctx.t("settings-quiet-set", hours=_quiet(ctx, person)), buttons=(_back(ctx),))


@command("settings country", Param("country", most=60))
async def set_country(ctx: Context, country: str) -> Message:
    """Set whose public holidays are kept free of messages; "none" goes back to the community's."""
    code = find_country(country, ctx.reader.language)
    if not code and country.strip().casefold() != NO_COUNTRY:
        raise BadArgument("country", "settings-country-unknown", value=country)
    ctx.person.country = code
    await _ask_the_gate_again(ctx)
    return Message(ctx.t("settings-country-set", country=_country(ctx, ctx.person)), buttons=(_back(ctx),))


@command("stop")
async def stop(ctx: Context) -> Message:
    """No further message from any feature, those in the queue included; this answer is the only word of it (RCH-09)."""
    person = await ctx.work.get(Person, ctx.person.id, lock=True)
    if person.stopped_at is None:
        person.stopped_at = ctx.now
        await ctx.work.outbox.withdraw_all(person.id, "stopped")
        for pairing in await pairings_of(ctx.work, person.id, *TOGETHER):
            partner = pairing.partner_of(person.id)
            await ctx.tell(STOPPED, pairing.id, partner, occurrence=ctx.now.isoformat())
    return Message(ctx.t("settings-stopped"), buttons=(_switch(ctx), _data(ctx)))


@command("start")
async def start(ctx: Context) -> Message:
    """Messages again, from now on; what was missed is not sent after the fact."""
    person = await ctx.work.get(Person, ctx.person.id, lock=True)
    key = "settings-started" if person.stopped_at else "settings-not-stopped"
    person.stopped_at = None
    return Message(ctx.t(key), buttons=(Button(ctx.t("settings-mine-button"), "mine", Style.PRIMARY), _back(ctx)))


@message_builder(STOPPED, urgency=3)
async def partner_stopped(ctx: Context, due: Due) -> Message | None:
    """A neutral word to the partner, unless the pair is over or the messages go again."""
    pairing = await ctx.work.get(Pairing, due.subject_id)
    other = await partner_of(ctx.work, pairing, ctx.person.id)
    if pairing.state not in TOGETHER or other.stopped_at is None:
        return None
    button = Button(ctx.t("settings-mine-button"), "mine", Style.PRIMARY)
    return Message(ctx.t("settings-partner-stopped", partner=other.name), buttons=(button,))


async def _ask_the_gate_again(ctx: Context) -> None:
    """What waits for the old hours may go at another time by the new ones (TZ-09)."""
    released = await ctx.work.outbox.release(ctx.person.id)
    account = await ctx.work.directory.account_of(ctx.person.id)
    if released and account:
        ctx.lanes.add(account.space_id)


def _candidates(ctx: Context, text: str, names: tuple[str, ...]) -> Message:
    likely = (ctx.person.time_zone, ctx.work.community.time_zone)
    options = [
        Option(name, Reader(ctx.reader.language, name).t("settings-now", now=ctx.now))
        for name in offered(names, ctx.now, likely)
    ]
    words = ctx.t("settings-zone-which", value=text, count=len(names))
    if len(options) <= FEW:
        buttons = tuple(Button(option.label, f"settings zone {option.value}") for option in options)
        return Message(words, buttons=buttons)
    return Message(words, choice=Choice(ctx.t("settings-zone"), "settings zone", tuple(options)))


async def _reached(ctx: Context) -> str:
    if ctx.person.stopped_at:
        return ctx.t("settings-reached-stopped")
    account: Account | None = await ctx.work.directory.account_of(ctx.person.id)
    if account is None:
        return ctx.t("settings-reached-nowhere")
    space = await ctx.work.get(Space, account.space_id)
    key = "settings-reached-open" if account.reach == Reach.OPEN else "settings-reached-closed"
    return ctx.t(key, space=space.name or space.platform.title())


def _quiet(ctx: Context, person: Person) -> str:
    if person.quiet_from == person.quiet_until:
        return ctx.t("settings-quiet-never")
    return ctx.t("settings-quiet-hours", since=f"{person.quiet_from:%H:%M}", until=f"{person.quiet_until:%H:%M}")


def _country(ctx: Context, person: Person) -> str:
    code = person.country or ctx.work.community.country
    return country_name(code, ctx.reader.language) if code else ctx.t("settings-country-none")


def _autonym(language: str) -> str:
    return str(understood(language)[-1].get_display_name() or language)


def _switch(ctx: Context) -> Button:
    if ctx.person.stopped_at:
        return Button(ctx.t("settings-start-button"), "start", Style.PRIMARY)
    return Button(ctx.t("settings-stop-button"), "stop")


def _back(ctx: Context) -> Button:
    return Button(ctx.t("settings-back-button"), "settings show")


def _data(ctx: Context) -> Button:
    return Button(ctx.t("settings-data-button"), "my-data show")
