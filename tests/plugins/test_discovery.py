"""Which plugins are found, which are kept out, and that nothing is imported that was not to be."""

from __future__ import annotations

import pytest

from coordkit import PluginError, Plugins
from coordkit.discovery import Candidate, left_out
from tests.plugins.strangers import Site, only, plugin

GOOD = """
from coordkit import hookimpl
from coordkit.ports import StoreType

@hookimpl
def coordkit_stores():
    return [StoreType({scheme!r}, print)]
"""
LISTED = "answer = {each.name: [each.distribution, each.version, *each.gives] for each in Plugins.discover().listing()}"
LOADED = """
import sys
plugins = Plugins.discover()
answer = sorted(name for name in sys.modules if name.startswith("coordkit_"))
"""
BROKEN = "answer = {each.name: [each.distribution, each.version, each.error] for each in Plugins.discover().broken}"


def good(scheme: str) -> str:
    return GOOD.format(scheme=scheme)


def test_an_installed_plugin_is_found_and_listed_with_its_distribution(site: Site) -> None:
    site.install("shelf", good("shelf"), version="2.3")
    assert site.ask(LISTED)["shelf"] == ["coordkit-shelf", "2.3", "store shelf"]


def test_a_plugin_that_cannot_be_imported_is_named_with_its_error_and_takes_nobody_with_it(site: Site) -> None:
    site.install("shelf", good("shelf"))
    site.install("lost", "import a_module_that_is_not_there")
    site.install("nonsense", "def (")
    site.install("quitter", "raise SystemExit('I leave')")
    site.install("rude", "class Rude(BaseException): pass\nraise Rude('whatever')")
    site.install("away", good("away"), points={"away": "coordkit_elsewhere:plugin"})
    broken = site.ask(BROKEN, "shelf,lost,nonsense,quitter,rude,away")
    assert broken["lost"] == ["coordkit-lost", "1.0", "ModuleNotFoundError: No module named 'a_module_that_is_not_there'"]
    assert broken["nonsense"][2].startswith("SyntaxError: ")
    assert broken["quitter"][2] == "SystemExit: I leave"
    assert broken["rude"][2] == "Rude: whatever"
    assert broken["away"][2] == "ModuleNotFoundError: No module named 'coordkit_elsewhere'"
    assert "shelf" in site.ask(LISTED)


def test_control_c_while_a_plugin_is_imported_stops_the_program(site: Site) -> None:
    site.install("slow", "raise KeyboardInterrupt")
    program = """
    try:
        Plugins.discover()
        answer = "went on"
    except KeyboardInterrupt:
        answer = "stopped"
    """
    assert site.ask(program) == "stopped"


def test_each_plugin_is_imported_once_and_its_hooks_are_called_once_and_not_before_they_are_needed(site: Site) -> None:
    site.install(
        "counting", "imports = calls = 0\nimports += 1" + good("counting").replace("return", "global calls; calls += 1; return")
    )
    program = """
    plugins = Plugins.discover()
    import coordkit_counting as module
    answer = [module.imports, module.calls]
    plugins.notifiers()
    answer.append(module.calls)
    plugins.stores(), plugins.store("counting"), plugins.broken, plugins.clashes, plugins.listing()
    answer += [module.imports, module.calls]
    """
    assert site.ask(program) == [1, 0, 0, 1, 1]


def test_finding_plugins_loads_no_adapter(site: Site) -> None:
    heavy = ["sqlite3", "icalendar", "coordkit.builtin.memory", "coordkit.builtin.sqlite", "coordkit.builtin.folder"]
    program = f"""
    import sys
    Plugins.discover()
    answer = [name for name in {heavy} if name in sys.modules]
    """
    assert site.ask(program, "none") == []


def test_asking_for_a_channel_loads_no_store_and_no_format(site: Site) -> None:
    program = """
    import sys
    plugins = Plugins.discover()
    plugins.notifier("folder")
    answer = [name for name in ["sqlite3", "icalendar", "coordkit.builtin.memory"] if name in sys.modules]
    """
    assert site.ask(program, "none") == []


@pytest.mark.parametrize(
    ("chosen", "loaded"),
    [
        (None, ["coordkit_a", "coordkit_b", "coordkit_c"]),
        ("", ["coordkit_a", "coordkit_b", "coordkit_c"]),
        ("a", ["coordkit_a"]),
        (" a , c,", ["coordkit_a", "coordkit_c"]),
        ("none", []),
        ("-b", ["coordkit_a", "coordkit_c"]),
        ("-a, -b,-sqlite", ["coordkit_c"]),
        ("memory", []),
    ],
)
def test_the_variable_decides_before_anything_is_imported(site: Site, chosen: str | None, loaded: list[str]) -> None:
    for name in "abc":
        site.install(name, good(name))
    found = set(site.ask(LOADED, chosen))
    assert found & {"coordkit_a", "coordkit_b", "coordkit_c"} == set(loaded)


def test_a_builtin_is_denied_by_its_name_like_any_other() -> None:
    plugins = Plugins.discover(environ={"COORDKIT_PLUGINS": "-folder"})
    assert "folder" not in plugins.notifiers()
    assert plugins.left_out == ("folder",)
    with pytest.raises(PluginError, match="COORDKIT_PLUGINS keeps out folder"):
        plugins.notifier("folder")


def test_what_the_program_hands_in_itself_is_never_kept_out() -> None:
    assert "paper" in {each.name for each in only(plugin("paper", exporters=[])).listing()}


@pytest.mark.parametrize("mixed", ["a,-b", "none,a", "-a,none", "none,none"])
def test_mixed_forms_are_one_clear_error(mixed: str) -> None:
    with pytest.raises(PluginError, match=r"COORDKIT_PLUGINS: .* mixes its forms"):
        left_out(mixed, [found("a"), found("b")])


def test_a_name_that_no_plugin_has_is_an_error_since_a_misspelt_denial_would_let_it_in() -> None:
    with pytest.raises(PluginError, match=r"no plugin is named 'kershon'; did you mean kherson\?"):
        left_out("-kershon", [found("kherson"), found("poltava")])
    with pytest.raises(PluginError, match="no plugin is named 'x'; there are kherson, poltava"):
        left_out("x", [found("kherson"), found("poltava")])


def found(name: str) -> Candidate:
    return Candidate(name, f"coordkit-{name}", "1.0", object)


def test_an_entry_point_may_name_an_object_in_a_module(site: Site) -> None:
    source = (
        good("inner")
        .replace("@hookimpl\ndef", "class Inner:\n  @staticmethod\n  @hookimpl\n  def")
        .replace("    return", "      return")
    )
    site.install("inner", source, points={"inner": "coordkit_inner:Inner"})
    assert site.ask(LISTED)["inner"][2:] == ["store inner"]


def test_a_module_named_by_two_entry_points_and_handed_in_as_well_counts_once(site: Site) -> None:
    site.install("twice", good("twice"), points={"one": "coordkit_twice", "two": "coordkit_twice"})
    program = """
    import coordkit_twice
    plugins = Plugins.discover(coordkit_twice)
    givers = [each.name for each in plugins.listing() if "store twice" in each.gives]
    answer = [plugins.store("twice").scheme, len(plugins.clashes), givers]
    """
    assert site.ask(program) == ["twice", 0, ["one"]]


def test_a_broken_module_that_comes_twice_is_told_once() -> None:
    bad = plugin("bad", storez=[])
    assert [each.name for each in only(bad, bad).broken if each.name == "bad"] == ["bad"]


def test_entry_points_that_cannot_be_read_are_told_if_they_are_ours_and_passed_over_if_not(site: Site) -> None:
    site.describe("garbled", "[coordkit]\nno equals sign\n")
    site.describe("elsewhere", "[console_scripts]\nno equals sign\n", group="other")
    site.install("shelf", good("shelf"))
    assert "shelf" in site.ask(LISTED)
    told = {name: error for name, (_, _, error) in site.ask(BROKEN).items()}
    assert "entry_points.txt cannot be read" in told["coordkit-garbled"]
    assert "other-elsewhere" not in told


def test_of_a_distribution_that_lies_on_the_path_twice_the_first_counts(site: Site) -> None:
    (site.folder / "behind").mkdir()
    site.install("shelf", good("shelf"), version="2.0")
    Site(site.folder / "behind").install("shelf", "", version="1.0", points={"ghost": "coordkit_ghost"})
    behind = f"import sys; sys.path.append({str(site.folder / 'behind')!r}); "
    assert site.ask(behind + LISTED)["shelf"] == ["coordkit-shelf", "2.0", "store shelf"]
    assert "ghost" not in site.ask(behind + BROKEN)
