"""Plants faults into copies of good invoices, one each, to see that the validators find them."""
import re
import shutil

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

import payment

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
    ("an XRechnung that calls itself a plain invoice", rb"(<cbc:CustomizationID>urn:cen.eu:en16931:2017)[^<]*", rb"\1", "CustomizationID is"),
    ("a process that is not the one", rb"(<cbc:ProfileID>)[^<]*", rb"\1urn:other", "ProfileID is"),
    ("no day of issue", rb"<cbc:IssueDate>[^<]*</cbc:IssueDate>", rb"", "IssueDate"),
]
# Copies of one whose buyer in Germany owes the tax.
OWED = [
    ("a buyer who is not told to owe the tax", ".xml", rb"<ram:ExemptionReason>[^<]*", rb"<ram:ExemptionReason>Steuerfrei"),
    ("an XRechnung whose buyer is told something else", ".ubl.xml", rb"<cbc:TaxExemptionReason>[^<]*", rb"<cbc:TaxExemptionReason>Steuerfrei"),
]
GERMAN = rb"<ram:BuyerTradeParty>(?:(?!</ram:BuyerTradeParty>).)*<ram:CountryID>DE</ram:CountryID>.*<ram:CategoryCode>AE</ram:CategoryCode>"


def changed(data, pattern, by):
    new, count = re.subn(pattern, by, data, count=1, flags=re.DOTALL)
    assert count == 1, pattern
    return new


def plant(folder):
    """Names of the files with a fault: what it is, and what must be said of it."""
    planted = {}
    sources = [file.stem for file in sorted(folder.glob("RE-2026-*.pdf"))]
    german = next(source for source in sources if re.search(GERMAN, (folder / f"{source}.xml").read_bytes(), re.DOTALL))
    paid = next(source for source in sources if payment.wanted(folder / f"{source}.xml"))

    def copy(kind, end, source=sources[0]):
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
    for at, (what, end, pattern, by) in enumerate(OWED):
        file = copy(f"owed-{at}", end, german)
        file.write_bytes(changed(file.read_bytes(), pattern, by))
        planted[file.name] = (what, "the buyer owes the tax")
    # The code stays as it was; the XML asks for the money at another account.
    account = copy("code", ".xml", paid)
    account.write_bytes(changed(account.read_bytes(), rb"(<ram:IBANID>..)..", rb"\g<1>99"))
    planted[account.with_suffix(".pdf").name] = ("a payment code for another account", "its payment code says")
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


def related(writer):
    """The XML is data behind the pages, not another form of them."""
    (held,) = writer.root_object["/AF"]
    held.get_object()[NameObject("/AFRelationship")] = NameObject("/Data")


def told(name, other):
    """The metadata says something else of the XML inside."""

    def change(writer):
        metadata = writer.root_object["/Metadata"].get_object()
        metadata.set_data(changed(metadata.get_data(), rf"(<fx:{name}>)[^<]*".encode(), rf"\g<1>{other}".encode()))

    return change


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
    ("pages whose XML is not another form of them", related, "associated files"),
    ("pages that do not name their XML as theirs", without("/AF"), "associated files"),
    ("metadata of another profile", told("ConformanceLevel", "BASIC"), "fx:ConformanceLevel"),
    ("metadata of another file", told("DocumentFileName", "zugferd-invoice.xml"), "fx:DocumentFileName"),
    ("metadata of another version", told("Version", "2p0"), "fx:Version"),
    ("metadata of another document", told("DocumentType", "ORDER"), "fx:DocumentType"),
    ("pages without a language", untitled, "ua1"),
]
