"""Products, prices and stock from files: streamed, in bulk, idempotent, with a report by row (CAT-15)."""
