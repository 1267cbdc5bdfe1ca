"""Every write about people, their organisations and what they agreed to."""

from werkstatt.foundation.people.actions.consents import give_consent, give_consents, withdraw_consent
from werkstatt.foundation.people.actions.directory import load_directory
from werkstatt.foundation.people.actions.erasure import erase_person
from werkstatt.foundation.people.actions.memberships import (
    join_organisation,
    join_together,
    leave_organisation,
    make_primary,
)
from werkstatt.foundation.people.actions.organisations import (
    NameIsMissing,
    OrganisationEntry,
    UnknownCounty,
    UnknownMunicipality,
    edit_organisation,
    enter_organisation,
)
from werkstatt.foundation.people.actions.persons import (
    Newcomer,
    Profile,
    delete_unproven_people,
    edit_profile,
    lift_protection,
    make_owner,
    person_for,
    persons_for,
    prepare_sign_in,
    prove_address,
)

__all__ = [
    "NameIsMissing",
    "Newcomer",
    "OrganisationEntry",
    "Profile",
    "UnknownCounty",
    "UnknownMunicipality",
    "delete_unproven_people",
    "edit_organisation",
    "edit_profile",
    "enter_organisation",
    "erase_person",
    "give_consent",
    "give_consents",
    "join_organisation",
    "join_together",
    "leave_organisation",
    "lift_protection",
    "load_directory",
    "make_owner",
    "make_primary",
    "person_for",
    "persons_for",
    "prepare_sign_in",
    "prove_address",
    "withdraw_consent",
]
