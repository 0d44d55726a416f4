from blacklist.web.particulars import rows


class TestRows:
    def test_show_an_instant_as_a_clock_does(self) -> None:
        [(words, value)] = rows({"id": "7", "expires_at": "2026-11-26T09:49:17.824881Z"})
        assert (words.en, value) == ("Expires at", "2026-11-26 17:49")

    def test_leave_out_what_is_not_there(self) -> None:
        assert rows({"person_id": "x", "expires_at": None, "reasons": "", "acts": []}) == []
