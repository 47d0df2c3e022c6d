"""Dumps of all that an emulator remembers, written to JSON and loaded again."""
