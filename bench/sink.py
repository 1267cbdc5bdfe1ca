"""A small SMTP server that takes everything and counts it: mails, and mails with a PDF."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Sink:
    def __init__(self, note: Path) -> None:
        self.note = note
        self.mails = self.pdfs = self.bytes = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                self._count(await reader.readuntil(b"\r\n.\r\n"))
            elif word == b"EHLO":
                writer.write(b"250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")
                continue
            elif word == b"QUIT":
                break
            writer.write(b"250 fine\r\n")
        writer.write(b"221 bye\r\n")
        writer.close()

    def _count(self, message: bytes) -> None:
        self.mails += 1
        self.bytes += len(message)
        self.pdfs += message.count(b"Content-Type: application/pdf")

    async def run(self) -> None:
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0, limit=1 << 26)
        port = server.sockets[0].getsockname()[1]
        while True:
            facts = {"port": port, "mails": self.mails, "pdfs": self.pdfs, "bytes": self.bytes}
            self.note.with_suffix(".new").write_text(json.dumps(facts))
            self.note.with_suffix(".new").rename(self.note)
            await asyncio.sleep(0.2)


@contextmanager
def mail_sink() -> Iterator[Path]:
    """A sink in a process of its own; yields the note that `seen` reads."""
    with tempfile.TemporaryDirectory(prefix="bench-sink-") as folder:
        note = Path(folder) / "sink.json"
        process = subprocess.Popen([sys.executable, "-m", "bench.sink", str(note)])
        try:
            yield note
        finally:
            process.terminate()
            process.wait(timeout=30)


def seen(note: Path) -> dict[str, int]:
    """Port, mails, PDFs and bytes so far."""
    for _ in range(100):
        if note.exists():
            facts: dict[str, int] = json.loads(note.read_text())
            return facts
        time.sleep(0.1)
    message = "the mail sink did not start"
    raise RuntimeError(message)


if __name__ == "__main__":
    asyncio.run(Sink(Path(sys.argv[1])).run())
