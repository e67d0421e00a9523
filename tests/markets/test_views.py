"""The switch of market and language (MKT-2) and the freight policy (MKT-10)."""

import pytest
from django.test import Client


def test_the_choice_is_remembered_and_leads_back(markets, client: Client):
    answer = client.post("/market/", {"market": "se", "language": "en", "next": "/help/freight/"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/freight/")
    assert (client.cookies["market"].value, client.cookies["django_language"].value) == ("se", "en")
    assert client.cookies["market"]["httponly"]
    assert client.cookies["market"]["samesite"] == "Lax"


@pytest.mark.parametrize("nonsense", ["zz", "", "\x00"])
def test_what_is_not_offered_is_not_remembered(markets, client: Client, nonsense):
    client.post("/market/", {"market": nonsense, "language": nonsense})
    assert dict(client.cookies) == {}


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\\\\evil"])
def test_the_way_back_never_leaves_the_portal(markets, client: Client, address):
    assert client.post("/market/", {"market": "se", "next": address})["Location"] == "/"


def test_choosing_is_a_post_with_a_token(markets):
    assert Client().get("/market/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/market/", {"market": "se"}).status_code == 403


def test_anyone_reads_the_freight_policy_of_the_market(markets, client: Client):
    client.post("/market/", {"market": "ca", "language": "en"})
    page = client.get("/help/freight/").content.decode()
    assert "<h1>Freight and delivery times</h1>" in page
    for expected in ("Nova Scotia", "Vancouver", "1 to 2 business days", "520.00", "Purolator"):
        assert expected in page


@pytest.mark.parametrize(("market", "said"), [("br", "Amounts in BRL, taxes included"), ("ca", "CAD before taxes")])
def test_the_policy_says_whether_its_amounts_include_taxes(markets, client: Client, market: str, said: str):
    client.post("/market/", {"market": market, "language": "en"})
    assert said in client.get("/help/freight/").content.decode()


def test_without_any_market_the_page_says_so(no_markets, client: Client):
    answer = client.get("/help/freight/")
    assert answer.status_code == 200
    assert "No shipping method is on record here" in answer.content.decode()
