"""The same service on SQLite and on PostgreSQL: set up, edited by many at once, its trail whole."""

import pytest

EDITS = 12


def test_editors_at_once_lose_nothing_and_the_trail_is_whole(service):
    """Four editors of the same three rows: every edit is in the trail, in one order."""
    editors = [service.begin("edit", f"editor-{n}", str(EDITS), "0", "3") for n in range(4)]
    held = {}
    for one in [service.result(editor) for editor in editors]:
        held |= one["held"]
    found = service.program("chain")
    assert found["broken"] == []
    assert len(held) == 4 * EDITS
    assert sorted(found["new"]) == sorted(held)
    assert found["revisions"] == [1, 1 + 4 * EDITS]  # Rotherham's plan is not touched


def test_durability_is_on(server):
    with server.connect() as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
            assert connection.execute(f"SHOW {name}").fetchone() == ("on",)


def test_a_password_is_asked_for(server):
    with server.connect() as connection:
        rules = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
    assert rules == [("scram-sha-256",)]


@pytest.mark.parametrize("service", ["postgresql"], indirect=True)
def test_an_edit_that_cannot_be_serialised_is_carried_out_again(service):
    found = service.program("gives_way")
    assert found == {"tries": 2, "names": ["Mine", "Theirs"]}
    assert service.program("chain")["broken"] == []
