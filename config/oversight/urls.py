"""Addresses of oversight. They stand below the workbench's, for its session is good only there."""

from django.urls import path

from config.oversight.views import Board, CsvFile, JsonFile

app_name = "oversight"
urlpatterns = [
    path("", Board.as_view(), name="overdue"),
    path("<slug:name>", Board.as_view(), name="board"),
    path("<slug:name>.csv", CsvFile.as_view(), name="csv"),
    path("<slug:name>.json", JsonFile.as_view(), name="json"),
]
