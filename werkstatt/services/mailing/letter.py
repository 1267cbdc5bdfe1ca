"""What a room hands over to be mailed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel.models import Blob
from werkstatt.foundation.people.models import Person


@dataclass(frozen=True)
class FileBytes:
    """Stored bytes as attachment; a calendar file has the media type `text/calendar; method=PUBLISH`."""

    filename: str
    blob: Blob


@dataclass(frozen=True)
class FileSource:
    """Bytes that are made when the mail goes out: `document:17` asks the source registered as `document`."""

    filename: str
    source_key: str


@dataclass(frozen=True)
class Letter:
    """One mail to one address.

    `template` is `registration/mails/confirmation`: with `.subject.txt` and `.txt` (the master), and `.html` if the text
    laid out by the house is not enough. `once_key` makes a repeated action write it only once.
    """

    kind: str
    edition: Edition | None
    to_name: str
    to_email: str
    language: str
    template: str
    context: Mapping[str, Any]
    once_key: str
    subject_key: str = ""
    amount_cents: int | None = None
    reply_to: str = ""
    attachments: Sequence[FileBytes | FileSource] = field(default_factory=tuple)

    @classmethod
    def to(cls, person: Person, **facts: Any) -> Self:
        """To somebody the house knows: her name, address and language."""
        return cls(to_name=person.full_name, to_email=person.email, language=person.language, **facts)
