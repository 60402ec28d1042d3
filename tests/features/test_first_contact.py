import asyncio

from bot.context import Request
from bot.entities import Person
from tests.support.stage import Stage, buttons, plain


def request(line: str, account: str, **more: str) -> Request:
    return Request("local", "harbour", account, line, **more)  # type: ignore[arg-type]


async def test_dup_03_two_first_requests_of_somebody_new_make_one_person(stage: Stage) -> None:
    both = await asyncio.gather(*(stage.bot.handle(request("help", "new", name="Ann")) for _ in range(4)))
    assert {plain(answer) for answer in both} == {plain(both[0])}
    assert "I am Luotsi" in plain(both[0])
    async with stage.store.work(stage.community) as work:
        assert await work.count(Person, name="Ann") == 1


async def test_dup_03_an_event_delivered_twice_at_once_is_carried_out_once(stage: Stage) -> None:
    ann = await stage.person("Ann Virtanen")
    again = request("stop", ann.account, id="event-1")
    answers = [plain(answer) for answer in await asyncio.gather(*(stage.bot.handle(again) for _ in range(3)))]
    assert sum("done that already" in answer or "done already" in answer for answer in answers) == 2


async def test_a_word_that_ends_a_command_finds_it(stage: Stage) -> None:
    ann = await stage.person("Ann Virtanen")
    assert {"/mentoring application withdraw", "/mentoring pulse withdraw"} <= set(buttons(await ann.says("withdraw")))
    assert "/mentoring meeting log" in buttons(await ann.says("Log 60"))
    assert list(buttons(await ann.says("xyzzy"))) == ["Help"]
