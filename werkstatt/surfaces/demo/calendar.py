"""The demo edition's own calendar: three moments worth visiting. No Django."""

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
MOMENTS = {
    "before": datetime(2022, 4, 20, 9, 30, tzinfo=ZONE),
    "during": datetime(2022, 5, 2, 10, 40, tzinfo=ZONE),
    "after": datetime(2022, 5, 9, 9, 0, tzinfo=ZONE),
}
