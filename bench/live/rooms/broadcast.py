"""The bare minimum: the `websockets` library writes each message to everybody."""

import asyncio
import json
import sys

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve

listeners: set[ServerConnection] = set()


async def attend(connection: ServerConnection) -> None:
    if connection.request is not None and connection.request.path == "/room/":
        listeners.add(connection)
        await connection.wait_closed()
        listeners.discard(connection)
        return
    async for message in connection:
        broadcast(listeners, json.dumps(json.loads(message)))


async def main(port: int) -> None:
    async with serve(attend, "127.0.0.1", port, compression=None, backlog=4096, ping_interval=None):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
