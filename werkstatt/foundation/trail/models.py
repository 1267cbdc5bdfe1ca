from django.conf import settings
from django.db import models
from django.db.models import F, Q

from werkstatt.foundation.trail.choices import Relation

REF = r"^[a-z_]+\.[a-z_]+:[1-9][0-9]{0,17}$"


class Link(models.Model):
    """Two results belong together. They are named by their refs (`stage.question:12`), so no floor imports another.

    Whoever removes a result for good parts its links; a ref that nobody can tell any more is passed over in silence.
    """

    source = models.CharField(max_length=80)
    target = models.CharField(max_length=80, db_index=True)
    relation = models.CharField(max_length=12, choices=Relation.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_joins_two"),
            models.CheckConstraint(condition=Q(source__regex=REF, target__regex=REF), name="link_names_results"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.relation} {self.target}"
