"""All settings. Everything an operator may change comes from the environment; docs/operating.md lists it."""

import os
from typing import Any
from urllib.parse import unquote

from werkstatt.config.database import database_settings
from werkstatt.config.environment import BrokenVariable, env_bool, env_int, env_list, env_str, env_url
from werkstatt.config.home import CHECKOUT, home_folder, secret_key
from werkstatt.config.rooms import APPS, CONTEXT

HOME = home_folder()
DEBUG = env_bool("DEBUG", default=False)
SECRET_KEY = secret_key(HOME)

# -- Address ----------------------------------------------------------------------------------------------------------
HOST = env_str("HOST", "127.0.0.1")
PORT = env_int("PORT", 8000, low=1, high=65535)
_seen_host = "127.0.0.1" if HOST in {"0.0.0.0", "::"} else HOST  # noqa: S104  (compared, not bound)
_base = env_url("BASE_URL", f"http://{_seen_host}:{PORT}", schemes=("http", "https"))
if _base is None or not _base.hostname or _base.path.strip("/"):
    raise BrokenVariable("BASE_URL", "an address like https://werkstatt.example without a path")
BASE_URL = f"{_base.scheme}://{_base.netloc}"
IS_HTTPS = _base.scheme == "https"
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or sorted({_base.hostname, HOST, "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
WEB_PROCESSES = env_int("WEB_PROCESSES", 1, low=1, high=64)
# One Python process keeps one core busy: two let PDFs and mails of a channel switch have both of a small machine.
WORKER_PROCESSES = env_int("WORKER_PROCESSES", min(2, os.cpu_count() or 1), low=1, high=64)
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 1 if IS_HTTPS else 0, low=0, high=5)

# -- Apps -------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    *APPS,
    "django.forms",  # after ours: our widget templates come first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "django_htmx",
]
MIDDLEWARE = [
    "werkstatt.foundation.kernel.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "werkstatt.foundation.kernel.middleware.SecurityHeaders",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "werkstatt.config.urls"
ASGI_APPLICATION = "werkstatt.config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_context = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "werkstatt.foundation.kernel.context.house",
    *CONTEXT,
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _context},
    }
]

FORM_RENDERER = "werkstatt.foundation.look.forms.Renderer"

# -- Data -------------------------------------------------------------------------------------------------------------
DATABASES = {"default": database_settings(HOME)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = HOME / "media"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # a pasted list of 10,000 people, umlauts encoded, with room to spare
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

# -- Live: how processes tell each other; without it by PostgreSQL's NOTIFY ----------------------------------------------
_bus = env_url("LIVE_BUS_URL", schemes=("redis", "rediss", "valkey", "valkeys"))
LIVE_BUS_URL = _bus.geturl() if _bus else ""

# -- People -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = ACCOUNT_LOGIN_BY_CODE_FORMAT
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"request_login_code": "60/m/ip,10/m/key"}  # ours is stricter, and counts in PostgreSQL
ACCOUNT_FORMS = {
    "request_login_code": "werkstatt.foundation.people.signin.AddressForm",
    "confirm_login_code": "werkstatt.foundation.people.signin.CodeForm",
    "confirm_email_verification_code": "werkstatt.foundation.people.signin.AddressCodeForm",
    "login": "werkstatt.foundation.people.signin.PasswordForm",
}
ACCOUNT_ADAPTER = "werkstatt.surfaces.lobby.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "werkstatt.surfaces.lobby.accounts.SocialAccountAdapter"
# The operator names the one provider, so an address it calls verified is the person we know by that address.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _base.scheme
MFA_ADAPTER = "werkstatt.surfaces.lobby.accounts.MfaAdapter"
MFA_FORMS = {
    "authenticate": "werkstatt.foundation.people.signin.SecondStepForm",
    "reauthenticate": "werkstatt.foundation.people.signin.ConfirmationForm",
    "activate_totp": "werkstatt.foundation.people.signin.AppForm",
    "add_webauthn": "werkstatt.foundation.people.signin.PasskeyForm",
    "edit_webauthn": "werkstatt.foundation.people.signin.PasskeyNameForm",
}
MFA_TOTP_TOLERANCE = 1  # RFC 6238, 5.2: one step of 30 seconds for slow typing and slow clocks
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Werkstatt NEO"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
LOGIN_REDIRECT_URL = "lobby:home"
LOGIN_URL = "account_request_login_code"
OIDC_NAME = env_str("OIDC_NAME", "Anmeldung der Organisation")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if _oidc := env_url("OIDC_URL", schemes=("https", "http")):
    if not (env_str("OIDC_CLIENT_ID") and env_str("OIDC_CLIENT_SECRET")):
        raise BrokenVariable("OIDC_CLIENT_ID and OIDC_CLIENT_SECRET", "set when OIDC_URL is set")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": env_str("OIDC_CLIENT_ID"),
                "secret": env_str("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": _oidc.geturl()},
            }
        ],
        "OAUTH_PKCE_ENABLED": True,
    }
FORM_TARGETS = [f"{_oidc.scheme}://{_oidc.netloc}"] if _oidc else []
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# -- Session: the only cookie we set ----------------------------------------------------------------------------------
SESSION_COOKIE_NAME = "werkstatt"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "werkstatt.foundation.kernel.views.forgery_suspected"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# -- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# -- Files we serve ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
_files = "django.contrib.staticfiles.storage.StaticFilesStorage"
_hashed_files = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _files if DEBUG else _hashed_files},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# -- Mail: without EMAIL_URL every mail stays in the local mailbox ------------------------------------------------------
_mail = env_url("EMAIL_URL", schemes=("smtp", "smtps", "smtp+tls"))
MAIL_IS_LOCAL = _mail is None
DEFAULT_FROM_EMAIL = env_str("EMAIL_FROM", "Werkstatt NEO <werkstatt@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = "werkstatt.services.mailing.backend.HousePost"
if _mail is not None:
    EMAIL_HOST = _mail.hostname or ""
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")

# -- Video: hosts of our own network our server may ask; all others must be public ------------------------------------
VIDEO_PRIVATE_HOSTS = env_list("VIDEO_PRIVATE_HOSTS")

# -- Ours -------------------------------------------------------------------------------------------------------------
# A house nobody has configured shows the demo; an address, a database or a mail server of its own ends that.
DEMO = env_bool("DEMO", default=not any(env_str(name) for name in ("BASE_URL", "DATABASE_URL", "EMAIL_URL")))
FONTS = CHECKOUT / "werkstatt" / "foundation" / "look" / "static" / "look" / "fonts"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # HSTS and redirect: set with https, done by the proxy
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "werkstatt.foundation.kernel.logs.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "werkstatt.foundation.kernel.logs.MaskingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"level": "INFO"},
        "procrastinate": {"level": "WARNING"},
        "uvicorn.access": {"level": "WARNING"},
        "uvicorn.error": {"level": "WARNING"},
    },
}
