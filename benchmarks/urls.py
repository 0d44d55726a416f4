"""The peers: what the check would be as an ordinary DRF view, with a serializer and one look-up by key."""

from typing import Any

import redis
from django.conf import settings
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from restrictions.models import JournalPosition


class DocumentIn(serializers.Serializer[Any]):
    type = serializers.CharField(max_length=30)
    number = serializers.CharField(max_length=30)


class SubjectIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    document = DocumentIn()


class CheckIn(serializers.Serializer[Any]):
    activity = serializers.CharField(max_length=40)
    subject = SubjectIn()


def number_of(request: Request) -> str:
    """Validate the body and return the number asked about."""
    body = CheckIn(data=request.data)
    body.is_valid(raise_exception=True)
    number: str = body.validated_data["subject"]["document"]["number"]
    return number


class PlainCheck(APIView):
    """Validates the body and looks one row up among as many as the index has subjects."""

    def post(self, request: Request) -> Response:
        found = JournalPosition.objects.filter(pk=number_of(request)).first()
        return Response({"decision": "permitted" if found is None else "restricted"})


_redis = redis.Redis.from_url(settings.REDIS_URL)


class RedisCheck(APIView):
    """Validates the body and gets one key out of Redis (or Valkey) among as many."""

    def post(self, request: Request) -> Response:
        found = _redis.get(f"bench:{number_of(request)}")
        return Response({"decision": "permitted" if found is None else "restricted"})


urlpatterns = [path("plain", PlainCheck.as_view()), path("redis", RedisCheck.as_view())]
