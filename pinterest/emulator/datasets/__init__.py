"""Data sets: the state of an emulator, saved as JSON and loaded."""
