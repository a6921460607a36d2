"""Makes many different invoices as docs/invoice.md describes them, JSON values after each other on standard output.

make.py COUNT SUMS: what each must come to, computed here by itself, is written into the file SUMS. The same every time.
"""
import json
import random
import sys
from base64 import b64encode
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from struct import pack
from zlib import compress, crc32

RATES = {"standard": 19, "reduced": 7, "zero": 0, "reverse_charge": 0, "small_business": 0, "not_taxable": 0}
MIXES = [
    ["standard"],
    ["standard", "reduced"],
    ["standard", "reduced", "zero"],
    ["reduced"],
    ["zero"],
    ["reverse_charge"],
    ["standard", "reverse_charge"],
    ["small_business"],
    # Most often: where nothing is taxed, who sells is named in more ways than elsewhere.
    ["not_taxable"],
    ["not_taxable"],
    ["not_taxable"],
]
PRICES = [9_600, 14_400, 9_510, 333, 1, 0, 123_456]
SMALL_PRICES = [1, 2, 3, 7, 49]
NAMES = [
    "Albers Möbel GmbH & Co. KG",
    "Großhandelsgesellschaft für Büroeinrichtungen und Objektausstattung Süddeutschland mit beschränkter Haftung",
    "Łódź Design Sp. z o.o.",
    "東京デザイン株式会社",
    "深圳市软件有限公司",
    "주식회사 한국",
    "Ελληνική Εταιρεία Α.Ε.",
    "ООО «Северное сияние»",
    "شركة التصميم",
    "שלום בע\"מ",
    "Company <b>&amp;</b> \"Söhne\" #set text(red) $x$ \\ @a",
    "Kaffee ☕ & 🚀 OHG",
    "Straßenmeisterei ẞ, Ñandú & Çelik",
]
WORK = [
    "Fehlerbehebung",
    "Gestaltung der Startseite",
    "Projektleitung und Abstimmung mit dem Rechenzentrum",
    "Sicherheitsaktualisierung des Redaktionssystems einschließlich Prüfung aller Formulare auf dem Testsystem",
    "Monatsbeitrag Serviceplan Premium Plus",
    "Donaudampfschifffahrtsgesellschaftskapitänskajütenreservierungssystemschnittstellenwartung",
    "Online-Schulung für 12 Personen",
]
MORE = "#1042 Warenkorb rechnet Versand doppelt · freigegeben von Vera Albers am 24.11.2026, bis zwei Stunden. "
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" rx="2" fill="#7a1f4b"/><circle cx="8" cy="5" r="3" fill="#fff" fill-opacity=".6"/></svg>'


def png():
    """A picture of 16 by 8 dots, half seen through."""
    chunk = lambda kind, data: pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))
    rows = b"".join(b"\0" + bytes([11, 93, 102, 60 + 12 * x] * 1)[:4] * 16 for x in range(8))
    head = pack(">IIBBBBB", 16, 8, 8, 6, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", compress(rows)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + b64encode(data).decode()


def cents(value):
    """Rounded half away from zero, as merchants do."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def net(line):
    quantity = line["quantity"]
    if ":" in quantity:
        hours, minutes = quantity.split(":")
        amount = Decimal(int(hours) * 60 + int(minutes)) * line["price_cents"] / 60
    else:
        amount = Decimal(quantity) * line["price_cents"]
    gross = cents(amount)
    return gross - cents(Decimal(gross) * line["discount_percent"] / 100)


def bases(invoice):
    found = {}
    for line in invoice["line"]:
        found[line["vat"]] = found.get(line["vat"], 0) + net(line)
    for discount in invoice["discount"]:
        found[discount["vat"]] -= discount["cents"]
    return found


def gross(invoice):
    return sum(base + cents(Decimal(base) * RATES[vat] / 100) for vat, base in bases(invoice).items())


def make(n, chance):
    vats = MIXES[n % len(MIXES)]
    kind = ["invoice", "invoice", "credit_note", "invoice", "cancellation"][n % 5]
    count = 120 if n % 80 == 41 else 60 if n % 80 == 22 else [1, 2, 3, 4, 7, 12, 1, 2][n // 3 % 8]
    issued = date(2026, 1, 1) + timedelta(days=n)
    free, small = n % 29 == 7, n % 19 in (5, 9)
    invoice = {
        "kind": kind,
        "number": f"RE/2026-{n:04}" if n % 17 == 0 else f"RE-2026-{n:04}",
        "issued_on": str(issued),
        "lang": "en" if n % 4 == 1 else "de",
        "seller": seller(n, vats),
        "buyer": buyer(n, vats),
        "line": [line(chance, at, vats[at % len(vats)], [0] if free else SMALL_PRICES if small else [*PRICES, chance.randrange(1, 99_999)]) for at in range(max(count, len(vats)))],
        "discount": [],
        "hours": [hours(chance, issued) for _ in range(90 if n % 40 == 13 else [0, 0, 6, 0, 1][n % 5])],
    }
    if n % 2 == 0:
        for at, one in enumerate(invoice["line"]):
            one["group"] = ["Shop-Relaunch", "Wartung und Pflege im November", "Hosting"][3 * at // len(invoice["line"])]
    if n % 5 != 0:
        until = timedelta(days=chance.choice([0, 14, 29]))
        invoice["period"] = {"from": str(issued - until), "to": str(issued)}
    if kind != "invoice":
        invoice["corrects"] = {"number": "RE-2025-0817", "issued_on": "2025-12-15"}
    for name, every, value in [
        ("order", 3, "AU-2026-0012"),
        ("purchase_order", 7, "4500017 / Abt. Einkauf"),
        ("project", 2, "Shop-Relaunch „Nordsee“"),
        ("intro", 9, "wie besprochen berechnen wir die Arbeiten am neuen Shop.\n\nDie Abnahme fand am 3. November statt."),
        ("closing", 6, "Bitte beachten Sie unsere neue Bankverbindung. " * (1 + n % 7)),
    ]:
        if n % every == 0:
            invoice[name] = value.strip()
    if n % 8 == 2 and not free:
        for vat, base in bases(invoice).items():
            if base > 10:
                invoice["discount"].append({"reason": "Laufzeit über 12 Monate, 10 %", "cents": base // 10, "vat": vat})
    total = gross(invoice)
    if kind == "invoice" and n % 10 in (3, 5):
        invoice["paid_cents"] = total if n % 10 == 3 else total // 3
    if kind == "invoice" and total - invoice.get("paid_cents", 0) > 0:
        invoice["due_on"] = str(issued + timedelta(days=14))
    return invoice


def line(chance, at, vat, prices):
    timed = chance.random() < 0.6
    percent = chance.choice([0, 0, 0, 0, 5, 10, 33, 100])
    minutes = chance.choice([1, 5, 20, 45, 95, 450, 6000, chance.randrange(1, 9999)])
    return {
        "name": chance.choice(WORK),
        "description": MORE * chance.choice([0, 0, 0, 1, 1, 2] if at else [0, 1, 9]),
        "quantity": f"{minutes // 60}:{minutes % 60:02}" if timed else chance.choice(["1", "12", "0.25", "3.5", "1.99", "0"]),
        "unit": "hour" if timed else chance.choice(["day", "month", "piece", "flat"]),
        "price_cents": chance.choice(prices),
        "discount_percent": percent,
        "discount_reason": "Treuenachlass nach Absprache" if percent else "",
        "vat": vat,
    }


def hours(chance, issued):
    return {
        "day": str(issued - timedelta(days=chance.randrange(28))),
        "ticket": f"#{chance.randrange(1040, 1090)}",
        "text": chance.choice(["Rückfrage geklärt", "Fehler im Warenkorb nachgestellt, behoben und auf dem Testsystem geprüft", "確認 ✓"]),
        "person": chance.choice(["Jonas Weber", "Dr. Miriam Schönfeld-Abendroth", "مريم", ""]),
        "minutes": chance.randrange(1, 480),
        "free": chance.choice(["", "", "", "Kulanz"]),
    }


def seller(n, vats):
    head = [
        {},
        {"brand": "Werkstatt", "accent": "#7a1f4b"},
        {"logo": SVG},
        {"logo": png(), "accent": "#1d4ed8"},
        {"footer": ["Werkstatt Süd GmbH\nSitz: München", "Tel. +49 89 1234567", "Konto bei der DKB"]},
    ][n % 5]
    vat_id = "" if n % 14 == 5 and "reverse_charge" not in vats else "DE123456789"
    return {
        "name": "Werkstatt Süd GmbH",
        "address": {"street": "Sendlinger Straße 7", "more": "Rückgebäude" if n % 14 == 3 else "", "postcode": "80331", "town": "München"},
        "vat_id": vat_id,
        "tax_number": "" if vat_id and n % 6 in (1, 2) else "143/123/45678",
        "register": "" if n % 13 in (4, 9) else "Amtsgericht München, HRB 123456",
        "directors": "Geschäftsführung: Eva Albers",
        "contact": "Petra Lang",
        "phone": "+49 89 1234567",
        "email": "rechnung@werkstatt.example",
        "web": "www.werkstatt.example" if n % 2 else "",
        "bank": {} if n % 7 == 6 else {"name": "DKB Berlin", "iban": "DE02 1203 0000 0000 2020 51", "bic": "BYLADEM1001" if n % 3 else ""},
        "letterhead": head,
    }


def buyer(n, vats):
    country, postcode, town, vat_id = "DE", "26122", "Oldenburg (Oldb)", ""
    if "reverse_charge" in vats:
        # In turn abroad (§ 3a Abs. 2 UStG) and within Germany (§ 13b Abs. 2 UStG), where the tax is owed by the buyer alike.
        country, postcode, town, vat_id = [("AT", "1010", "Wien", "ATU12345675"), (country, postcode, town, "DE 987 654 321")][n // len(MIXES) % 2]
    if "not_taxable" in vats:
        country, postcode, town, vat_id = "CH", "8001", "Zürich", "CHE123456788" if n % 2 else ""
    return {
        "name": NAMES[n % len(NAMES)],
        "attention": "Buchhaltung, Frau Dr. Schönfeld" if n % 3 == 1 else "",
        "address": {
            "street": "Lange Straße 12a",
            "more": "Hinterhaus, 3. Stock" if n % 7 == 1 else "",
            "postcode": postcode,
            "town": town,
            "country": country,
        },
        "vat_id": vat_id,
        "email": "einkauf@albers.example",
        "reference": ["", "KST 4711", "04011000-12345-03"][n % 3],
        "customer_number": "K-1007" if n % 3 != 2 else "",
    }


def main(count, sums):
    chance = random.Random(20261129)
    expected = {}
    for n in range(count):
        invoice = make(n, chance)
        print(json.dumps(invoice, ensure_ascii=False))
        total = gross(invoice)
        expected[invoice["number"]] = {"gross": total, "due": total - invoice.get("paid_cents", 0)}
    with open(sums, "w", encoding="utf-8") as file:
        json.dump(expected, file)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
