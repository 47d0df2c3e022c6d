"""Sample responses made from the schemas alone."""
