"""Tables with a text in each row: CSV, JSON and Parquet, read row by row, with what other columns state."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, TextIO

from rolegraph.errors import SourceError
from rolegraph.readers.delimited import BROKEN_QUOTES, find_delimiter, find_encoding, numbered_rows
from rolegraph.readers.documents.forms.document import Document, PostingFields, content_hash
from rolegraph.readers.documents.forms.job_postings import (
    amount,
    described,
    find_postings,
    in_words,
    iso_date,
    one_below_the_other,
    period_of,
    posting_documents,
    words_of,
    workplace,
)
from rolegraph.readers.documents.forms.pieces import LayoutPiece, lines_of
from rolegraph.readers.documents.forms.reading_process import read_apart

_AS_JSON: Final = "name a file with a JobPosting of schema.org, or with a list of objects that have a description"
LARGEST_ROW: Final = 20_000_000  # bytes
_CHUNK: Final = 1 << 20
_BATCH: Final = 200  # rows of Parquet at a time
_MOST_NAMED: Final = 20  # columns in a message
# What columns are called in each language that is read, as words with underscores; the first that there is counts.
_COLUMNS: Final = {
    "text": "description job_description text body content job_text full_description posting_text job_posting advert "
    "advertisement ad_text full_text details job_details posting anzeigentext stellenanzeige stellenbeschreibung "
    "beschreibung volltext text_der_anzeige texte_annonce description_du_poste annonce offre texte descripción "
    "descripción_del_puesto oferta anuncio texto resume_str resume cv",
    "title": "title job_title vacancy position position_title job_name role job stellentitel "
    "stellenbezeichnung jobtitel berufsbezeichnung titel intitulé intitulé_du_poste titre poste título puesto name",
    "employer": "company company_name employer employer_name organization organisation organization_name "
    "hiring_organization org arbeitgeber firma unternehmen entreprise employeur empresa empleador",
    "place": "location job_location place work_location city locality town ort arbeitsort "
    "standort stadt einsatzort lieu lieu_de_travail ville lugar ubicación ciudad localidad",
    "remote": "remote is_remote remote_allowed work_mode workplace workplace_type work_from_home homeoffice "
    "télétravail teletrabajo",
    "types": "employment_type job_type formatted_work_type work_type contract_type schedule_type employment contract "
    "vertragsart anstellungsart beschäftigungsart type_de_contrat tipo_de_contrato",
    "seniority": "seniority seniority_level formatted_experience_level experience_level job_level level",
    "pay": "salary pay compensation salary_range wage job_salary gehalt lohn vergütung verdienst salaire "
    "rémunération salario sueldo",
    "low": "min_salary salary_min salary_low salary_from pay_low min_pay pay_min minimum_salary",
    "high": "max_salary salary_max salary_high salary_to pay_high max_pay pay_max maximum_salary",
    "currency": "currency salary_currency pay_currency currency_code währung devise moneda",
    "period": "pay_period salary_period salary_unit salary_interval salary_type pay_type",
    "posted": "date_posted posted posted_date posting_date published publication_date published_at listed_time "
    "original_listed_time post_date created_at created went_live date datum veröffentlicht veröffentlicht_am "
    "veröffentlichungsdatum erschienen eingestellt_am date_de_publication publiée_le fecha fecha_de_publicación",
    "closes": "closes closing_date valid_through deadline application_deadline expires expiry expires_at valid_until "
    "bewerbungsfrist date_limite fecha_límite",
    "industry": "industry industries sector company_industry branche secteur",
}
_NAMES: Final = {name for names in _COLUMNS.values() for name in names.split()}
_BARE: Final = re.compile(r"\s*\d[\d.,' ]{0,30}")
_BESIDE_PLACE: Final = re.compile(r" ?[/|,;()] ?| [-–—] ")
_YES: Final = ("1", "1.0", "true", "yes")  # in a column that is about remote work
_BESIDE: Final = re.compile(
    r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]|\b(?:advert|ad|vacancy|raw|full|original)\b(?=.*\w)", re.IGNORECASE
)


Row = Mapping[str, Any] | SourceError
"""A row by the titles of its columns, or what is wrong with it."""


def _raise(error: SourceError) -> None:
    raise error


def read_rows(source: Path | bytes, name: str, form: str, column: str) -> Iterator[Document]:
    """A document for each row that has a text, in the column of that name or one that is called like a text.

    Rows are counted from 1, below the titles of the columns. Raises `SourceError` where there is no such column, or a
    row is broken.
    """
    is_empty = True
    for document in row_documents(table_rows(source, name, form, column), name, form, column):
        is_empty = False
        yield document
    if is_empty:
        raise SourceError("has no row with a text", "name the column of the texts with --column", path=name)


def table_rows(source: Path | bytes, name: str, form: str, column: str) -> Iterator[Row]:
    """The rows of a table, of a form in `TABLES`; raises `SourceError` where none can be told from some row on."""
    if form == "parquet":
        where = {"path": str(source.absolute())} if isinstance(source, Path) else {"path": ""}
        data = source if isinstance(source, bytes) else b""
        batches = read_apart("parquet", data, name, column=column, **where)
        yield from (row for batch in batches for row in batch)
    elif form == "jsonl":
        yield from _json_lines(source, name)
    else:
        yield from _delimited(source, name, form, column)


def read_json(data: bytes, name: str, column: str) -> Iterator[Document]:
    """The postings in a file of JSON-LD, or the texts in one that is a list of rows."""
    try:
        value = json.loads(data, strict=False)
    except RecursionError:
        raise SourceError("nests more deeply than any text does", _AS_JSON, path=name) from None
    except ValueError as error:
        if "Extra data" in str(error):  # an object on each line
            yield from read_rows(data, name, "jsonl", column)
            return
        line = getattr(error, "lineno", None)
        raise SourceError(
            f"is not JSON: {getattr(error, 'msg', error)}", "save it again", path=name, line=line
        ) from None
    documents = [] if column else list(posting_documents(find_postings(value), name, "json"))
    rows = _rows_in(value)
    if documents:
        yield from documents
    elif rows:
        documents = list(row_documents(rows, name, "json", column))
        if not documents:
            raise SourceError("has no row with a text", "name the column of the texts with --column", path=name)
        yield from documents
    else:
        raise SourceError("is JSON without a job posting", _AS_JSON, path=name)


def _rows_in(value: object) -> list[dict[str, Any]]:
    """The rows in JSON: those of a list, of the only list of objects in an object, as services answer, or the object.

    >>> _rows_in({"count": 1, "jobs": [{"title": "Cook"}]})
    [{'title': 'Cook'}]
    """
    if isinstance(value, list):
        return value if all(isinstance(row, dict) for row in value) else []
    if not isinstance(value, dict):
        return []
    lists = [rows for part in value.values() if isinstance(part, list) and part and (rows := _rows_in(part))]
    return lists[0] if len(lists) == 1 else [value]


def row_documents(
    rows: Iterable[Row],
    name: str,
    form: str,
    column: str,
    *,
    first: int = 1,
    refuse: Callable[[SourceError], object] = _raise,
) -> Iterator[Document]:
    """The documents in rows, each by the titles of its columns; the number of the `first` is part of its name.

    `refuse` is told of a row that is broken, which is otherwise an error.
    """
    known: dict[tuple[str, ...], dict[str, str]] = {}
    for number, row in enumerate(rows, start=first):
        place = f"{name} row {number}"
        if isinstance(row, SourceError):
            refuse(row)
            continue
        if not column and (postings := find_postings(row)):
            yield from posting_documents(postings, place, form)
            continue
        titles = tuple(row)
        if titles not in known:
            known[titles] = columns_of(titles, column, name)
        try:
            document = _row_document(row, known[titles], place, form)
        except SourceError as error:
            refuse(error)
        else:
            if document is not None:
                yield document


def _row_document(row: Mapping[str, Any], columns: Mapping[str, str], place: str, form: str) -> Document | None:
    """The document in a row; None where it has no text."""
    cells = {part: in_words(row[title]) for part, title in columns.items()}
    lines = described(cells["text"], place)
    if not lines:
        return None
    fields = _fields(cells)
    if (pay := cells.get("pay", "")) and _bare_amount(pay) is None:
        lines = one_below_the_other(lines, lines_of([LayoutPiece("Salary", 2), LayoutPiece(pay)]))
    digest = content_hash(json.dumps(cells, sort_keys=True).encode("utf-8", "replace"))
    is_posting = fields != PostingFields(title=fields.title)
    return Document(place, lines, digest, form, fields.title, fields if is_posting else None)


def columns_of(titles: Sequence[str], column: str, name: str) -> dict[str, str]:
    """The columns for each part of a posting; raises `SourceError` where none has its text."""
    by_name = {_plain_words(title): title for title in reversed(titles)} | {
        _words(title): title for title in reversed(titles)
    }
    found = {
        part: by_name[word]
        for part, words in _COLUMNS.items()
        if (word := next((word for word in words.split() if word in by_name), ""))
    }
    if column:
        wanted = [title for title in titles if title == column] or [by_name.get(_words(column), "")]
        found["text"] = wanted[0]
    if not found.get("text"):
        shown = ", ".join(list(titles)[:_MOST_NAMED]) or "none"
        problem = f"has no column {column!r}" if column else "has no column that is called like a text"
        more = len(titles) - _MOST_NAMED
        cure = f"name one with --column: {shown}" + (f" and {more} more" if more > 0 else "")
        raise SourceError(problem, cure, path=name)
    return {part: title for part, title in found.items() if part == "text" or title != found["text"]}


def _words(title: str) -> str:
    """A column's title in lower case, with underscores between words."""
    title = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", title.strip().lstrip("\ufeff"))
    return re.sub(r"[\W_]+", "_", title).strip("_").casefold()


def _plain_words(title: str) -> str:
    """The words of a title without what only says more about it: "Wage (from-to)", "Advert text"."""
    return _words(_BESIDE.sub(" ", title))


def _bare_amount(pay: str) -> int | None:
    """An amount in a cell that has nothing else; with a currency or a period it is read as texts are: "EUR 45000"."""
    return amount(pay) if _BARE.fullmatch(pay) else None


def _place_and_remote(text: str) -> tuple[str, str]:
    """A place without what is said of remote work beside it, and that.

    >>> _place_and_remote("Remote / Berlin"), _place_and_remote("Leeds (hybrid)"), _place_and_remote("Stoke-on-Trent")
    (('Berlin', 'remote'), ('Leeds', 'hybrid'), ('Stoke-on-Trent', ''))
    """
    parts = [part for part in _BESIDE_PLACE.split(text) if part]
    said = ["" if part.casefold() in _YES else workplace(part) for part in parts]
    if len(parts) == 1:
        return text, said[0]
    if len(parts) != 2 or sum(map(bool, said)) != 1:
        return text, ""
    return next(part for part, word in zip(parts, said, strict=True) if not word), "".join(said)


def _fields(cells: Mapping[str, str]) -> PostingFields:
    pay = _bare_amount(cells.get("pay", ""))
    currency = cells.get("currency", "").strip().upper()
    place, remote = _place_and_remote(" ".join(cells.get("place", "").split()))
    return PostingFields(
        title=" ".join(cells.get("title", "").split()),
        employer=" ".join(cells.get("employer", "").split()),
        place=place,
        remote=workplace(cells.get("remote", "")) or remote,
        employment_types=tuple(filter(None, map(words_of, re.split(r"[,;|]", cells.get("types", ""))))),
        seniority=cells.get("seniority", ""),
        pay_low=amount(cells.get("low", "")) or pay,
        pay_high=amount(cells.get("high", "")) or pay,
        currency=currency if re.fullmatch("[A-Z]{3}", currency) else "",
        pay_period=period_of(cells.get("period", "")),
        posted=iso_date(cells.get("posted", "")),
        closes=iso_date(cells.get("closes", "")),
        industry=cells.get("industry", ""),
    )


def _delimited(source: Path | bytes, name: str, form: str, column: str) -> Iterator[Row]:
    """The rows of a table in delimited text."""
    encoding = find_encoding(chunks(source))
    with _opened(source, encoding) as file:
        sample = file.read(_CHUNK // 16)
    delimiter = "\t" if form == "tsv" else find_delimiter(sample, lambda title: _is_title(title, column))
    with _opened(source, encoding) as file:
        titles: list[str] = []
        for line, cells in numbered_rows(file, Path(name), delimiter=delimiter):
            if cells is None:
                cure = "double each quotation mark in a cell"
                yield SourceError(f"has {BROKEN_QUOTES}", cure, path=name, line=line)
            elif not titles:
                titles = cells
            elif any(cells[len(titles) :]):
                problem = f"has {len(cells)} cells where there are {len(titles)} columns"
                yield SourceError(problem, "put texts with delimiters in quotation marks", path=name, line=line)
            else:
                yield dict(zip(titles, [*cells, *[""] * (len(titles) - len(cells))], strict=False))
    if not titles:
        raise SourceError("is empty", "name a table with a text in each row", path=name)


def _is_title(title: str, column: str) -> bool:
    words = _words(title.strip('"'))
    return words in _NAMES or _plain_words(title) in _NAMES or (bool(column) and words == _words(column))


def chunks(source: Path | bytes) -> Iterator[bytes]:
    """A file, or bytes, a part at a time."""
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _opened(source: Path | bytes, encoding: str) -> AbstractContextManager[TextIO]:
    if isinstance(source, Path):
        return source.open(encoding=encoding, errors="replace", newline="")
    return io.TextIOWrapper(io.BytesIO(source), encoding=encoding, errors="replace", newline="")


def _json_lines(source: Path | bytes, name: str) -> Iterator[Row]:
    with source.open("rb") if isinstance(source, Path) else io.BytesIO(source) as file:
        number = 0
        while data := file.readline(LARGEST_ROW + 1):
            number += 1
            if len(data) > LARGEST_ROW:
                raise SourceError("is too long for a text", "put a row on each line", path=name, line=number)
            if not data.strip():
                continue
            try:
                row = json.loads(data.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                yield SourceError(f"is not JSON: {error}", "put an object on each line", path=name, line=number)
                continue
            if isinstance(row, dict):
                yield row
            else:
                yield SourceError("is no object in JSON", "put an object on each line", path=name, line=number)


def read_parquet(source: str | bytes, column: str) -> Iterator[list[dict[str, str]]]:
    """The rows of a Parquet file, so many at a time, with the columns that matter alone. It runs in a worker."""
    from pyarrow import BufferReader
    from pyarrow.parquet import ParquetFile

    file = ParquetFile(BufferReader(source) if isinstance(source, bytes) else source)
    found = set(columns_of(file.schema_arrow.names, column, "").values())
    titles = [title for title in file.schema_arrow.names if title in found]
    for batch in file.iter_batches(batch_size=_BATCH, columns=titles, use_threads=False):
        yield [{title: in_words(value) for title, value in row.items()} for row in batch.to_pylist()]
