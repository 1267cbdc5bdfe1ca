"""Value added tax from gross prices, exact to the cent. No Django.

A gross price such as 45,00 € at 19 % cannot be reached from a rounded net price. So the tax of a document is taken from
the gross sum of each category (EN 16931 BG-23), the net is the rest, and line nets are spread by largest remainder.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

EXEMPT, STANDARD, REVERSE_CHARGE = "E", "S", "AE"
HOME = "DE"


@dataclass(frozen=True)
class Tax:
    """One VAT category (UNCL5305) with its rate in percent; without a rate, why none is charged."""

    category: str
    rate_percent: int = 0
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True)
class TaxSum:
    """What a document holds in one category, in cents. gross = net + tax, always."""

    tax: Tax
    gross_cents: int
    net_cents: int
    tax_cents: int


@dataclass(frozen=True)
class Breakdown:
    """The categories of a document and the net of each of its lines, in the order of the lines."""

    sums: tuple[TaxSum, ...]
    nets: tuple[int, ...]

    @property
    def gross_cents(self) -> int:
        return sum(part.gross_cents for part in self.sums)

    @property
    def net_cents(self) -> int:
        return sum(part.net_cents for part in self.sums)

    @property
    def tax_cents(self) -> int:
        return sum(part.tax_cents for part in self.sums)


# § 4 Nr. 22 Buchst. a UStG: lectures, courses and other events of a scientific or instructive kind.
COURSE = Tax(EXEMPT, 0, "Steuerfrei nach § 4 Nr. 22 Buchst. a UStG", "VATEX-EU-132-1I")
# § 13b UStG, Art. 196 of Directive 2006/112/EC: the business abroad owes the tax at its seat.
ABROAD = Tax(REVERSE_CHARGE, 0, "Steuerschuldnerschaft des Leistungsempfängers", "VATEX-EU-AE")


def recipient_kind(*, country: str, vat_id: str) -> str:
    """Who receives the service: a `choices.Recipient` value. A VAT id of another country marks a business there."""
    country, vat_id = country.strip().upper() or HOME, vat_id.strip()
    if country == HOME:
        return "domestic"
    return "foreign_business" if vat_id and not vat_id.upper().startswith(HOME) else "foreign_private"


def default_tax(*, channel: str, recipient: str) -> Tax:
    """The tax a new edition starts with; the host changes it per channel and recipient."""
    return ABROAD if channel == "online" and recipient == "foreign_business" else COURSE


def tax_within(gross_cents: int, rate_percent: int) -> int:
    """The tax contained in a gross sum, rounded half up: 4500 at 19 % holds 718."""
    return _share(gross_cents, rate_percent, 100 + rate_percent)


def spread(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split `total` by `weights` into whole cents that sum to it (largest remainder; ties go to the first)."""
    whole = sum(weights)
    if not whole:
        return (0,) * len(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return tuple(parts)


def breakdown(lines: Iterable[tuple[int, Tax]]) -> Breakdown:
    """Categories and line nets of (gross cents, tax) lines."""
    lines = tuple(lines)
    taxes = {key: tax_within(gross, key[1]) for key, gross in gross_by_category(lines).items()}
    return _broken_down(lines, taxes)


def breakdown_of_part(
    part: Iterable[tuple[int, Tax]], *, whole: Iterable[tuple[int, Tax]], before: Iterable[tuple[int, Tax]]
) -> Breakdown:
    """Like `breakdown`, for lines taken off `whole` after `before` was taken off already.

    The tax is the growth of the rounded share, so that all parts of a document sum to its tax to the cent.
    """
    part = tuple(part)
    invoiced, gone = gross_by_category(whole), gross_by_category(before)
    taxes = {}
    for key, gross in gross_by_category(part).items():
        tax, earlier = tax_within(invoiced[key], key[1]), gone.get(key, 0)
        taxes[key] = _share(tax, earlier + gross, invoiced[key]) - _share(tax, earlier, invoiced[key])
    return _broken_down(part, taxes)


Key = tuple[str, int]


def gross_by_category(lines: Iterable[tuple[int, Tax]]) -> dict[Key, int]:
    """Gross cents by (category, rate), in the order of first appearance."""
    sums: dict[Key, int] = {}
    for gross, tax in lines:
        key = (tax.category, tax.rate_percent)
        sums[key] = sums.get(key, 0) + gross
    return sums


def _broken_down(lines: Sequence[tuple[int, Tax]], taxes: dict[Key, int]) -> Breakdown:
    nets, sums = [0] * len(lines), []
    for key, gross in gross_by_category(lines).items():
        mine = [i for i, (_, tax) in enumerate(lines) if (tax.category, tax.rate_percent) == key]
        net = gross - taxes[key]
        for i, cents in zip(mine, spread(net, [lines[i][0] for i in mine]), strict=True):
            nets[i] = cents
        sums.append(TaxSum(_one_tax([lines[i][1] for i in mine]), gross, net, taxes[key]))
    return Breakdown(tuple(sums), tuple(nets))


def _one_tax(taxes: Sequence[Tax]) -> Tax:
    """One tax for the category; different reasons are both told (BR-E-01 allows one breakdown per category)."""
    return replace(taxes[0], reason=" · ".join(dict.fromkeys(tax.reason for tax in taxes if tax.reason)))


def _share(amount: int, numerator: int, denominator: int) -> int:
    return (2 * amount * numerator + denominator) // (2 * denominator) if denominator else 0
