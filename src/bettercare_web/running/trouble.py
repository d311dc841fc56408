"""What stops a command, in words for whoever runs the service."""


class Trouble(Exception):
    """A command cannot go on; the text says why, and what to do."""
