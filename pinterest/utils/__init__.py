"""Internal modules of the SDK, such as the base class of rich models, pages with bookmarks, and helpers."""
