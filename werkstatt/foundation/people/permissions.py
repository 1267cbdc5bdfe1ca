"""Who may change what about people and organisations."""

from werkstatt.foundation.people.models import Organisation, Person


def can_edit_organisation(person: Person, organisation: Organisation) -> bool:
    """Owners always; others only while nobody else acts for it, for its address stands on other people's invoices too."""
    if not person.is_active:
        return False
    if person.is_superuser:
        return True
    members = set(organisation.memberships.values_list("person_id", flat=True)[:2])
    return members == {person.pk}
