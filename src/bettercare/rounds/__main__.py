"""``python -m bettercare.rounds`` compiles every shipped round again after its YAML changed."""

from bettercare.rounds.loader import available, compile_round

for folder in available().values():
    compile_round(folder)
