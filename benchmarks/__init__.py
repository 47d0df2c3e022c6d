"""What the SDK costs, measured against plain `requests` and `json` doing the same work."""
