"""Signing in with `django-allauth` on the emulator. Runs in an environment that has it installed."""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings
from django.urls import include, path
from nouns import check_equal, noun, run_flows

settings.configure(
    SECRET_KEY="only for this run",
    ALLOWED_HOSTS=["testserver"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "allauth",
        "allauth.account",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.pinterest",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    SOCIALACCOUNT_STORE_TOKENS=True,
    SOCIALACCOUNT_PROVIDERS={
        "pinterest": {
            "APP": {
                "client_id": os.environ["PINTEREST_APP_ID"],
                "secret": os.environ["PINTEREST_APP_SECRET"],
            }
        }
    },
    LOGIN_REDIRECT_URL="/signed-in",
)
django.setup()

# Django's models and allauth's URLs can only be imported after the setup.
from allauth.socialaccount.models import SocialAccount, SocialToken  # noqa: E402  # needs Django's settings
from allauth.socialaccount.providers.pinterest.views import PinterestOAuth2Adapter  # noqa: E402  # needs Django's settings
from django.core.management import call_command  # noqa: E402  # needs Django's settings
from django.test import Client  # noqa: E402  # needs Django's settings

urlpatterns = [path("accounts/", include("allauth.urls"))]

# Only the URLs are replaced, because the package requires https://.
PinterestOAuth2Adapter.authorize_url = os.environ["PINTEREST_OAUTH_URL"]
PinterestOAuth2Adapter.access_token_url = f"{os.environ['PINTEREST_API_URI']}/oauth/token"
PinterestOAuth2Adapter.profile_url = f"{os.environ['PINTEREST_API_URI']}/user_account"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


def give_consent(url):
    """Opens the authorization page, which redirects without asking, and returns the target URL."""
    try:
        urllib.request.build_opener(_NoRedirect).open(url, timeout=30)
    except urllib.error.HTTPError as answer:
        check_equal(answer.code, 302)
        return answer.headers["Location"]
    raise AssertionError("the authorization page does not redirect")


def sign_in(browser):
    """Signs in with a browser and returns the response to the callback."""
    page = browser.post("/accounts/pinterest/login/")
    check_equal(page.status_code, 302)
    callback = urlsplit(give_consent(page["Location"]))
    check_equal(callback.path, "/accounts/pinterest/login/callback/")
    return browser.get(f"{callback.path}?{callback.query}"), parse_qs(
        urlsplit(page["Location"]).query
    )


@noun("signing in")
def test_sign_in():
    browser = Client()
    answer, query = sign_in(browser)
    check_equal((answer.status_code, answer["Location"]), (302, "/signed-in"))
    check_equal(query["scope"], ["user_accounts:read"])
    account = SocialAccount.objects.get()
    check_equal(account.uid, account.extra_data["id"])
    check_equal(account.get_provider_account().get_username(), account.extra_data["username"])
    check_equal(browser.session["_auth_user_id"], str(account.user.pk))
    return "agreed, the code exchanged, the user account read, a user created"


@noun("signing in again")
def test_second_sign_in():
    answer, _ = sign_in(Client())
    check_equal((answer.status_code, answer["Location"]), (302, "/signed-in"))
    token = SocialToken.objects.get()
    assert token.token.startswith("pina_") and token.token_secret.startswith("pinr_"), "no tokens"
    assert token.expires_at, "no time when the token expires"
    return "the same user, with new tokens"


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    sys.exit(bool(run_flows("django-allauth")))
