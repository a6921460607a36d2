//! The words of a mail that only says thank you, in small letters and without apostrophes, apart by spaces.

/// One of them must be there.
pub(super) const THANKS: &str = "danke dank dankeschön merci thank thanks thankyou thx super";

/// What may stand beside them: words of praise, and those that join them. None of them, in whatever order, says that something
/// is amiss; so no negation is among them, no "aber", no "noch", no "bitte" and no "but".
pub(super) const BESIDE: &str = "
    vielen vielmals herzlichen herzlich besten lieben tausend schönen sehr ganz ihnen ihre ihren euch
    eure dir deine sie ich wir mich uns für die das den der und es schnelle schnellen schnell rasche
    tolle gute guten prompte hilfe unterstützung mühe bearbeitung umsetzung erledigung rückmeldung info
    information service arbeit hat ist geklappt klappt funktioniert geht läuft passt stimmt alles jetzt
    nun wieder einwandfrei wunderbar perfekt prima toll klasse spitze bestens gut schön freut ok okay
    you very much many a lot it its this that thats the for your quick fast help support work works
    working is all fine now again great perfect perfectly excellent awesome good well done
";

/// How a mail begins.
pub(super) const GREETING: &str = "
    hallo hi hey hello moin servus guten tag morgen abend liebe lieber liebes sehr geehrte geehrter
    geehrtes dear zusammen
";

/// How a mail ends; below it are names and addresses.
pub(super) const CLOSING: &str = "grüße grüßen gruß grüsse grüssen gruss regards wishes vg mfg lg sincerely";

/// What stands before these.
pub(super) const BEFORE_CLOSING: &str = "
    mit freundlichen freundlichem freundliche freundlicher herzliche herzlicher beste bester viele liebe
    lieber kind best warm yours
";

/// What names and addresses have in small letters.
pub(super) const OF_NAMES: &str =
    "von van de vom zu der den und and of the für i v i.a i.v p.p ppa tel fax mobil e-mail";

/// What no name is, however large it is written: a sentence, or one that was put below the names.
pub(super) const NO_NAME: &str = "
    nicht nichts kein keine nie aber leider noch jedoch fehler problem kaputt defekt falsch weg immer
    bitte ps p.s not no never but still however broken down please
";

/// Whether a word is on a list.
pub(super) fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}
