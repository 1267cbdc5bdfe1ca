"""How often one listener may send a command: a bucket that holds ten seconds' worth and fills evenly."""

from collections import OrderedDict
from dataclasses import dataclass

BURST_SECONDS = 10
SMALLEST_BURST = 5
MOST_BUCKETS = 50_000


@dataclass(slots=True)
class Bucket:
    tokens: float
    filled_at: float


class Limits:
    """Buckets of one process, the longest unused forgotten first. Times in seconds of a clock that never jumps."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[str, str], Bucket] = OrderedDict()

    def wait_for(self, who: str, what: str, *, per_minute: int, at: float) -> float:
        """Takes a token; 0.0, or the seconds until there is one again (then none is taken)."""
        size = max(float(SMALLEST_BURST), per_minute * BURST_SECONDS / 60)
        bucket = self._buckets.setdefault((who, what), Bucket(size, at))
        self._buckets.move_to_end((who, what))
        bucket.tokens = min(size, bucket.tokens + (at - bucket.filled_at) * per_minute / 60)
        bucket.filled_at = at
        while len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) * 60 / per_minute
        bucket.tokens -= 1
        return 0.0
