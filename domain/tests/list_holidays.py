"""Writes domain/tests/holidays.txt: what the PyPI package `holidays` says about Germany, 2020 to 2040.

    pip install holidays && python3 domain/tests/list_holidays.py > domain/tests/holidays.txt
"""
import holidays

PLACES = {f"DE-{code}": (code, ("public",)) for code in
          ("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH".split())}
PLACES |= {
    "DE-BY-muenchen": ("BY", ("public", "catholic")),
    "DE-BY-augsburg": ("Augsburg", ("public",)),
    "DE-SN-katholisch": ("SN", ("public", "catholic")),
    "DE-TH-katholisch": ("TH", ("public", "catholic")),
}
print(f"# PyPI holidays {holidays.__version__}")
for place, (subdivision, categories) in sorted(PLACES.items()):
    for year in range(2020, 2041):
        days = sorted(holidays.Germany(subdiv=subdivision, years=year, categories=categories))
        print(place, year, " ".join(f"{day:%m-%d}" for day in days))
