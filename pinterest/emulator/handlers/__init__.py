"""Handlers of operations: what they are called with, return and raise, and how they look up entities."""
