import pytest

from schemas.entity import LONGEST_SLUG, slug


@pytest.mark.parametrize("name", ["a" * LONGEST_SLUG, "word " * 40])
def test_a_slug_of_the_longest_length_is_whole(name: str) -> None:
    assert slug(name) == name.strip().replace(" ", "-")


def test_long_names_have_short_slugs_that_differ() -> None:
    long = "word " * 200_000
    slugs = {slug(long), slug(long + "1"), slug(long + "2"), slug("word " * 41)}
    assert len(slugs) == 4
    assert all(len(each) <= LONGEST_SLUG for each in slugs)
    assert all(each == slug(each) for each in slugs)
