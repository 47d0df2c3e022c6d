"""Generates the figures of analytics and reports from the seed, and converts them to columns."""
