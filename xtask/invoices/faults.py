"""Plants faults into copies of good invoices, one each, to see that the validators find them."""
import re
import shutil

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

# How the copies are named.
MARK = "fault-"
# Copies of an invoice's XML: what is changed, by what, and what the validators must say of it.
CII = [
    ("a total that does not add up", rb"(<ram:GrandTotalAmount>)\d", rb"\g<1>7", "BR-CO-15"),
    ("no name of the seller", rb"(<ram:SellerTradeParty>.*?)<ram:Name>[^<]*</ram:Name>", rb"\1", "BR-06"),
    ("an element that the schema does not know", rb"<ram:ApplicableHeaderTradeSettlement>", rb"<ram:ApplicableHeaderTradeSettlement><ram:Colour/>", "Colour"),
    ("sums of another invoice", rb"(<rsm:ExchangedDocument>.*?<ram:ID>)[^<]*", rb"\1RE-OTHER", "says {"),
]
UBL = [
    ("no buyer reference", rb"<cbc:BuyerReference>[^<]*</cbc:BuyerReference>", rb"", "BR-DE-15"),
    ("no phone of the seller", rb"<cbc:Telephone>[^<]*</cbc:Telephone>", rb"", "BR-DE-6"),
    ("a tax that is not the rate's", rb"(<cac:TaxSubtotal>.*?<cbc:TaxAmount currencyID=\"EUR\">)\d", rb"\g<1>8", "BR-"),
    ("no day of issue", rb"<cbc:IssueDate>[^<]*</cbc:IssueDate>", rb"", "IssueDate"),
]


def changed(data, pattern, by):
    new, count = re.subn(pattern, by, data, count=1, flags=re.DOTALL)
    assert count == 1, pattern
    return new


def plant(folder):
    """Names of the files with a fault: what it is, and what must be said of it."""
    planted = {}
    source = sorted(folder.glob("RE-2026-*.pdf"))[0].stem

    def copy(kind, end):
        for other in (".xml", ".ubl.xml", ".pdf"):
            shutil.copy(folder / f"{source}{other}", folder / f"{MARK}{kind}{other}")
        return folder / f"{MARK}{kind}{end}"

    for at, (what, pattern, by, sign) in enumerate(CII):
        file = copy(f"cii-{at}", ".xml")
        file.write_bytes(changed(file.read_bytes(), pattern, by))
        planted[file.name] = (what, sign)
    for at, (what, pattern, by, sign) in enumerate(UBL):
        file = copy(f"ubl-{at}", ".ubl.xml")
        file.write_bytes(changed(file.read_bytes(), pattern, by))
        planted[file.name] = (what, sign)
    for at, (what, change, sign) in enumerate(PAGES):
        file = copy(f"pages-{at}", ".pdf")
        writer = PdfWriter(clone_from=PdfReader(file))
        change(writer)
        writer.write(file)
        planted[file.name] = (what, sign)
    return planted


def without(*names):
    def change(writer):
        for name in names:
            del writer.root_object[NameObject(name)]

    return change


def other_xml(writer):
    (attachment,) = writer.attachment_list
    attachment.content = b"<other/>"


def untitled(writer):
    writer.root_object[NameObject("/Lang")] = TextStringObject("")


def scripted(writer):
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    })


# Copies of its pages.
PAGES = [
    ("pages without tags", without("/MarkInfo"), "ua1"),
    ("pages without structure", without("/StructTreeRoot"), "3a"),
    ("pages without metadata", without("/Metadata"), "3a"),
    ("pages with a script", scripted, "3a"),
    ("pages with other XML inside", other_xml, "other bytes"),
    ("pages without a language", untitled, "ua1"),
]
