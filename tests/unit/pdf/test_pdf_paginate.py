"""Pages: nothing overflows, nothing is lost, headings stay with what follows, heads are repeated."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.elements import Block, Cell, Element, Row, gap
from fieldapp.forms.pdf.paginate import paginate

HEIGHT = 300.0


def row(lines: int, *, head: Row | None = None, keep: bool = False) -> Row:
    cell = Cell(0, 100, tuple(f"line {n}" for n in range(lines)), styles.VALUE, again=("again",))
    label = Cell(100, 50, ("label",), styles.LABEL, again=("label",))
    return Row((label, cell), keep_with_next=keep, header=head)


def block(height: float, *, keep: bool = False) -> Block:
    return Block(height, lambda canvas, top: None, keep_with_next=keep)


def lines_of(pages: list[list[tuple[Element, float]]]) -> list[str]:
    return [line for page in pages for element, _ in page if isinstance(element, Row) for line in element.cells[1].lines]


def test_a_heading_goes_to_the_next_page_with_its_content() -> None:
    pages = paginate([block(200), block(20, keep=True), block(90)], HEIGHT)
    assert [len(page) for page in pages] == [1, 2]


def test_a_heading_stays_when_the_first_lines_of_a_long_row_fit() -> None:
    pages = paginate([block(200), block(20, keep=True), row(40)], HEIGHT)
    assert len(pages[0]) == 3


def test_the_head_is_repeated_where_rows_go_on() -> None:
    head = row(1, keep=True)
    pages = paginate([head, *(row(2, head=head) for _ in range(20))], HEIGHT)
    assert len(pages) > 2
    assert all(page[0][0] is head for page in pages)


def test_a_gap_at_the_head_of_a_page_is_dropped() -> None:
    pages = paginate([block(HEIGHT), gap(10), block(50)], HEIGHT)
    assert [offset for _, offset in pages[1]] == [0.0]


def test_no_elements_make_one_empty_page() -> None:
    assert paginate([], HEIGHT) == [[]]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 120), st.booleans(), st.booleans()), max_size=25))
def test_nothing_overflows_and_no_line_is_lost(shape: list[tuple[int, bool, bool]]) -> None:
    head = row(1, keep=True)
    elements = [row(lines, head=head if headed else None, keep=keep and lines < 5) for lines, headed, keep in shape]
    pages = paginate(elements, HEIGHT)
    for page in pages:
        bottom = 0.0
        for element, offset in page:
            assert offset >= bottom - 0.001
            bottom = offset + element.height
        assert bottom <= HEIGHT + 0.001
    expected = [f"line {n}" for lines, _, _ in shape for n in range(lines)]
    repeated = sum(element is head for page in pages for element, _ in page)
    assert len([line for line in lines_of(pages) if line != "again"]) == len(expected) + repeated
