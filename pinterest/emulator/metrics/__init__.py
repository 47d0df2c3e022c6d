"""Figures of analytics and reports: made up from the seed, and converted to columns."""
