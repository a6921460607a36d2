//! Headers that break the rules of what may stand in them (RFC 5322, RFC 2047), put right before a mail is taken apart: bytes
//! beyond ASCII of unknown characters, and encoded words that split a character or name the wrong characters.
use super::charset::{guessed, is_known};
use super::parsed;
use mail_parser::decoders::base64::base64_decode;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Longest encoded word, in bytes; by the rules it has 75.
const LONGEST: usize = 4_000;

/// The mail with headers that can be read; as it came where they can.
pub fn readable(raw: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let top = 0..end_of_headers(&raw);
    let mut blocks = vec![top.clone()];
    if std::str::from_utf8(&raw).is_err() {
        // Those of the parts, where the names of files stand; what is in an attached mail stays as it is.
        let parts = parsed(&raw).map(|message| message.parts).unwrap_or_default();
        let blocks_of_parts = parts.iter().map(|part| part.offset_header as usize..part.offset_body as usize);
        blocks.extend(blocks_of_parts.filter(|block| block.start >= top.end && block.start < block.end));
    }
    let mut out: Vec<u8> = Vec::new();
    let mut done = 0;
    for (block, text) in blocks.into_iter().filter_map(|block| Some((block.clone(), repaired(&raw, block)?)))
    {
        if block.start >= done {
            out.extend(&raw[done..block.start]);
            out.extend(text.into_bytes());
            done = block.end;
        }
    }
    if done == 0 {
        return raw;
    }
    out.extend(&raw[done..]);
    Cow::Owned(out)
}

/// Where the empty line behind the first headers begins.
pub fn end_of_headers(raw: &[u8]) -> usize {
    let mut at = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if line.iter().all(u8::is_ascii_whitespace) {
            break;
        }
        at += line.len();
    }
    at
}

/// A block of headers that was changed.
fn repaired(raw: &[u8], block: Range<usize>) -> Option<String> {
    let bytes = raw.get(block)?;
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let text: String =
        lines.map(|line| std::str::from_utf8(line).map_or_else(|_| guessed(line), str::to_owned)).collect();
    let text = with_whole_words(&with_right_lines(&text));
    (text.as_bytes() != bytes).then_some(text)
}

/// With the space that a line needs to go on with the one before it: `multipart/mixed;` and below it `boundary="…"`; and with one
/// encoding where several are told.
fn with_right_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let name = line.split_once('=').map_or("", |(name, _)| name);
        let line = with_one_encoding(line);
        if open && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') {
            out.push(' ');
        }
        out.push_str(&line);
        open = line.trim_end().ends_with(';');
    }
    out
}

/// Of `Content-Transfer-Encoding: 7bit,quoted-printable` the one that has to be undone.
fn with_one_encoding(line: &str) -> Cow<'_, str> {
    let Some((name, value)) = line.split_once(':') else { return Cow::Borrowed(line) };
    if !name.eq_ignore_ascii_case("content-transfer-encoding") || !value.contains(',') {
        return Cow::Borrowed(line);
    }
    let value = value.to_ascii_lowercase();
    let packed = ["quoted-printable", "base64"].into_iter().find(|known| value.contains(known));
    packed.map_or(Cow::Borrowed(line), |known| Cow::Owned(format!("{name}: {known}\r\n")))
}

/// An encoded word: `=?charset?encoding?text?=`.
struct Word<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
    /// How long it is as written.
    length: usize,
}

impl<'a> Word<'a> {
    /// The word with which a text begins.
    fn at(text: &'a str) -> Option<Self> {
        let mut fields = text.strip_prefix("=?")?.splitn(3, '?');
        let (charset, encoding, rest) = (fields.next()?, fields.next()?, fields.next()?);
        let coded = &rest[..rest[..rest.floor_char_boundary(LONGEST)].find("?=")?];
        let bytes = match encoding {
            "b" | "B" => base64_decode(coded.as_bytes())?,
            "q" | "Q" => unquoted(coded)?,
            _ => return None,
        };
        let length = charset.len() + coded.len() + 7;
        let one = charset.len() <= 40 && !charset.contains(char::is_whitespace);
        one.then_some(Self { charset, bytes, length })
    }

    /// Whether it says to be UTF-8, or nobody knows what it says.
    fn is_utf8_or_unknown(&self) -> bool {
        !is_known(self.charset.split('*').next().unwrap_or_default())
    }
}

/// The text with every run of encoded words that cannot be read one by one joined to one word.
fn with_whole_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("=?") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(run) = run(rest) else {
            out.push_str("=?");
            rest = &rest[2..];
            continue;
        };
        let length = run.length;
        match run.joined {
            Some(joined) => out.push_str(&joined),
            None => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// Encoded words with nothing but space between them.
struct Run {
    length: usize,
    /// What stands for all of them.
    joined: Option<String>,
}

/// The run of words in UTF-8 or of unknown characters at the beginning.
fn run(text: &str) -> Option<Run> {
    let first = Word::at(text).filter(Word::is_utf8_or_unknown)?;
    let (charset, mut length, mut bytes) = (first.charset, first.length, first.bytes);
    let mut whole = std::str::from_utf8(&bytes).is_ok();
    loop {
        let rest = &text[length..];
        let space = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let Some(word) = Word::at(&rest[space..]).filter(|_| space > 0) else { break };
        if !word.charset.eq_ignore_ascii_case(charset) {
            break;
        }
        whole &= std::str::from_utf8(&word.bytes).is_ok();
        bytes.extend(word.bytes);
        length += space + word.length;
    }
    let joined = (!whole).then(|| quoted(&guessed(&bytes)));
    Some(Run { length, joined })
}

/// A text as one word of the encoding "Q".
fn quoted(text: &str) -> String {
    let mut word = "=?utf-8?Q?".to_owned();
    for byte in text.bytes() {
        let _ = write!(word, "={byte:02X}");
    }
    word + "?="
}

/// The bytes of the encoding "Q" (RFC 2047, 4.2).
fn unquoted(coded: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(coded.len());
    let mut bytes = coded.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'_' => b' ',
            b'=' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    Some(out)
}
