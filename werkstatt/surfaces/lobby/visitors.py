"""Every page of the lobby is for somebody who has signed in."""

from django.http import HttpRequest

from werkstatt.foundation.people.models import Person


class SignedIn(HttpRequest):
    """A request behind `login_required`."""

    user: Person
