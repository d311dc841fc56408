"""What ``import bettercare`` gives, and that it gives it without loading everything."""

import subprocess
import sys

import pytest

import bettercare as bc
from bettercare import examples


@pytest.mark.parametrize("name", bc.__all__)
def test_every_public_name_is_there(name):
    assert getattr(bc, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'banana'"):
        _ = bc.banana


def test_importing_it_loads_no_layer():
    code = "import sys, bettercare; print(*[m for m in sys.modules if m.startswith('bettercare.')])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.split() == []


def test_shipped_plans_go_by_a_full_and_a_short_name():
    assert examples.path("leicester") == examples.path("leicester-2019-20")
    with pytest.raises(KeyError):
        examples.path("atlantis")


@pytest.mark.parametrize("name", examples.names())
def test_each_shipped_plan_can_be_read_summarised_and_checked(name):
    reading = bc.read(examples.path(name))
    assert reading.findings == ()
    assert bc.summarise(reading).figures["balance.total"].value == 0
    assert len(bc.check(reading)) > 0
