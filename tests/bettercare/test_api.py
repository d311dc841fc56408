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


PROGRAMMES = [name for name, at in examples.names().items() if (at / "programme.csv").is_file()]


@pytest.mark.parametrize("name", [one for one in examples.names() if one not in PROGRAMMES])
def test_each_shipped_plan_can_be_read_summarised_and_checked(name):
    reading = bc.read(examples.path(name))
    assert reading.findings == ()
    figures = bc.summarise(reading).figures
    assert {"balance.total", "balance.total.2018-19"} & figures.keys()
    assert len(bc.check(reading)) > 0


@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_programme_is_no_plan_and_says_so(name):
    with pytest.raises(bc.UnreadableFile, match="it is a local programme budget"):
        bc.read(examples.path(name))
