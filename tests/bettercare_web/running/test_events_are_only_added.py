"""The database refuses to change or delete an event, on SQLite and on PostgreSQL, whoever asks."""


def test_an_event_is_never_changed_or_deleted(service):
    found = service.program("tamper")
    assert found["refused"] == ["UPDATE", "DELETE"]
    assert found["verified"] == 0
