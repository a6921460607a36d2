use super::*;
use domain::letter::incoming::{Calendar, ReturnPath};

fn mail(text: &str) -> Mail {
    read(text.replace('\n', "\r\n").as_bytes())
}

#[test]
fn a_mail_of_parts_is_read_with_text_files_and_what_it_answers() {
    let mail = mail(
        "Return-Path: <anna@kunde.de>\nDelivered-To: support+1042-ab@haus.de\nFrom: =?utf-8?q?Anna_M=C3=BCller?= <Anna@Kunde.DE>\nTo: Support <support@haus.de>\nSubject: =?iso-8859-1?Q?St=F6rung?=\nMessage-ID: <a1@kunde.de>\nIn-Reply-To: <x@haus.de>\nReferences: <w@haus.de>\n <x@haus.de>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe aus=20\nKiel\n--=20\nAnna\n--b\nContent-Type: image/png; name=\"../bild.png\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\niVBORw0KGgo=\n--b--\n",
    );
    let incoming = mail.incoming;
    assert_eq!((incoming.from.as_str(), incoming.from_name.as_str()), ("anna@kunde.de", "Anna Müller"));
    assert_eq!(incoming.subject, "Störung");
    assert_eq!(incoming.message_id.as_deref(), Some("a1@kunde.de"));
    assert_eq!(incoming.in_reply_to, ["x@haus.de"]);
    assert_eq!(incoming.references, ["w@haus.de", "x@haus.de"]);
    assert_eq!(incoming.to, ["support@haus.de", "support+1042-ab@haus.de"]);
    assert_eq!(incoming.return_path, ReturnPath::Address("anna@kunde.de".into()));
    assert_eq!(incoming.body.trim_end(), "Grüße aus Kiel\n-- \nAnna");
    assert_eq!(mail.files.len(), 1);
    assert_eq!(mail.files[0].name, "bild.png");
    assert_eq!(mail.files[0].bytes, b"\x89PNG\r\n\x1a\n");
}

#[test]
fn a_report_tells_what_it_sends_back() {
    let mail = mail(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.de\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.de\n\nFinal-Recipient: rfc822; anna@kunde.de\nAction: failed\nStatus: 5.1.1\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <ours@haus.de>\nSubject: x\n--b--\n",
    );
    assert_eq!(mail.incoming.report, Some(Report::DeliveryStatus));
    assert_eq!(mail.incoming.returned, ["ours@haus.de"]);
    assert_eq!(mail.incoming.return_path, ReturnPath::Empty);
    let bounce = domain::letter::bounce::bounce(&mail.incoming).unwrap();
    assert!(bounce.permanent && bounce.recipient.as_deref() == Some("anna@kunde.de"));
}

#[test]
fn what_a_calendar_part_is_for_stands_in_its_type_or_in_itself() {
    let alternative = |kind: &str, within: &str| {
        mail(&format!(
            "From: a@b.de\nSubject: Zugesagt: Abnahme\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nPasst.\n--b\nContent-Type: {kind}\n\nBEGIN:VCALENDAR\n{within}BEGIN:VEVENT\nDESCRIPTION:Ablauf\n METHOD:REPLY\nEND:VEVENT\nEND:VCALENDAR\n--b--\n"
        ))
    };
    for (kind, within, expected) in [
        ("text/calendar; charset=utf-8; method=REPLY", "", Some(Calendar::Answer)),
        ("Text/Calendar; METHOD=\"counter\"", "", Some(Calendar::Proposal)),
        ("text/calendar; method=REPLY", "COMMENT;LANGUAGE=de:Lieber am Dienstag\n", Some(Calendar::Proposal)),
        ("text/calendar; method=REPLY", "COMMENT:\n", Some(Calendar::Answer)),
        ("text/calendar; method=REPLY", "COMMENT;LANGUAGE=de-DE:\\n\n", Some(Calendar::Answer)),
        ("text/calendar", "VERSION:2.0\nMETHOD:REPLY\n", Some(Calendar::Answer)),
        ("text/calendar; method=REQUEST", "METHOD:REQUEST\n", Some(Calendar::Other)),
        ("text/calendar", "METHOD:CANCEL\n", Some(Calendar::Other)),
        ("text/calendar", "", Some(Calendar::Other)),
        ("text/html; method=REPLY", "METHOD:REPLY\n", None),
    ] {
        let read = alternative(kind, within).incoming;
        assert_eq!((read.calendar, read.body.trim()), (expected, "Passt."), "{kind} {within}");
    }
    let alone =
        mail("From: a@b.de\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n");
    assert_eq!(alone.incoming.calendar, Some(Calendar::Answer));
    let passed_on = mail(
        "From: a@b.de\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSiehe Anhang.\n--b\nContent-Type: message/rfc822\n\nFrom: c@d.de\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--b--\n",
    );
    assert_eq!(passed_on.incoming.calendar, None, "what stands in an attached mail is that one's");
}

#[test]
fn html_alone_becomes_text_and_what_is_no_mail_is_kept_as_text() {
    let html = mail(
        "From: a@b.de\nContent-Type: text/html; charset=utf-8\n\n<p>Guten Tag,</p><p>es geht <b>nicht</b>.</p><script>x()</script>\n",
    );
    assert!(html.incoming.body.contains("es geht nicht."), "{}", html.incoming.body);
    assert!(!html.incoming.body.contains("x()"));
    assert_eq!(read(b"\xff\xfe no mail").incoming.from, "");
    assert!(read(b"").files.is_empty());
}

#[test]
fn where_the_plain_form_is_blank_the_other_is_read() {
    let both = mail(
        "From: a@b.de\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\n \n\n--x\nContent-Type: text/html\n\n<p>Der Shop ist kaputt.</p>\n--x--\n",
    );
    assert_eq!(both.incoming.body.trim(), "Der Shop ist kaputt.");
}

#[test]
fn lines_of_old_programs_end_in_a_carriage_return() {
    let old = read(b"From: a@b.de\rSubject: Alt\r\rGuten Tag\r").incoming;
    assert_eq!((old.from.as_str(), old.subject.as_str(), old.body.trim()), ("a@b.de", "Alt", "Guten Tag"));
}

#[test]
fn of_two_senders_the_first_counts_and_who_is_to_be_answered_is_read_beside_it() {
    let two = mail("From: anna@kunde.de\nFrom: katrin@haus.de\nReply-To: list@kunde.de\n\nx\n").incoming;
    assert_eq!(two.from, "anna@kunde.de");
    let form = mail("From: Shop <noreply@shop.de>\nReply-To: Anna <anna@kunde.de>\n\nx\n").incoming;
    assert_eq!(form.from, "noreply@shop.de");
    assert_eq!(form.reply_to, ("Anna".to_owned(), "anna@kunde.de".to_owned()));
}

#[test]
fn what_names_no_characters_or_wrong_ones_keeps_its_umlauts() {
    let raw = |head: &str, body: &[u8]| {
        let head = format!(
            "Subject: St\u{1}rung im B\u{2}ro\r\nFrom: J\u{2}rgen M\u{2}ller <j@neu.example>\r\n{head}\r\n"
        );
        let bytes = head.bytes().map(|byte| match byte {
            1 => 0xf6,
            2 => 0xfc,
            other => other,
        });
        bytes.chain(body.iter().copied()).collect::<Vec<u8>>()
    };
    for (head, body) in [
        ("", &b"Gr\xfc\xdfe"[..]),
        ("Content-Type: text/plain; charset=unknown-8bit\r\n", b"Gr\xfc\xdfe"),
        ("Content-Type: text/plain; charset=utf-8\r\n", b"Gr\xfc\xdfe"),
        ("Content-Type: text/plain; charset=us-ascii\r\n", b"Gr\xfc\xdfe"),
        (
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n",
            b"Gr=FC=DFe",
        ),
        ("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n", b"R3L832U="),
        (
            "Content-Type: text/html\r\n",
            b"<html><head><meta charset=\"iso-8859-1\"></head><body>Gr\xfc\xdfe</body></html>",
        ),
        ("", "Grüße".as_bytes()),
    ] {
        let read = read(&raw(head, body)).incoming;
        assert_eq!(
            (read.subject.as_str(), read.from_name.as_str(), read.from.as_str(), read.body.trim()),
            ("Störung im Büro", "Jürgen Müller", "j@neu.example", "Grüße"),
            "{head}"
        );
    }
}

#[test]
fn names_and_bytes_of_files_in_unknown_characters_are_kept() {
    let mail = read(
        b"From: a@b.de\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nAnbei.\r\n--b\r\nContent-Type: text/plain; name=\"Hasen und Fr\xf6sche.txt\"\r\nContent-Disposition: attachment\r\n\r\nGr\xfc\xdfe\r\n--b--\r\n",
    );
    let [file] = &mail.files[..] else { panic!("{:?}", mail.files) };
    assert_eq!((file.name.as_str(), &file.bytes[..]), ("Hasen und Frösche.txt", &b"Gr\xfc\xdfe"[..]));
}

#[test]
fn a_character_that_two_encoded_words_share_is_one() {
    for (told, subject) in [
        ("=?utf-8?B?R3LDvMM=?= =?utf-8?B?n2U=?=", "Grüße"),
        ("AW: =?UTF-8?Q?Gr=C3=BC=C3?=\r\n =?UTF-8?Q?=9Fe?= an alle", "AW: Grüße an alle"),
        ("=?utf-8?Q?St=F6rung?=", "Störung"),
        ("=?x-unknown?Q?St=F6rung?=", "Störung"),
        ("=?iso-8859-15?Q?5_=A4?=", "5 €"),
        ("=?utf-8?B?R3LDvMOfZQ==?= und =?", "Grüße und =?"),
    ] {
        let raw = format!("From: a@b.de\r\nSubject: {told}\r\n\r\nx\r\n");
        assert_eq!(read(raw.as_bytes()).incoming.subject, subject, "{told}");
    }
    let chinese =
        read(b"From: a@b.de\r\nContent-Type: text/plain; charset=gb18030\r\n\r\n\xc4\xe3\xba\xc3\r\n");
    assert_eq!(chinese.incoming.body.trim(), "你好");
}

#[test]
fn a_comma_in_a_name_that_lacks_its_quotes_costs_no_address() {
    for (told, name, address) in [
        ("Müller, Jürgen <JM@neu.example>", "Müller, Jürgen", "jm@neu.example"),
        ("\"Müller, Jürgen\" <jm@neu.example>", "Müller, Jürgen", "jm@neu.example"),
        ("jm@neu.example, chef@neu.example", "", "jm@neu.example"),
        ("root", "root", ""),
    ] {
        let read = mail(&format!("From: {told}\nSubject: x\n\nx\n")).incoming;
        assert_eq!((read.from_name.as_str(), read.from.as_str()), (name, address), "{told}");
    }
}

#[test]
fn answers_between_the_quotes_of_html_alone_are_kept_and_a_quote_below_goes() {
    let shown = |html: &str| {
        let mail = mail(&format!("From: a@b.de\nContent-Type: text/html; charset=utf-8\n\n{html}\n"));
        domain::letter::reply::visible(&mail.incoming.body).visible
    };
    let between = shown(
        "<p>Hallo,</p><div class=\"moz-cite-prefix\">Am 29.11.26 um 22:00 schrieb Nordlicht:<br></div><blockquote type=\"cite\">Welcher Browser?</blockquote><p>Firefox</p><blockquote type=\"cite\">Seit wann?</blockquote><p>gestern</p>",
    );
    assert!(
        ["Hallo,", "> Welcher Browser?", "Firefox", "> Seit wann?"].iter().all(|line| between.contains(line)),
        "{between}"
    );
    assert!(between.ends_with("gestern"), "{between}");
    let gmx = shown(
        "Guten Tag,<br>meine Antworten:<div name=\"quote\" style=\"border-left: 2px solid\"><b>Von:</b> support@haus.de<br>Welcher Browser?</div><div>Firefox 130</div>",
    );
    assert!(gmx.ends_with("Firefox 130"), "{gmx}");
    let above = shown(
        "<div>Geht.</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Haus &lt;support@haus.de&gt;:<br></div><blockquote class=\"gmail_quote\" style=\"border-left:1px solid\"><p>Geht es?</p><p>Grüße</p></blockquote></div>",
    );
    assert_eq!(above, "Geht.");
}

#[test]
fn a_mail_whose_structure_is_broken_shows_what_it_holds() {
    let unfolded = mail(
        "From: a@b.de\nContent-Type: multipart/alternative;\nboundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nDie Kasse steht.\n--b--\n",
    );
    assert_eq!(unfolded.incoming.body.trim(), "Die Kasse steht.");
    let twice = mail(
        "From: a@b.de\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 7bit,quoted-printable\n\nGr=C3=BC=C3=9Fe\n",
    );
    assert_eq!(twice.incoming.body.trim(), "Grüße");
    let page = read(b"<html><head>\r\n<meta name=\"a\" content=\"b: c\">\r\n\r\n</head><body><p>Die Kasse steht.</p></body></html>");
    assert_eq!((page.incoming.body.trim(), page.incoming.is_empty()), ("Die Kasse steht.", false));
    assert!(mail("From: a@b.de\nSubject: Nur ein Betreff\n\n\n").incoming.body.trim().is_empty());
}

#[test]
fn of_an_attached_mail_it_is_read_who_wrote_it() {
    let around = |inner: &str| {
        let head = "From: a@b.de\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nAnbei.\n--b\nContent-Type: message/rfc822\n\n";
        mail(&format!("{head}{inner}\n--b--\n")).incoming.enclosed
    };
    let found = around("From: Anna Meier <Meier@Kunde.example>\nSubject: Kasse\n\nx").unwrap();
    assert_eq!((found.name.as_str(), found.email.as_str()), ("Anna Meier", "meier@kunde.example"));
    assert_eq!(around("From: undisclosed\nSubject: Kasse\n\nx"), None);
    assert_eq!(mail("From: a@b.de\nSubject: x\n\nAnbei.\n").incoming.enclosed, None);
}

#[test]
fn files_have_the_names_by_which_people_look_for_them() {
    let mail = mail(
        "From: a@b.de\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nAnbei.\n--b\nContent-Type: application/pdf; name=\"C:\\Users\\anna\\rechnung.pdf\"\nContent-Disposition: attachment; filename=\"C:\\Users\\anna\\rechnung.pdf\"\n\n%PDF-1.4\n--b\nContent-Type: message/rfc822\n\nFrom: c@d.de\nSubject: Kasse: steht\n\nx\n--b\nContent-Type: text/plain; name=leer.txt\nContent-Disposition: attachment\n\n\n--b--\n",
    );
    let names: Vec<&str> = mail.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["rechnung.pdf", "Kasse_ steht.eml", "leer.txt"]);
}

#[test]
fn the_files_in_a_winmail_dat_stand_in_its_place() {
    let head = "From: a@b.de\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nAnbei.\r\n--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    let packed = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, winmail::tests::packed());
    let mail = read(format!("{head}{packed}\r\n--b--\r\n").as_bytes());
    let names: Vec<&str> = mail.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["Auftrag für Müller.txt", "b.bin"]);
}

#[test]
fn files_that_no_longer_fit_are_counted_also_where_they_came_packed() {
    let single = |n: usize| {
        (0..n).fold(String::new(), |all, n| all + &format!("--b\r\nContent-Type: text/plain; name=f{n}.txt\r\nContent-Disposition: attachment\r\n\r\nx\r\n"))
    };
    let packed = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, winmail::tests::packed());
    for (singles, more) in [(98, 0), (99, 1), (100, 1)] {
        let raw = format!(
            "From: a@b.de\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nAnbei.\r\n{}--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n{packed}\r\n--b--\r\n",
            single(singles)
        );
        let mail = read(raw.as_bytes());
        assert_eq!((mail.files.len(), mail.more_files), (100, more), "{singles}");
    }
}

#[test]
fn pictures_in_the_text_and_signatures_do_not_stand_beside_it() {
    let with = |head: &str| {
        mail(&format!("From: a@b.de\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nDanke!\n--b\n{head}\n\nx\n--b--\n")).incoming
    };
    for (head, beside) in [
        ("Content-Type: image/png; name=logo.png\nContent-ID: <logo>\nContent-Disposition: inline", false),
        ("Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Disposition: attachment", false),
        (
            "Content-Type: image/png; name=fehler.png\nContent-ID: <f_1>\nContent-Disposition: attachment",
            true,
        ),
        ("Content-Type: application/pdf; name=fehler.pdf", true),
    ] {
        assert_eq!(with(head).attached, beside, "{head}");
        assert!(with(head).files, "{head}");
    }
}
