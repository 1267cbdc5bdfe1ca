from hypothesis import given
from hypothesis import strategies as st

from werkstatt.rooms.registration.guest_list import decode, read

GOOD = "Jana;Muster;jana{0}@dorf.example;Digitales"


def test_ten_thousand_lines_with_three_errors_name_the_three():
    lines = [GOOD.format(i) for i in range(1, 10_001)]
    lines[41], lines[4999], lines[9998] = "Jana;Muster;jana.dorf", ";;x@dorf.example", GOOD.format(7)
    guests = read("\n".join(lines))
    assert [(fault.line, fault.kind) for fault in guests.faults] == [
        (42, "wrong_email"),
        (5000, "no_name"),
        (9999, "twice"),
    ]
    assert len(guests.people) == 9_997
    assert guests.rest.split("\n") == [lines[41], lines[4999], lines[9998]]


def test_what_does_not_fit_is_handed_back():
    guests = read("\n".join(GOOD.format(i) for i in range(5)), room=3)
    assert (len(guests.people), len(guests.left_over), guests.faults) == (3, 2, [])
    assert guests.rest.count("\n") == 1


def test_a_table_with_headings_may_have_its_columns_in_any_order():
    [person] = read("E-Mail\tFunktion\tNachname\tVorname\na@b.example\tAmt 12\tMüller\tEva").people
    assert (person.first_name, person.last_name, person.email, person.function) == (
        "Eva",
        "Müller",
        "a@b.example",
        "Amt 12",
    )


def test_addresses_from_a_mail_program_are_read():
    people = read('Eva Maria Muster <eva@b.example>;\n"Muster, Jan" <jan@b.example>').people
    assert [(each.first_name, each.last_name) for each in people] == [("Eva Maria", "Muster"), ("Jan", "Muster")]


def test_whoever_is_in_the_order_already_is_not_taken_twice():
    assert [fault.kind for fault in read("A;B;a@b.example", known={"a@b.example"}).faults] == ["twice"]


def test_files_of_spreadsheets_are_decoded():
    assert decode("Müller".encode("cp1252")) == decode("Müller".encode("utf-8-sig")) == "Müller"


@given(st.text(max_size=300))
def test_no_text_breaks_it_and_no_line_is_lost(text):
    guests = read(text)
    assert all("@" in person.email for person in guests.people)
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip(" \t;,\ufeff")]
    assert len(lines) - 1 <= len(guests.people) + len(guests.faults) <= len(lines)
