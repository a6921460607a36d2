//! The file of a booking batch: fields parted by semicolons, texts in quotes, a comma for decimals, in Windows-1252.
use crate::billing::datev::Booking;
use crate::billing::datev::books::Books;
use crate::invoice::Period;
use jiff::civil::{Date, DateTime};

/// Columns of a row, in their order; those marked with `"` hold text, which is quoted also where it is empty.
const COLUMNS: &str = include_str!("columns.txt");
/// Columns that are filled, counted from 1.
mod column {
    pub const AMOUNT: usize = 1;
    pub const SIDE: usize = 2;
    pub const CURRENCY: usize = 3;
    pub const ACCOUNT: usize = 7;
    pub const AGAINST: usize = 8;
    pub const DAY: usize = 10;
    pub const NUMBER: usize = 11;
    pub const TEXT: usize = 14;
    pub const VAT_ID: usize = 40;
    pub const FIXED: usize = 114;
    pub const SERVED: usize = 115;
    pub const TAXED: usize = 116;
    pub const DUE: usize = 117;
}
/// Most characters of a document's number (Belegfeld 1).
const LONGEST_NUMBER: usize = 36;
/// Most characters of a booking's text.
const LONGEST_TEXT: usize = 60;

/// What the first line says of the batch.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The books it is for.
    pub books: &'a Books,
    /// The first day of the financial year.
    pub year: Date,
    /// From the first to the last day of its bookings.
    pub days: Period,
    /// When it is made.
    pub now: DateTime,
}

/// The whole file. Bookings are handed over open (Festschreibung 0), so that the adviser can still check them.
pub fn batch(head: &Head<'_>, bookings: &[Booking]) -> Vec<u8> {
    let columns: Vec<(&str, bool)> = COLUMNS.lines().map(column_of).collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let rows = bookings.iter().map(|booking| row(&columns, booking));
    let lines = [first_line(head), names.join(";")].into_iter().chain(rows);
    windows_1252(&lines.map(|line| line + "\r\n").collect::<String>())
}

fn column_of(line: &str) -> (&str, bool) {
    line.strip_prefix('"').map_or((line, false), |name| (name, true))
}

fn first_line(head: &Head<'_>) -> String {
    let Head { books, year, days, now } = head;
    let day = |day: Date| day.strftime("%Y%m%d").to_string();
    let made = format!("{}{:03}", now.strftime("%Y%m%d%H%M%S"), now.millisecond());
    let title = format!("Rechnungen {} - {}", days.from.strftime("%d.%m."), days.to.strftime("%d.%m.%Y"));
    let (from, to, year) = (day(days.from), day(days.to), day(*year));
    let Books { consultant, client, account_length, chart, .. } = books;
    let chart = chart.code();
    format!(
        "\"EXTF\";700;21;\"Buchungsstapel\";13;{made};;\"RE\";\"\";\"\";{consultant};{client};{year};{account_length};{from};{to};\"{title}\";\"\";1;0;0;\"EUR\";;\"\";;;\"{chart}\";;;\"\";\"\""
    )
}

fn row(columns: &[(&str, bool)], booking: &Booking) -> String {
    let filled = |column: usize| match column {
        column::AMOUNT => format!("{},{:02}", booking.cents / 100, booking.cents % 100),
        column::SIDE => (if booking.gives_back { "H" } else { "S" }).to_owned(),
        column::CURRENCY => "EUR".to_owned(),
        column::ACCOUNT => booking.debtor.to_string(),
        column::AGAINST => booking.revenue.to_string(),
        column::DAY => booking.day.strftime("%d%m").to_string(),
        column::NUMBER => number(&booking.number),
        column::TEXT => plain(&booking.text, LONGEST_TEXT),
        column::VAT_ID => booking.vat_id.chars().filter(char::is_ascii_alphanumeric).collect(),
        column::FIXED => "0".to_owned(),
        // The tax falls into the month of the service (§ 13 Abs. 1 Nr. 1 UStG).
        column::SERVED | column::TAXED => whole(booking.served),
        column::DUE => whole(booking.due_on),
        _ => String::new(),
    };
    let field = |(column, (_, text)): (usize, &(&str, bool))| {
        let value = filled(column);
        if *text { format!("\"{}\"", value.replace('"', "\"\"")) } else { value }
    };
    (1..).zip(columns).map(field).collect::<Vec<_>>().join(";")
}

/// A day with its year.
fn whole(day: Option<Date>) -> String {
    day.map(|day| day.strftime("%d%m%Y").to_string()).unwrap_or_default()
}

/// A number with the characters that the field takes; any other is a hyphen.
fn number(number: &str) -> String {
    let fine = |c: char| c.is_ascii_alphanumeric() || "$&%*+-/".contains(c);
    number.chars().take(LONGEST_NUMBER).map(|c| if fine(c) { c } else { '-' }).collect()
}

fn plain(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(most).collect()
}

/// Text in Windows-1252; what it does not have is `?`.
fn windows_1252(text: &str) -> Vec<u8> {
    /// What stands at 0x80 to 0x9F; five of these places are empty.
    const HIGH: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’',
        '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    let byte = |c: char| match u8::try_from(u32::from(c)) {
        Ok(byte) if !(0x80..0xa0).contains(&byte) => byte,
        _ => (0x80..).zip(HIGH).find(|(_, high)| *high == c).map_or(b'?', |(byte, _)| byte),
    };
    text.chars().map(byte).collect()
}
