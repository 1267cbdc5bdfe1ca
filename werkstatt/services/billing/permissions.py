"""Who may see and book money."""

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.permissions import Visitor, can_book_money, can_see_money


def can_see_documents(visitor: Visitor, edition: Edition) -> bool:
    return can_see_money(visitor, edition)


def can_book_payment(visitor: Visitor, edition: Edition) -> bool:
    return can_book_money(visitor, edition)


def can_pay_refund(visitor: Visitor, edition: Edition) -> bool:
    return can_book_money(visitor, edition)
