"""The money effect of a change, worked out before it is made. Pure; what is shown is what will be done."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from werkstatt.rooms.registration.fees import kept_cents


@dataclass(frozen=True)
class EffectLine:
    """One invoiced line that changes: `before` is what is open on it now, `kept` stays as a fee."""

    text: str
    service_on: date
    before_cents: int
    kept_cents: int = 0
    invoiced_cents: int = 0

    @property
    def cancelled_cents(self) -> int:
        return self.before_cents - self.kept_cents


@dataclass(frozen=True)
class Effect:
    """What a change does to the money of an order.

    `refund_cents`: how much more (or, negative, less) is to be paid back than before. `due_cents`: what is still to be
    paid afterwards. While an offer waits for its answer nothing is paid back yet (`is_waiting`).
    """

    lines: tuple[EffectLine, ...] = ()
    refund_cents: int = 0
    due_cents: int = 0
    is_waiting: bool = False

    @property
    def cancelled_cents(self) -> int:
        return sum(line.cancelled_cents for line in self.lines)

    @property
    def invoiced_cents(self) -> int:
        return sum(line.invoiced_cents for line in self.lines)

    @property
    def fee_cents(self) -> int:
        return sum(line.kept_cents for line in self.lines)

    @property
    def is_free(self) -> bool:
        return not (self.cancelled_cents or self.invoiced_cents or self.fee_cents)

    @property
    def fingerprint(self) -> str:
        """Stands in the form that confirms the effect, so that another effect is never confirmed by mistake."""
        facts = [
            [line.text, str(line.service_on), line.before_cents, line.kept_cents, line.invoiced_cents]
            for line in self.lines
        ]
        text = json.dumps([facts, self.refund_cents, self.due_cents, self.is_waiting])
        return hashlib.sha256(text.encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Standing:
    """An account before the change. Positive balance: still to be paid; negative: owed back."""

    balance_cents: int = 0
    is_waiting: bool = False


@dataclass(frozen=True)
class Giving:
    """A place that is given up: its price, what is still open on its invoice line, and the fee in percent."""

    text: str
    service_on: date
    price_cents: int
    remaining_cents: int
    fee_percent: int = 0
    new_price_cents: int = 0


def effect_of(standing: Standing, givings: list[Giving]) -> Effect:
    """Cancelling or changing these places, on an account that stands like this."""
    lines = tuple(
        EffectLine(
            text=giving.text,
            service_on=giving.service_on,
            before_cents=giving.remaining_cents,
            kept_cents=kept_cents(giving.price_cents, giving.remaining_cents, giving.fee_percent),
            invoiced_cents=giving.new_price_cents,
        )
        for giving in givings
    )
    effect = Effect(lines=lines)
    after = standing.balance_cents - effect.cancelled_cents + effect.invoiced_cents
    refund = 0 if standing.is_waiting else max(0, -after) - max(0, -standing.balance_cents)
    return replace(effect, refund_cents=refund, due_cents=max(0, after), is_waiting=standing.is_waiting)
