"""Data sets: the state of an emulator, saved to JSON and loaded from it."""
