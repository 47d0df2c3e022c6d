"""Handlers of operations: their arguments, return values and errors, and how they look up entities."""
