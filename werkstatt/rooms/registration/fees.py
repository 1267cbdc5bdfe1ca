"""What a place costs when it is given up. Pure; all amounts are gross cents."""


def kept_cents(price_cents: int, remaining_cents: int, percent: int) -> int:
    """What stays invoiced when a place is given up: `percent` of its price, never more than is still open on it.

    Half cents go to the person who cancels.
    """
    if not 0 <= percent <= 100:
        message = f"a fee of {percent} % is none"
        raise ValueError(message)
    return min(remaining_cents, price_cents * percent // 100)
