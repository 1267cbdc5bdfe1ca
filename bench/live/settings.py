"""The house's own settings and one more app: a ballot that only the bench knows."""

from werkstatt.config.settings import *  # noqa: F403
from werkstatt.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.live.ballot"]
