"""Price lists to save: exactly what a list of the catalog shows, all pages of it, as CSV or XLSX (CAT-8)."""
