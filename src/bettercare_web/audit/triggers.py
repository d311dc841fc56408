"""Triggers by which the database refuses to change or delete an event, whoever asks."""

_REFUSES = "events of the audit trail are only ever added"

_SQLITE = {
    f"audit_event_no_{verb.casefold()}": (
        f"CREATE TRIGGER audit_event_no_{verb.casefold()} BEFORE {verb} ON audit_event "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSES}'); END"
    )
    for verb in ("UPDATE", "DELETE")
}
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSES}'; END $$",
    "CREATE TRIGGER audit_event_only_added BEFORE UPDATE OR DELETE ON audit_event "
    "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()",
)


def create(vendor: str) -> tuple[str, ...]:
    """The statements that make the triggers in a kind of database; others than two have none."""
    return {"sqlite": tuple(_SQLITE.values()), "postgresql": _POSTGRESQL}.get(vendor, ())


def drop(vendor: str) -> tuple[str, ...]:
    """The statements that take the triggers away."""
    return {
        "sqlite": tuple(f"DROP TRIGGER {name}" for name in _SQLITE),
        "postgresql": (
            "DROP TRIGGER audit_event_only_added ON audit_event",
            "DROP FUNCTION audit_event_refuse()",
        ),
    }.get(vendor, ())
