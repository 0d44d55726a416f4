from django import forms
from django.template import Context, Template
from django.utils import translation

from pages.fields import Field, Option
from pages.words import Words


class Form(forms.Form):
    name = forms.CharField(label=Words("姓名", "Name"), max_length=50)  # type: ignore[arg-type]
    note = forms.CharField(widget=forms.Textarea, required=False)


def drawn(field: Field | forms.BoundField) -> str:
    return Template("{% load pages %}{% field f %}").render(Context({"f": field}))


class TestField:
    def test_keeps_what_was_typed_and_names_the_error_at_the_field(self) -> None:
        field = Field("name", Words("姓名", "Name"), values=('<b>"张"',), errors=("太短",))
        text = drawn(field)
        assert 'value="&lt;b&gt;&quot;张&quot;"' in text
        assert 'aria-describedby="id_name-error"' in text
        assert 'aria-invalid="true"' in text

    def test_never_gives_a_password_back(self) -> None:
        assert "secret-thing" not in drawn(Field("password", "p", kind="password", values=("secret-thing",)))

    def test_of_a_choice_is_a_group_with_a_legend(self) -> None:
        options = (Option("a", Words("甲", "A")), Option("b", Words("乙", "B"), hint="x"))
        text = drawn(Field("which", "哪个", kind="radios", options=options, values=("b",)))
        assert text.count("<fieldset") == 1
        assert 'value="b" checked' in text

    def test_is_made_of_a_django_forms_field(self) -> None:
        form = Form({"name": "", "note": "留言"})
        assert form.errors
        field = Field.of(form["name"])
        assert (field.kind, field.longest, field.is_required, len(field.errors)) == ("text", 50, True, 1)
        assert "留言</textarea>" in drawn(form["note"])


class TestErrors:
    def test_link_to_their_fields(self) -> None:
        form = Form({"name": ""})
        text = Template("{% load pages %}{% errors form %}").render(Context({"form": form}))
        assert 'href="#id_name"' in text

    def test_are_nothing_without_any(self) -> None:
        assert Template("{% load pages %}{% errors f %}").render(Context({"f": []})).strip() == ""


class TestSay:
    def test_escapes_what_is_filled_in(self) -> None:
        with translation.override("en"):
            text = Template('{% load pages %}{% say "共{n}" "{n} in all" n=n %}').render(Context({"n": "<i>"}))
        assert text == "&lt;i&gt; in all"

    def test_marks_chinese_on_an_english_page(self) -> None:
        template = Template("{% load pages %}{{ n|zh }}")
        with translation.override("en"):
            assert template.render(Context({"n": "张<三"})) == '<span lang="zh-Hans">张&lt;三</span>'
        with translation.override("zh-hans"):
            assert template.render(Context({"n": "张三"})) == "张三"
