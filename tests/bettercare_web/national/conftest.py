"""England as the demonstration makes it up."""

import pytest

from bettercare_web.running.demo_england import build_england


@pytest.fixture
def england(db):  # noqa: ARG001
    """All areas of England, with made-up states."""
    return build_england()
