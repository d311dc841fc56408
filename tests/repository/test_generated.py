"""What is generated agrees with what it is generated from."""

import importlib.util

import msgspec
import pytest

from bettercare import rounds
from bettercare.checks import CHECKS
from bettercare.rounds import loader
from tests.repository.tree import ROOT

SPEC = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
assert SPEC and SPEC.loader
generate = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generate)
PAGES = generate.pages()


@pytest.mark.parametrize("name", PAGES)
def test_generated_page_is_up_to_date(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == PAGES[name], "run: python docs/generate.py"


@pytest.mark.parametrize("round_id", rounds.available())
def test_compiled_round_is_what_its_yaml_says(round_id):
    folder = rounds.available()[round_id]
    found = loader._layers(folder)
    compiled = msgspec.json.decode((folder / loader.COMPILED).read_bytes(), type=loader.Compiled)
    assert compiled.checksum == loader._checksum(found), "run: python -m bettercare.rounds"
    read = msgspec.json.decode(compiled.round, type=rounds.Round)
    assert read == loader._from_layers(found)


@pytest.mark.parametrize("round_id", rounds.available())
def test_every_check_of_a_round_is_registered(round_id):
    wanted = {code for code, rule in rounds.load(round_id).checks.items() if rule.severity}
    assert wanted <= set(CHECKS)
