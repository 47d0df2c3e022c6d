"""Benchmarks that compare the SDK with plain `requests` and `json`, and with sequential work."""
