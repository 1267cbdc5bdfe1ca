from hypothesis import given
from hypothesis import strategies as st

from werkstatt.services.billing import vat

S19, S7 = vat.Tax("S", 19), vat.Tax("S", 7)
taxes = st.sampled_from([vat.COURSE, S19, S7])
line_lists = st.lists(st.tuples(st.integers(0, 500_00), taxes), min_size=1, max_size=30)


def test_forty_five_euros_at_nineteen_percent():
    parts = vat.breakdown([(4500, S19)])
    assert (parts.net_cents, parts.tax_cents, parts.gross_cents) == (3782, 718, 4500)


@given(line_lists)
def test_every_document_adds_up(lines):
    parts = vat.breakdown(lines)
    assert parts.gross_cents == sum(gross for gross, _ in lines) == parts.net_cents + parts.tax_cents
    assert sum(parts.nets) == parts.net_cents
    assert all(0 <= net <= gross for net, (gross, _) in zip(parts.nets, lines, strict=True))
    for part in parts.sums:
        exact = part.gross_cents * part.tax.rate_percent / (100 + part.tax.rate_percent)
        assert abs(part.tax_cents - exact) <= 0.5 + 1e-6


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**5), min_size=1, max_size=40))
def test_spreading_loses_no_cent(total, weights):
    parts = vat.spread(total, weights)
    if sum(weights):
        assert sum(parts) == total
        assert all(abs(part - total * w / sum(weights)) < 1 for part, w in zip(parts, weights, strict=True))


@given(line_lists, st.data())
def test_all_parts_taken_off_a_document_sum_to_it_in_every_category(lines, data):
    whole = vat.breakdown(lines)
    left = [gross for gross, _ in lines]
    before: list[tuple[int, vat.Tax]] = []
    taken: list[vat.Breakdown] = []
    while sum(left):
        cut = [data.draw(st.integers(0, cents)) for cents in left]
        if len(taken) > 4 or not sum(cut):
            cut = list(left)
        part = [(cents, lines[i][1]) for i, cents in enumerate(cut) if cents]
        taken.append(vat.breakdown_of_part(part, whole=lines, before=before))
        before += part
        left = [cents - gone for cents, gone in zip(left, cut, strict=True)]
    for row in whole.sums:
        mine = [p for parts in taken for p in parts.sums if (p.tax.category, p.tax.rate_percent) == key(row)]
        assert sum(p.gross_cents for p in mine) == row.gross_cents
        assert sum(p.tax_cents for p in mine) == row.tax_cents
        assert sum(p.net_cents for p in mine) == row.net_cents
        assert all(p.tax_cents >= 0 for p in mine)


def test_one_whole_cancellation_repeats_the_invoice():
    lines = [(4500, S19), (2500, S19), (1990, S7), (4500, vat.COURSE)]
    assert vat.breakdown_of_part(lines, whole=lines, before=[]) == vat.breakdown(lines)


def test_recipients_and_the_tax_a_new_edition_starts_with():
    assert vat.recipient_kind(country="DE", vat_id="DE129515865") == "domestic"
    assert vat.recipient_kind(country="", vat_id="") == "domestic"
    assert vat.recipient_kind(country="at", vat_id="ATU12345678") == "foreign_business"
    assert vat.recipient_kind(country="CH", vat_id="") == "foreign_private"
    assert vat.default_tax(channel="online", recipient="foreign_business") == vat.ABROAD
    assert vat.default_tax(channel="on_site", recipient="foreign_business") == vat.COURSE


def key(row):
    return row.tax.category, row.tax.rate_percent
