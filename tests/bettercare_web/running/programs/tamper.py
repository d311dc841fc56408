"""Try to change and to delete an event past the service, and verify the trail afterwards."""

import json
import sys

import django


def main() -> None:
    """Print which statements were refused, and the exit code of the verification."""
    django.setup()
    from django.core.management import call_command
    from django.db import DatabaseError, connection, transaction

    refused = []
    for verb, statement in (
        ("UPDATE", "UPDATE audit_event SET action = 'x' WHERE seq = 1"),
        ("DELETE", "DELETE FROM audit_event WHERE seq = 1"),
    ):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError:
            refused.append(verb)
    code = 0
    try:
        call_command("audit", "verify", stdout=sys.stderr)
    except SystemExit as stop:
        code = int(stop.code or 0)
    sys.stdout.write(json.dumps({"refused": refused, "verified": code}) + "\n")


if __name__ == "__main__":
    main()
