"""Signing in, second factors, sessions, tokens."""
