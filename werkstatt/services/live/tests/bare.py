"""The live part alone as a process of its own, for tests that kill it."""

import django

django.setup()

from werkstatt.services.live.endpoint import Live  # noqa: E402  (needs the set-up Django)
from werkstatt.services.live.tests.serving import not_found  # noqa: E402

application = Live(not_found)
