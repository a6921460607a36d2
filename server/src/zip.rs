//! A ZIP archive (APPNOTE 6.3) written piece by piece. Files are stored as they are: PDFs are packed already. Archives of more than 65,534
//! files or 4 GB have the wider records (Zip64) as well.
use axum::body::Bytes;
use jiff::civil::DateTime;

/// What a field of 16 or 32 bits says where the wider record says it.
const WIDE: u16 = u16::MAX;
/// The same for sizes.
const WIDER: u32 = u32::MAX;

/// An archive under way.
#[derive(Default)]
pub struct Archive {
    directory: Vec<u8>,
    count: u64,
    written: u64,
}

impl Archive {
    /// The next file, which must be smaller than 4 GB, as of a moment by the wall clock, as the piece of the archive that holds it.
    pub fn file(&mut self, name: &str, bytes: Vec<u8>, at: DateTime) -> Bytes {
        let size = u32::try_from(bytes.len()).unwrap_or(WIDER);
        let length = u16::try_from(name.len()).unwrap_or(WIDE);
        let mut facts = Vec::new();
        let (time, day) = stamp(at);
        // Version 2.0, names in UTF-8, stored.
        for half in [20_u16, 0x0800, 0, time, day] {
            facts.extend(half.to_le_bytes());
        }
        for whole in [crc32(&bytes), size, size] {
            facts.extend(whole.to_le_bytes());
        }
        facts.extend(length.to_le_bytes());
        let far = u32::try_from(self.written).ok().filter(|at| *at != WIDER);
        self.directory.extend(0x0201_4b50_u32.to_le_bytes());
        self.directory.extend(20_u16.to_le_bytes());
        self.directory.extend(&facts);
        self.directory.extend(if far.is_none() { 12_u16 } else { 0 }.to_le_bytes());
        self.directory.extend([0; 10]);
        self.directory.extend(far.unwrap_or(WIDER).to_le_bytes());
        self.directory.extend(name.as_bytes());
        if far.is_none() {
            self.directory.extend(1_u16.to_le_bytes());
            self.directory.extend(8_u16.to_le_bytes());
            self.directory.extend(self.written.to_le_bytes());
        }
        let mut piece = 0x0403_4b50_u32.to_le_bytes().to_vec();
        piece.extend(facts);
        piece.extend(0_u16.to_le_bytes());
        piece.extend(name.as_bytes());
        piece.extend(bytes);
        self.count += 1;
        self.written += piece.len() as u64;
        piece.into()
    }

    /// The last piece: the directory of all files.
    pub fn end(&mut self) -> Bytes {
        let mut piece = std::mem::take(&mut self.directory);
        let size = piece.len() as u64;
        let narrow = |value: u64| u32::try_from(value).unwrap_or(WIDER);
        let count = u16::try_from(self.count).unwrap_or(WIDE);
        if count == WIDE || narrow(size) == WIDER || narrow(self.written) == WIDER {
            let record = self.written + size;
            piece.extend(0x0606_4b50_u32.to_le_bytes());
            piece.extend(44_u64.to_le_bytes());
            piece.extend(45_u16.to_le_bytes());
            piece.extend(45_u16.to_le_bytes());
            piece.extend([0; 8]);
            for value in [self.count, self.count, size, self.written] {
                piece.extend(value.to_le_bytes());
            }
            piece.extend(0x0706_4b50_u32.to_le_bytes());
            piece.extend([0; 4]);
            piece.extend(record.to_le_bytes());
            piece.extend(1_u32.to_le_bytes());
        }
        piece.extend(0x0605_4b50_u32.to_le_bytes());
        piece.extend([0; 4]);
        piece.extend(count.to_le_bytes());
        piece.extend(count.to_le_bytes());
        piece.extend(narrow(size).to_le_bytes());
        piece.extend(narrow(self.written).to_le_bytes());
        piece.extend([0; 2]);
        piece.into()
    }
}

/// Time and day as MS-DOS writes them: two seconds are the smallest step, 1980 and 2107 the first and the last year.
fn stamp(at: DateTime) -> (u16, u16) {
    let bits = |value: i8| u16::try_from(value).unwrap_or_default();
    let year = u16::try_from(at.year() - 1980).unwrap_or_default().min(127);
    let time = (bits(at.hour()) << 11) | (bits(at.minute()) << 5) | (bits(at.second()) / 2);
    (time, (year << 9) | (bits(at.month()) << 5) | bits(at.day()))
}

/// The checksum of ISO 3309, as ZIP wants it.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    !bytes.iter().fold(!0_u32, |crc, byte| (crc >> 8) ^ TABLE[usize::from(crc.to_le_bytes()[0] ^ byte)])
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut at = 0_u32;
    while at < 256 {
        let (mut crc, mut bit) = (at, 0);
        while bit < 8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1));
            bit += 1;
        }
        table[at as usize] = crc;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn files_are_as_old_as_what_is_in_them() {
        let at = date(2026, 11, 23).at(9, 30, 15, 0);
        let (time, day) = ((9 << 11) + (30 << 5) + 7, (46 << 9) + (11 << 5) + 23);
        assert_eq!(stamp(at), (time, day));
        assert_eq!(stamp(date(1970, 1, 1).at(0, 0, 0, 0)), (0, (1 << 5) | 1), "1980 is the first year");
    }

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!((crc32(b"123456789"), crc32(b"")), (0xcbf4_3926, 0));
    }

    #[test]
    fn more_files_than_the_narrow_record_counts_stand_in_the_wider_one() {
        let ends = |files: usize| {
            let mut archive = Archive::default();
            for at in 0..files {
                archive.file(&at.to_string(), Vec::new(), DateTime::default());
            }
            archive.end()
        };
        let (narrow, wide) = (ends(3), ends(70_000));
        let mark = |end: &[u8], mark: u32| end.windows(4).any(|four| four == mark.to_le_bytes());
        assert!(!mark(&narrow, 0x0606_4b50) && mark(&wide, 0x0606_4b50) && mark(&wide, 0x0706_4b50));
        let count = |end: &[u8]| u16::from_le_bytes([end[end.len() - 12], end[end.len() - 11]]);
        assert_eq!((count(&narrow), count(&wide)), (3, WIDE));
        let record = wide.len() - 22 - 20 - 56;
        assert_eq!(wide[record + 32..record + 40], 70_000_u64.to_le_bytes());
    }
}
