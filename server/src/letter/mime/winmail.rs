//! `winmail.dat`: the files that Outlook packs into one of its own, where it writes its "rich text" (MS-OXTNEF).
use super::charset::guessed;

/// With what such a file begins.
const SIGNATURE: [u8; 4] = 0x223E_9F78_u32.to_le_bytes();
/// The level of what belongs to a file within it.
const OF_A_FILE: u8 = 2;
/// A file begins.
const BEGINS: u16 = 0x9002;
/// The file's name.
const NAME: u16 = 0x8010;
/// The file's bytes.
const BYTES: u16 = 0x800F;
/// Most files that are looked for.
const MOST: usize = 100;

/// One record: its level, what it is about, what it holds, and what stands behind it.
struct Record<'a> {
    level: u8,
    about: u16,
    holds: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Record<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<9>()?;
        let [level, low, high, _, _, length @ ..] = *head;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        let (holds, rest) = rest.split_at_checked(length)?;
        // A sum of the bytes stands behind each.
        Some(Self {
            level,
            about: u16::from_le_bytes([low, high]),
            holds,
            rest: rest.get(2..).unwrap_or_default(),
        })
    }
}

/// Names and bytes of the files; none where it is no such file.
pub fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    // A key of two bytes follows.
    let mut rest = bytes.strip_prefix(&SIGNATURE).and_then(|rest| rest.get(2..)).unwrap_or_default();
    while let Some(record) = Record::read(rest) {
        rest = record.rest;
        if record.level != OF_A_FILE {
            continue;
        }
        if record.about == BEGINS {
            if files.len() == MOST {
                break;
            }
            files.push((String::new(), Vec::new()));
        }
        let Some((name, kept)) = files.last_mut() else { continue };
        match record.about {
            NAME => *name = guessed(record.holds.split(|byte| *byte == 0).next().unwrap_or_default()),
            BYTES => *kept = record.holds.to_vec(),
            _ => {}
        }
    }
    files.retain(|(_, bytes)| !bytes.is_empty());
    files
}

#[cfg(test)]
pub mod tests {
    use super::*;

    fn record(level: u8, about: u16, holds: &[u8]) -> Vec<u8> {
        let length = u32::try_from(holds.len()).unwrap();
        let head = [level].into_iter().chain(about.to_le_bytes()).chain([1, 0]).chain(length.to_le_bytes());
        head.chain(holds.iter().copied()).chain([0, 0]).collect()
    }

    /// One such file with a text of its own and two files.
    pub fn packed() -> Vec<u8> {
        let records = [
            record(1, 0x800C, b"Guten Tag\0"),
            record(2, BEGINS, &[0; 14]),
            record(2, NAME, b"Auftrag f\xfcr M\xfcller.txt\0"),
            record(2, BYTES, b"eins"),
            record(2, BEGINS, &[0; 14]),
            record(2, NAME, b"b.bin\0"),
            record(2, BYTES, &[1, 2, 3]),
        ];
        [&SIGNATURE[..], &[7, 0]].concat().into_iter().chain(records.concat()).collect()
    }

    #[test]
    fn its_files_are_found_with_their_names() {
        let found = files(&packed());
        let expected = [("Auftrag für Müller.txt", &b"eins"[..]), ("b.bin", &[1, 2, 3][..])];
        assert!(found.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).eq(expected), "{found:?}");
    }

    #[test]
    fn what_is_broken_off_or_nothing_of_the_kind_breaks_nothing() {
        let whole = packed();
        for end in 0..whole.len() {
            assert!(files(&whole[..end]).len() <= 2);
        }
        let endless = [&whole[..6], &record(2, BEGINS, &[]).repeat(5_000)[..]].concat();
        assert!(files(&endless).is_empty());
        assert!(files(b"%PDF-1.4").is_empty());
    }
}
