//! Replies as mail programs write them, each with what is new in it.

/// What it is, the mail's text, and what is shown.
pub(super) type Case = (&'static str, &'static str, &'static str);

/// Programs that put the quote below the text.
pub(super) const ABOVE: [Case; 24] = [
    (
        "German Outlook",
        "Guten Tag,\n\ndas geht jetzt.\n\nMit freundlichen Grüßen\nAnna Kunde\n\nVon: Haus Support <support@haus.de>\nGesendet: \
         Montag, 23. November 2026 10:00\nAn: Anna Kunde <anna@kunde.de>\nBetreff: [#1042] Drucker\n\nGuten Tag Frau Kunde,\n\n\
         geht es jetzt?\n",
        "Guten Tag,\n\ndas geht jetzt.\n\nMit freundlichen Grüßen\nAnna Kunde",
    ),
    (
        "German Outlook within one company, no addresses",
        "Passt.\n\nVon: Support, Haus \nGesendet: Montag, 23. November 2026 10:00\nAn: Kunde, Anna\nCc: Chef, Karl\nBetreff: \
         AW: Drucker\n\nGeht es?\n",
        "Passt.",
    ),
    (
        "English Outlook with a line and many recipients",
        "Works now, thanks.\n\n________________________________\nFrom: Haus Support <support@haus.de>\nSent: Monday, November 23, \
         2026 10:00 AM\nTo: Anna Kunde <anna@kunde.de>; Bert Kunde <bert@kunde.de>;\n Carl Kunde <carl@kunde.de>\nSubject: \
         [#1042] Printer\n\nDoes it work?\n",
        "Works now, thanks.",
    ),
    (
        "Outlook, bold labels from HTML",
        "Ja.\n\n*Von:* Haus Support <support@haus.de>\n*Gesendet:* Montag, 23. November 2026 10:00\n*An:* Anna <anna@kunde.de>\n\
         *Betreff:* Drucker\n\nGeht es?\n",
        "Ja.",
    ),
    (
        "old German Outlook",
        "Ja, bitte.\n\n-----Ursprüngliche Nachricht-----\nVon: Support [mailto:support@haus.de] \nGesendet: Montag, 23. November \
         2026 10:00\nAn: Anna\nBetreff: Drucker\n\nSollen wir?\n",
        "Ja, bitte.",
    ),
    (
        "old English Outlook without a block",
        "Yes please.\n\n-----Original Message-----\nShall we?\n",
        "Yes please.",
    ),
    (
        "Outlook on a German phone",
        "Läuft!\n\nGesendet von Outlook für iOS<https://aka.ms/o0ukef>\n________________________________\nVon: Support \
         <support@haus.de>\nGesendet: Montag, November 23, 2026 10:00:00 AM\nAn: Anna <anna@kunde.de>\nBetreff: Drucker\n\nLäuft \
         es?\n",
        "Läuft!",
    ),
    (
        "German Gmail, attribution broken within the address",
        "Danke, erledigt!\n\nAm Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Haus Support <\nsupport@haus.de>:\n\n> Guten Tag,\n>\n> geht \
         es jetzt?\n>\n",
        "Danke, erledigt!",
    ),
    (
        "German Gmail, attribution broken before its end",
        "Danke!\n\nAm Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Haus Support mit Namen <support@haus.de\n>:\n\n> geht es jetzt?\n",
        "Danke!",
    ),
    (
        "German Gmail of some years ago",
        "Danke!\n\nHaus Support <support@haus.de> schrieb am Mo., 23. Nov. 2026, 10:00:\n\n> geht es jetzt?\n",
        "Danke!",
    ),
    (
        "English Gmail over three lines",
        "Thanks!\n\nOn Mon, Nov 23, 2026 at 10:00 AM Haus Support with a very long name\nof its own <support@haus.de>\nwrote:\n\n> \
         Does it work?\n>\n> Regards\n",
        "Thanks!",
    ),
    (
        "German Apple Mail",
        "Alles gut.\n\nViele Grüße\nAnna\n\n> Am 23.11.2026 um 10:00 schrieb Haus Support <support@haus.de>:\n> \n> Geht es?\n",
        "Alles gut.\n\nViele Grüße\nAnna",
    ),
    (
        "German Apple Mail without signs of a quote",
        "Alles gut.\n\nAm 23.11.2026 um 10:00 schrieb Haus Support <support@haus.de>:\n\n\u{feff}Geht es?\n\nViele Grüße\n",
        "Alles gut.",
    ),
    (
        "English Apple Mail with a narrow space before AM",
        "All good.\n\n> On Nov 23, 2026, at 10:00\u{202f}AM, Haus Support <support@haus.de> wrote:\n> \n> Does it work?\n",
        "All good.",
    ),
    (
        "German iPhone",
        "Klappt\n\nVon meinem iPhone gesendet\n\n> Am 23.11.2026 um 10:00 schrieb Haus Support <support@haus.de>:\n> \n> Geht es?\n",
        "Klappt",
    ),
    (
        "English iPhone, attribution before each new line",
        "Works\n\nSent from my iPhone\n\nOn Nov 23, 2026,\nat 10:00,\nHaus Support <support@haus.de> wrote:\n\nDoes it?\n",
        "Works",
    ),
    (
        "German Android with GMX",
        "Klappt.\n-- \nDiese Nachricht wurde von meinem Android-Mobiltelefon mit GMX Mail gesendet.\nAm 23.11.26, 10:00, schrieb Haus \
         Support <support@haus.de>:\n> Geht es?\n",
        "Klappt.",
    ),
    (
        "German Samsung",
        "Klappt.\n\n\nVon meinem Samsung Galaxy Smartphone gesendet.\n\n-------- Ursprüngliche Nachricht --------\nVon: Support \
         <support@haus.de> \nDatum: 23.11.26  10:00  (GMT+01:00) \nAn: anna@kunde.de \nBetreff: Drucker \n\nGeht es?\n",
        "Klappt.",
    ),
    (
        "German Thunderbird, text above",
        "Geht wieder.\n\nAm 23.11.2026 um 10:00 schrieb Haus Support:\n> Geht es?\n> \n> Viele Grüße\n\n-- \nAnna Kunde\nKunde GmbH\n",
        "Geht wieder.",
    ),
    (
        "web.de and GMX on the web",
        "Hallo,\n\ngeht.\n\nGesendet: Montag, 23. November 2026 um 10:00 Uhr\nVon: \"Haus Support\" <support@haus.de>\nAn: \
         anna@kunde.de\nBetreff: Drucker\n\nGeht es?\n",
        "Hallo,\n\ngeht.",
    ),
    (
        "Open-Xchange",
        "Geht.\n\n> Haus Support <support@haus.de> hat am 23.11.2026 10:00 CET geschrieben:\n> \n> Geht es?\n",
        "Geht.",
    ),
    (
        "KMail, Evolution: the day in words",
        "Geht.\n\nAm Montag, dem 23.11.2026 um 10:00 +0100 schrieb Haus Support:\n> Geht es?\n",
        "Geht.",
    ),
    ("Horde", "Geht.\n\nZitat von Haus Support <support@haus.de>:\n\n> Geht es?\n", "Geht."),
    (
        "our own line, with a heading nobody knows",
        "Geht.\n\n–– Bitte oberhalb dieser Zeile antworten ––\n\nGuten Tag,\ngeht es?\n",
        "Geht.",
    ),
];

/// Text below or between quotes.
pub(super) const BELOW: [Case; 11] = [
    (
        "German Thunderbird, text below",
        "Am 23.11.2026 um 10:00 schrieb Haus Support:\n> Guten Tag,\n> \n> geht es?\n\nJa, geht.\n\nViele Grüße\nAnna\n\n-- \nAnna \
         Kunde\nKunde GmbH\n",
        "Ja, geht.\n\nViele Grüße\nAnna",
    ),
    (
        "text below, no empty line between",
        "On 04/02/2026 06:26 PM, Haus Support wrote:\n> Does it work?\nYes.\n",
        "Yes.",
    ),
    (
        "answers between quotes",
        "Am 23.11.2026 um 10:00 schrieb Haus Support:\n> Welcher Drucker?\n\nDer im Flur.\n\n> Seit wann?\n\nSeit gestern.\n\n> Viele \
         Grüße\n> Ihr Support\n> Tel. 123\n",
        "Am 23.11.2026 um 10:00 schrieb Haus Support:\n> Welcher Drucker?\n\nDer im Flur.\n\n> Seit wann?\n\nSeit gestern.",
    ),
    (
        "answers between quotes, greeting above, signature below",
        "Hallo,\n\nAm 23.11.2026 um 10:00 schrieb Haus Support:\n> Welcher?\n> Seit wann?\n> Wo?\n\nFlur, gestern.\n-- \nAnna\n",
        "Hallo,\n\nAm 23.11.2026 um 10:00 schrieb Haus Support:\n> Welcher?\n> Seit wann?\n> Wo?\n\nFlur, gestern.",
    ),
    (
        "a greeting directly above the attribution",
        "Hi,\nOn Mon, 2026-11-23 at 10:00 +0100, Haus Support wrote:\n> Which one?\n\nThe left one.\n",
        "Hi,\nOn Mon, 2026-11-23 at 10:00 +0100, Haus Support wrote:\n> Which one?\n\nThe left one.",
    ),
    (
        "a quoted line that was broken without a new sign",
        "Geht.\n\nAm 23.11.2026 um 10:00 schrieb Haus Support:\n> Bitte schalten Sie den Drucker aus und nach einer halben Minute\n\
         wieder ein.\n> Danke\n",
        "Geht.",
    ),
    (
        "below an unmarked quote all is kept",
        "Am 23.11.2026 um 10:00 schrieb Haus Support <support@haus.de>:\n\nGeht es?\n\nJa.\n",
        "Am 23.11.2026 um 10:00 schrieb Haus Support <support@haus.de>:\n\nGeht es?\n\nJa.\n",
    ),
    (
        "below our own line all is kept",
        "–– Please reply above this line ––\n\nDoes it work?\n\nYes.\n",
        "–– Please reply above this line ––\n\nDoes it work?\n\nYes.\n",
    ),
    (
        "one quoted line at the end, without a heading",
        "Danke!\n> Vorgangszeichen: 1061-0123456789abcdef\n",
        "Danke!",
    ),
    (
        "two quoted lines at the end, above a name",
        "Danke!\n\n> Geht es?\n> Bitte antworten\n-- \nAnna\n",
        "Danke!",
    ),
    ("nothing but a quote", "> Geht es?\n> Bitte\n> antworten\n", "> Geht es?\n> Bitte\n> antworten\n"),
];

/// Signatures, and what only looks like one.
pub(super) const SIGNED: [Case; 11] = [
    ("a signature", "Geht.\n\n-- \nAnna Kunde\nKunde GmbH\n", "Geht."),
    ("a signature that lost its space", "Geht.\n--\nAnna\n", "Geht."),
    ("a long dash", "Geht.\n\n—\nAnna\n", "Geht."),
    (
        "closing words stay",
        "Geht.\n\nMit freundlichen Grüßen\n\nAnna Kunde",
        "Geht.\n\nMit freundlichen Grüßen\n\nAnna Kunde",
    ),
    (
        "closing words stay, the signature goes",
        "Geht.\n\nMfG\nAnna\n\n-- \nKunde GmbH\n",
        "Geht.\n\nMfG\nAnna",
    ),
    ("an unknown phone", "Geht.\n\nSent from my Wiko RIDGE FAB 4G\n", "Geht."),
    ("Windows", "Geht.\n\nGesendet von Mail für Windows 10\n\n", "Geht."),
    (
        "written below a phone's signature",
        "Geht.\n\nVon meinem iPhone gesendet\n\nPS: fast.",
        "Geht.\n\nPS: fast.",
    ),
    (
        "a list's footer",
        "Works.\n\nOn 23.11.2026 10:00, Bob wrote:\n> Does it?\n\n____\nusers mailing list\nusers@x.org\n",
        "Works.",
    ),
    ("the phone as a topic", "Von meinem iPhone geht es nicht.\n", "Von meinem iPhone geht es nicht."),
    (
        "a sentence about sending",
        "Sent from my desk, which is easier.\n",
        "Sent from my desk, which is easier.",
    ),
];

/// What must stay though it looks like a quote; the text is shown as it is.
pub(super) const KEPT: [(&str, &str); 16] = [
    ("nothing special", "Guten Tag,\n\nder Drucker druckt nicht.\n\nViele Grüße\nAnna"),
    ("a list", "Von: Köln\nAn: Ulm\nDatum: 3.4.\nGewicht: 3 kg"),
    ("a list in a text", "Bitte ändern:\n\nVon: Meier\nAn: Müller\n\nDanke"),
    ("a command", "Ich tippe:\n> npm run build\nund nichts geschieht."),
    ("a command at the end", "Ich tippe:\n> npm run build"),
    ("drawn lines", "Fehler 1\n--------\nrot\n\nFehler 2\n________\nblau"),
    ("a text between dashes", "Log:\n\n--\nERROR 500\n--\nBitte prüfen"),
    ("sections under dashes", "Eins\n--\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no"),
    (
        "a story",
        "On 23.11. the printer stopped.\nMy colleague called at 10:00, and then the manager of the whole department wrote:\nBuy \
                 a new one.",
    ),
    ("somebody is cited", "Herr Meier schrieb mir:\n\nBitte bestellen.\n\nStimmt das?"),
    ("a time", "Am 23.11. um 10:00 ging es noch."),
    ("a date at the beginning", "On Thursday:\n\nAll fine."),
    ("prose with labels", "The data comes From: our database, not From: elsewhere."),
    (
        "passed on by Gmail",
        "Siehe unten.\n\n---------- Forwarded message ---------\nVon: Bert <bert@x.de>\nDate: Mo., 23. Nov. 2026 um 10:00 Uhr\n\
         Subject: Angebot\nTo: <anna@kunde.de>\n\nHier ist es.\n\n> ja\n> so\n> ist es",
    ),
    (
        "passed on by Apple Mail",
        "Siehe unten.\n\nAnfang der weitergeleiteten Nachricht:\n\nVon: Bert <bert@x.de>\nBetreff: Angebot\nDatum: 23. November 2026 \
         um 10:00:00 MEZ\nAn: Anna <anna@kunde.de>\n\nHier ist es.",
    ),
    ("code", "```\nlet a = '--\\nAnna';\n// Sent from my mailer\n```"),
];

/// Mails that answer none of ours, which may look as if they did.
pub(super) const OPENING: [Case; 7] = [
    (
        "a log with signs of a quote",
        "Im Log steht:\n\n> Warning: x\n> in line 3\n> abc",
        "Im Log steht:\n\n> Warning: x\n> in line 3\n> abc",
    ),
    (
        "a text between dashes",
        "Log:\n\n--\nERROR 500\n--\nBitte prüfen",
        "Log:\n\n--\nERROR 500\n--\nBitte prüfen",
    ),
    (
        "a list that looks like a block above a quote",
        "Bitte die Fahrt anlegen:\n\nVon: Kiel\nAn: Hamburg\nDatum: 1.12.2026\nBetreff: Lieferung 7\n\nDanke!",
        "Bitte die Fahrt anlegen:\n\nVon: Kiel\nAn: Hamburg\nDatum: 1.12.2026\nBetreff: Lieferung 7\n\nDanke!",
    ),
    (
        "the mail of a colleague, passed on as an answer",
        "Können Sie bitte helfen?\n\nAm 23.11.2026 um 10:00 schrieb Ole Thomsen:\n> Der Shop steht.\n> Seit heute.\n",
        "Können Sie bitte helfen?\n\nAm 23.11.2026 um 10:00 schrieb Ole Thomsen:\n> Der Shop steht.\n> Seit heute.",
    ),
    (
        "the same by Outlook, with a signature",
        "Können Sie bitte helfen?\n-- \nVera\n\nVon: Ole <ole@kunde.de>\nGesendet: heute\nAn: Vera\nBetreff: Shop\n\nDer Shop steht.",
        "Können Sie bitte helfen?\n\nVon: Ole <ole@kunde.de>\nGesendet: heute\nAn: Vera\nBetreff: Shop\n\nDer Shop steht.",
    ),
    ("a signature", "Die Kasse steht.\n\n-- \nVera Albers\n", "Die Kasse steht."),
    (
        "an answer below whose heading is our own line",
        "Geht.\n\n> –– Bitte oberhalb dieser Zeile antworten ––\n>\n> Guten Tag,\n> geht es?\n",
        "Geht.",
    ),
];
