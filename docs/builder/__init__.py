"""Builds the pages of the typed methods and schemas. `docs/hooks.py` adds them to the site."""
