"""Any video conference that has an address and nothing else we could speak to."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from werkstatt.services.media.choices import Kind, Mode
from werkstatt.services.media.providers.provider import (
    Capabilities,
    Finding,
    Guest,
    JoinInfo,
    Place,
    Provider,
    Setting,
    VideoIsAway,
    host,
    https,
)
from werkstatt.services.media.providers.wire import ask


class Link(Provider):
    kind = Kind.LINK
    can = Capabilities(talking=True)
    says = _("Eine Adresse, die sich in einem eigenen Fenster öffnet, zum Beispiel Webex, Zoom oder OpenTalk.")
    opening = _("Videoraum öffnen")
    settings = (Setting("url", _("Adresse"), "address", _("Nur Angemeldete sehen sie.")),)

    def validated(self, settings: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
        return {"url": https("url", settings["url"])}

    def notice(self, place: Place) -> str:
        words = _("Der Link führt zu %(host)s. Dort gelten die Datenschutzhinweise dieses Anbieters.")
        return words % {"host": host(place.settings["url"])}

    def join(self, place: Place, guest: Guest, *, now: datetime) -> JoinInfo:
        return JoinInfo(Mode.REDIRECT, place.settings["url"])

    def check(self, place: Place, *, now: datetime) -> list[Finding]:
        url = place.settings["url"]
        try:
            answer = ask(url)
        except VideoIsAway as away:
            return [Finding(False, away.words)]
        if answer.status >= 400 and answer.status not in {401, 403, 405}:  # many refuse machines and let people in
            words = _("%(host)s kennt diese Adresse nicht (Status %(status)d).")
            return [Finding(False, words % {"host": host(url), "status": answer.status})]
        return [Finding(True, _("%(host)s antwortet unter dieser Adresse.") % {"host": host(url)})]
