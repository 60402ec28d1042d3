"""The page in a real browser: what a person sees, and does with a mouse, with keys alone, or on a telephone."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, Route, expect

from bot.message import Message
from tests.wire.local.conftest import HOSTILE, Site
from tests.wire.local.scripted import CARD

pytestmark = pytest.mark.browser


@pytest.fixture
async def problems() -> list[str]:
    """What the browser complained of."""
    return []


@pytest.fixture
async def page(site: Site, browser: Browser, problems: list[str]) -> AsyncIterator[Page]:
    """The page as the facilitator, alone with the bot; a complaint of the browser fails the test."""
    made = await browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    made.on("pageerror", lambda error: problems.append(str(error)))
    made.on("console", lambda line: problems.append(line.text) if line.type in {"error", "warning"} else None)
    await visit(made, site, "kaisa", "dm:kaisa")
    yield made
    await made.close()
    assert problems == []


async def visit(page: Page, site: Site, account: str, place: str) -> None:
    await page.goto(f"{site.url}/?as={account}&place={place}")
    await page.wait_for_selector("body[data-ready]")


async def test_a_person_is_chosen_by_keyboard_from_a_long_list(page: Page) -> None:
    await page.locator("#me").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name="Search people")).to_be_focused()
    await expect(page.locator("#people-list [role=option]")).to_have_count(44)
    await page.keyboard.type("makela")
    await expect(page.locator("#people-list [role=option]")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator("#me")).to_contain_text("Anna Mäkelä")
    await expect(page.locator("#me")).to_be_focused()
    await expect(page.locator("#places")).to_contain_text("Anna and Juho")


async def test_escape_closes_the_list_of_people_and_changes_nothing(page: Page) -> None:
    await page.locator("#me").click()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Escape")
    await expect(page.locator("#people")).to_be_hidden()
    await expect(page.locator("#me")).to_contain_text("Kaisa Lind")


async def test_a_command_is_completed_by_keyboard_and_sent(page: Page, site: Site) -> None:
    line = page.locator("#line")
    await line.click()
    await page.keyboard.type("/he")
    await expect(page.locator("#completions")).to_contain_text("/help")
    await expect(line).to_have_attribute("aria-expanded", "true")
    await expect(line).to_have_attribute("aria-activedescendant", "offer-0")
    await page.keyboard.press("Escape")
    await expect(page.locator("#completions")).to_be_hidden()
    await page.keyboard.type("l")
    await expect(page.locator("#completions")).to_contain_text("/help")
    await page.keyboard.press("Tab")
    await expect(line).to_have_value("/help ")
    await page.keyboard.press("Enter")
    await expect(page.locator("#log")).to_contain_text("You said: /help")
    await expect(line).to_have_value("")
    await expect(line).to_be_focused()
    assert [request.line for request in site.bot.requests] == ["/help"]


async def test_a_form_keeps_what_was_typed_between_its_pages_and_after_closing(page: Page, site: Site) -> None:
    await say(page, "/found")
    form = page.locator("#form")
    await expect(form).to_contain_text(re.compile("Page .?1.? of .?2"))
    await expect(form.locator("[name=name]")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(form.locator("#error-name")).to_have_text("Please answer this one.")
    await expect(form.locator("[name=name]")).to_have_attribute("aria-invalid", "true")
    await form.locator("[name=name]").fill("Taken")
    await form.locator("[name=about]").fill("x" * 51)
    await form.get_by_text("Mentee").click()
    await form.get_by_role("button", name="Next").click()
    await expect(form.locator("#error-about")).to_contain_text("50")
    await form.locator("[name=about]").fill("A sentence")
    await form.get_by_role("button", name="Next").click()
    await form.get_by_text("Suomi").click()
    await form.get_by_text("Svenska").click()
    await form.locator("[name=list]").set_input_files({"name": "l.csv", "mimeType": "text/csv", "buffer": b"a;b"})
    await form.get_by_role("button", name="Back").click()
    await expect(form.locator("[name=about]")).to_have_value("A sentence")
    await page.keyboard.press("Escape")
    await say(page, "/found")
    await expect(form.locator("[name=name]")).to_have_value("Taken")
    await form.get_by_role("button", name="Next").click()
    await expect(form.locator("[name=languages]").nth(1)).to_be_checked()
    await form.get_by_role("button", name="Found it").click()
    await expect(form.locator("#error-name")).to_have_text("There is a club of this name.")
    await expect(form.locator("[name=name]")).to_be_focused()
    await form.locator("[name=name]").fill("New")
    await form.get_by_role("button", name="Next").click()
    await form.get_by_label("Agreed").check()
    await form.get_by_role("button", name="Found it").click()
    await expect(form).to_be_hidden()
    await expect(page.locator("#log")).to_contain_text("Founded New")
    sent = site.bot.requests[-1]
    assert sent.files == {"list": b"a;b"}
    assert sent.values == {
        "name": "New", "about": "A sentence", "day": "", "size": "2", "word": "mentee", "languages": "fi\nsv",
        "agreed": "yes",
    }  # fmt: skip


async def test_buttons_press_ask_first_and_menus_choose(page: Page, site: Site) -> None:
    await say(page, "/card")
    await page.get_by_role("button", name="I will come").click()
    await expect(page.locator("#log")).to_contain_text("You said: come")
    await page.get_by_role("button", name="Cancel it").click()
    await expect(page.locator("#ask")).to_contain_text("Cancel the kick-off for everybody?")
    await page.locator("#ask").get_by_role("button", name="Cancel", exact=True).click()
    await expect(page.locator("#ask")).to_be_hidden()
    await page.get_by_role("button", name="Cancel it").click()
    await page.locator("#ask-yes").click()
    await expect(page.locator("#log")).to_contain_text("You said: cancel")
    await page.get_by_label("Bring").select_option("Tea")
    await page.get_by_role("button", name="Choose", exact=True).click()
    await expect(page.locator("#log")).to_contain_text("You said: bring tea")
    assert [(one.line, one.pressed) for one in site.bot.requests[1:]] == [
        ("come", True),
        ("cancel", True),
        ("bring tea", True),
    ]


async def test_a_private_answer_is_marked_and_ordinary_talk_is_not(page: Page, site: Site) -> None:
    await visit(page, site, "anna", "news")
    await say(page, "Good morning")
    await say(page, "/what")
    private = page.locator(".message.private")
    await expect(private).to_have_count(1)
    await expect(private).to_contain_text("Only you can see this")
    assert [request.line for request in site.bot.requests] == ["/what"]


async def test_a_message_arrives_by_itself_and_is_counted_elsewhere(page: Page, site: Site) -> None:
    await site.messenger.send(site.space, site.account("kaisa"), CARD, "k1")
    await expect(page.locator("#log")).to_contain_text("Kick-off in Tampere")
    await site.messenger.post(site.space, site.place("news"), Message("The programme begins"), "k2")
    news = page.locator("[data-place=news]")
    await expect(news.locator(".badge")).to_have_text("1")
    await news.click()
    await expect(page.locator("#log")).to_contain_text("The programme begins")
    await expect(news.locator(".badge")).to_have_count(0)


async def test_a_message_on_the_same_topic_changes_where_it_stands(page: Page, site: Site) -> None:
    await site.messenger.send(site.space, site.account("kaisa"), Message("14 come", topic="session:1"), "k1")
    await site.messenger.send(site.space, site.account("kaisa"), Message("Something else"), "k2")
    await expect(page.locator("#log article")).to_have_count(2)
    await site.messenger.send(site.space, site.account("kaisa"), Message("15 come", topic="session:1"), "k3")
    await expect(page.locator("#log article").first).to_contain_text("15 come")
    await expect(page.locator("#log article").first).to_contain_text("changed")
    await expect(page.locator("#log article")).to_have_count(2)


async def test_an_answer_is_scrolled_to_and_a_long_one_to_its_beginning(page: Page, site: Site) -> None:
    await site.messenger.send(site.space, site.account("kaisa"), CARD, "k1")
    many = Message("Long", title="Long", sections=CARD.sections * 12)
    await site.messenger.send(site.space, site.account("kaisa"), many, "k2")
    await expect(page.get_by_role("heading", name="Long")).to_be_in_viewport()
    await page.locator("#scroll").evaluate("box => box.scrollTop = 0")
    await page.get_by_role("button", name="I will come").click()
    await expect(page.get_by_text("You said: come")).to_be_in_viewport()


async def test_what_comes_a_second_time_is_no_answer_and_keeps_none_from_being_shown(page: Page, site: Site) -> None:
    for key, message in (("k1", CARD), ("k2", Message("Long", title="Long", sections=CARD.sections * 12))):
        await site.messenger.send(site.space, site.account("kaisa"), message, key)
    await expect(page.get_by_role("heading", name="Long")).to_be_in_viewport()
    known = (await site.http.get("/api/messages", params={"as": "kaisa", "place": "dm:kaisa"})).text

    async def again(route: Route) -> None:
        await route.fulfill(body=known, content_type="application/json")

    await page.locator("#scroll").evaluate("box => box.scrollTop = 0")
    await page.route("**/api/messages?*", again, times=1)
    await page.get_by_role("button", name="I will come").click()
    await expect(page.get_by_text("You said: come")).to_be_in_viewport()


async def test_the_page_finds_back_and_fetches_what_it_missed(page: Page, site: Site, problems: list[str]) -> None:
    await page.clock.install()
    site.hub.close()
    await expect(page.locator("#offline")).to_be_visible()
    await site.messenger.send(site.space, site.account("kaisa"), Message("While you were away"), "k1")
    await page.clock.fast_forward(2_000)
    await expect(page.locator("#log")).to_contain_text("While you were away")
    await expect(page.locator("#offline")).to_be_hidden()
    problems.clear()


async def test_the_clock_bar_moves_time_and_says_where_it_is(page: Page) -> None:
    clock = page.locator("#clock")
    await expect(clock).to_contain_text("Mon, 2 Mar 2026 10:00 Europe/Helsinki")
    await clock.get_by_role("button", name="+1 week").click()
    await expect(clock).to_contain_text("Mon, 9 Mar 2026 10:00")
    await expect(page.locator("#toasts")).to_contain_text(re.compile("Messages sent on the way: .?3"))
    await clock.get_by_role("button", name="To the next thing due").click()
    await expect(page.locator("#toasts")).to_contain_text("Nothing is due")


async def test_first_steps_make_you_the_right_person_and_type_the_line(page: Page) -> None:
    steps = page.locator("#steps")
    await steps.get_by_role("button", name="Do this: Apply").click()
    await expect(page.locator("#me")).to_contain_text("Anna Mäkelä")
    await expect(page.locator("#line")).to_have_value("/apply")
    await page.get_by_role("button", name="Close the first steps").click()
    await page.reload()
    await page.wait_for_selector("body[data-ready]")
    await expect(steps).to_be_hidden()
    await page.get_by_role("button", name="First steps").click()
    await expect(steps).to_be_visible()


async def test_lim_09_what_people_typed_is_shown_literally_everywhere(page: Page, site: Site) -> None:
    await site.messenger.send(site.space, site.account("hostile"), Message(HOSTILE, title=HOSTILE), "k1")
    await visit(page, site, "hostile", "dm:hostile")
    await say(page, HOSTILE)
    await page.locator("#me").click()
    await expect(page.locator("#people-list").get_by_text(HOSTILE)).to_be_visible()
    await expect(page.locator("#log h3.day + article h3")).to_have_text(HOSTILE)
    assert (await page.locator("#log .text").all_inner_texts()).count(HOSTILE) == 2
    assert await page.locator("#log img:not(.avatar), #people img").count() == 0
    assert "Luotsi" in await page.title()


@pytest.mark.parametrize("width", [320, 360, 375])
async def test_on_a_telephone_nothing_scrolls_sideways_and_the_column_is_a_drawer(
    page: Page, site: Site, width: int
) -> None:
    long = Message("https://library.example/" + "x" * 300, title="y" * 200, sections=CARD.sections, choice=CARD.choice)
    await site.messenger.send(site.space, site.account("kaisa"), long, "k1")
    await page.set_viewport_size({"width": width, "height": 700})
    await visit(page, site, "kaisa", "dm:kaisa")
    await expect(page.locator("#log article")).to_have_count(1)
    for locator in ("html", "#main", "#scroll"):
        wide, room = await page.locator(locator).evaluate("box => [box.scrollWidth, box.clientWidth]")
        assert wide <= room, locator
    await expect(page.locator("#me")).not_to_be_in_viewport()
    await page.get_by_role("button", name="Open the list of people and places").click()
    await expect(page.locator("#me")).to_be_focused()
    await page.locator("[data-place=news]").click()
    await expect(page.locator("#place-name")).to_have_text("library-news")
    await expect(page.locator("#me")).not_to_be_in_viewport()


async def test_two_clicks_at_once_are_one_press(page: Page, site: Site) -> None:
    await say(page, "/card")
    await page.get_by_role("button", name="I will come").dblclick(no_wait_after=True)
    await expect(page.locator("#log")).to_contain_text("You said: come")
    assert [request.line for request in site.bot.requests].count("come") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_has_the_contrast_that_wcag_aa_asks_for(page: Page, scheme: str) -> None:
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    colours = await page.evaluate(CONTRASTS)
    assert {pair: ratio for pair, ratio in colours.items() if ratio < 4.5} == {}


async def say(page: Page, text: str) -> None:
    await page.locator("#line").fill(text)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    await expect(page.locator("#line")).to_have_value("")


CONTRASTS = """() => {
  const style = getComputedStyle(document.documentElement);
  const light = (name) => {
    const [r, g, b] = style.getPropertyValue(name).trim().slice(1).match(/../g).map((part) => {
      const value = parseInt(part, 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const pairs = {
    "--ink": ["--paper", "--raised", "--sunken", "--teal-wash", "--sand"],
    "--soft": ["--paper", "--raised", "--sunken", "--teal-wash", "--sand"],
    "--sea-ink": ["--sea"], "--sea-soft": ["--sea"], "--on-teal": ["--teal"], "--on-signal": ["--signal"],
    "--teal-deep": ["--raised", "--teal-wash"], "--danger": ["--raised"], "--signal": ["--signal-wash"],
  };
  const found = {};
  for (const [text, grounds] of Object.entries(pairs)) for (const ground of grounds) {
    const [dark, bright] = [light(text), light(ground)].sort((a, b) => a - b);
    found[`${text} on ${ground}`] = (bright + 0.05) / (dark + 0.05);
  }
  return found;
}"""
