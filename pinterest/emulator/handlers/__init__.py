"""Shared code of all handlers: arguments, return values, errors, batches and the lookup of entities."""
