from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from werkstatt.foundation.kernel.ratelimit import Limit, TooOften, address_of, count, count_request, delete_old_counts

NOW = datetime(2022, 5, 2, 9, 0, 30, tzinfo=UTC)
THREE = Limit("code", times=3, per=timedelta(minutes=1))


@pytest.mark.django_db
def test_the_fourth_attempt_in_a_minute_is_refused_and_says_for_how_long():
    for _ in range(3):
        count(THREE, who="a", now=NOW)
    count(THREE, who="b", now=NOW)
    with pytest.raises(TooOften) as refused:
        count(THREE, who="a", now=NOW)
    assert refused.value.again_in == timedelta(seconds=30)
    count(THREE, who="a", now=NOW + timedelta(minutes=1))


@pytest.mark.django_db
def test_an_address_is_counted_however_many_accounts_it_tries(rf):
    request = rf.post("/", REMOTE_ADDR="192.0.2.7")
    request.user = AnonymousUser()
    for _ in range(3):
        count_request(THREE, request=request, now=NOW)
    with pytest.raises(TooOften):
        count_request(THREE, request=request, now=NOW)
    assert delete_old_counts(now=NOW + timedelta(days=2)) == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "192.0.2.7"),  # nobody may choose her own address
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (1, "", "192.0.2.7"),
    ],
)
def test_only_trusted_proxies_say_where_a_request_comes_from(rf, settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert address_of(request) == expected
