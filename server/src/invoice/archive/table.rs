//! The tables of an archive: the documents of a year, and their lines. Days and figures are written as the description beside them
//! declares, whatever the language of the headings.
use crate::invoice::form::Form;
use crate::invoice::sheet::{by_rate, figure, rate_heads};
use crate::package::sheet::push;
use app::invoice::word::{kind_word, unit};
use app::quote::wording::vat_word;
use app::words::{Text, archive as w, invoice, say};
use domain::invoice::Invoice;
use domain::invoice::line::{Line, Quantity, Unit};
use domain::lang::Lang;
use domain::moment::date;
use jiff::civil::Date;

/// How days and figures are written: `31.12.2026`, `-1234,50`.
const WRITTEN: Lang = Lang::De;
/// The folder of histories.
pub const HISTORY: &str = "history";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Words,
    /// A day.
    Day,
    /// A number with so many decimals.
    Number(u8),
}

/// A table, as it is written and described.
pub struct Table {
    /// The name of its file.
    pub file: &'static str,
    /// Its name.
    pub name: Text,
    /// What a row of it is.
    pub about: Text,
    /// How many of its first columns tell a row from all others.
    pub keys: usize,
    /// The table of which the first column names a row.
    pub of: Option<Text>,
    /// Heading of each column, and what it holds.
    pub columns: Vec<(String, Holds)>,
    text: String,
}

impl Table {
    fn push(&mut self, fields: impl IntoIterator<Item = String>) {
        push(&mut self.text, fields);
    }

    /// Its file, with the headings in the first row.
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = "\u{feff}".to_owned();
        push(&mut text, self.columns.iter().map(|(name, _)| name.clone()));
        text.push_str(&self.text);
        text.into_bytes()
    }
}

/// Both tables.
pub struct Tables {
    lang: Lang,
    /// A row for each document.
    pub documents: Table,
    /// A row for each line of one.
    pub lines: Table,
}

impl Tables {
    /// Without rows yet.
    pub fn new(lang: Lang) -> Self {
        let named = |columns: &[(Text, Holds)]| {
            let named = columns.iter().map(|(name, holds)| (say(lang, *name).to_owned(), *holds));
            named.collect::<Vec<_>>()
        };
        let rates = rate_heads(lang).into_iter().map(|name| (name, Holds::Number(2)));
        let documents = [named(&FIRST), rates.collect(), named(&LAST)].concat();
        let documents = Table {
            file: "index.csv",
            name: w::DOCUMENTS,
            about: w::DOCUMENTS_ABOUT,
            keys: 1,
            of: None,
            columns: documents,
            text: String::new(),
        };
        let lines = Table {
            file: "lines.csv",
            name: w::LINES,
            about: w::LINES_ABOUT,
            keys: 2,
            of: Some(w::DOCUMENTS),
            columns: named(&LINE),
            text: String::new(),
        };
        Self { lang, documents, lines }
    }

    /// A document with its lines and the names of its files; what gives money back counts below zero.
    pub fn add(&mut self, invoice: &Invoice, files: &[(Form, String)]) {
        let of = Of { lang: self.lang, invoice, files, sign: invoice.kind.counted(1) };
        self.documents.push(of.fields());
        for (place, line) in (1..).zip(&invoice.lines) {
            self.lines.push(of.line(place, line));
        }
        // What is taken off all lines of a treatment has rows of its own, so that the rows of a document come to its sum.
        for (place, discount) in (invoice.lines.len() + 1..).zip(&invoice.discounts) {
            let line = Line {
                group: String::new(),
                name: discount.reason.clone(),
                description: String::new(),
                quantity: Quantity::Hundredths(100),
                unit: Unit::Flat,
                price_cents: -discount.cents,
                discount_percent: 0,
                discount_reason: String::new(),
                vat: discount.vat,
            };
            self.lines.push(of.line(place, &line));
        }
    }
}

/// A document on its way into both.
struct Of<'a> {
    lang: Lang,
    invoice: &'a Invoice,
    files: &'a [(Form, String)],
    sign: i64,
}

impl Of<'_> {
    fn amount(&self, hundredths: i64) -> String {
        figure(WRITTEN, self.sign * hundredths)
    }

    fn fields(&self) -> Vec<String> {
        let Invoice { number, buyer, kind, period, .. } = self.invoice;
        let totals = self.invoice.totals();
        let day = |day: Option<Date>| day.map(|day| date(day, WRITTEN)).unwrap_or_default();
        let file = |wanted: Form| {
            let named = self.files.iter().find(|(form, _)| *form == wanted);
            named.map(|(_, name)| name.clone()).unwrap_or_default()
        };
        let mut fields = vec![
            number.clone(),
            say(self.lang, kind_word(*kind)).to_owned(),
            date(self.invoice.issued_on, WRITTEN),
            buyer.name.clone(),
            buyer.customer_number.clone(),
            buyer.vat_id.clone(),
            buyer.address.country.clone(),
            day(period.map(|days| days.from)),
            day(period.map(|days| days.to)),
            day(self.invoice.due_on),
        ];
        fields.extend(by_rate(&totals).into_iter().map(|cents| self.amount(cents)));
        fields.extend([totals.net, totals.tax, totals.gross].map(|cents| self.amount(cents)));
        fields.extend([
            self.invoice.corrects.as_ref().map(|before| before.number.clone()).unwrap_or_default(),
            file(Form::Pdf),
            file(Form::Xml),
            file(Form::Xrechnung),
            format!("{HISTORY}/{number}.csv"),
        ]);
        fields
    }

    fn line(&self, place: usize, line: &Line) -> [String; 13] {
        [
            self.invoice.number.clone(),
            place.to_string(),
            line.group.clone(),
            line.name.clone(),
            // Programs of auditors read a row per line.
            line.description.lines().collect::<Vec<_>>().join(" · "),
            self.amount(line.quantity.hundredths()),
            unit(self.lang, line.unit).to_owned(),
            (self.sign * line.minutes()).to_string(),
            figure(WRITTEN, line.price_cents),
            line.discount_percent.to_string(),
            self.amount(line.net_cents()),
            line.vat.percent().to_string(),
            say(self.lang, vat_word(line.vat)).to_owned(),
        ]
    }
}

/// Columns of documents before those of each rate.
const FIRST: [(Text, Holds); 10] = [
    (w::NUMBER, Holds::Words),
    (w::KIND, Holds::Words),
    (w::DAY, Holds::Day),
    (w::CUSTOMER, Holds::Words),
    (invoice::CUSTOMER_NUMBER, Holds::Words),
    (invoice::VAT_ID, Holds::Words),
    (invoice::COUNTRY, Holds::Words),
    (invoice::COL_FROM, Holds::Day),
    (invoice::COL_TO, Holds::Day),
    (invoice::DUE, Holds::Day),
];

/// Columns of documents after them.
const LAST: [(Text, Holds); 8] = [
    (w::NET, Holds::Number(2)),
    (w::TAX, Holds::Number(2)),
    (w::GROSS, Holds::Number(2)),
    (w::CORRECTS, Holds::Words),
    (w::PDF, Holds::Words),
    (w::XML, Holds::Words),
    (w::XRECHNUNG, Holds::Words),
    (w::HISTORY, Holds::Words),
];

/// Columns of lines.
const LINE: [(Text, Holds); 13] = [
    (w::NUMBER, Holds::Words),
    (w::PLACE, Holds::Number(0)),
    (invoice::COL_GROUP, Holds::Words),
    (invoice::POSITION, Holds::Words),
    (invoice::COL_DESCRIPTION, Holds::Words),
    (invoice::QUANTITY, Holds::Number(2)),
    (invoice::COL_UNIT, Holds::Words),
    (w::MINUTES, Holds::Number(0)),
    (invoice::PRICE, Holds::Number(2)),
    (invoice::COL_DISCOUNT, Holds::Number(0)),
    (w::NET, Holds::Number(2)),
    (invoice::COL_VAT_PERCENT, Holds::Number(0)),
    (w::TREATMENT, Holds::Words),
];
