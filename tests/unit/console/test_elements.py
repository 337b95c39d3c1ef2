"""What is put into a page as markup."""

from console.elements import markup


def test_text_is_shown_as_it_is_whatever_it_has_in_it() -> None:
    name = '<img src=x onerror="alert(1)"> & Co'
    assert markup("strong", name, "name") == (
        '<strong class="name">&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; Co</strong>'
    )
