"""The database itself refuses to change or delete an event."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from bettercare_web.audit.triggers import create, drop


def _create(_: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in create(editor.connection.vendor):
        editor.execute(statement)


def _drop(_: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in drop(editor.connection.vendor):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_create, _drop)]
