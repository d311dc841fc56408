"""Hypothesis profiles, the order of files, and the tests of which no coverage is measured.

Hypothesis draws the same examples on every run, unless HYPOTHESIS_PROFILE=explore.
"""

import gc
import os

import pytest
from hypothesis import is_hypothesis_test, settings

settings.register_profile("ci", derandomize=True, database=None, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# The work of minutes for one process; begun last, it would leave the other without any.
LONGEST = "tests/spec/test_workbook_trials.py"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with the file that takes longest, and leave all else in its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish():
    """Keep the many objects of the collected tests out of each later search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Measure nothing of a test that takes one road many times, nor of what it sets up.

    Measuring makes Python 3.11 two to three times slower.
    """
    plugin = item.config.pluginmanager.getplugin("_cov")
    measuring = plugin and plugin.cov_controller
    if not (measuring and measuring.started and takes_one_road_many_times(item)):
        return (yield)
    measuring.pause()
    try:
        return (yield)
    finally:
        measuring.resume()


def takes_one_road_many_times(item):
    """Whether a test is marked so, or draws examples."""
    marked = item.get_closest_marker("unmeasured") is not None
    return marked or (isinstance(item, pytest.Function) and is_hypothesis_test(item.obj))
