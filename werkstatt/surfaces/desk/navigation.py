"""The desk's navigation by task, as data. Rooms hang their pages here by name and know nothing of it."""

from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.permissions import Desk


@dataclass(frozen=True)
class Task:
    """One thing one comes to the desk for. `beginnings`: further paths that belong to it."""

    title: str | Promise
    page: str
    icon: str
    area: Area


@dataclass(frozen=True)
class Group:
    title: str | Promise
    tasks: tuple[Task, ...]


@dataclass
class Item:
    """A task as drawn: with its address, and whether one is there."""

    title: str
    url: str
    icon: str
    is_current: bool = False


@dataclass
class Drawn:
    title: str
    items: list[Item] = field(default_factory=list)


GROUPS = (
    Group("", (Task(_("Übersicht"), "desk:dashboard", "overview", Area.OVERVIEW),)),
    Group(
        _("Anmeldung"),
        (
            Task(_("Personen"), "desk:people", "people", Area.PEOPLE),
            Task(_("Bestellungen"), "desk:orders", "order", Area.ORDERS),
            Task(_("Unterstützung"), "desk:support", "access", Area.SUPPORT),
        ),
    ),
    Group(
        _("Geld"),
        (
            Task(_("Belege"), "desk:documents", "invoice", Area.MONEY),
            Task(_("Zahlungen"), "desk:payments", "bank", Area.MONEY),
        ),
    ),
    Group(
        _("Veranstaltung"),
        (
            Task(_("Programm"), "desk:programme", "programme", Area.PROGRAMME),
            Task(_("Mitgenommen"), "desk:trail", "next", Area.TRAIL),
            Task(_("Mails"), "desk:mails", "mails", Area.READ_MAILS),
            Task(_("Lageschalter"), "registration:switches", "switch", Area.READ_SWITCH),
        ),
    ),
    Group(
        _("Einrichtung"),
        (
            Task(_("Einstellungen"), "desk:settings", "settings", Area.SETTINGS),
            Task(_("Veröffentlichen"), "desk:publication", "send", Area.SETTINGS),
            Task(_("Protokoll"), "desk:log", "log", Area.SETTINGS),
        ),
    ),
    Group(
        _("Von hier weiter"),
        (
            Task(_("Website der Ausgabe"), "website:edition", "external", Area.OVERVIEW),
            Task(_("Meine Werkstatt"), "lobby:home", "account", Area.OVERVIEW),
            Task(_("Andere Ausgabe"), "desk:front", "copy", Area.OVERVIEW),
        ),
    ),
)


def drawn_for(desk: Desk, path: str) -> list[Drawn]:
    """The navigation as this person may see it; the longest address that fits `path` is current."""
    groups = []
    for group in GROUPS:
        items = [
            Item(str(task.title), url, task.icon)
            for task in group.tasks
            if desk.may(task.area) and (url := _address(task, desk.edition.slug))
        ]
        if items:
            groups.append(Drawn(str(group.title), items))
    everything = [item for group in groups for item in group.items]
    here = [item for item in everything if path.startswith(item.url)]
    if here:
        max(here, key=lambda item: len(item.url)).is_current = True
    return groups


def _address(task: Task, slug: str) -> str:
    """With the edition's name, or without; empty when nobody has hung the page up."""
    for arguments in ([slug], []):
        try:
            return reverse(task.page, args=arguments)
        except NoReverseMatch:
            continue
    return ""
