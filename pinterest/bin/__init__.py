"""Programs under the module names of Pinterest's own SDK."""
