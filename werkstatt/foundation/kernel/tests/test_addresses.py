from django.utils.translation import override

from werkstatt.foundation.kernel.addresses import absolute


def test_an_address_is_whole_and_in_the_readers_language(settings):
    settings.BASE_URL = "https://werkstatt.example"
    with override("de"):
        assert absolute("account_login", language="en") == "https://werkstatt.example/en/accounts/login/"
        assert absolute("account_login", language="de") == "https://werkstatt.example/accounts/login/"
