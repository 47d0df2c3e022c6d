"""The pieces under the rich models: the base model, bookmarks and small helpers."""
