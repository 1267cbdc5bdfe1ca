"""A room on Django Channels, as its tutorial builds it. BENCH_REDIS names a Redis for its layer; without, it stays in memory."""

import json
import os
from typing import Any

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import path

MEMORY = {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
# As it comes, the driver gives up at 100 connections and after 5 s without an answer: it shall have its best day.
HOST = {"address": os.environ.get("BENCH_REDIS", ""), "max_connections": 20_000, "socket_timeout": None}
REDIS = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [HOST], "capacity": 10_000}}
settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    CHANNEL_LAYERS={"default": REDIS if "BENCH_REDIS" in os.environ else MEMORY},
)
django.setup()


class Room(AsyncWebsocketConsumer):  # type: ignore[misc]  # the house does not install Channels
    async def connect(self) -> None:
        if self.scope["path"] == "/room/":
            await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if self.scope["path"] == "/room/":
            await self.channel_layer.group_discard("room", self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        event = json.loads(text_data or "{}")
        await self.channel_layer.group_send("room", {"type": "room.event", "event": event})

    async def room_event(self, message: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(message["event"]))


_room = Room.as_asgi()
application = ProtocolTypeRouter({"websocket": URLRouter([path("room/", _room), path("speaker/", _room)])})
