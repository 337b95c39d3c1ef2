"""What is put into a page as markup."""

from console.elements import around, markup


def test_text_is_shown_as_it_is_whatever_it_has_in_it() -> None:
    name = '<img src=x onerror="alert(1)"> & Co'
    assert markup("strong", name, "name") == (
        '<strong class="name">&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; Co</strong>'
    )


def test_attributes_are_shown_as_they_are_too() -> None:
    head = markup("th", "a < b", scope="row")
    assert around("tr", "first", head, aria_label='"quoted"') == (
        '<tr class="first" aria-label="&quot;quoted&quot;">'
        '<th class="" scope="row">a &lt; b</th></tr>'
    )
