"""Lists as files that a spreadsheet opens: written for people, and read when people send them back."""

from common.spreadsheets.writing import CSV_TYPE, XLSX_ROWS, XLSX_TYPE, Cell, Marks, safe_text, write_csv, write_xlsx

__all__ = ["CSV_TYPE", "XLSX_ROWS", "XLSX_TYPE", "Cell", "Marks", "safe_text", "write_csv", "write_xlsx"]
