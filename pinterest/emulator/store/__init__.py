"""Stores the state of the emulator: its database, clock, tokens and seed."""
