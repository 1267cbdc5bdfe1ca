"""What uvicorn serves: static files first, then live streams, then Django."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "werkstatt.config.settings")
_django = get_asgi_application()

from werkstatt.foundation.kernel.static_files import StaticFiles  # noqa: E402  (needs a set-up Django)
from werkstatt.services.live.endpoint import Live  # noqa: E402

application = StaticFiles(Live(_django))
