"""Between the command line and the service: the one part of a wheel that opens connections.

The library never imports it; its command line knows it by name, and loads it when it is asked for.
"""
