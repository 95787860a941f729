"""Texts stand in the order in which people look for them."""

from __future__ import annotations

from coordkit import alphabetical


def test_people_find_names_in_the_order_of_the_ukrainian_alphabet() -> None:
    names = ["Їжа", "Ґанок", "йод", "Яр", "Єва", "Голос", "Ірпінь", "Ера", "Ими", "Дім", "Мʼята", "Мята", "Kyiv"]
    assert sorted(names, key=alphabetical) == [
        "Kyiv", "Голос", "Ґанок", "Дім", "Ера", "Єва", "Ими", "Ірпінь", "Їжа", "йод", "Мʼята", "Мята", "Яр",
    ]  # fmt: skip
