"""Settings of the test suite: same engine, same rules, nothing leaves the process."""

from werkstatt.config.settings import *  # noqa: F403
from werkstatt.config.settings import DATABASES, STORAGES

DATABASES["default"]["OPTIONS"].pop("pool", None)
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
DEMO = False
IS_TEST = True
