"""A plugin that is wrong in any way is set aside whole, by name and with the reason; the others work on."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import attrs
import pytest

from coordkit import PluginError, Text, hookimpl, hookspecs
from coordkit.plugins.checking import HOOKS
from coordkit.ports import LetterTemplate, Region, StoreType
from tests.plugins.strangers import complaints, only, plugin

STORE = StoreType("shelf", print)  # type: ignore[arg-type]  # nothing opens it here


@attrs.frozen
class Format:
    """An exporter by its looks."""

    name: str
    suffix: str = ".x"

    def write(self) -> None:
        """Never called here."""


def region(code: str, **more: Any) -> Region:
    return Region(code=code, names=Text.of(en="Somewhere"), **more)


def template(name: str, language: str = "en", text: str = "…") -> LetterTemplate:
    return LetterTemplate(name=name, language=language, text=text)


def test_the_table_of_hooks_is_the_one_of_hookspecs() -> None:
    specified = {name for name in vars(hookspecs) if name.startswith("coordkit_")}
    assert {hook.name for hook in HOOKS} == specified


def test_a_misspelt_hook_is_told_with_the_one_that_was_meant() -> None:
    (error,) = complaints(only(plugin("typo", storess=[STORE], exporters=[]))).values()
    assert "coordkit_storess: is no hook of coordkit; did you mean coordkit_stores?" in error


def test_a_misspelt_hook_sets_the_whole_plugin_aside() -> None:
    assert "shelf" not in only(plugin("typo", stores=[STORE], exportesr=[])).stores()


def test_a_hook_for_a_later_coordkit_may_be_marked_optional() -> None:
    early = plugin("early", stores=[STORE])
    early.coordkit_oracles = hookimpl(lambda: [], optionalhook=True)  # type: ignore[attr-defined]  # a module takes any name
    assert only(early).store("shelf") is STORE


def test_a_hook_without_its_mark_is_told() -> None:
    module = plugin("unmarked", exporters=[])
    module.coordkit_stores = lambda: [STORE]  # type: ignore[attr-defined]  # a module takes any name
    plugins = only(module)
    assert "coordkit_stores: lacks the hook mark; add @coordkit.hookimpl" in complaints(plugins)["unmarked"]
    assert "shelf" not in plugins.stores()


def test_any_public_function_named_like_a_hook_needs_the_mark_and_a_private_one_does_not() -> None:
    loud, quiet = plugin("loud", stores=[STORE]), plugin("quiet", stores=[STORE])
    loud.coordkit_region = lambda: []  # type: ignore[attr-defined]  # a module takes any name
    quiet._coordkit_region = lambda: []  # type: ignore[attr-defined]  # a module takes any name
    assert "coordkit_region: lacks the hook mark" in complaints(only(loud))["loud"]
    assert complaints(only(quiet)) == {}


def test_a_list_under_the_name_of_a_hook_is_told_and_a_module_named_like_the_project_is_not() -> None:
    listed, importing = plugin("listed", exporters=[]), plugin("importing", stores=[STORE])
    listed.coordkit_stores = [STORE]  # type: ignore[attr-defined]  # a module takes any name
    importing.coordkit_ukraine = ModuleType("coordkit_ukraine")  # type: ignore[attr-defined]  # a module takes any name
    assert "coordkit_stores: lacks the hook mark" in complaints(only(listed))["listed"]
    assert complaints(only(importing)) == {}


def test_all_that_is_wrong_with_the_hooks_comes_together() -> None:
    module = plugin("thrice", storez=[], regions=lambda country, year: [])
    module.coordkit_notifiers = lambda: []  # type: ignore[attr-defined]  # a module takes any name
    error = complaints(only(module))["thrice"]
    assert "coordkit_storez: is no hook" in error
    assert "coordkit_regions: takes country, year, which the hook does not give" in error
    assert "coordkit_notifiers: lacks the hook mark" in error


@pytest.mark.parametrize("nothing", [ModuleType("empty"), "a.module.name", 5])
def test_what_has_no_hook_at_all_is_told(nothing: object) -> None:
    assert list(complaints(only(nothing)).values()) == ["it registers nothing; mark its hooks with @coordkit.hookimpl"]


def boom() -> Any:
    raise ValueError("no luck today")


def leave() -> Any:
    raise SystemExit(3)


@pytest.mark.parametrize(("hook", "error"), [(boom, "ValueError: no luck today"), (leave, "SystemExit: 3")])
def test_one_failing_hook_sets_the_whole_plugin_aside(hook: Any, error: str) -> None:
    plugins = only(plugin("half", stores=[STORE], regions=hook), plugin("whole", exporters=[Format("paper")]))
    assert "shelf" not in plugins.stores()
    assert plugins.exporter("paper").name == "paper"
    assert complaints(plugins) == {"half": error}
    assert [each.cause.__class__.__name__ for each in plugins.broken if each.name == "half"] == [error.split(":")[0]]


def test_what_fails_does_not_depend_on_what_was_asked_first() -> None:
    module = plugin("half", stores=[STORE], exporters=[Format("paper")], regions=boom)
    first, second = only(module), only(module)
    first_answers = ("shelf" in first.stores(), "paper" in first.exporters(), complaints(first))
    second_answers = (complaints(second), "paper" in second.exporters(), "shelf" in second.stores())
    assert first_answers == tuple(reversed(second_answers))


def test_control_c_in_a_hook_stops_the_program() -> None:
    def stop() -> Any:
        raise KeyboardInterrupt

    plugins = only(plugin("slow", stores=stop))
    with pytest.raises(KeyboardInterrupt):
        plugins.stores()


def generator() -> Any:
    yield STORE


@pytest.mark.parametrize(
    ("hook", "given", "told"),
    [
        ("stores", {"shelf": STORE}, "gave dict"),
        ("stores", STORE, "gave StoreType"),
        ("stores", lambda: None, "gave nothing; return a list"),
        ("stores", "shelf", "gave str 'shelf'; return a list"),
        ("stores", generator, "gave generator"),
        ("stores", ["shelf"], "gave str 'shelf' in its list; each item is a StoreType"),
        ("stores", [StoreType("no scheme", print)], "each item is a StoreType"),  # type: ignore[arg-type]  # as above
        ("stores", [StoreType("shelf", 5)], "each item is a StoreType"),  # type: ignore[arg-type]  # wrong on purpose
        ("exporters", [object()], "each item is a Exporter"),
        ("exporters", [Format("")], "each item is a Exporter"),
        ("notifiers", [Format("paper")], "each item is a Notifier"),
        ("regions", [{"code": "north"}], "gave dict {'code': 'north'} in its list; each item is a Region"),
        ("regions", [region("north", zone="Mars")], "zone is not an IANA name such as Europe/Kyiv, or None"),
        ("regions", [region("north", kinds=("ngo",))], "region 'north' holds what it may not: kinds is not a tuple of Term"),
        ("regions", [region("north", registries={"edrpou": 5})], "registries is not a mapping of scheme to a function"),
        ("regions", [region("")], "code is not a text"),
        ("commands", [5], "each item is a click.Command"),
        ("templates", [("greeting.txt", "uk", "…")], "each item is a LetterTemplate (name, language, text)"),
        ("templates", [template("greetings.txt")], "no part of a letter is called 'greetings.txt'; there are invitation.subject"),
        (
            "templates",
            [template("greeting.txt", text="{{ titel }}")],
            "nothing is called 'titel' here; did you mean title?",
        ),
        ("templates", [template("greeting.txt", "pl")], "letters are written in uk and en, not in 'pl'"),
    ],
)
def test_a_hook_that_gives_the_wrong_thing_sets_its_plugin_aside(hook: str, given: Any, told: str) -> None:
    assert told in complaints(only(plugin("wrong", **{hook: given})))["wrong"]


def test_a_plugin_that_lies_about_its_attributes_is_set_aside_too() -> None:
    class Trap:
        @property
        def name(self) -> str:
            raise RuntimeError("not today")

        def session(self) -> None:
            """Never called here."""

    assert complaints(only(plugin("trap", notifiers=[Trap()]))) == {"trap": "RuntimeError: not today"}


def test_an_object_can_be_a_plugin_as_well_as_a_module() -> None:
    class Shelf:
        @hookimpl
        def coordkit_stores(self) -> list[StoreType]:
            return [STORE]

    plugins = only(Shelf())
    assert plugins.store("shelf") is STORE
    assert "store shelf" in next(each.gives for each in plugins.listing() if "Shelf" in each.name)


def test_asking_for_what_a_broken_plugin_would_have_given_tells_why_it_is_not_there() -> None:
    with pytest.raises(PluginError, match="half is set aside: ValueError: no luck today"):
        only(plugin("half", stores=[STORE], regions=boom)).store("shelf")
