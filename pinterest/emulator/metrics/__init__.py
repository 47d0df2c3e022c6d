"""Figures of analytics and reports: how they are made up from the seed, and the columns they appear in."""
