"""Addresses of the public list. None holds a name or a number: a listing is at an id that says nothing."""

from django.urls import path

from config.public_list.views import Ask, Found, Record

app_name = "public-list"
urlpatterns = [
    path("", Ask.as_view(), name="ask"),
    path("found", Found.as_view(), name="found"),
    path("<uuid:listing_id>", Record.as_view(), name="record"),
]
