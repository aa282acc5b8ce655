"""Payslips of a whole file: CSV and Parquet in and out, wrong rows refused with a sentence, nothing half-written."""

import csv
import datetime
from decimal import Decimal

import pyarrow
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from openfisca_kz.answers.payslip.files import read_table
from openfisca_kz.answers.payslip.table import payments
from openfisca_kz.cli import main
from openfisca_kz.language import language
from openfisca_kz.presentation.sheets import write_table
from openfisca_kz.problems import InputError

HEADING = ["name", "gross", "disability_group", "birth_date", "basic_deduction_claimed"]


def run(*arguments):
    return CliRunner().invoke(main, ["payslip", *map(str, arguments)])


def rows_of(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def thousand():
    """Employees of 200 000 and up; every second has group III, every third is born before 1975."""
    for number in range(1000):
        born = datetime.date(1970 if number % 3 == 0 else 1980, 1, 1)
        yield [f"Employee {number}", 200_000 + number, "group_3" if number % 2 else "", born, ""]


def written(path, rows):
    if path.suffix == ".parquet":
        columns = [list(column) for column in zip(*rows, strict=True)]
        columns[2] = [value or None for value in columns[2]]
        columns[4] = [None] * len(rows)
        pyarrow.parquet.write_table(pyarrow.table(dict(zip(HEADING, columns, strict=True))), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADING, *rows])
    return path


@pytest.mark.parametrize("out", [".csv", ".parquet"])
@pytest.mark.parametrize("source", [".csv", ".parquet"])
def test_a_thousand_employees(tmp_path, source, out):
    given = written(tmp_path / f"employees{source}", list(thousand()))
    answer = run("--file", given, "--on", "2026-01", "--out", tmp_path / f"payslips{out}")
    assert answer.exit_code == 0, answer.output
    table = read_table(tmp_path / f"payslips{out}")
    assert len(table["net"]) == 1000
    first = {name: str(values[0]) for name, values in table.items()}
    # 200 000: 20 000, 4 000, (176 000 - 129 750) x 10%; 9 000, 6% of 176 000, 6 000; born in 1970: no OPVR.
    assert (first["name"], first["gross"], first["net"]) == ("Employee 0", "200000", "171375")
    assert (first["employer_pension_contribution"], first["cost"]) == ("0", "225560")
    # Group III: 200 001 less 10%, nothing else; SO 5% and SN 6% of 180 000.9, OPVR 3.5%.
    second = {name: str(values[1]) for name, values in table.items()}
    assert (second["health_contribution"], second["income_tax"], second["net"]) == ("0", "0", "180001")
    assert second["cost"] == str(200_001 + 9_000 + 10_800 + 7_000)
    assert str(table["gross"][999]) == "200999"
    assert list(tmp_path.glob(".*")) == []


def test_each_row_is_as_the_payslip_of_one(tmp_path):
    given = {"gross": [85_000, 300_000, 5_000_000], "birth_date": [None, "1960-01-01", "1980-01-01"]}
    table = payments(given, "table", "2026-06")
    # Law notes 9.2: 74 800 and 99 263; a pensioner of 300 000: 17 025 and 18 000; 441 125 of 5 000 000 in June.
    assert table["net"] == [74_800, 282_975, 5_000_000 - 425_000 - 34_000 - 441_125]
    assert table["cost"] == [99_263, 318_000, 5_552_960]


def test_net_pay_in_a_file_is_answered_by_gross_pay(tmp_path):
    # 171 375 and 250 575 are the net of 200 000 and 300 000 (law notes 9.2); a pensioner keeps 192 975 of 200 000.
    given = {"net": [171_375, 250_575, 192_975], "birth_date": ["1990-01-01", "1985-01-01", "1950-01-01"]}
    assert payments(given, "table", "2026-06")["gross"] == [200_000, 300_000, 200_000]


def test_files_of_other_payers(tmp_path):
    assert payments({"gross": [300_000]}, "table", "2026-06", payer="civil_contract")["net"] == [225_450]
    assert payments({"gross": [85_000]}, "table", "2026-06", payer="entrepreneur")["to_pay"] == [21_675]
    places = {"lives_in_major_city": [True, False]}
    assert payments(places, "table", "2022-06", payer="single_aggregate")["to_pay"] == [3_063, 1_532]


def test_facts_of_the_options_hold_for_everybody_and_of_the_file_for_one(tmp_path):
    given = tmp_path / "employees.csv"
    given.write_text("gross;employer_regime\n300000;\n300000;unified_payment\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert run("--file", given, "--on", "2026-06", "--fact", "harmful_work=true", "--out", out).exit_code == 0
    rows = rows_of(out)
    assert [row["occupational_pension_contribution"] for row in rows] == ["15000", "15000"]
    assert [row["income_tax"] for row in rows] == ["13425", "5431"]


def test_a_month_of_its_own_in_a_column(tmp_path):
    given = {"gross": [300_000, 300_000], "salary@2026-01": [100_000, 300_000]}
    # 41 750 of the deduction of January are left for February.
    assert payments(given, "table", "2026-02")["income_tax"] == [9_250, 13_425]


def test_types_that_parquet_gives():
    given = {
        "gross": [Decimal("300000.00"), 300_000.0],
        "birth_date": [datetime.datetime(1974, 12, 31, 5), datetime.date(1975, 1, 1)],
        "harmful_work": [True, None],
        "dependants_with_disability_deductions": [1.0, float("nan")],
    }
    table = payments(given, "table", "2026-06")
    assert table["employer_pension_contribution"] == [0, 10_500]
    assert table["occupational_pension_contribution"] == [15_000, 0]
    assert table["income_tax"] == [0, 13_425]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name\nA\n", "needs a column `gross` or `net`"),
        ("gross,net\n1,1\n", "has both `gross` and `net`"),
        ("gross\n", "has no rows"),
        ("", "has no rows"),
        ("gross,gross\n1,1\n", "names the column gross twice"),
        ("gross,name\n1,A,B\n", "row 2: it has 3 cells, the heading has 2"),
        ("gross\nmany\n", "Row 2, column gross: a number of tenge from zero up is expected, not many."),
        ("gross\n1\n-5\n", "Row 3, column gross: a number of tenge from zero up is expected, not -5."),
        ("gross\nnan\n", "Row 2, column gross"),
        ("gross,name\n,A\n", "not an empty cell"),
        (
            "gross,disability_group\n1,group_9\n",
            "Row 2, column disability_group: group_9 is not one of its values: did",
        ),
        ("gross,birth_date\n1,32.02.1980\n", "Row 2, column birth_date: 1980-02-32 is not a date YYYY-MM-DD."),
        ("gross;birth_date\n120,000;\n", "column gross: a number of tenge from zero up is expected, not 120,000."),
        ("gross;Дата рожденья\n1;01.02.1980\n", "Column Дата рожденья is not a fact: did you mean дата рождения?"),
        ("gross,harmful_work\n1,perhaps\n", "Row 2, column harmful_work: perhaps is not true or false."),
        ("gross,dependants_with_disability_deductions\n1,1.5\n", "1.5 is not a whole number."),
        ("gross,dependants_with_disability_deductions\n1,-1\n", "it cannot be less than 0"),
        ("gross,disabilty_group\n1,group_3\n", "Column disabilty_group is not a fact: did you mean disability_group?"),
        ("gross,net_salary\n1,1\n", "net_salary is not a fact that a payslip takes"),
        ("gross,salary@2026-13\n1,1\n", "2026-13 is not a month"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(tmp_path, text, said):
    source, out = tmp_path / "employees.csv", tmp_path / "payslips.csv"
    source.write_text(text, encoding="utf-8")
    out.write_text("as it was", encoding="utf-8")
    answer = run("--file", source, "--on", "2026-01", "--out", out)
    assert answer.exit_code == 2
    assert said in answer.output
    assert out.read_text(encoding="utf-8") == "as it was"


def test_all_wrong_rows_are_said_at_once_up_to_twenty(tmp_path):
    with pytest.raises(InputError) as error:
        payments({"gross": ["x"] * 30, "birth_date": ["?"] * 2 + [""] * 28}, "table", "2026-01")
    assert len(error.value.problems) == 21
    assert "And 12 more of this kind." in str(error.value)


def test_files_that_are_no_tables(tmp_path):
    parquet, sheet = tmp_path / "broken.parquet", tmp_path / "broken.csv"
    parquet.write_bytes(b"no parquet")
    sheet.write_bytes(b"PK\x03\x04 cut short")
    for path, said in ((parquet, "is not a Parquet file"), (sheet, "cannot be read as Excel")):
        answer = run("--file", path, "--on", "2026-01")
        assert answer.exit_code == 2
        assert said in answer.output


def test_where_a_table_cannot_be_written(tmp_path):
    for out, said in ((tmp_path / "a.ods", ".csv, .xlsx or .parquet"), (tmp_path / "nowhere" / "a.csv", "no folder")):
        with pytest.raises(InputError, match=said):
            write_table({"gross": [1]}, out)


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    out = tmp_path / "payslips.parquet"
    out.write_bytes(b"as it was")
    with pytest.raises((pyarrow.ArrowInvalid, ValueError)):
        write_table({"gross": [1, 2], "name": ["A"]}, out)
    assert out.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [out]


def test_the_table_goes_to_the_screen_as_csv_or_json(tmp_path):
    source = tmp_path / "employees.csv"
    source.write_text("gross\n300000\n", encoding="utf-8")
    assert run("--file", source, "--on", "2026-06").stdout.splitlines()[1].endswith(",250575,348840")
    assert '"net": 250575' in run("--file", source, "--on", "2026-06", "--json").output


def test_a_quote_left_open_loses_nobody(tmp_path):
    source, out = tmp_path / "employees.csv", tmp_path / "payslips.csv"
    source.write_text('gross,name\n450000,"A\n100000,B\n200000,C\n', encoding="utf-8")
    answer = run("--file", source, "--on", "2026-01", "--out", out)
    assert answer.exit_code == 2
    assert answer.output == f"{source} is not CSV: unexpected end of data. Is a quote left open?\n"
    assert not out.exists()


EXPORT = """Табельный №;ФИО;Дата рождения;Пол;Группа инвалидности;Базовый вычет;Начислено;ИПН;Отдел
0001;Ахметов Асан;01.02.1980;М;;да;300 000,00;13 000;Цех
0002;Иванова Мария;15.12.1974;Ж;III группа;да;300 000;0;Цех
;;;;;;;;
0003;Ким Олег;03.03.1990;муж.;нет;нет;200000,50;0;Склад
ИТОГО;;;;;;800 000,50;13 000;
"""


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig", "utf-8"])
def test_an_export_of_a_personnel_program_goes_in_as_it_is(tmp_path, encoding):
    """By hand, June 2026: 300 000 less 13 425 of tax is 250 575; group III since birth 1974: 270 000 without VOSMS.

    200 000.50 without the deduction: OPV 20 000.05, VOSMS 4 000.01; tax 10% of 176 000.44 is 17 600.
    """
    source, out = tmp_path / "export.csv", tmp_path / "out.csv"
    source.write_bytes(EXPORT.replace("муж.", "муж").encode(encoding))
    answer = run("--file", source, "--on", "2026-06", "--out", out, "--lang", "ru")
    assert answer.exit_code == 0, answer.output
    assert "Пропущены пустые строки: 4." in answer.stderr
    assert "Пропущены строки итогов: 6." in answer.stderr
    assert "Столбцы, перенесённые без проверки: Табельный №, ФИО, ИПН, Отдел." in answer.stderr
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["Табельный №"] for row in rows] == ["0001", "0002", "0003"]
    assert [row["ИПН"] for row in rows] == ["13 000", "0", "0"]
    assert [row["ИПН, рассчитано"] for row in rows] == ["13425", "0", "17600"]
    assert [row["Заработная плата на руки"] for row in rows] == ["250575,0", "270000,0", "158400,5"]
    assert [row["ОПВР"] for row in rows] == ["10500", "0", "7000"]


@pytest.mark.slow
def test_five_thousand_rows_of_an_export(tmp_path):
    heading, *rows, _ = EXPORT.splitlines()
    source, out = tmp_path / "export.csv", tmp_path / "out.xlsx"
    source.write_bytes("\r\n".join([heading, *[rows[0]] * 5000]).encode("cp1251"))
    assert run("--file", source, "--on", "2026-06", "--out", out, "--lang", "kk").exit_code == 0
    table = read_table(out)
    assert len(table["ФИО"]) == 5000
    assert {float(net) for net in table[next(name for name in table if "Қолға" in name or "қолға" in name)]} == {250575}


def test_a_workbook_of_excel_goes_in_whatever_it_is_called(tmp_path):
    source = tmp_path / "staff.csv"
    given = {"ФИО": ["А"], "К выплате": [250575], "Дата рождения": [datetime.date(1985, 1, 1)]}
    write_table(given, tmp_path / "s.xlsx")
    source.write_bytes((tmp_path / "s.xlsx").read_bytes())
    assert payments(read_table(source), "table", "2026-06")["gross"] == [300_000]


def test_headings_named_as_options_of_the_command():
    given = {"gross": ["300000", "300000"], "non_resident": ["no", "yes"], "disability": ["", "3"]}
    told = {"gross": ["300000", "300000"], "tax_resident": ["true", "false"], "disability_group": ["none", "group_3"]}
    assert payments(given, "table", "2026-06")["net"] == payments(told, "table", "2026-06")["net"]


def test_income_by_option_and_by_file_at_once_is_refused(tmp_path):
    source = tmp_path / "employees.csv"
    source.write_text("gross\n300000\n", encoding="utf-8")
    answer = run("--file", source, "--gross", 1, "--on", "2026-06")
    assert (answer.exit_code, "leave out --gross" in answer.output) == (2, True)


def test_a_heading_that_does_not_say_what_it_seems_is_carried_over_and_named():
    notes = []
    table = payments({"gross": [300_000], "Вычет": ["129 750"]}, "table", "2026-06", notes=notes)
    assert table["Вычет"] == ["129 750"]
    assert any(note.values.get("column") == "Вычет" for note in notes)


def test_an_empty_cell_of_what_the_law_tells_is_told_by_the_law():
    """Born on 1 January 1961 a man is 65: no contributions, tax 10% of 300 000 - 129 750; two cells say no and yes."""
    given = {
        "gross": [300_000] * 4,
        "birth_date": ["1961-01-01", "1961-01-01", "1980-01-01", ""],
        "Пенсионер": ["", "нет", "да", ""],
    }
    table = payments(given, "table", "2026-06")
    assert table["pension_contribution"] == [0, 30_000, 0, 30_000]
    assert table["income_tax"] == [17_025, 13_425, 17_025, 13_425]


def test_an_empty_cell_is_not_told_in_what_is_said_of_a_fact():
    """Born on 10 February 1964: a woman is 62 and has reached 61 years, a man has not reached 63."""
    notes = []
    given = {"gross": [200_000] * 3, "birth_date": ["1964-02-10", "1964-02-10", ""], "sex": ["", "female", "female"]}
    table = payments(given, "table", "2026-06", notes=notes)
    assert table["pension_contribution"] == [20_000, 0, 20_000]
    said = {note.message.partition(" was not")[0]: dict(note.values) for note in notes}
    assert said["Sex"] == {"count": 1, "size": 3}
    assert said["The birth date"] == {"year": 1975, "count": 1, "size": 3}


def test_an_empty_cell_of_another_month_is_no_nought():
    with pytest.raises(InputError, match="Row 2, column salary@2026-03: the cell is empty"):
        payments({"gross": [1, 2], "salary@2026-03": [0, ""]}, "table", "2026-06")


@pytest.mark.parametrize("word", ["2", "II", "2 группа", "II гр.", "2 гр", "\u0406\u0406 топ"])
def test_disability_groups_as_offices_write_them(word):
    """Group II for a term: pension contribution, no health contribution (law notes 5.2)."""
    table = payments({"gross": [200_000], "Инвалидность": [word]}, "table", "2026-01")
    assert (table["health_contribution"], table["pension_contribution"]) == ([0], [20_000])


def test_a_total_is_told_from_a_person_who_works_for_total():
    given = {
        "ФИО": ["Асан", "Итогова", "Итого:", "1", "Барлығы бөлім бойынша"],
        "Отдел": ["Total Energies", "Всего хорошего", "", "Итого", ""],
        "Начислено, тенге": [1, 2, 3, 3, 3],
    }
    assert payments(given, "table", "2026-06")["ФИО"] == ["Асан", "Итогова"]


def test_nobody_is_paid_before_birth():
    with pytest.raises(InputError, match="2030-01-01 is after June 2026"):
        payments({"gross": [1, 2], "birth_date": ["", "01.01.2030"]}, "table", "2026-06")


def test_rows_of_one_person_are_named():
    notes = []
    given = {"ИИН": ["900101300123", "910202400456", "900101300123", "", ""], "gross": [1, 2, 3, 4, 5]}
    payments(given, "table", "2026-06", notes=notes)
    assert notes[0].values == {"column": "ИИН", "rows": "1, 3"}


@pytest.mark.parametrize("head", ["Ведомость;;\nФИО;Оклад;Начислено\n", "ФИО;Начисления;;\n;Оклад;Премия;Итого\n"])
def test_a_title_above_the_names_of_columns_is_refused_with_what_to_do(tmp_path, head):
    source = tmp_path / "staff.csv"
    source.write_text(head + ";".join("A111"[: head.partition("\n")[0].count(";") + 1]) + "\n", encoding="utf-8")
    answer = run("--file", source, "--on", "2026-06")
    assert (answer.exit_code, "Delete titles above the names" in answer.output) == (2, True)


def test_a_row_is_the_line_on_which_it_begins_in_the_file(tmp_path):
    """With a heading, a blank line and a name of two lines above it; in a sheet with empty rows above the heading."""
    source = tmp_path / "people.csv"
    source.write_text('name,gross\nA,1\n\n"B\nC",2\nD,many\n', encoding="utf-8")
    assert "Row 6, column gross: a number of tenge" in run("--file", source, "--on", "2026-06").output
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row, cells in {3: ("name", "gross"), 4: ("A", 1), 6: ("B", "many")}.items():
        for column, cell in enumerate(cells, 1):
            book.active.cell(row, column, cell)
    book.save(tmp_path / "people.xlsx")
    answer = run("--file", tmp_path / "people.xlsx", "--on", "2026-06")
    assert "Row 6, column gross: a number of tenge" in answer.output


@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
def test_what_is_printed_is_what_a_file_would_have(tmp_path, lang):
    source, out = tmp_path / "people.csv", tmp_path / "out.csv"
    source.write_text("name,gross\nA,300000\n", encoding="utf-8")
    printed = run("--file", source, "--on", "2026-06", "--lang", lang)
    assert run("--file", source, "--on", "2026-06", "--lang", lang, "--out", out).exit_code == 0
    assert printed.stdout_bytes == out.read_bytes()
    assert ("ОПВ" in printed.stdout or "МЗЖ" in printed.stdout) is (lang != "en")


@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
def test_notes_name_no_option_of_the_command(lang):
    """They are read at the page and in answers of the API as well."""
    notes = []
    facts = {"second_salary": 1, "legal_residence": "eaeu_citizen_worker", "birth_date": "1964-02-10"}
    payments({"gross": [200_000]}, "table", "2026-06", facts=facts, notes=notes)
    said = " ".join(note.say(language(lang)) for note in notes)
    assert len(notes) >= 4
    assert "--" not in said
    assert "2026-01" not in said  # the month is written as the language does
