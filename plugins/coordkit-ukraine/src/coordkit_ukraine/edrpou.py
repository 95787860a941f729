"""EDRPOU: the code of a legal entity in Ukraine's state register. Organization register ``UA-EDR`` at org-id.guide."""

from __future__ import annotations

SCHEME = "UA-EDR"


def check(code: str) -> str | None:
    """None where ``code`` can be an EDRPOU code, else what is wrong with it.

    Eight digits, kept as text since zeros may lead; the last is a check digit. A right check digit does not say that the
    entity exists. Codes of people (RNTRC) have ten digits and are not to be kept.

    >>> check("00034051")
    >>> check("32855968")
    'the check digit of EDRPOU 32855968 is 8, but the first seven digits give 1; compare it with the register'
    """
    if not (code.isascii() and code.isdigit()):
        return f"EDRPOU {code!r} holds more than digits; write its eight digits alone, as 00034051"
    if len(code) != 8:
        return f"EDRPOU {code} has {len(code)} digits, and should have eight; zeros in front belong to it"
    expected = check_digit(code[:7])
    if code[7] != expected:
        return (
            f"the check digit of EDRPOU {code} is {code[7]}, but the first seven digits give {expected}; "
            "compare it with the register"
        )
    return None


def check_digit(first_seven: str) -> str:
    """The check digit of the first seven digits.

    Weights 1 to 7, or 7, 1, 2, 3, 4, 5, 6 for codes that start with 3, 4 or 5; the sum modulo 11. Where that is 10, once more
    with every weight greater by 2; where it is 10 again, the digit is 0.
    """
    weights = (7, 1, 2, 3, 4, 5, 6) if first_seven[0] in "345" else (1, 2, 3, 4, 5, 6, 7)
    for more in (0, 2):
        rest = sum((weight + more) * int(digit) for weight, digit in zip(weights, first_seven, strict=True)) % 11
        if rest < 10:
            return str(rest)
    return "0"
