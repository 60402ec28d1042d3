"""The same by hand: somebody applies with mouse and keys, on the page that the third party draws of what we send."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.third_party.conftest import luotsi_running
from tests.third_party.server import LocalSlack
from tests.third_party.steps import ANNA, MONDAY, make_programme

pytestmark = [pytest.mark.third_party, pytest.mark.browser]
HOSTILE = '<img src=x onerror="document.title=1"> & *bold* <!channel>'


async def test_somebody_applies_by_clicking(there: LocalSlack, tmp_path: Path, browser: Browser) -> None:
    """A command typed, a form of two pages filled in, its answer read and a button of it pressed."""
    async with luotsi_running(there, tmp_path, MONDAY):
        await make_programme(there)
        page = await browser.new_page(viewport={"width": 1280, "height": 860})
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        await page.goto(there.base)
        await page.get_by_label("Act as").select_option(ANNA)
        await page.get_by_placeholder("Message #general").fill("/mentoring apply")
        await page.keyboard.press("Enter")
        await fill_in(page)
        await expect(page.locator(".modal")).to_be_hidden()
        await expect(page.locator(".messages")).to_contain_text("Your application is stored")
        await page.get_by_role("button", name="See my application").click()
        shown = page.locator(".messages .msg").last
        await expect(shown).to_contain_text("*bold*")  # this page shows our &lt; as it stands, where Slack shows <
        await expect(shown.locator("img, strong")).to_have_count(0)
        assert await page.title() == "local-slack"
        await page.close()
        assert problems == []


async def fill_in(page: Page) -> None:
    await field(page, "How would you like to take part?").locator("select").select_option("mentor")
    await field(page, "What would you like to get out of it?").locator("input").fill(HOSTILE)
    await field(page, "Languages you can have a talk in").get_by_label("English").check()
    await page.get_by_role("button", name="Next").click()
    await field(page, "I agree that my answers are stored").get_by_role("checkbox").check()
    await page.locator(".modal").get_by_role("button", name="Send").click()


def field(page: Page, label: str) -> Locator:
    """A field of the form on top. Its label is not tied to it on that page."""
    return page.locator(".modal .bk-input").filter(has=page.locator(".bk-label").get_by_text(label, exact=True))
