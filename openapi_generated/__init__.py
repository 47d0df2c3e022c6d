"""The namespace of Pinterest's generated client. Scripts that import it run on `pinterest`."""
