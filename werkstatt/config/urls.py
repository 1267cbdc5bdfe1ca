from allauth.socialaccount.providers.openid_connect.views import callback
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from werkstatt.config.rooms import addresses
from werkstatt.foundation.kernel.views import health

urlpatterns = [
    path("healthz/", health, name="health"),
    *i18n_patterns(
        path("", include("werkstatt.foundation.people.urls")),  # before allauth: its own door for signing in
        path("accounts/", include("allauth.urls")),
        *addresses(),
        prefix_default_language=False,
    ),
    # The last pattern of a name is the one addresses are made from: at the operator's provider one callback is entered.
    path("accounts/oidc/<str:provider_id>/login/callback/", callback, name="openid_connect_callback"),
]
