"""Reads the payment code of an invoice as a banking app does: from its pages as they are drawn."""
import subprocess

import zxingcpp
from lxml import etree

# Dots an inch: the code is 24 mm wide.
SHARP = 150


def pages(file):
    """Each page as a picture in grey, drawn by poppler."""
    data = subprocess.run(["pdftoppm", "-r", str(SHARP), "-gray", str(file)], capture_output=True, check=True).stdout
    while data:
        _, size, _, rest = data.split(b"\n", 3)
        width, height = map(int, size.split())
        yield memoryview(rest[: width * height]).cast("B", (height, width))
        data = rest[width * height :]


def read(file):
    """What the codes on its pages say."""
    return [code.text for page in pages(file) for code in zxingcpp.read_barcodes(page)]


def wanted(xml):
    """What the code has to say of an invoice (EPC069-12, version 002, UTF-8), none where nothing is transferred."""
    tree = etree.parse(str(xml))
    text = lambda name: tree.findtext(f".//{{*}}{name}") or ""
    due, iban = text("DuePayableAmount"), text("IBANID")
    if tree.findtext("{*}ExchangedDocument/{*}TypeCode") != "380" or float(due) <= 0 or not iban:
        return []
    name, purpose = text("AccountName")[:70], tree.findtext("{*}ExchangedDocument/{*}ID")[:140]
    return ["\n".join(["BCD", "002", "1", "SCT", text("BICID"), name, iban, f"EUR{due}", "", "", purpose])]


def check(file):
    said, right = read(file), wanted(file.with_suffix(".xml"))
    return [] if said == right else [f"its payment code says {said}, not {right}"]
