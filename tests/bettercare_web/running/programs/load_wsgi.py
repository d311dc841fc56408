"""Do what a web server does first: load the application."""

import json
from importlib import import_module

if __name__ == "__main__":
    import_module("bettercare_web.config.wsgi")
    print(json.dumps("started"))  # noqa: T201
