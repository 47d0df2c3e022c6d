"""Filters, sorts and paginates lists."""
