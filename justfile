# Each recipe calls dev.py, which does the work and says more: python3.11 dev.py --help

python := env("PYTHON", "python3.11")

# list the recipes
default:
    @just --list

# set up .venv for development
devenv:
    {{python}} dev.py devenv

# every check but the tests
check:
    {{python}} dev.py check

# every check and test; with arguments, only pytest with them
test *arguments:
    {{python}} dev.py test {{arguments}}

# build the documentation in site/
docs:
    {{python}} dev.py docs

# compile the rounds, and write the generated documentation
generate:
    {{python}} dev.py generate

# run the benchmarks
bench *arguments:
    {{python}} dev.py bench {{arguments}}

# compile requirements/*.lock again
lock *arguments:
    {{python}} dev.py lock {{arguments}}

# show what bettercare does
demo *arguments:
    {{python}} dev.py demo {{arguments}}

# try the web service, on http://127.0.0.1:8000
web *arguments:
    {{python}} dev.py web {{arguments}}

# every test, with what of the code they did not reach
cover:
    {{python}} dev.py cover
