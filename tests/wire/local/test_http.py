"""The page's server over a real socket: what it lets in, what it hands to the bot, and what it never shows."""

import asyncio
import base64

import pytest

from adapters.web.app import web_app, web_server
from tests.wire.local.conftest import HOSTILE, Site


async def test_every_answer_carries_the_security_headers(site: Site) -> None:
    for path in ("/", "/static/page.js", "/api/me", "/nowhere"):
        headers = (await site.http.get(path)).headers
        assert headers["content-security-policy"].startswith("default-src 'self'; object-src 'none'"), path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert "server" not in headers


async def test_the_page_has_no_inline_script_or_style_and_loads_nothing_from_elsewhere(site: Site) -> None:
    page = (await site.http.get("/")).text
    assert "<script>" not in page
    assert "style=" not in page
    assert "onclick" not in page
    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", ""])
async def test_another_host_name_is_refused_because_of_dns_rebinding(site: Site, host: str) -> None:
    answer = await site.http.get("/api/me", headers={"Host": host})
    assert answer.status_code in {400, 403}
    assert "Kaisa" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_web_page_cannot_act_or_read_here(site: Site, headers: dict[str, str]) -> None:
    body = {"as": "kaisa", "place": "dm:kaisa", "line": "come"}
    assert (await site.http.post("/api/press", json=body, headers=headers)).status_code == 403
    assert (await site.http.get("/api/me", headers=headers)).status_code == 403
    assert site.bot.requests == []


async def test_the_pages_own_requests_and_links_to_the_page_pass(site: Site) -> None:
    own = {"Origin": site.url, "Sec-Fetch-Site": "same-origin"}
    body = {"as": "kaisa", "place": "dm:kaisa", "line": "come"}
    assert (await site.http.post("/api/press", json=body, headers=own)).status_code == 200
    assert (await site.http.get("/", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 200


async def test_a_form_of_another_page_cannot_post_since_only_json_is_read(site: Site) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = await site.http.post("/api/press", content=b"{}", headers={"Content-Type": kind})
        assert answer.status_code == 415


async def test_bodies_too_large_are_refused_before_they_are_read_whole(site: Site) -> None:
    answer = await site.post("/api/say", **{"as": "kaisa"}, place="news", text="x" * 70_000)
    assert answer.status_code == 413
    assert "64" in answer.json()["error"]
    assert await site.texts("kaisa", "news") == []


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"as":"kaisa","place":"news","text":5}', b'{"as":"kaisa","place":"news","text":" "}'],
)
async def test_what_the_page_would_not_send_is_refused(site: Site, content: bytes) -> None:
    answer = await site.http.post("/api/say", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 404}
    assert answer.json()["error"]


def test_only_this_machine_can_be_listened_on() -> None:
    app = web_app([], 8000)
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.org", ""):  # noqa: S104 - refused, that is the test
        with pytest.raises(ValueError, match="this machine only"):
            web_server(app, host, 8000)
    for host in ("127.0.0.1", "::1", "localhost"):
        assert web_server(app, host, 8000).config.host == host


async def test_ordinary_talk_never_reaches_the_bot(site: Site) -> None:
    await site.post("/api/say", **{"as": "anna"}, place="pair", text="How was your week?")
    await site.post("/api/say", **{"as": "anna"}, place="news", text="Coffee at ten")
    assert site.bot.requests == []
    assert await site.texts("juho", "pair") == ["How was your week?"]


async def test_a_command_in_a_channel_is_seen_by_its_author_only(site: Site) -> None:
    await site.post("/api/say", **{"as": "anna"}, place="news", text="/mentoring again")
    assert await site.texts("anna", "news") == ["/mentoring again", "You said: /mentoring again"]
    assert await site.texts("juho", "news") == []
    request = site.bot.requests[0]
    assert (request.platform, request.space, request.account, request.place) == ("local", "L1", "anna", "news")
    assert (request.name, request.pressed, request.values) == ("Anna Mäkelä", False, None)


async def test_everything_typed_to_the_bot_alone_reaches_it(site: Site) -> None:
    await site.post("/api/say", **{"as": "kaisa"}, place="dm:kaisa", text="hello")
    request = site.bot.requests[0]
    assert (request.line, request.place, request.language, request.zone) == ("hello", "", "en", "Europe/Helsinki")


async def test_a_public_answer_is_seen_by_all(site: Site) -> None:
    await site.post("/api/say", **{"as": "anna"}, place="news", text="/proclaim")
    assert await site.texts("juho", "news") == ["For everybody"]


async def test_a_later_answer_on_the_same_topic_replaces_the_earlier_one(site: Site) -> None:
    for _ in range(2):
        await site.post("/api/press", **{"as": "anna"}, place="news", line="again")
    answer = await site.http.get("/api/messages", params={"as": "anna", "place": "news"})
    (message,) = answer.json()["messages"]
    assert message["changed"]
    assert message["private"]
    later = await site.http.get("/api/messages", params={"as": "anna", "place": "news", "after": message["version"]})
    assert later.json()["messages"] == []


async def test_nobody_gets_into_a_place_or_a_conversation_of_others(site: Site) -> None:
    for place in ("pair", "dm:anna", "nowhere"):
        answer = await site.http.get("/api/messages", params={"as": "kaisa", "place": place})
        assert answer.status_code == 404
        assert "not in this place" in answer.json()["error"]
        assert (await site.post("/api/say", **{"as": "kaisa"}, place=place, text="hi")).status_code == 404
    answer = await site.http.get("/api/places", params={"as": "somebody else"})
    assert answer.status_code == 404


async def test_a_form_comes_back_in_pages_of_five_and_its_files_reach_the_bot(site: Site) -> None:
    form = (await site.post("/api/press", **{"as": "kaisa"}, place="dm:kaisa", line="found")).json()["form"]
    assert [len(page) for page in form["pages"]] == [5, 3]
    data = "data:text/csv;base64," + base64.b64encode("nimi\nÄijö".encode()).decode()
    values = {"name": "Kerho", "size": "3"}
    answer = await site.post(
        "/api/submit", **{"as": "kaisa"}, place="dm:kaisa", line="found", values=values, files={"list": data}
    )
    assert answer.json() == {}
    request = site.bot.requests[-1]
    assert request.values == values
    assert request.files == {"list": "nimi\nÄijö".encode()}
    assert await site.texts("kaisa", "dm:kaisa") == ["Founded Kerho"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("data:text/csv;base64,%%%", 400),
        ("https://evil.example/list.csv", 400),
        ("data:text/csv;base64," + "QUJD" * (1_750_000), 413),
    ],
)
async def test_an_upload_is_a_file_of_at_most_five_megabytes(site: Site, address: str, status: int) -> None:
    answer = await site.post(
        "/api/submit", **{"as": "kaisa"}, place="dm:kaisa", line="found", values={}, files={"list": address}
    )
    assert answer.status_code == status
    assert site.bot.requests == []


async def test_a_file_is_always_a_download_and_only_for_those_who_see_its_message(site: Site) -> None:
    await site.post("/api/press", **{"as": "anna"}, place="news", line="report")
    answer = await site.http.get("/api/messages", params={"as": "anna", "place": "news"})
    file = answer.json()["messages"][0]["message"]["files"][0]
    assert "data" not in file
    downloaded = await site.http.get(file["address"])
    assert downloaded.content == b"<script>1</script>"
    assert downloaded.headers["content-disposition"].startswith("attachment; filename*=utf-8''%C3%A4%C3%A4ni%20ja")
    assert downloaded.headers["content-security-policy"].startswith("sandbox")
    for other in (
        file["address"].replace("anna", "juho"),
        file["address"].replace("/0?", "/7?"),
        "/files/99/0?as=anna",
    ):
        assert (await site.http.get(other)).status_code == 404


async def test_a_surprise_is_one_sentence_without_its_details(site: Site) -> None:
    answer = await site.post("/api/press", **{"as": "anna"}, place="news", line="explode")
    assert answer.status_code == 500
    assert "went wrong" in answer.json()["error"]
    assert "never does this" not in answer.text


async def test_unread_counts_what_others_said_and_reading_clears_it(site: Site) -> None:
    await site.post("/api/say", **{"as": "anna"}, place="news", text="one")
    await site.post("/api/say", **{"as": "anna"}, place="news", text="two")

    async def unread(account: str) -> object:
        places = (await site.http.get("/api/places", params={"as": account})).json()["places"]
        return next(place["unread"] for place in places if place["id"] == "news")

    assert (await unread("juho"), await unread("anna")) == (2, 0)
    await site.post("/api/read", **{"as": "juho"}, place="news", upto=2)
    assert await unread("juho") == 0


async def test_completion_offers_commands_the_way_they_are_typed(site: Site) -> None:
    async def offered(text: str) -> list[str]:
        answer = await site.http.get("/api/complete", params={"as": "kaisa", "text": text})
        return [offer["line"] for offer in answer.json()["offers"]]

    assert "/help" in await offered("/")
    assert await offered("/help") == ["/help"]
    assert "/mentoring help" in await offered("/mentoring he")
    assert "/mentoring help" in await offered("/mentor")
    assert await offered("/zzz") == []


async def test_the_clock_moves_one_move_at_a_time_and_says_what_went_out(site: Site) -> None:
    at_stop, go_on = asyncio.Event(), asyncio.Event()

    async def stop() -> None:
        at_stop.set()
        await go_on.wait()

    site.time.on_stop = stop
    moving = asyncio.create_task(site.post("/api/clock", step="week"))
    await at_stop.wait()
    refused = await site.post("/api/clock", step="hour")
    assert refused.status_code == 409
    assert (await site.http.get("/api/clock")).json()["moving"]
    go_on.set()
    assert (await moving).json() == {"now": "2026-03-09T08:00:00+00:00", "moving": False, "sent": 3}
    assert (await site.post("/api/clock", step="year")).status_code == 404


async def test_a_clock_that_is_real_cannot_be_moved(site: Site) -> None:
    site.page.timelapse = None
    assert (await site.http.get("/api/me")).json()["clock"] is None
    assert (await site.post("/api/clock", step="hour")).status_code == 404


async def test_lim_09_what_people_typed_is_data_all_the_way(site: Site) -> None:
    await site.post("/api/say", **{"as": "hostile"}, place="news", text=HOSTILE)
    answer = await site.http.get("/api/messages", params={"as": "anna", "place": "news"})
    assert answer.headers["content-type"] == "application/json"
    (message,) = answer.json()["messages"]
    assert (message["author"]["name"], message["message"]["text"]) == (HOSTILE, HOSTILE)


async def test_somebody_new_begins_as_the_one_of_the_first_step(site: Site) -> None:
    assert (await site.http.get("/api/me")).json()["me"]["name"] == "Kaisa Lind"


async def test_the_page_tells_its_words_people_and_first_steps(site: Site) -> None:
    me: dict[str, object] = (await site.http.get("/api/me", params={"as": "anna"})).json()
    assert me["me"] == {"account": "anna", "name": "Anna Mäkelä", "about": ""}
    assert isinstance(me["people"], list)
    assert len(me["people"]) == 44
    assert isinstance(me["texts"], dict)
    assert "{page}" in me["texts"]["page-form-progress"]
    assert all(not text.startswith("page-") for text in me["texts"].values())
