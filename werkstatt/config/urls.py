from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from werkstatt.config.rooms import addresses
from werkstatt.foundation.kernel.views import health
from werkstatt.surfaces.lobby.views.returning import returned

# At the operator's provider one callback is entered, the same in every language. It stands first so that our view answers,
# and last because addresses are made from the last pattern of a name.
callback = path("accounts/oidc/<str:provider_id>/login/callback/", returned, name="openid_connect_callback")

urlpatterns = [
    path("healthz/", health, name="health"),
    callback,
    *i18n_patterns(
        path("", include("werkstatt.foundation.people.urls")),  # before allauth: its own door for signing in
        path("accounts/", include("allauth.urls")),
        *addresses(),
        prefix_default_language=False,
    ),
    callback,
]
