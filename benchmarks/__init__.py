"""Benchmarks: what the SDK costs compared with plain `requests` and `json`, and what its threads save."""
