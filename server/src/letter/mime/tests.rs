use super::*;

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
