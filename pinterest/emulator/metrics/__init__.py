"""Computes the figures of analytics and reports from the seed, and converts the figures to columns."""
