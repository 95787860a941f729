"""A browser that looks at html letters: how wide each is, how well its words stand out from what is behind them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path

import attrs

PHONE, DESK = 360, 1200
LIGHT, DARK = 1, 0
"""What Chromium calls the colours that a reader prefers."""
INSTALL = "apt install chromium"
_SECONDS = 60


@attrs.frozen
class Look:
    """What a browser saw of one letter: the width of page and window, the weakest contrast of any text, its links and language."""

    page_width: int
    window_width: int
    contrast: float
    weakest: str
    background: str
    links: tuple[str, ...]
    language: str
    words: str


def chromium() -> str | None:
    """The browser on this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def looks(letters: Mapping[str, str], folder: Path, colours: int) -> dict[tuple[str, int], Look]:
    """What each letter looks like, by name and width of the window, in light or dark colours. One start of the browser for all."""
    frames = "".join(
        f'<iframe data-name="{escape(name)}" width="{width}" height="600" style="border:0" srcdoc="{escape(html)}"></iframe>\n'
        for name, html in letters.items()
        for width in (PHONE, DESK)
    )
    page = folder / "letters.html"
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{frames}<script>{_SCRIPT}</script>', encoding="utf-8")
    browser = chromium()
    assert browser is not None, INSTALL
    done = subprocess.run(
        [
            browser, "--headless=new", *(["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []), "--disable-gpu",
            "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run", f"--user-data-dir={folder / 'profile'}",
            f"--window-size={DESK + 100},800", f"--blink-settings=preferredColorScheme={colours}", "--virtual-time-budget=10000",
            "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, encoding="utf-8", timeout=_SECONDS,
    )  # fmt: skip
    found = re.search(r'<pre id="seen">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, f"the browser saw nothing:\n{done.stdout[-500:]}\n{done.stderr[-1000:]}"
    seen = json.loads(unescape(found[1]))
    return {(each["name"], each["window"]): _look(each) for each in seen}


def _look(each: dict[str, object]) -> Look:
    return Look(
        page_width=int(str(each["page"])),
        window_width=int(str(each["window"])),
        contrast=float(str(each["contrast"])),
        weakest=str(each["weakest"]),
        background=str(each["background"]),
        links=tuple(map(str, each["links"])) if isinstance(each["links"], list) else (),
        language=str(each["language"]),
        words=str(each["words"]),
    )


# Contrast as WCAG 2.2 counts it (relative luminance, success criterion 1.4.3), opacity of every element around counted in.
_SCRIPT = """
function parts(colour) {
  const found = colour.match(/[0-9.]+/g).map(Number);
  return [found[0], found[1], found[2], found.length > 3 ? found[3] : 1];
}
function over(front, back, alpha) { return [0, 1, 2].map(i => front[i] * alpha + back[i] * (1 - alpha)); }
function luminance(colour) {
  const [r, g, b] = colour.map(c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
function behind(view, element, canvas) {
  if (!element) return canvas;
  const own = parts(view.getComputedStyle(element).backgroundColor);
  return over(own, behind(view, element.parentElement, canvas), own[3]);
}
function opacity(view, element) {
  return element ? Number(view.getComputedStyle(element).opacity) * opacity(view, element.parentElement) : 1;
}
function look(frame) {
  const view = frame.contentWindow, page = frame.contentDocument, root = page.documentElement;
  const probe = page.createElement('div');
  probe.style.backgroundColor = 'Canvas';
  page.body.append(probe);
  const canvas = parts(view.getComputedStyle(probe).backgroundColor);
  probe.remove();
  let weakest = '', least = 100;
  for (const element of page.body.querySelectorAll('*')) {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    const back = behind(view, element, canvas), text = parts(view.getComputedStyle(element).color);
    const found = contrast(over(text, back, text[3] * opacity(view, element)), back);
    if (found < least) { least = found; weakest = element.outerHTML.slice(0, 120); }
  }
  const links = [...page.querySelectorAll('a')].filter(a => a.getBoundingClientRect().height > 0).map(a => a.href);
  return {
    name: frame.dataset.name, window: view.innerWidth, page: Math.max(root.scrollWidth, page.body.scrollWidth),
    contrast: least, weakest, background: canvas.slice(0, 3).join(), links, language: root.lang, words: page.body.innerText,
  };
}
addEventListener('load', () => {
  const seen = document.createElement('pre');
  seen.id = 'seen';
  seen.textContent = JSON.stringify([...document.querySelectorAll('iframe')].map(look));
  document.body.replaceChildren(seen);
});
"""
