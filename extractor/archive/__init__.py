"""The archive: tables, views and named questions as SQL files, and the code that opens and loads them."""
