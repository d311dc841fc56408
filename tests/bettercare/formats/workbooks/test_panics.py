"""A reader that gives up on a damaged file gives a refusal, and hides no fault of ours."""

from io import BytesIO

import pytest
from python_calamine import load_workbook

from bettercare.errors import UnreadableFile
from bettercare.formats.workbooks.archive import looked_over
from bettercare.formats.workbooks.panics import PanicsRefused
from tests.bettercare.formats.workbooks import hostile


def test_a_name_without_its_parts_makes_the_reader_give_up():
    """The record of a name (18) must hold 14 bytes at least; here it holds none."""
    data = hostile.xls(hostile.number8(0, 0), before=hostile.record8(0x18))
    assert looked_over(data, "plan.xls").kind == ".xls"
    with (
        pytest.raises(UnreadableFile, match="its cells cannot be read"),
        PanicsRefused("plan.xls"),
    ):
        load_workbook(BytesIO(data))


@pytest.mark.parametrize("fault", [KeyError, KeyboardInterrupt, SystemExit])
def test_other_errors_go_on(fault):
    with pytest.raises(fault), PanicsRefused("plan.xls"):
        raise fault
