"""What a store promises about documents and questions."""

from __future__ import annotations

from uuid import UUID

import attrs
import pytest

from coordkit import StaleEdit
from coordkit.ports import Store, UnitOfWork, Where, Words
from coordkit.testing.store_samples import KIND, OtherId, document, keep


def found(unit: UnitOfWork, where: Where | None = None, words: Words = ()) -> list[int]:
    """The numbers of the documents that a question finds, which cards must find as well."""
    numbers = [document.id.int for document in unit.query(KIND, where, words)]
    assert [card.id.int for card in unit.cards(KIND, where, words)] == numbers
    return numbers


class DocumentPromises:
    """Documents come back as they were put, and only whoever knows the latest head may write."""

    def test_a_document_comes_back_as_it_was_put(self, store: Store) -> None:
        kept = document(1, index={"tlp": ("AMBER",), "area": ("UA65", "UA53")}, words=["перша", "зустріч"])
        keep(store, kept)
        with store.unit() as unit:
            assert unit.get(KIND, kept.id) == kept
            assert list(unit.query(KIND)) == [kept]
            assert list(unit.cards(KIND)) == [kept.card]

    def test_what_was_never_put_is_none(self, store: Store) -> None:
        with store.unit() as unit:
            assert unit.get(KIND, UUID(int=1)) is None
            assert list(unit.query(KIND)) == []
            assert list(unit.cards(KIND)) == []

    def test_kinds_do_not_mix(self, store: Store) -> None:
        keep(store, document(1), document(1, "other", kind="other", index={"a": ("1",)}, words=["слово"]))
        with store.unit() as unit:
            assert unit.get(KIND, UUID(int=1)) == document(1)
            assert [document.kind for document in unit.query("other")] == ["other"]
            assert found(unit, {"a": "1"}) == found(unit, words=["слово"]) == []

    def test_columns_and_words_keep_their_order_and_repetitions(self, store: Store) -> None:
        kept = document(1, index={"z": ("2", "1", "2"), "a": ()}, words=("в", "а", "в"))
        keep(store, kept)
        with store.unit() as unit:
            read = unit.get(KIND, kept.id)
            assert read is not None
            assert list(read.index.items()) == [("z", ("2", "1", "2")), ("a", ())]
            assert read.words == ("в", "а", "в")
            assert found(unit, {"z": "2"}) == [1]

    def test_a_document_may_have_no_index_no_words_and_an_empty_body(self, store: Store) -> None:
        keep(store, document(1, body=""))
        with store.unit() as unit:
            assert unit.get(KIND, UUID(int=1)) == document(1, body="")

    def test_every_letter_comes_back(self, store: Store) -> None:
        text = 'ґанок обʼєкт it\'s "quoted" \\ 100% a_b \r\n\t \u2028 e\u0301 \U0001f54a \x01 \ue000 \U0010ffff'
        kept = document(1, body=text, index={text: (text, "")}, words=[text])
        keep(store, kept)
        with store.unit() as unit:
            assert unit.get(KIND, kept.id) == kept
            assert found(unit, {text: text}) == [1]
            assert found(unit, {text: ""}) == [1]

    def test_a_large_body_comes_back(self, store: Store) -> None:
        kept = document(1, body="їжак " * 400_000)
        keep(store, kept)
        with store.unit() as unit:
            assert unit.get(KIND, kept.id) == kept

    def test_a_typed_id_finds_its_document_and_a_bare_one_comes_back(self, store: Store) -> None:
        keep(store, attrs.evolve(document(1), id=OtherId(int=1)))
        with store.unit() as unit:
            assert unit.get(KIND, OtherId(int=1)) == unit.get(KIND, UUID(int=1)) == document(1)
            assert [document.id for document in unit.query(KIND, after=OtherId(int=0))] == [UUID(int=1)]

    def test_an_edit_that_names_the_latest_head_is_written(self, store: Store) -> None:
        first, second = document(1), document(1, "second")
        keep(store, first)
        with store.unit() as unit:
            unit.put(second, first.head)
            unit.commit()
        with store.unit() as unit:
            assert unit.get(KIND, first.id) == second

    def test_an_edit_that_names_an_older_head_is_stale_and_writes_nothing(self, store: Store) -> None:
        first, second = document(1), document(1, "second", index={"a": ("1",)})
        keep(store, first)
        with store.unit() as unit:
            unit.put(second, first.head)
            unit.commit()
        with store.unit() as unit:
            with pytest.raises(StaleEdit) as stale:
                unit.put(document(1, "third"), first.head)
            assert f"{KIND}:{first.id}" in str(stale.value), "a stale edit names its record"
            assert "othing was written" in str(stale.value), "a stale edit says that nothing was written"
            assert unit.get(KIND, first.id) == second
            assert found(unit, {"a": "1"}) == [1]

    def test_a_new_document_where_one_is_already_is_stale(self, store: Store) -> None:
        keep(store, document(1))
        with store.unit() as unit:
            with pytest.raises(StaleEdit):
                unit.put(document(1, "second"), None)
            assert unit.get(KIND, UUID(int=1)) == document(1)

    def test_an_edit_of_a_document_that_is_not_there_is_stale(self, store: Store) -> None:
        with store.unit() as unit:
            with pytest.raises(StaleEdit):
                unit.put(document(1, "second"), document(1).head)
            assert unit.get(KIND, UUID(int=1)) is None

    def test_after_a_stale_edit_the_unit_goes_on(self, store: Store) -> None:
        with store.unit() as unit:
            with pytest.raises(StaleEdit):
                unit.put(document(1), document(1).head)
            unit.put(document(2), None)
            unit.commit()
        with store.unit() as unit:
            assert found(unit) == [2]

    def test_an_edit_changes_what_questions_find(self, store: Store) -> None:
        first = document(1, index={"area": ("UA65", "UA53"), "tlp": ("RED",)}, words=["стара", "назва"])
        second = document(1, "second", index={"area": ("UA53", "UA51")}, words=["нова", "назва"])
        keep(store, first)
        with store.unit() as unit:
            unit.put(second, first.head)
            unit.commit()
        with store.unit() as unit:
            assert found(unit, {"area": "UA65"}) == found(unit, {"tlp": "RED"}) == found(unit, words=["стара"]) == []
            assert found(unit, {"area": "UA53"}) == found(unit, {"area": "UA51"}) == found(unit, words=["нов", "назв"]) == [1]


class QuestionPromises:
    """Questions answer in order of id, from a cursor, by value, range and prefix, streaming."""

    def test_documents_come_in_order_of_id(self, store: Store) -> None:
        numbers = [2**127 + 1, 3, 2**64, 1, 2**127, 255, 256]
        keep(store, *(document(number, index={"tlp": ("AMBER",)}, words=["слово"]) for number in numbers))
        with store.unit() as unit:
            assert found(unit) == sorted(numbers)
            assert found(unit, {"tlp": "AMBER"}) == found(unit, {"tlp": ("A", None)}) == found(unit, words=["с"]) == sorted(numbers)

    @pytest.mark.parametrize("where", [None, {"even": "no"}, {"number": ("01", "13")}], ids=["all", "value", "range"])
    def test_pages_of_any_size_make_up_the_whole(self, store: Store, where: Where | None) -> None:
        parts = (document(n, index={"even": ("no" if n % 2 else "yes",), "number": (f"{n:02}",)}) for n in range(1, 15))
        keep(store, *parts)
        with store.unit() as unit:
            whole = list(unit.query(KIND, where))
            for size in (1, 3, len(whole), 100):
                pages, after = [], None
                while page := list(unit.query(KIND, where, after=after, limit=size)):
                    pages += page
                    after = page[-1].id
                assert pages == whole

    def test_a_cursor_holds_while_documents_come_and_go(self, store: Store) -> None:
        keep(store, document(2), document(4), document(6))
        with store.unit() as unit:
            (first,) = unit.query(KIND, limit=1)
            unit.put(document(1), None)
            unit.put(document(3), None)
            unit.purge(KIND, first.id)
            assert [document.id.int for document in unit.query(KIND, after=first.id)] == [3, 4, 6]

    def test_a_limit_of_nothing_gives_nothing(self, store: Store) -> None:
        keep(store, document(1))
        with store.unit() as unit:
            assert list(unit.query(KIND, limit=0)) == []

    def test_all_conditions_hold(self, store: Store) -> None:
        keep(
            store,
            document(1, index={"tlp": ("RED",), "area": ("UA65",)}, words=["нарада"]),
            document(2, index={"tlp": ("RED",), "area": ("UA53",)}, words=["нарада"]),
            document(3, index={"tlp": ("CLEAR",), "area": ("UA53",)}, words=["зустріч"]),
        )
        with store.unit() as unit:
            assert found(unit, {"tlp": "RED", "area": "UA53"}) == [2]
            assert found(unit, {"area": "UA53"}, ["нарада"]) == [2]
            assert found(unit, {"area": ("UA5", "UA6"), "tlp": "RED"}) == [2]
            assert found(unit, {"tlp": "RED", "status": "held"}) == []
            assert found(unit, {}) == [1, 2, 3]

    def test_a_column_of_several_values_meets_a_condition_if_one_does(self, store: Store) -> None:
        keep(store, document(1, index={"area": ("UA51", "UA65")}), document(2, index={"area": ("UA53",)}))
        with store.unit() as unit:
            assert found(unit, {"area": "UA65"}) == [1]
            assert found(unit, {"area": ("UA50", "UA52")}) == [1]
            assert found(unit, {"area": ("UA50", "UA59")}) == [1, 2]
            assert found(unit, {"area": ("UA54", "UA64")}) == []

    def test_a_range_holds_both_its_ends_and_may_be_open(self, store: Store) -> None:
        days = ["2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01"]
        keep(store, *(document(n, index={"on": (day,)}) for n, day in enumerate(days)), document(9))
        with store.unit() as unit:
            assert found(unit, {"on": ("2023-01-01", "2023-12-31")}) == [1, 2]
            assert found(unit, {"on": ("2023-12-31", None)}) == [2, 3]
            assert found(unit, {"on": (None, "2023-01-01")}) == [0, 1]
            assert found(unit, {"on": (None, None)}) == [0, 1, 2, 3]
            assert found(unit, {"on": ("2024-01-01", "2023-01-01")}) == []

    def test_values_compare_code_point_by_code_point(self, store: Store) -> None:
        values = ["", "10", "9", "A", "a", "І", "Ґ", "і", "ґ", "\ue000", "\U0001f54a"]
        assert values != sorted(values)
        keep(store, *(document(n, index={"value": (value,)}) for n, value in enumerate(values)))
        with store.unit() as unit:
            for start in values:
                assert found(unit, {"value": (start, None)}) == [n for n, value in enumerate(values) if value >= start]
                assert found(unit, {"value": (None, start)}) == [n for n, value in enumerate(values) if value <= start]
            assert found(unit, {"value": "A"}) == [values.index("A")]

    def test_every_prefix_must_begin_a_word(self, store: Store) -> None:
        keep(store, document(1, words=["громадська", "безпека"]), document(2, words=["громада", "небезпека"]))
        with store.unit() as unit:
            assert found(unit, words=["громад"]) == [1, 2]
            assert found(unit, words=["громад", "безп"]) == [1]
            assert found(unit, words=["безпека"]) == [1]
            assert found(unit, words=["безпеками"]) == []
            assert found(unit, words=["громад", "зустріч"]) == []

    def test_of_several_prefixes_one_is_enough(self, store: Store) -> None:
        keep(store, document(1, words=["берислав", "~berislav"]), document(2, words=["berislav"]), document(3, words=["херсон"]))
        with store.unit() as unit:
            assert found(unit, words=[("бер", "ber")]) == [1, 2]
            assert found(unit, words=[("ber", "~ber")]) == [1, 2]
            assert found(unit, words=[("бер", "берислав", "~b")]) == [1]
            assert found(unit, words=[("бер", "хер"), ("~", "х")]) == [1, 3]
            assert found(unit, words=[("ярм", "єри")]) == found(unit, words=[()]) == []

    @pytest.mark.parametrize("prefix", ["обʼєк", "o'n", "100%", "a_", "%", "_", "*", "?", "[", '"', "\\", "я", "\U0010ffff"])
    def test_a_prefix_means_itself_letter_by_letter(self, store: Store, prefix: str) -> None:
        words = ["обʼєкт", "обєкт", "o'neil", "oxneil", "100%", "1000", "a_b", "axb", "%", "_", "*", "?", "[", '"', "\\", "я", "яр"]
        words += ["\U0010ffff", "\U0010ffffa", "\ud7ff"]
        keep(store, *(document(n, words=[word]) for n, word in enumerate(words)))
        with store.unit() as unit:
            assert found(unit, words=[prefix]) == [n for n, word in enumerate(words) if word.startswith(prefix)]

    def test_a_question_may_be_left_half_way(self, store: Store) -> None:
        keep(store, *(document(n, index={"tlp": ("RED",)}) for n in range(300)))
        with store.unit() as unit:
            left = [unit.query(KIND), unit.cards(KIND, {"tlp": "RED"}), unit.query(KIND, {"tlp": ("A", None)})]
            for stream in left:
                next(stream)
            unit.put(document(1000), None)
            unit.commit()
        keep(store, document(1001))
        with store.unit() as unit:
            assert found(unit)[-2:] == [1000, 1001]

    def test_writing_while_a_question_streams_gives_no_document_twice(self, store: Store) -> None:
        keep(store, *(document(n, index={"state": ("old",)}) for n in range(300)))
        with store.unit() as unit:
            seen = []
            for kept in unit.query(KIND, {"state": ("a", "z")}):
                seen.append(kept.id.int)
                unit.put(document(kept.id.int, "second", index={"state": ("new", "old")}), kept.head)
            assert seen == list(range(300))
            assert found(unit, {"state": "new"}) == seen
