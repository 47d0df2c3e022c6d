"""Benchmarks: what the SDK costs compared with plain `requests` and `json` for the same work."""
