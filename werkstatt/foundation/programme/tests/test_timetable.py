from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from werkstatt.foundation.programme.timetable import Board, Item, lay_out

START = datetime(2022, 5, 2, 8, tzinfo=UTC)
ROOMS = ["Plenum", "W1", "W2", "Galerie"]


def item(name: str, room: str | None, starts: int, ends: int) -> Item[str, str]:
    return Item(name, room, START + timedelta(minutes=starts), START + timedelta(minutes=ends))


def where(board: Board[str, str]) -> dict[str, tuple[int, int, int, int]]:
    return {cell.what: (cell.row, cell.row_end, cell.column, cell.column_end) for cell in board.cells}


def test_rows_are_the_moments_at_which_something_begins_or_ends():
    board = lay_out([item("a", "W1", 0, 47), item("b", "W2", 13, 90)], ROOMS)
    assert [(row.line, row.minutes, row.is_start) for row in board.rows] == [
        (2, 13, True),
        (3, 34, True),
        (4, 43, False),
    ]
    assert where(board) == {"a": (2, 4, 2, 3), "b": (3, 5, 3, 4)}
    assert [column.room for column in board.columns] == ["W1", "W2"]


def test_a_break_spans_all_rooms():
    board = lay_out([item("a", "W1", 0, 60), item("b", "W2", 0, 60), item("pause", None, 60, 90)], ROOMS)
    assert where(board)["pause"] == (3, 4, 2, 4)


def test_a_break_leaves_out_the_room_that_goes_on_and_that_room_moves_to_the_edge():
    items = [
        item("show", "Plenum", 0, 200),
        item("a", "W1", 0, 60),
        item("b", "W2", 0, 60),
        item("pause", None, 60, 90),
    ]
    board = lay_out(items, ROOMS)
    assert [column.room for column in board.columns] == ["W1", "W2", "Plenum"]
    assert where(board)["pause"] == (3, 4, 2, 4)


def test_a_break_without_a_free_room_gets_a_column():
    board = lay_out([item("show", "Galerie", 0, 100), item("pause", None, 30, 60)], ROOMS)
    assert where(board)["pause"][2:] == (3, 4)
    assert [column.room for column in board.columns] == ["Galerie", None]


def test_a_cancelled_session_and_its_replacement_share_the_room():
    items = [
        item("gone", "W1", 0, 60),
        item("instead", "W1", 0, 30),
        item("later", "W1", 60, 90),
        item("b", "W2", 0, 60),
    ]
    cells = where(lay_out(items, ROOMS))
    assert {cells["gone"][2:], cells["instead"][2:]} == {(2, 3), (3, 4)}
    assert cells["later"][2:] == (2, 4)
    assert cells["b"][2:] == (4, 5)


def test_the_line_of_the_present_stands_in_its_row():
    board = lay_out([item("a", "W1", 0, 60)], ROOMS)
    assert board.mark(START + timedelta(minutes=31)) == (2, 5)
    assert board.mark(START - timedelta(minutes=1)) is None
    assert board.mark(START + timedelta(minutes=60)) is None


def test_an_empty_day_is_an_empty_board():
    assert lay_out([], ROOMS) == Board([], [], [])


spans = st.tuples(st.sampled_from([*ROOMS, None]), st.integers(0, 600), st.integers(1, 200))


@given(st.lists(spans, max_size=25))
def test_no_two_cards_ever_lie_on_each_other(drawn):
    items = [item(str(index), room, starts, starts + length) for index, (room, starts, length) in enumerate(drawn)]
    board = lay_out(items, ROOMS)
    assert len(board.cells) == len(items)
    for index, one in enumerate(board.cells):
        assert one.row < one.row_end
        assert 1 < one.column < one.column_end <= board.width + 2
        for other in board.cells[index + 1 :]:
            rows_meet = one.row < other.row_end and other.row < one.row_end
            columns_meet = one.column < other.column_end and other.column < one.column_end
            assert not (rows_meet and columns_meet)
