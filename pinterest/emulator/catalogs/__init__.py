"""Products of catalogs: stored, filtered and validated."""
