"""Gold as a craft: begin it from a report, check it, compare annotators, review it in a browser, exchange it.

`new` pre-annotates, `check` finds what cannot be right, `agree` compares two annotators, `edit` opens the
review page, `exchange` writes and reads brat, doccano, Label Studio and spaCy files.
"""
