"""Each command of dev.py sets up all that it needs, also where nothing was set up before."""

import pytest

import dev


@pytest.mark.parametrize(
    ("command", "locks"),
    [("demo", ["app"]), ("web", ["app", "web"]), ("devenv", ["test"])],
)
def test_what_a_command_sets_up(monkeypatch, command, locks):
    done = []
    monkeypatch.setattr(dev, "set_up", done.append)
    monkeypatch.setattr(dev, "tool", lambda *_: 0)
    assert dev.COMMANDS[command]([]) == 0
    assert done == locks
