"""Replaces Pinterest's generated client, so that scripts written for that client run on `pinterest`."""
