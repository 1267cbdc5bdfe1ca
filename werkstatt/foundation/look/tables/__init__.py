"""One thing for every list of the desk: search, filter, sort, page, export. See the README of `look` for an example."""

from werkstatt.foundation.look.tables.columns import Column, addresses
from werkstatt.foundation.look.tables.filters import Choice, Days, Flag
from werkstatt.foundation.look.tables.table import Empty, Table, View

__all__ = ["Choice", "Column", "Days", "Empty", "Flag", "Table", "View", "addresses"]
