"""Lists of entities, with filters, order, page size and bookmark."""
