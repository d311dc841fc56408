"""NHS numbers: told from other numbers by their check digit, so that none is kept by mistake."""

LENGTH = 10
WEIGHTS = range(LENGTH, 1, -1)


def is_nhs_number(text: str) -> bool:
    """Whether ten digits are an NHS number, by its check digit; other signs are left out.

    Method: NHS Data Dictionary, "NHS number": the first nine digits times 10 down to 2, added; 11
    less the rest of the sum by 11 is the tenth digit, 11 standing for 0. None starts with 0.

    >>> is_nhs_number("943 476 5919"), is_nhs_number("943 476 5918"), is_nhs_number("1111111111")
    (True, False, False)
    """
    digits = [int(sign) for sign in text.removesuffix(".0") if sign in "0123456789"]
    if len(digits) != LENGTH or digits[0] == 0 or len(set(digits)) == 1:
        return False
    weighted = sum(digit * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return (11 - weighted % 11) % 11 == digits[-1]
