"""Many files into one archive, unattended: in parallel, a file a transaction, a bad file a row in `failures`.

The archive is opened for moments only, to load what has been read meanwhile: others can query between.
"""

from extractor.ingest.run import Tally, ingest

__all__ = ["Tally", "ingest"]
