"""Applications from a file, as a form service or an office exports it: read, shown, settled, stored.

The names below are the whole of it for a caller without a chat, such as the command line.
"""

from bot.features.imports.commands import stored
from bot.features.imports.report import report_lines
from bot.features.imports.storing import Counts, apply_prepared, read_file, saved_mapping
from bot.rules.importing.prepared import Prepared

__all__ = ["Counts", "Prepared", "apply_prepared", "read_file", "report_lines", "saved_mapping", "stored"]
