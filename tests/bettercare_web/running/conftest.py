"""Stores to run the service on: a file of SQLite and a database of PostgreSQL, each prepared."""

import os
import shutil
import uuid

import pytest

from tests.bettercare_web.running import postgresql
from tests.bettercare_web.running.service import Service


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server of our own."""
    if postgresql.binaries() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    if os.geteuid() == 0 and not postgresql.has_user():
        pytest.skip("PostgreSQL refuses to run as root, and there is no user 'postgres'")
    made = postgresql.Server().start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The demonstration as set up on SQLite, and the seconds that takes only once."""
    made = Service(tmp_path_factory.mktemp("prepared"))
    made.command("demo", "--prepare")
    return made


@pytest.fixture(scope="session")
def prepared_on_server(server, tmp_path_factory):
    """The demonstration as set up on PostgreSQL: one variable is all that differs."""
    made = Service(tmp_path_factory.mktemp("prepared"), server.database("prepared"))
    made.command("demo", "--prepare")
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request, tmp_path):
    """The service on its demonstration, as a copy that the test may harm; not started yet."""
    data = tmp_path / "data"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("prepared").data, data)
        made = Service(data)
        yield made
        made.stop()
        return
    server = request.getfixturevalue("server")
    shutil.copytree(request.getfixturevalue("prepared_on_server").data, data)
    name = f"t{uuid.uuid4().hex[:12]}"
    made = Service(data, server.database(name, template="prepared"))
    yield made
    made.stop()
    server.drop(name)
