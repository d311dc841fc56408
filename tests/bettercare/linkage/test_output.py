"""Who may read what linking writes."""

import os

import pytest

from bettercare.linkage.linking import link
from bettercare.linkage.output import LINKS, REVIEW, SUMMARY, write_linked
from tests.bettercare.linkage.drawn import NUMBERS, drawn


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has rights of a file for others")
def test_files_that_others_could_read_are_made_the_owner_s_alone(tmp_path):
    for name in (LINKS, REVIEW, SUMMARY):
        (tmp_path / name).write_text("before", encoding="utf-8")
        (tmp_path / name).chmod(0o644)
    one = {"nhs_number": NUMBERS[0]}
    write_linked(link(drawn(one), drawn(one, name="health")), tmp_path)
    for name in (LINKS, REVIEW, SUMMARY):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600, name
        assert (tmp_path / name).read_text(encoding="utf-8") != "before"
