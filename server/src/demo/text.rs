//! What customers write to a web agency.

/// A concern with everything that is said about it.
pub struct Concern {
    pub title: &'static str,
    pub description: &'static str,
    pub question: &'static str,
    pub answer: &'static str,
    pub specification: &'static str,
    pub note: &'static str,
    pub progress: &'static str,
    /// Index of the team.
    pub team: usize,
    pub outage: bool,
}

/// Shorter to write below: title, description, question, answer, specification, note, progress, team, outage.
const fn concern(texts: [&'static str; 7], team: usize, outage: bool) -> Concern {
    let [title, description, question, answer, specification, note, progress] = texts;
    Concern { title, description, question, answer, specification, note, progress, team, outage }
}

/// First answers.
pub const WELCOMES: [&str; 3] = [
    "Vielen Dank für Ihre Nachricht. Wir haben uns das angesehen und können es nachstellen; ich gebe es gleich an das Team weiter.",
    "Danke für die genaue Beschreibung! Damit können wir sofort etwas anfangen. Ich melde mich, sobald es einen Zwischenstand gibt.",
    "Guten Tag, Ihr Anliegen ist bei mir. Ich stimme es kurz mit dem Team ab und sage Ihnen dann, wann Sie damit rechnen können.",
];

/// The concerns.
pub const CONCERNS: [Concern; 24] = [
    concern(
        [
            "Warenkorb rechnet Versand doppelt",
            "Guten Morgen,\n\nbeim Bezahlen werden die Versandkosten seit gestern zweimal berechnet, sobald ein Gutschein eingelöst wird. Ohne Gutschein stimmt die Summe. Wir hatten schon drei Anrufe von Kunden.\n\nSchritte: Artikel in den Warenkorb, Gutschein HERBST10, zur Kasse.",
            "Betrifft das nur den Gutschein HERBST10 oder alle Gutscheine? Und bezahlen die Betroffenen per PayPal oder auch auf Rechnung?",
            "Alle Gutscheine, die prozentual rechnen. Die Zahlungsart scheint egal zu sein, wir haben es mit PayPal und Rechnung probiert.",
            "Versandkosten werden genau einmal berechnet, auch mit prozentualen Gutscheinen. Bestehende Bestellungen werden nicht verändert. Abnahme mit HERBST10 auf dem Testsystem.",
            "Vermutlich der Preis-Observer aus dem Update 4.2: läuft zweimal, wenn ein Rabatt greift. Erst Test schreiben.",
            "Wir haben den Fehler gefunden: eine Preisregel wurde nach dem letzten Update doppelt ausgeführt. Die Korrektur ist fertig und wird gerade geprüft.",
        ],
        0,
        false,
    ),
    concern(
        [
            "Onlineshop nicht erreichbar",
            "Der Shop zeigt seit 8:40 Uhr nur noch »502 Bad Gateway«. Wir verlieren gerade Bestellungen, bitte dringend!",
            "Sehen Sie die Meldung auch im Mobilfunknetz, oder nur in Ihrem Firmennetz?",
            "Auch mit dem Handy, ohne WLAN.",
            "Shop ist wieder erreichbar; Ursache und Dauer werden dokumentiert.",
            "php-fpm auf Knoten 2 hängt, Speicher voll durch Export. Neustart hilft, Export begrenzen.",
            "Der Shop läuft wieder. Ein nächtlicher Export hatte den Arbeitsspeicher gefüllt; wir begrenzen ihn jetzt dauerhaft.",
        ],
        2,
        true,
    ),
    concern(
        [
            "Newsletter-Anmeldung verschickt keine Bestätigung",
            "Seit dem Wochenende meldet sich bei uns niemand mehr für den Newsletter an. Ich habe es selbst probiert: Es kommt keine Bestätigungsmail an, auch nicht im Spam.",
            "Mit welcher Adresse haben Sie es probiert, und wann ungefähr? Dann suchen wir in den Protokollen des Mailservers.",
            "Mit meiner Büroadresse, heute gegen 9:15 Uhr.",
            "Bestätigungsmails kommen innerhalb einer Minute an; SPF und DKIM der Absenderdomain sind gültig.",
            "Der Schlüssel beim Versanddienst ist abgelaufen, neuer liegt im Tresor.",
            "Der Zugangsschlüssel zum Versanddienst war abgelaufen. Wir haben ihn erneuert und alle ausstehenden Bestätigungen nachgeschickt.",
        ],
        1,
        false,
    ),
    concern(
        [
            "Neue Stellenanzeige: Elektroniker (m/w/d)",
            "Bitte veröffentlichen Sie die angehängte Stellenanzeige auf der Karriereseite, gern noch diese Woche. Bewerbungen sollen an personal@ gehen.",
            "Soll die Anzeige ein Ablaufdatum haben, und dürfen wir das Bild der Werkstatt aus dem letzten Jahr verwenden?",
            "Ja, bitte bis Ende des nächsten Monats. Das Bild passt.",
            "Stellenanzeige mit Ablaufdatum, Bild »Werkstatt«, Formular leitet an personal@ weiter.",
            "Vorlage »Stelle« nehmen, strukturierte Daten für Suchmaschinen nicht vergessen.",
            "Die Anzeige ist auf dem Testsystem angelegt, mit strukturierten Daten, damit Suchmaschinen sie finden.",
        ],
        1,
        false,
    ),
    concern(
        [
            "Suche findet Artikelnummern mit Bindestrich nicht",
            "Wenn ich nach »AB-1204« suche, kommt »Keine Treffer«. Mit »AB1204« wird der Artikel gefunden. Unsere Kunden tippen die Nummer so ab, wie sie auf dem Etikett steht.",
            "Sollen auch Leerzeichen statt des Bindestrichs gefunden werden?",
            "Ja, am besten egal wie geschrieben.",
            "Artikelnummern werden mit Bindestrich, Leerzeichen oder ohne gefunden.",
            "Analyzer im Suchindex anpassen, danach Neuindexierung (ca. 40 Min., nachts).",
            "Wir haben den Suchindex so eingestellt, dass jede Schreibweise gefunden wird. Die Neuindexierung läuft heute Nacht.",
        ],
        0,
        false,
    ),
    concern(
        [
            "PDF-Rechnungen ohne Logo",
            "In den Rechnungen aus dem Shop fehlt seit der Umstellung unser Logo. Die Adresse im Fuß ist auch noch die alte.",
            "Haben Sie das Logo als Vektordatei (SVG oder EPS)?",
            "Ja, hängt an. Die neue Adresse steht im Impressum.",
            "Logo und Adresse in der Rechnungsvorlage erneuern; alte Rechnungen bleiben unverändert.",
            "Vorlage liegt im Theme, nicht im Plugin. Test mit Umlauten in der Adresse.",
            "Logo und Adresse sind in der Vorlage ersetzt. Bitte schauen Sie sich die Musterrechnung an.",
        ],
        3,
        false,
    ),
    concern(
        [
            "Schnittstelle zur Warenwirtschaft überträgt keine Bestände",
            "Seit heute Nacht kommen keine Bestände mehr an. Im Shop sind Artikel bestellbar, die wir nicht auf Lager haben.",
            "Wurde bei Ihnen gestern Abend etwas an der Warenwirtschaft aktualisiert?",
            "Ja, unser Dienstleister hat ein Update eingespielt, Version 11.3.",
            "Bestände werden wieder alle 15 Minuten übertragen; ein Ausfall wird künftig gemeldet.",
            "Feld »Bestand« heißt in 11.3 jetzt »VerfuegbarerBestand«. Mapping erweitern, beide Namen annehmen.",
            "Mit dem Update hat sich ein Feldname geändert. Wir nehmen jetzt beide Schreibweisen an und holen die Bestände nach.",
        ],
        2,
        true,
    ),
    concern(
        [
            "Kontrast der Schaltflächen zu gering",
            "Bei der Prüfung auf Barrierefreiheit wurde bemängelt, dass die grünen Schaltflächen zu wenig Kontrast haben. Bis zum Jahresende müssen wir das behoben haben.",
            "Dürfen wir das Grün leicht abdunkeln, oder ist es im Corporate Design festgeschrieben?",
            "Abdunkeln ist in Ordnung, solange es als unser Grün erkennbar bleibt.",
            "Kontrast mindestens 4,5:1 für alle Schaltflächen und Links, mit Nachweis.",
            "Farbwerte zentral in den Tokens, nur dort ändern.",
            "Wir haben drei Abstufungen vorbereitet, die alle die Vorgabe erfüllen. Auf dem Testsystem sehen Sie die mittlere.",
        ],
        3,
        false,
    ),
    concern(
        [
            "Terminbuchung zeigt falsche Uhrzeiten",
            "Patienten buchen 10 Uhr und bekommen eine Bestätigung für 11 Uhr. Seit der Zeitumstellung ist das so.",
            "Betrifft es alle Behandlungen oder nur die neu angelegten?",
            "Alle, aber nur Termine nach dem letzten Oktoberwochenende.",
            "Termine stimmen über die Zeitumstellung hinweg; bereits falsch bestätigte Termine werden aufgelistet.",
            "Zeiten werden als UTC+2 gespeichert statt als Europe/Berlin. Migration nötig.",
            "Die Uhrzeiten wurden mit dem festen Sommerzeit-Versatz gespeichert. Wir stellen sie um und schicken Ihnen die Liste der betroffenen Termine.",
        ],
        1,
        false,
    ),
    concern(
        [
            "Bitte Öffnungszeiten über die Feiertage ändern",
            "Vom 23. Dezember bis 1. Januar haben wir geschlossen. Bitte auf der Startseite und bei Google eintragen.",
            "Soll am 2. Januar wieder ganz normal geöffnet sein?",
            "Ja, ab 9 Uhr.",
            "Hinweis auf der Startseite vom 16.12. bis 01.01., Öffnungszeiten im Fuß angepasst.",
            "Zeitgesteuerter Banner, nichts von Hand zurückbauen.",
            "Der Hinweis ist vorbereitet und erscheint automatisch zum gewünschten Datum.",
        ],
        1,
        false,
    ),
    concern(
        [
            "Zugang für neue Kollegin ins Redaktionssystem",
            "Frau Clausen übernimmt ab Montag die Pflege der Website. Sie braucht einen Zugang mit den gleichen Rechten wie ich.",
            "Wie lautet die Mailadresse von Frau Clausen, und soll der Zugang von Herrn Behn gleichzeitig gesperrt werden?",
            "Die Adresse ist nach unserem Muster vorname.nachname. Den Zugang von Herrn Behn bitte sperren.",
            "Zugang für Frau Clausen (Redaktion), Zugang von Herrn Behn gesperrt.",
            "Zweiten Faktor beim ersten Anmelden erzwingen.",
            "Der Zugang ist eingerichtet, die Einladung ist unterwegs. Der alte Zugang ist gesperrt.",
        ],
        1,
        false,
    ),
    concern(
        [
            "Ladezeit der Startseite auf dem Handy",
            "Auf dem Handy braucht die Startseite gefühlt ewig. Google zeigt bei der Seitengeschwindigkeit nur 38 Punkte an.",
            "Dürfen wir das große Video im Kopf auf dem Handy durch ein Bild ersetzen?",
            "Ja, das Video ist auf dem Handy ohnehin kaum zu erkennen.",
            "Startseite lädt mobil unter 2,5 Sekunden (LCP), Video nur ab Tablet-Breite.",
            "Zwischenspeicher für Bilder einschalten, AVIF ausliefern, Schriften vorladen.",
            "Bilder werden jetzt passend zur Bildschirmgröße ausgeliefert, das Video lädt auf dem Handy nicht mehr. Wir messen gerade nach.",
        ],
        1,
        false,
    ),
    concern(
        [
            "SSL-Zertifikat läuft in einer Woche ab",
            "Unser Hoster hat uns geschrieben, dass das Zertifikat für die Sendungsverfolgung am Freitag abläuft. Kümmern Sie sich darum?",
            "Haben Sie Zugriff auf das Konto beim Hoster, oder sollen wir dort anfragen?",
            "Bitte fragen Sie direkt an, Vollmacht liegt vor.",
            "Zertifikat erneuert, künftig automatische Verlängerung mit Überwachung.",
            "DNS-Challenge einrichten, dann brauchen wir den Hoster nicht mehr.",
            "Das Zertifikat ist erneuert und verlängert sich ab jetzt von selbst.",
        ],
        2,
        false,
    ),
    concern(
        [
            "Gutscheinkarten im Shop anbieten",
            "Zum Weihnachtsgeschäft möchten wir Gutscheinkarten verkaufen, als PDF zum Ausdrucken und als echte Karte per Post.",
            "Welche Beträge sollen es sein, und sollen Gutscheine auch teilweise eingelöst werden können?",
            "25, 50 und 100 Euro sowie ein freier Betrag. Teilweise einlösen: ja.",
            "Gutscheine als Produkt mit festen und freiem Betrag, Teileinlösung, PDF und Postversand.",
            "Das Standardmodul kann keine Teileinlösung, Aufwand klären, bevor wir anfangen.",
            "Das Modul ist eingerichtet, die PDF-Vorlage in Ihrem Design folgt morgen.",
        ],
        0,
        false,
    ),
    concern(
        [
            "Kontaktformular wird von Spam überflutet",
            "Wir bekommen jeden Tag über hundert Spam-Nachrichten über das Kontaktformular. Echte Anfragen gehen darin unter.",
            "Kommen die Nachrichten aus dem deutschen oder dem englischen Formular?",
            "Fast nur aus dem englischen.",
            "Spamschutz ohne Drittanbieter und ohne Rätsel für die Besucher.",
            "Honeypot und Mindestzeit, kein reCAPTCHA wegen Datenschutz.",
            "Das Formular erkennt automatische Eintragungen jetzt zuverlässig. In den letzten 24 Stunden kamen noch zwei Spam-Nachrichten durch.",
        ],
        1,
        false,
    ),
    concern(
        [
            "Export der Bestellungen für den Steuerberater",
            "Unser Steuerberater braucht die Bestellungen des Quartals als CSV mit Nettobetrag, Steuersatz und Zahlungsart.",
            "Reicht eine Datei je Quartal, oder wird ein monatlicher Abruf gebraucht?",
            "Monatlich wäre besser, immer am Ersten.",
            "Monatlicher CSV-Export am Ersten, abrufbar im Verwaltungsbereich, Zeichensatz UTF-8.",
            "Stornos als eigene Zeilen mit negativem Betrag.",
            "Der Export ist fertig; die Datei für das letzte Quartal hängt an. Bitte prüfen Sie die Spalten mit Ihrem Steuerberater.",
        ],
        0,
        false,
    ),
    concern(
        [
            "Bilder in der Galerie verdreht",
            "Hochkant-Fotos vom Handy werden in der Galerie quer angezeigt. Am Computer sehen sie richtig aus.",
            "Laden Sie die Bilder über das Handy oder über den Computer hoch?",
            "Meistens direkt vom Handy.",
            "Bilder werden unabhängig vom Gerät richtig herum gezeigt, auch bereits hochgeladene.",
            "EXIF-Ausrichtung beim Hochladen anwenden, Bestand einmalig nachziehen.",
            "Neue Bilder werden jetzt richtig gedreht. Die vorhandenen 340 Bilder werden gerade umgerechnet.",
        ],
        3,
        false,
    ),
    concern(
        [
            "Mitfahrportal: Fahrten werden doppelt angezeigt",
            "In der Liste stehen seit gestern manche Fahrten zweimal. Wenn man eine löscht, verschwinden beide.",
            "Können Sie uns eine Fahrt nennen, bei der es auftritt?",
            "Rendsburg–Kiel, heute 17:10 Uhr, angeboten von »Maja«.",
            "Jede Fahrt erscheint einmal; die Ursache der Doppelung ist behoben.",
            "JOIN auf Haltepunkte ohne DISTINCT, seit dem Release von gestern.",
            "Ursache war eine Abfrage, die Fahrten mit mehreren Haltepunkten doppelt geliefert hat. Die Korrektur ist auf dem Testsystem.",
        ],
        1,
        false,
    ),
    concern(
        [
            "Zahlungsart Apple Pay ergänzen",
            "Immer mehr Kunden fragen nach Apple Pay. Was wäre dafür nötig und was würde es kosten?",
            "Nutzen Sie weiterhin den bisherigen Zahlungsanbieter? Dann ist es nur eine Freischaltung und etwas Einrichtung.",
            "Ja, der Anbieter bleibt.",
            "Apple Pay über den bisherigen Anbieter, sichtbar nur auf passenden Geräten.",
            "Domain-Verifikation nicht vergessen, Datei unter .well-known.",
            "Die Freischaltung beim Anbieter ist erfolgt, die Zahlungsart erscheint auf dem Testsystem.",
        ],
        0,
        false,
    ),
    concern(
        [
            "Intranet: Anmeldung schlägt nach Passwortwechsel fehl",
            "Nach dem monatlichen Passwortwechsel kommen drei Kollegen nicht mehr ins Intranet. »Anmeldung fehlgeschlagen«, obwohl Windows mit dem neuen Passwort geht.",
            "Funktioniert es nach etwa einer Stunde von selbst?",
            "Bei einem ja, bei den anderen beiden nicht.",
            "Anmeldung am Intranet funktioniert unmittelbar nach einem Passwortwechsel.",
            "LDAP fragt den falschen Domänencontroller, Replikation dauert.",
            "Das Intranet fragte einen Server, der Änderungen verspätet bekommt. Wir haben es umgestellt.",
        ],
        2,
        false,
    ),
    concern(
        [
            "Cookie-Hinweis erscheint bei jedem Besuch erneut",
            "Der Cookie-Hinweis kommt jedes Mal wieder, obwohl man zugestimmt hat. Das nervt unsere Leser.",
            "Tritt es in allen Browsern auf?",
            "In Safari immer, in Firefox nicht.",
            "Die Entscheidung wird sechs Monate gemerkt, in allen aktuellen Browsern.",
            "Safari löscht per Skript gesetzte Cookies nach 7 Tagen, also serverseitig setzen.",
            "Die Zustimmung wird jetzt vom Server gespeichert, damit Safari sie nicht vorzeitig löscht.",
        ],
        1,
        false,
    ),
    concern(
        [
            "Produktbilder für die neue Kollektion austauschen",
            "Anbei 42 neue Bilder. Bitte bis zum Ersten austauschen, Dateinamen sind die Artikelnummern.",
            "Zwei Bilder fehlen (AB-1190 und AB-1207). Bleiben dort die alten?",
            "Ja, die liefern wir nach.",
            "40 Produktbilder ausgetauscht, zwei folgen.",
            "Freisteller prüfen, drei haben grauen Rand.",
            "Alle gelieferten Bilder sind ersetzt. Bei drei Bildern haben wir den Rand nachgearbeitet.",
        ],
        3,
        false,
    ),
    concern(
        [
            "Zählerstand-Formular nimmt Nachkommastellen nicht an",
            "Bürger wollen »1234,5« eingeben, das Formular meldet »Bitte nur Zahlen«. Auf den neuen Zählern stehen Nachkommastellen.",
            "Wie viele Nachkommastellen sollen möglich sein?",
            "Eine bei Strom, drei bei Gas.",
            "Strom mit einer, Gas mit drei Nachkommastellen; Komma und Punkt werden angenommen.",
            "Backend speichert Ganzzahlen, Spalte umstellen.",
            "Das Formular nimmt jetzt Komma und Punkt an. Die Übergabe an die Abrechnung testen wir gerade.",
        ],
        1,
        false,
    ),
    concern(
        [
            "Test-E-Mails an echte Kunden verschickt",
            "Heute Mittag haben mehrere Kunden eine Mail »Testbestellung 1« bekommen. Bitte klären Sie, wie das passieren konnte!",
            "Haben Sie eine der Mails mit vollständigen Kopfzeilen für uns?",
            "Ja, hängt als Datei an.",
            "Testsysteme verschicken keine Mails nach außen, technisch erzwungen.",
            "Mail-Fänger im Testsystem war nach dem Umzug nicht eingerichtet. Kunden gegenüber ehrlich sein.",
            "Nach dem Umzug des Testsystems war der Schutz gegen Mailversand nicht aktiv. Er ist es jetzt, und wir prüfen ihn ab sofort automatisch.",
        ],
        2,
        false,
    ),
];
