from bot.entities import Concern, Person, Programme, Right
from bot.message import Form
from tests.support.stage import Player, Stage, buttons, plain


async def cast(stage: Stage, *, contact: bool = True) -> tuple[Player, Player, Player, Player]:
    """Facilitator, contact, mentor and actor of one programme."""
    helmi = await stage.person("Helmi Laine", right=Right.FACILITATOR)
    olli = await stage.person("Olli Niemi")
    maija = await stage.person("Maija Salo")
    ann = await stage.person("Ann Virtanen")
    async with stage.store.work(stage.community) as work:
        contact_id = olli.id if contact else None
        await work.add(Programme(stage.community, "Over the water", contact_id=contact_id))
    return helmi, olli, maija, ann


async def test_prm_10_a_concern_told_in_a_channel_is_seen_by_the_contact_alone(stage: Stage) -> None:
    helmi, olli, maija, ann = await cast(stage)
    answer = await ann.says("concern named:yes Maija shouts at me", place="general")
    assert "Olli Niemi can read this now, and nobody else" in plain(answer)
    assert not answer.public
    assert not stage.messenger.posted
    assert not maija.inbox
    assert not helmi.inbox
    assert "Maija" not in olli.news_text()
    for other in (helmi, maija, ann):
        assert "only by the person named as contact" in plain(await other.says("concerns list"))
    read = plain(await olli.says("concerns list"))
    assert "Maija shouts at me" in read
    assert "Ann Virtanen" in read


async def test_prm_10_without_the_name_no_note_is_kept_of_who_told_it(stage: Stage) -> None:
    _, olli, _, ann = await cast(stage)
    form = await ann.says("concern")
    assert isinstance(form, Form)
    assert "Read by Olli Niemi alone" in form.fields[0].hint.replace("\u2068", "").replace("\u2069", "")
    answer = await ann.submits(form, {"text": "It does not feel right"})
    assert "I keep no note of who wrote it" in plain(answer)
    assert "did not give a name" in plain(await olli.presses(olli.news()[0], "Read it"))
    async with stage.store.work(stage.community) as work:
        assert [concern.person_id for concern in await work.all(Concern)] == [None]


async def test_the_contact_settles_a_concern_and_nobody_else_can(stage: Stage) -> None:
    helmi, olli, _, ann = await cast(stage)
    await ann.says("concern It does not feel right")
    shown = await olli.says("concerns list")
    line = buttons(shown)["Settled"].line
    assert "I can’t find that concern" in plain(await helmi.says(line))
    assert "off your list" in plain(await olli.presses(shown, "Settled"))
    assert "off your list" in plain(await olli.presses(shown, "Settled"))
    assert "No concern is waiting" in plain(await olli.says("concerns list"))


async def test_without_a_contact_nothing_is_kept_and_the_teller_knows(stage: Stage) -> None:
    _, _, _, ann = await cast(stage, contact=False)
    assert "I have kept nothing" in plain(await ann.says("concern"))
    assert "I have kept nothing" in plain(await ann.says("concern It does not feel right"))
    async with stage.store.work(stage.community) as work:
        assert await work.count(Concern) == 0


async def test_a_contact_who_gets_no_messages_is_no_contact(stage: Stage) -> None:
    _, olli, _, ann = await cast(stage)
    await olli.says("stop")
    assert "I have kept nothing" in plain(await ann.says("concern It does not feel right"))
    liisa = await stage.person("Liisa Aho", right=Right.CONTACT)
    assert "Liisa Aho can read this" in plain(await ann.says("concern It does not feel right"))
    assert len(liisa.inbox) == 1
    assert "One concern" in plain(await liisa.says("concerns list"))


async def test_with_two_programmes_it_is_asked_which_before_a_word_is_written(stage: Stage) -> None:
    _, olli, _, ann = await cast(stage)
    async with stage.store.work(stage.community) as work:
        second = await work.add(Programme(stage.community, "Under the bridge", contact_id=olli.id))
    form = await ann.presses(await ann.says("concern"), "Under the bridge")
    answer = await ann.submits(form, {"text": "It does not feel right"})
    assert "Olli Niemi can read this" in plain(answer)
    async with stage.store.work(stage.community) as work:
        assert (await work.all(Concern))[0].programme_id == second.id


async def test_a_concern_about_the_contact_goes_past_the_contact(stage: Stage) -> None:
    _, olli, _, _ = await cast(stage)
    assert "I have kept nothing" in plain(await olli.says("concern My own worry"))
    async with stage.store.work(stage.community) as work:
        assert (await work.get(Person, olli.id)).name == "Olli Niemi"
