"""Who may read the mails of an edition, and send one again."""

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.permissions import Visitor, has_role


def can_see_mails(visitor: Visitor, edition: Edition) -> bool:
    return has_role(visitor, edition, RoleKind.ORGANISER, RoleKind.FINANCE)


def can_resend_mail(visitor: Visitor, edition: Edition) -> bool:
    return has_role(visitor, edition, RoleKind.ORGANISER, RoleKind.FINANCE)
