//! The rules on real mails, read where they are at hand (`SCHALTER_CORPORA`, else `../shared/corpora/mail`) and skipped with a
//! word where they are not. The reader of MIME here is only as good as these mails need.
use super::bounce::bounce;
use super::house::House;
use super::incoming::{Incoming, Report, ReturnPath};
use super::machine::{Kind, Machine, machine};
use super::original::in_text;
use super::reply::visible;
use std::path::PathBuf;

fn folder(name: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let root = std::env::var_os("SCHALTER_CORPORA")
        .map_or_else(|| PathBuf::from("../../shared/corpora/mail"), PathBuf::from);
    let Ok(entries) = std::fs::read_dir(root.join(name)) else {
        eprintln!("skipped: no mails in {}", root.join(name).display());
        return None;
    };
    let mut files: Vec<_> = entries
        .flatten()
        .map(|e| (e.file_name().to_string_lossy().into_owned(), std::fs::read(e.path()).unwrap()))
        .collect();
    files.sort();
    Some(files)
}

fn lines(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).replace("\r\n", "\n").replace('\r', "\n")
}

/// Headers and body of a mail or part.
fn split(text: &str) -> (Vec<(String, String)>, &str) {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.lines() {
        if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), headers.last_mut()) {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    (headers, body)
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
}

fn parameter(value: &str, name: &str) -> Option<String> {
    let low = value.to_ascii_lowercase();
    let at = low.find(&format!("{name}="))? + name.len() + 1;
    let rest = &value[at..];
    let inner = rest.strip_prefix('"').map_or_else(|| rest.split([';', ' ']).next(), |r| r.split('"').next());
    inner.map(str::to_owned)
}

fn decoded(body: &str, encoding: &str) -> String {
    match encoding.to_ascii_lowercase().as_str() {
        "quoted-printable" => {
            let joined = body.replace("=\n", "");
            let mut bytes = Vec::new();
            let mut rest = joined.as_bytes();
            while let Some((first, tail)) = rest.split_first() {
                let code = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
                match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'=') {
                    Some(byte) => {
                        bytes.push(byte);
                        rest = &rest[3..];
                    }
                    None => {
                        bytes.push(*first);
                        rest = tail;
                    }
                }
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
        "base64" => {
            const SIGNS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            let values: Vec<u32> = body.chars().filter_map(|c| u32::try_from(SIGNS.find(c)?).ok()).collect();
            let mut bytes = Vec::new();
            for four in values.chunks(4) {
                let bits = four.iter().fold(0, |bits, n| (bits << 6) | n) << (6 * (4 - four.len()));
                bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
            }
            lines(&bytes)
        }
        _ => body.to_owned(),
    }
}

/// Text parts joined, and the part on delivery.
fn parts(text: &str, body: &mut String, status: &mut Option<String>) {
    let (headers, inner) = split(text);
    let kind = header(&headers, "Content-Type").to_ascii_lowercase();
    let boundary = parameter(header(&headers, "Content-Type"), "boundary");
    if let Some(boundary) = boundary.filter(|_| kind.starts_with("multipart/")) {
        for part in inner.split(&format!("--{boundary}")).skip(1) {
            let part = part.strip_prefix('\n').unwrap_or(part.trim_start_matches([' ', '\t', '\n']));
            if !part.trim().is_empty() && !part.starts_with("--") {
                parts(part, body, status);
            }
        }
        return;
    }
    let inner = decoded(inner, header(&headers, "Content-Transfer-Encoding"));
    if kind.starts_with("message/delivery-status") || kind.starts_with("message/global-delivery-status") {
        status.get_or_insert(inner);
    } else if body.is_empty() && (kind.is_empty() || kind.starts_with("text/plain")) {
        *body = inner;
    }
}

fn read(raw: &[u8]) -> Incoming {
    let text = lines(raw);
    let text = if text.starts_with("From ") { text.split_once('\n').unwrap().1 } else { &text };
    let (headers, _) = split(text);
    let address = |value: &str| {
        let inner = value.rsplit_once('<').map_or(value, |(_, rest)| rest.split('>').next().unwrap_or(""));
        inner.trim().to_lowercase()
    };
    let get = |name: &str| header(&headers, name);
    let kind = get("Content-Type").to_ascii_lowercase();
    let mut mail = Incoming {
        from: address(get("From")).split(' ').next().unwrap().to_owned(),
        from_name: get("From").split('<').next().unwrap().trim().trim_matches('"').to_owned(),
        to: vec![address(get("To"))],
        subject: get("Subject").to_owned(),
        return_path: match get("Return-Path") {
            "" => ReturnPath::Absent,
            "<>" => ReturnPath::Empty,
            path => ReturnPath::Address(address(path)),
        },
        in_reply_to: Some(get("In-Reply-To").to_owned()).filter(|id| !id.is_empty()).into_iter().collect(),
        report: kind
            .starts_with("multipart/report")
            .then(|| Report::read(&parameter(&kind, "report-type").unwrap_or_default())),
        headers: headers.clone(),
        ..Incoming::default()
    };
    parts(text, &mut mail.body, &mut mail.delivery_status);
    mail
}

#[test]
fn delivery_reports_of_many_servers_are_understood() {
    let Some(files) = folder("bounces") else { return };
    let house = House::default();
    let (mut found, mut named, mut seen, mut all, mut missed) = (0, 0, 0, 0, Vec::new());
    for (name, raw) in &files {
        let mail = read(raw);
        let told = bounce(&mail);
        let sign = machine(&mail, &house);
        if ["rfc3834", "is-not-bounce", "__arf-"].iter().any(|other| name.contains(other)) {
            assert!(told.is_none(), "{name} is no bounce: {told:?}");
            if name.contains("rfc3834") {
                assert_eq!(sign.map(Machine::kind), Some(Kind::AutoReply), "{name}");
            }
            if name.contains("is-not-bounce") {
                assert_eq!(sign, None, "{name}");
            }
            continue;
        }
        all += 1;
        found += usize::from(told.is_some());
        seen += usize::from(sign.is_some());
        named += usize::from(told.as_ref().is_some_and(|b| b.recipient.is_some()));
        if told.is_none() {
            missed.push(name);
        }
    }
    eprintln!(
        "{all} reports: {seen} known as automatic, {found} understood, {named} with recipient; missed: {missed:#?}"
    );
    assert!(seen * 100 >= all * 97 && found * 100 >= all * 93 && named * 100 >= all * 90);
}

#[test]
fn real_replies_are_shortened_to_what_is_new() {
    const COMMON: &str = "et mollis ligula rutrum quis. Fusce sed odio id arcu varius aliquet nec nec nibh.";
    let Some(files) = folder("replies") else { return };
    let (mut right, mut all) = (0, 0);
    for (name, raw) in &files {
        let text = lines(raw);
        let reply = visible(&text);
        assert!(!reply.visible.trim().is_empty(), "{name}");
        if text.contains(COMMON) {
            all += 1;
            let ok = reply.visible.ends_with(COMMON);
            right += usize::from(ok);
            if !ok {
                eprintln!("more than the reply is shown: {name}");
            }
        }
    }
    eprintln!("{right} of {all} long replies end where their writer ended");
    // Not shortened: text below "Sent from my …" without any heading, which may be the writer's.
    assert!(all - right <= 1);
}

#[test]
fn replies_of_common_programs_are_shortened_to_what_is_new() {
    let Some(files) = folder("replies-talon") else { return };
    for (name, raw) in files.iter().filter(|(name, _)| name.ends_with(".eml")) {
        let reply = visible(&read(raw).body);
        assert_eq!(reply.visible.trim(), "Hello", "{name}");
    }
}

#[test]
fn who_wrote_first_is_found_in_what_was_passed_on() {
    let Some(files) = folder("replies") else { return };
    let passed_on = files.iter().filter(|(name, _)| name.contains("forward_header"));
    let found: Vec<_> =
        passed_on.map(|(_, raw)| in_text("", &lines(raw)).map(|found| found.shown())).collect();
    assert_eq!(found, [Some("John Smith <john@example.com>".to_owned())]);
}

#[test]
fn no_real_mail_makes_anything_panic() {
    for name in ["mail-parser", "bounces", "replies", "replies-talon"] {
        for (_, raw) in folder(name).unwrap_or_default() {
            visible(&lines(&raw));
            let mail = read(&raw);
            visible(&mail.body);
            in_text(&mail.subject, &mail.body);
            bounce(&mail);
            machine(&mail, &House::default());
        }
    }
}
