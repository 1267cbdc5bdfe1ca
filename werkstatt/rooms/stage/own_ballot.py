"""What one voice has chosen in a poll, as the fields of its form show it when she comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkstatt.rooms.stage.models import PollOption


@dataclass(frozen=True)
class OwnBallot:
    """The kept value of a ballot; of none, every field is empty, as in a fragment for everybody."""

    value: Mapping[str, Any] = field(default_factory=dict)

    @property
    def chosen(self) -> set[object]:
        """Keys of options, `yes` or `no`, or the step of a rating."""
        found = {*self.value.get("options", ()), self.value.get("rating")}
        return found | {"yes" if self.value["yes"] else "no"} if "yes" in self.value else found

    def ranked(self, options: tuple[PollOption, ...]) -> list[tuple[PollOption, int | None]]:
        """Options with their places: those she placed first, in her order."""
        order = list(self.value.get("options", ()))
        places = {key: place for place, key in enumerate(order, start=1)}
        return sorted(((each, places.get(each.pk)) for each in options), key=lambda pair: pair[1] or len(options) + 1)

    def words(self, fields: int) -> list[str]:
        words = list(self.value.get("words", ()))
        return words + [""] * (fields - len(words))

    @property
    def number(self) -> str:
        return str(self.value.get("number", "")).replace(".", ",")
