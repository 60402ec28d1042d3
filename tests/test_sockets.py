import asyncio
import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_no_test_reaches_past_this_machine() -> None:
    with socket.socket() as outward, pytest.raises(SocketConnectBlockedError):
        outward.connect(("192.0.2.1", 80))  # an address kept for documentation (RFC 5737)


async def test_a_server_on_this_machine_can_be_reached() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"moi")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        assert await reader.read() == b"moi"
        writer.close()
        await writer.wait_closed()
