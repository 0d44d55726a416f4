"""The peer: what the check would be as an ordinary DRF view, with a serializer and one query by primary key."""

from typing import Any

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


class PlainCheck(APIView):
    """Validates the body and looks one row up among as many as the index has subjects."""

    def post(self, request: Request) -> Response:
        body = CheckIn(data=request.data)
        body.is_valid(raise_exception=True)
        number = body.validated_data["subject"]["document"]["number"]
        found = JournalPosition.objects.filter(pk=number).first()
        return Response({"decision": "permitted" if found is None else "restricted"})


urlpatterns = [path("plain", PlainCheck.as_view())]
