"""Lists of entities, with filters, order, page sizes and bookmarks."""
