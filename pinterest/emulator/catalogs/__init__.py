"""Products of catalogs: how they are kept, filtered and checked."""
