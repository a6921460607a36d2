//! What a signature of S/MIME is packed around: the content of `SignedData` (RFC 5652, 5), in BER or DER. Mail programs that do not
//! know how long a mail becomes write it in pieces and without its length.
use bcder::decode::{Content, ContentError, DecodeError, SliceSource};
use bcder::{ConstOid, Mode, Oid, Tag};
use std::convert::Infallible;

/// `id-signedData`, 1.2.840.113549.1.7.2.
const SIGNED: ConstOid = Oid(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2]);
/// `id-data`, 1.2.840.113549.1.7.1.
const DATA: ConstOid = Oid(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1]);
/// Values within values that are looked at; programs write two.
const DEEPEST: usize = 8;

/// The bytes that are signed; none where it is something else, where it cannot be read, or where they stand elsewhere.
pub fn content(cms: &[u8]) -> Option<Vec<u8>> {
    // What breaks the parser would be sent to us again and again, as with mails.
    std::panic::catch_unwind(|| taken_out(cms)).ok().flatten()
}

fn taken_out(cms: &[u8]) -> Option<Vec<u8>> {
    let mut found = None;
    // Certificates and signatures behind the content are not looked at, so that it ends in an error wherever there are any.
    let _ = Mode::Ber.decode(cms, |all| {
        all.take_sequence(|info| {
            SIGNED.skip_if(info)?;
            info.take_constructed_if(Tag::CTX_0, |explicit| {
                explicit.take_sequence(|signed| {
                    // Its version and its algorithms.
                    signed.skip_opt(is_shallow)?;
                    signed.skip_opt(is_shallow)?;
                    signed.take_sequence(|inner| {
                        DATA.skip_if(inner)?;
                        inner.take_constructed_if(Tag::CTX_0, |explicit| {
                            let mut bytes = Vec::new();
                            explicit.take_value_if(Tag::OCTET_STRING, |piece| join(piece, 0, &mut bytes))?;
                            found = Some(bytes);
                            Ok(())
                        })
                    })
                })
            })
        })
    });
    found
}

/// The parser keeps account of each level that it skips, which whoever sends a million levels would have us pay for.
fn is_shallow(_: Tag, _: bool, depth: usize) -> Result<(), ContentError> {
    if depth < DEEPEST { Ok(()) } else { Err("too deep".into()) }
}

/// Joins the pieces of a string of bytes. That of the parser would take any number of levels.
fn join(
    string: &mut Content<SliceSource>,
    depth: usize,
    out: &mut Vec<u8>,
) -> Result<(), DecodeError<Infallible>> {
    match string {
        Content::Primitive(piece) => {
            out.extend(piece.slice_all()?);
            piece.skip_all()
        }
        Content::Constructed(pieces) => {
            if depth == DEEPEST {
                return Err(pieces.content_err("too deep"));
            }
            let mut next = Some(());
            while next.is_some() {
                next = pieces.take_opt_value_if(Tag::OCTET_STRING, |piece| join(piece, depth + 1, out))?;
            }
            Ok(())
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// What is signed around a string of bytes, all of it of unknown length; nobody signed it.
    fn with_string(string: &[u8]) -> Vec<u8> {
        let head = [&[0x30, 0x80, 6, 9][..], SIGNED.0, &[0xA0, 0x80, 0x30, 0x80, 2, 1, 1, 0x31, 0]].concat();
        let inner = [&[0x30, 0x80, 6, 9][..], DATA.0, &[0xA0, 0x80], string, &[0; 4]].concat();
        [&head[..], &inner[..], &[0x31, 0], &[0; 6]].concat()
    }

    /// What is signed, as programs write it that do not know its length, in pieces of few bytes.
    pub fn packed(content: &[u8]) -> Vec<u8> {
        let pieces = content.chunks(50).flat_map(|piece| {
            let length = u8::try_from(piece.len()).unwrap();
            [4, length].into_iter().chain(piece.iter().copied())
        });
        let pieces: Vec<u8> = pieces.collect();
        with_string(&[&[0x24, 0x80][..], &pieces[..], &[0, 0]].concat())
    }

    #[test]
    fn pieces_are_joined_however_they_are_packed() {
        let long = b"Die Kasse steht. ".repeat(30);
        assert_eq!(content(&packed(&long)).as_deref(), Some(&long[..]));
        assert_eq!(content(&with_string(b"\x04\x02ab")).as_deref(), Some(&b"ab"[..]));
        let nested = b"\x24\x80\x24\x06\x04\x01a\x04\x01b\x04\x01c\0\0";
        assert_eq!(content(&with_string(nested)).as_deref(), Some(&b"abc"[..]));
        assert_eq!(content(&packed(b"")).as_deref(), Some(&b""[..]));
    }

    #[test]
    fn what_is_broken_off_or_nothing_of_the_kind_breaks_nothing() {
        let whole = packed(b"Die Kasse steht.");
        for end in 0..whole.len() {
            let found = content(&whole[..end]);
            assert!(found.is_none_or(|found| found == b"Die Kasse steht."), "{end}");
        }
        for place in 0..whole.len() {
            for byte in [0, 0x24, 0x80, 0x84, 0xFF] {
                let mut other = whole.clone();
                other[place] = byte;
                content(&other);
            }
        }
        // Nothing but certificates; and values within values without end.
        let head = [&[0x30, 0x80, 6, 9][..], SIGNED.0, &[0xA0, 0x80, 0x30, 0x80, 2, 1, 1]].concat();
        let certificates = [&head[..], &[0x31, 0, 0x30, 0x0B, 6, 9], DATA.0, &[0; 6]].concat();
        assert_eq!(content(&certificates), None);
        let endless = |value: [u8; 2]| value.repeat(1_000_000);
        assert_eq!(content(&[&head[..], &endless([0x31, 0x80])[..]].concat()), None);
        assert_eq!(content(&with_string(&endless([0x24, 0x80]))), None);
        assert_eq!(content(b"%PDF-1.4"), None);
    }
}
