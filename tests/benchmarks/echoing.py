"""The bare Bolt app of the wire tests as a process of its own, to measure ours by.

python -m tests.benchmarks.echoing http://127.0.0.1:1234/api/
"""

import asyncio
import sys

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from tests.wire.slack.echo import Echo
from tests.wire.slack.fake import FakeSlack


async def listen(url: str) -> None:
    """Until the process is ended."""
    elsewhere = FakeSlack()  # not served here: it knows the tokens that every one of them takes
    elsewhere.url = url
    await AsyncSocketModeHandler(Echo(elsewhere).app, elsewhere.app_token).start_async()  # type: ignore[no-untyped-call]  # as Bolt has it


if __name__ == "__main__":
    asyncio.run(listen(sys.argv[1]))
