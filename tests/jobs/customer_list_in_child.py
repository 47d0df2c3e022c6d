"""Uploads a customer list and kills its own process before a request. `test_customer_lists.py` runs it."""

import os
import sys

import requests

from pinterest import CustomerList, PinterestSDKClient

url, token, account, path, requests_left = sys.argv[1:]


class DyingSession(requests.Session):
    left = int(requests_left)

    def send(self, request, **options):
        self.left -= 1
        response = super().send(request, **options)
        if not self.left:
            os._exit(
                9
            )  # after the server handled the request, but before the client uses the response
        return response


client = PinterestSDKClient(token, base_url=url, session=DyingSession())
CustomerList.upload(account, path, "Buyers", client, column="email").wait()
