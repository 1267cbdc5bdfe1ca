"""What an answer will do to the money of an order, worked out before it is given. Pure; all amounts in cents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Books:
    """An account before the answer. `due_back_cents`: refunds that are promised and not paid out yet."""

    balance_cents: int = 0
    due_back_cents: int = 0


@dataclass(frozen=True, slots=True)
class AnswerEffect:
    """`carried_cents`: how much of the new invoice is paid already. `refund_cents`: what goes back now (negative: an
    earlier promise is used up). `held_cents`: kept until everybody of the order has answered."""

    invoiced_cents: int
    cancelled_cents: int
    carried_cents: int
    open_cents: int
    refund_cents: int
    held_cents: int
    is_last: bool


def effect_of(books: Books, *, invoiced_cents: int, cancelled_cents: int, is_last: bool) -> AnswerEffect:
    """Issuing and cancelling these sums on an account that stands like this."""
    after = books.balance_cents - cancelled_cents + invoiced_cents
    surplus = max(0, -after)
    surplus_before_invoice = max(0, -(books.balance_cents - cancelled_cents))
    credit = surplus - books.due_back_cents
    return AnswerEffect(
        invoiced_cents=invoiced_cents,
        cancelled_cents=cancelled_cents,
        carried_cents=min(invoiced_cents, surplus_before_invoice),
        open_cents=max(0, after),
        refund_cents=credit if is_last or credit < 0 else 0,
        held_cents=0 if is_last else max(0, credit),
        is_last=is_last,
    )
