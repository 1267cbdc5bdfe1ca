"""Writing several fields of a row at once, cleaned, and telling which of them really changed."""

from collections.abc import Iterable, Mapping

from django.db.models import Model

from werkstatt.foundation.kernel.normalise import clean_line, clean_text


def apply(
    row: Model, changes: Mapping[str, object], editable: Iterable[str], *, texts: Iterable[str] = ()
) -> list[str]:
    """Set what is in `changes` and editable; `texts` may have several lines. Returns the names that changed."""
    changed = []
    for name in editable:
        if name not in changes:
            continue
        value = changes[name]
        if isinstance(value, str):
            value = clean_text(value) if name in texts else clean_line(value)
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(name)
    return changed
