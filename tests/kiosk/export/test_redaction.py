# SPDX-License-Identifier: Apache-2.0
"""What must not leave the machine is taken out of every text; what a vendor needs stays."""

import pytest

from kiosk.export.redaction import LEFT_OUT, Redactor

REDACTOR = Redactor(["王敏", "Ann Lee"])


@pytest.mark.parametrize(
    ("line", "private"),
    [
        ("read 999999194001010007 on line 3", "194001"),
        ("read 99999919400101001X.", "001X"),
        ("read 99999919400101001x.", "001x"),
        ("read 999999 19400101 0007", "0101"),
        ("read 999999-19400101-001X", "001X"),
        ("read １９９９９９１９４００１", "４００"),
        ("call 13800138000", "138001"),
        ("call +86 138 0013 8000", "0013"),
        ("call 010-12345678", "12345"),
        ("passport E12345678", "12345678"),
        ("tried 482915", "482915"),
        ("pin=4829", "4829"),
        ("PIN: '48 29'", "29"),
        ("密码：4829", "4829"),
        ('{"token": "abc def"}', "def"),
        ("new_password = horse", "horse"),
        ("Authorization: Bearer horse.battery", "battery"),
        ("sent Bearer horse", "horse"),
        ("over https://user:horse@centre.example/v1", "horse"),
        ("enrolled by 5nTq0Jp7xXo_2Zk-9aBcDeFgHiJkLmNoPqRsTuVwXyZ", "2Zk"),
        ("see https://centre.example/5nTq0Jp7xXo2Zk9aBcDeFg", "2Zk"),
        (f"digest {'0af1' * 16}", "0af1"),
        ("let 王敏 in", "王敏"),
        ("let ann lee in", "lee"),
    ],
)
def test_what_is_private_goes(line: str, private: str) -> None:
    assert private in line
    found = REDACTOR.text(line)
    assert private not in found
    assert LEFT_OUT in found


@pytest.mark.parametrize(
    "line",
    [
        "2026-03-02T10:00:00+0800 hall kiosk[4123]: issued number=A023",
        "ticket_id=0190a2b3-7c4d-7e5f-8a6b-123456789012",
        "2026-03-02T10:00:00.123456Z not issued key=error.issue.stopped",
        "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0",
        "192.168.1.87:9100 silent",
        "damaged-20260302T013000Z/kiosk.db",
        "keys/2026-03-02.key",
        "spinning since 10:00 in the foreground_of_the_hall",
    ],
)
def test_what_a_vendor_needs_stays(line: str) -> None:
    assert REDACTOR.line(line) == line


def test_in_a_log_every_chinese_word_may_be_a_name() -> None:
    assert REDACTOR.line("let 张三 in") == f"let {LEFT_OUT} in"
    assert REDACTOR.text("一楼大厅") == "一楼大厅"


def test_in_values_texts_alone_are_looked_at_also_as_names() -> None:
    value = {"bytes": 8388608, "found": ["13800138000", None, True], "13800138000": 1}
    found = REDACTOR.value(value)
    assert found == {"bytes": 8388608, "found": [LEFT_OUT, None, True], LEFT_OUT: 1}
