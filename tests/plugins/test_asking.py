"""What the typed methods answer: names, clashes, and that no order of finding changes a word."""

from __future__ import annotations

from types import ModuleType

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import PluginError, Plugins, Text
from coordkit.plugins import Clash, Listed
from coordkit.ports import LetterTemplate, Region, StoreType
from tests.plugins.strangers import only, plugin


@attrs.frozen
class Channel:
    """A notifier by its looks."""

    name: str
    of: str = ""

    def session(self) -> None:
        """Never called here."""


def store(scheme: str) -> StoreType:
    return StoreType(scheme, print)  # type: ignore[arg-type]  # nothing opens it here


def region(code: str, parent: str | None = None) -> Region:
    return Region(code=code, names=Text.of(en="Somewhere"), parent=parent)


def test_an_unknown_name_is_answered_with_the_names_there_are() -> None:
    plugins = only(plugin("some", notifiers=[Channel("pigeon"), Channel("drum")]))
    with pytest.raises(
        PluginError, match=r"no notifier is called 'pidgin'; there are drum, .*pigeon; correct the name, or install"
    ):
        plugins.notifier("pidgin")
    with pytest.raises(PluginError, match="no region is called 'north'; there is none at all"):
        plugins.region("north")


def test_a_name_claimed_twice_is_listed_and_refused_only_when_it_is_asked_for() -> None:
    plugins = only(
        plugin("first", notifiers=[Channel("pigeon", "first"), Channel("drum")]),
        plugin("second", notifiers=[Channel("pigeon", "second")]),
    )
    assert plugins.clashes == (Clash("notifier", "pigeon", ("first", "second")),)
    assert plugins.notifier("drum").name == "drum"
    assert "pigeon" not in plugins.notifiers()
    with pytest.raises(PluginError, match="notifier 'pigeon' is claimed by first and second; leave one of them out"):
        plugins.notifier("pigeon")
    assert plugins.broken == only().broken


def greeting(language: str, text: str = "…") -> LetterTemplate:
    return LetterTemplate(name="greeting.txt", language=language, text=text)


def test_templates_come_by_name_and_language_whoever_brings_them() -> None:
    plugins = only(plugin("first", templates=[greeting("uk")]), plugin("second", templates=[greeting("en")]))
    assert plugins.templates() == (greeting("en"), greeting("uk"))
    assert [each.gives for each in plugins.listing() if each.name == "first"] == [("template greeting.txt uk",)]


def test_a_template_claimed_twice_is_listed_and_no_letter_is_written_in_doubtful_words() -> None:
    first, second = plugin("first", templates=[greeting("uk", "1")]), plugin("second", templates=[greeting("uk", "2")])
    for plugins in (only(first, second), only(second, first)):
        assert plugins.clashes == (Clash("template", "greeting.txt uk", ("first", "second")),)
        with pytest.raises(PluginError, match=r"template 'greeting\.txt uk' is claimed by first and second; leave one of them out"):
            plugins.templates()
    assert only(plugin("some", notifiers=[Channel("drum")])).templates() == ()


def test_a_name_that_a_stranger_shares_with_a_builtin_is_nobodys() -> None:
    plugins = only(plugin("stranger", notifiers=[Channel("folder")]))
    with pytest.raises(PluginError, match=r"notifier 'folder' is claimed by folder \(coordkit.*\) and stranger"):
        plugins.notifier("folder")


@pytest.mark.parametrize(
    ("hook", "what", "things"),
    [
        ("stores", "store", [store("shelf"), store("shelf")]),
        ("notifiers", "notifier", [Channel("drum", "one"), Channel("drum", "two")]),
        ("regions", "region", [region("north"), region("north")]),
    ],
)
def test_one_plugin_that_gives_a_name_twice_clashes_with_itself(hook: str, what: str, things: list[object]) -> None:
    (clash,) = only(plugin("double", **{hook: things})).clashes
    assert (clash.what, clash.claimants) == (what, ("double", "double"))


def test_the_same_name_for_things_of_two_kinds_is_no_clash() -> None:
    plugins = only(plugin("one", stores=[store("paper")]), plugin("two", notifiers=[Channel("paper")]))
    assert plugins.clashes == ()


def test_the_mappings_cannot_be_changed_from_outside() -> None:
    for mapping in (only().stores(), only().exporters(), only().notifiers(), only().regions(), only().commands()):
        with pytest.raises(TypeError):
            mapping["new"] = None  # type: ignore[index]  # the point of the test


def test_commands_are_given_by_name() -> None:
    @attrs.frozen
    class Command:
        name: str

        def __call__(self) -> None:
            """Never called here."""

    assert only(plugin("some", commands=[Command("greet")])).commands() == {"greet": Command("greet")}


def test_the_listing_tells_what_each_plugin_gives_but_not_a_region_that_is_set_aside() -> None:
    plugins = only(plugin("some", regions=[region("north"), region("lost", "nowhere")], notifiers=[Channel("drum")]))
    assert Listed("some", None, None, ("notifier drum", "region north")) in plugins.listing()
    assert [(each.name, each.error) for each in plugins.broken if each.name == "some"] == [
        ("some", "nowhere, the parent of region lost, is not there; install the plugin that gives it or correct `parent`")
    ]


def test_a_channel_of_one_place_refuses_another() -> None:
    with pytest.raises(PluginError, match="the channel 'drum' delivers to one place only; leave `at` out"):
        only(plugin("some", notifiers=[Channel("drum")])).notifier("drum", at="elsewhere")


def test_two_discoveries_share_nothing() -> None:
    first, second = only(plugin("some", notifiers=[Channel("drum")])), only()
    assert "drum" in first.notifiers()
    assert "drum" not in second.notifiers()


def test_the_builtins_give_what_the_core_promises() -> None:
    plugins = only()
    assert plugins.broken == ()
    assert set(plugins.stores()) == {"memory", "sqlite"}
    assert {"json", "csv", "ics"} <= set(plugins.exporters())
    assert set(plugins.notifiers()) == {"folder"}


STRANGERS = [
    plugin("base", regions=[region("country")]),
    plugin("south", regions=[region("south", "country")], notifiers=[Channel("drum", "south")]),
    plugin("district", regions=[region("district", "south")]),
    plugin("rival", notifiers=[Channel("drum", "rival")], stores=[store("shelf")]),
    plugin("circle", regions=[region("a", "b"), region("b", "a")]),
    plugin("orphan", regions=[region("orphan", "nowhere")]),
    plugin("twin", regions=[region("twin"), region("below", "twin")]),
    plugin("other_twin", regions=[region("twin")]),
    plugin("typo", storess=[]),
]


def everything(plugins: Plugins) -> tuple[object, ...]:
    listed = (plugins.listing(), plugins.broken, plugins.clashes, list(plugins.stores()), list(plugins.notifiers()))
    return (*listed, list(plugins.regions().items()))


@given(st.permutations(STRANGERS))
def test_no_order_of_finding_changes_a_result(order: list[ModuleType]) -> None:
    assert everything(only(*order)) == everything(only(*STRANGERS))


@given(st.permutations(["broken", "clashes", "listing", "stores", "exporters", "notifiers", "regions", "commands"]))
def test_no_order_of_asking_changes_a_result(order: list[str]) -> None:
    plugins = only(*STRANGERS)
    for name in order:
        asked = getattr(plugins, name)
        if callable(asked):
            asked()
    assert everything(plugins) == everything(only(*STRANGERS))
