"""Hot commands in groups: what arrives within ten milliseconds is one transaction, and everybody learns of the commit."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout

from werkstatt.foundation.kernel import clock
from werkstatt.services.live import receipts
from werkstatt.services.live.hot import Command, HotCommand, Reply

GATHER_SECONDS = 0.01
MOST_AT_ONCE = 500
THREADS = 3
RETRYABLE = {"40001", "40P01"}  # serialization failure, deadlock

log = logging.getLogger("werkstatt.live")
Answer = dict[str, Any]


class CannotWrite(Exception):
    """The database does not answer; nothing was done, or nobody knows: send it again with the same key."""


class Group:
    """Commands of one name, one transaction after the other."""

    def __init__(self, hot: HotCommand, threads: ThreadPoolExecutor) -> None:
        self.hot = hot
        self.transactions = 0
        self._threads = threads
        self._waiting: list[tuple[Command, asyncio.Future[Answer]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def carry_out(self, command: Command) -> Answer:
        """The answer after the commit. Raises CannotWrite."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((command, answer))
        if self._writer is None:
            self._writer = loop.create_task(self._write())
        return await answer

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(GATHER_SECONDS)
        while self._waiting:
            taken, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            self.transactions += 1
            try:
                answers = await loop.run_in_executor(
                    self._threads, written, self.hot, [each for each, _answer in taken]
                )
            except Exception as error:
                if not isinstance(error, CannotWrite):
                    log.exception("Hot command %s failed", self.hot.name)
                for _command, future in taken:
                    if not future.done():
                        future.set_exception(CannotWrite())
                continue
            for (_command, future), answer in zip(taken, answers, strict=True):
                if not future.done():
                    future.set_result(answer)
        self._writer = None


def written(hot: HotCommand, commands: Sequence[Command]) -> list[Answer]:
    """Carry out all in one transaction, each key once; the answers as JSON. When one spoils it, each alone.

    Raises CannotWrite.
    """
    try:
        return _in_one(hot, commands)
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        if getattr(error.__cause__, "sqlstate", None) not in RETRYABLE:
            raise CannotWrite from error
        log.info("Hot command %s: once more after %s", hot.name, error)
    except Exception:
        if len(commands) == 1:
            log.exception("Hot command %s failed", hot.name)
            return [_failed(commands[0])]
    finally:
        connection.close()
    return [_alone(hot, command) for command in commands]


def _alone(hot: HotCommand, command: Command) -> Answer:
    try:
        return _in_one(hot, [command])[0]
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise CannotWrite from error
    except Exception:
        log.exception("Hot command %s failed", hot.name)
        return _failed(command)
    finally:
        connection.close()


def _in_one(hot: HotCommand, commands: Sequence[Command]) -> list[Answer]:
    now = clock.now()
    with transaction.atomic():
        known = receipts.claim(commands)
        fresh = [command for command in receipts.first_of_each(commands) if receipts.name_of(command) not in known]
        replies = hot.handler(fresh, now=now) if fresh else []
        answers = {id(command): as_json(command, reply) for command, reply in zip(fresh, replies, strict=True)}
        receipts.remember([(command, answers[id(command)]) for command in fresh])
    by_key = {receipts.name_of(command): answers[id(command)] for command in fresh if command.key}
    return [
        answers.get(id(command)) or by_key.get(receipts.name_of(command)) or known[receipts.name_of(command)]
        for command in commands
    ]


def as_json(command: Command, reply: Reply) -> Answer:
    """The reply in the sender's language, without what is empty."""
    with translation.override(command.language):
        full = {
            "mine": dict(reply.mine),
            "put": [dict(fragment) for fragment in reply.put],
            "say": str(reply.say),
            "error": str(reply.error),
        }
    return {name: value for name, value in full.items() if value} or {"mine": {}}


def _failed(command: Command) -> Answer:
    with translation.override(command.language):
        return {"error": _("Das hat nicht geklappt. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.")}
