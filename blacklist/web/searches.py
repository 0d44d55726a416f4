"""A search for a like name within the court: purpose and matter are stated, and everybody shown may see who looked."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import ValidationError

from blacklist import selectors
from blacklist.api.searches import SearchIn, SearchPersons
from blacklist.api.views import checked
from blacklist.law.likeness import Likeness
from blacklist.law.refusals import Refusal
from blacklist.services.searches import Shown
from blacklist.web import keeping, showing
from blacklist.web.forms import Form
from blacklist.web.staff import Staff
from pages.words import Words

LIKENESS = {
    Likeness.SAME_NAME: Words("姓名相同", "same name"),
    Likeness.SAME_SOUND: Words("读音相同", "same sound"),
    Likeness.NEAR_NAME: Words("姓名相近", "near name"),
}


class SearchPeople(Staff):
    """The form stands in a body, never in an address."""

    current = "find"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        form = Form("search_persons", SearchIn())
        return self._shown(form.with_typed(keeping.take_back(address=request.path, by=self.officer)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Search."""
        form = Form("search_persons", SearchIn()).with_typed(request.POST)
        try:
            view = SearchPersons()
            view.request = SimpleNamespace(auth=self.session)  # type: ignore[assignment]
            return self._shown(form, view.read(checked(SearchIn, form.sent()), by=self.officer, at=self.at))
        except ValidationError as error:
            return self._shown(form.with_faults(error), code=422)
        except Refusal as refusal:
            return self._shown(form.with_refusal(refusal), code=refusal.status)

    def _shown(self, form: Form, found: Shown | None = None, *, code: int = 200) -> HttpResponse:
        people = found.people if found else ()
        ours = set(
            selectors.persons_of(self.officer)
            .filter(pk__in=[like.person.pk for like in people])
            .values_list("pk", flat=True)
        )
        rows = [
            (like.person, showing.identities(like.person), LIKENESS[like.likeness], like.person.pk in ours)
            for like in people
        ]
        shown = {"form": form, "is_searched": found is not None, "rows": rows, "has_more": found and found.has_more}
        return self.page("court/search.html", shown, code=code)
