"""What a region promises about its words: names, vocabularies and seats, each code once, in all its languages, with sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from coordkit import Source, Text
from coordkit.ports import Region, Term
from coordkit.testing.region_places import repeated


def without_source(sources: Sequence[Source]) -> bool:
    """Whether there is nothing that anybody could look up: no source at all, or one with neither address nor document."""
    return not sources or not all(source.url or source.document for source in sources)


def missing(text: Text, languages: Iterable[str]) -> list[str]:
    """The languages of the region that a text lacks."""
    return [language for language in languages if text.get(language) is None]


def _vocabularies(region: Region) -> Mapping[str, tuple[Term, ...]]:
    return {"kinds": region.kinds, "sectors": region.sectors, **region.labels}


def _texts(region: Region) -> Iterator[tuple[str, Text]]:
    """Every text that people read, with where it stands. Names of areas and feminine forms have the languages that have them."""
    yield "names", region.names
    for vocabulary, terms in _vocabularies(region).items():
        for term in terms:
            yield f"{vocabulary} {term.code}", term.label
    for template in region.seat_templates:
        yield f"seat template {template.name}", template.label
        for seat in template.seats:
            yield f"seat {seat.code} of template {template.name}", seat.label


class WordPromises:
    """Codes are told apart, words are there in every language, seats name what the region knows."""

    def test_each_of_its_languages_is_named_once(self, region: Region) -> None:
        assert repeated(region.languages) == []
        for language in region.languages:
            Text(((language, "words"),))  # raises for what is no language code

    def test_every_text_is_there_in_all_its_languages(self, region: Region) -> None:
        lacking = {where: found for where, text in _texts(region) if (found := missing(text, region.languages))}
        assert lacking == {}

    def test_no_code_stands_twice_in_a_vocabulary(self, region: Region) -> None:
        for vocabulary, terms in _vocabularies(region).items():
            assert repeated(term.code for term in terms) == [], vocabulary

    def test_every_code_of_a_vocabulary_can_be_written(self, region: Region) -> None:
        for vocabulary, terms in _vocabularies(region).items():
            for term in terms:
                assert term.code and term.code == term.code.strip() and term.code.isprintable(), f"{vocabulary}: {term.code!r}"

    def test_seat_templates_and_the_seats_in_each_are_told_apart(self, region: Region) -> None:
        assert repeated(template.name for template in region.seat_templates) == []
        for template in region.seat_templates:
            assert template.seats, f"template {template.name} has no seat"
            assert repeated(seat.code for seat in template.seats) == [], template.name

    def test_every_seat_template_has_a_source(self, region: Region) -> None:
        assert [template.name for template in region.seat_templates if without_source(template.sources)] == []

    def test_seats_are_for_kinds_and_sectors_that_the_region_knows(self, region: Region) -> None:
        for template in region.seat_templates:
            for seat in template.seats:
                for vocabulary, code in (("kinds", seat.kind), ("sectors", seat.sector)):
                    assert code is None or region.term(vocabulary, code), f"{vocabulary} has no {code!r}, seat {seat.code}"
