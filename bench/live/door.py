"""How one enters a server under test: the request that opens a stream, and what each visitor shows."""

import json
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True)
class Door:
    """`path` may name `{ticket}` and `{last}`; a seat holds a `ticket` and a `cookie`, or nothing."""

    is_event_stream: bool
    path: str
    headers: list[str]
    seats: list[dict[str, str]] = field(repr=False)

    def request(self, seat: int, *, port: int, last: int) -> bytes:
        shown = self.seats[seat]
        path = self.path.format(ticket=quote(shown.get("ticket", "")), last=last)
        head = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *self.headers]
        head += [f"Cookie: {shown['cookie']}"] if "cookie" in shown else []
        return "\r\n".join([*head, "", ""]).encode()

    def written(self) -> str:
        """A file that other processes read; its path."""
        with tempfile.NamedTemporaryFile("w", prefix="bench-door-", suffix=".json", delete=False) as file:
            json.dump(asdict(self), file)
        return file.name


def read_door(path: str) -> Door:
    return Door(**json.loads(Path(path).read_text()))
