"""What could be somebody's citizen number, to be looked for where none may stand."""

from datetime import date

from stdnum.cn.ric import calc_check_digit

OLDEST_YEAR, LAST_YEAR = 1880, 2099


def could_be_a_citizens(number: str) -> bool:
    """Say whether eighteen characters have the check digit of GB 11643 and a birth date, as everybody's have.

    The check digit alone is right by chance in one of eleven: an instant in nanoseconds or a digest has it too.
    """
    try:
        born = date.fromisoformat(number[6:14])
    except ValueError:
        return False
    return OLDEST_YEAR <= born.year <= LAST_YEAR and number[17] == calc_check_digit(number)
