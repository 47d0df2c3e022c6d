"""The namespace of Pinterest's generated client. Scripts that import this package use `pinterest` instead."""
