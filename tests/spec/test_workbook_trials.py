"""A thousand workbooks, changed and harmed by seed: all that was planted is found, nothing lost."""

import pytest

from tests.trials.report import PAGE, outcomes, page

pytestmark = pytest.mark.unmeasured


@pytest.fixture(scope="module")
def found():
    return outcomes()


def test_nothing_is_lost_moved_or_left_unsaid(found):
    wrong = [(one.seed, one.wrong) for one in found if one.wrong]
    assert wrong == []
    assert len(found) == 1_000


def test_every_kind_of_change_and_harm_was_tried_many_times(found):
    for kind in ("changes", "harms"):
        tried = [what for one in found for what in getattr(one, kind)]
        assert min(tried.count(what) for what in set(tried)) > 50


def test_the_page_says_what_came_of_them(found):
    """``python -m tests.trials.report`` writes it again."""
    assert page(found) == PAGE.read_text(encoding="utf-8")
