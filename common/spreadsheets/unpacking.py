"""A program of its own that reads one workbook from its input and answers with the rows, for `reading`.

A sheet of two cells, far enough apart, wants more memory than any machine has, and the reader then ends its process.
So it is this process, which holds no secret, may take only so much memory and time, and whose end is a refusal.
Arguments: the most rows, columns, characters in all, bytes of memory, seconds.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Value = int | float | str | bool | time | date | datetime | timedelta


class Refused(Exception):
    """The workbook is not what can be read; the only argument is the word for it."""


def main(rows: int, columns: int, characters: int, memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, object] = {"rows": read(sys.stdin.buffer.read(), rows, columns, characters)}
    except Refused as refusal:
        answer = {"refused": refusal.args[0]}
    except MemoryError:
        answer = {"refused": "memory"}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def read(content: bytes, rows: int, columns: int, characters: int) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that people see, each with its number; those without a word are left out."""
    found: list[tuple[int, list[str]]] = []
    for number, values in enumerate(_values_in(content), start=1):
        cells = [text_of(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        found.append((number, cells))
        characters -= sum(map(len, cells))
        if len(found) > rows:
            raise Refused("rows")
        if len(cells) > columns:
            raise Refused("columns")
        if characters < 0:
            raise Refused("memory")
    return found


def _values_in(content: bytes) -> list[list[Value]]:
    import python_calamine  # noqa: PLC0415 - only behind the limits

    visible, sheet = python_calamine.SheetVisibleEnum.Visible, python_calamine.SheetTypeEnum.WorkSheet
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        seen = [each.name for each in book.sheets_metadata if each.visible == visible and each.typ == sheet]
        return book.get_sheet_by_name(seen[0]).to_python(skip_empty_area=False) if seen else []
    except python_calamine.PasswordError:
        raise Refused("password") from None
    except MemoryError:
        raise
    except Exception:  # whatever the reader trips over, the file is what is wrong
        raise Refused("damaged") from None
    except BaseException as panic:
        if isinstance(panic, KeyboardInterrupt | SystemExit):
            raise
        raise Refused("damaged") from None


def text_of(value: Value) -> str:
    """What a person sees in a cell: whole numbers without a point, as many digits as a spreadsheet keeps, ISO days."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return _number(value)
        case datetime():
            return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}" if not value.second else f"{value:%H:%M:%S}"
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)


def _number(value: float) -> str:
    plain = f"{Decimal(f'{value:.15g}'):f}" if value - value == 0 else str(value)
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


if __name__ == "__main__":
    main(*map(int, sys.argv[1:6]))
