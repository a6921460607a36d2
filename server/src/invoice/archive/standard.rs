//! The description of an archive's tables for tax auditors (access Z3), by the Beschreibungsstandard of 1 September 2004.
use crate::invoice::archive::table::{Holds, Table};
use app::words::{archive as w, fill, say};
use domain::lang::Lang;
use domain::moment::date;
use jiff::civil::Date;

/// The name of the description.
pub const INDEX: &str = "index.xml";
/// The name of its grammar, which lies beside it.
pub const GRAMMAR_NAME: &str = "gdpdu-01-09-2004.dtd";
/// Its grammar.
pub const GRAMMAR: &str = include_str!("gdpdu-01-09-2004.dtd");

/// Whose tables they are, and of which days.
pub struct Supplied<'a> {
    /// The company.
    pub company: &'a str,
    /// Its town.
    pub town: &'a str,
    /// First and last day.
    pub days: [Date; 2],
}

/// The description, in the language of the headings.
pub fn describe(lang: Lang, supplied: &Supplied<'_>, tables: &[&Table]) -> String {
    let [from, to] = supplied.days.map(|day| date(day, Lang::De));
    let mut xml = Xml::default();
    xml.open("DataSet");
    xml.leaf("Version", "1.0");
    xml.open("DataSupplier");
    xml.leaf("Name", supplied.company);
    xml.leaf("Location", supplied.town);
    xml.leaf("Comment", say(lang, w::SUPPLIED));
    xml.close("DataSupplier");
    xml.open("Media");
    xml.leaf("Name", &fill(lang, w::MEDIA, &[("year", &supplied.days[0].year().to_string())]));
    for table in tables {
        xml.open("Table");
        xml.leaf("URL", table.file);
        xml.leaf("Name", say(lang, table.name));
        xml.leaf("Description", say(lang, table.about));
        xml.open("Validity");
        xml.open("Range");
        xml.leaf("From", &from);
        xml.leaf("To", &to);
        xml.close("Range");
        xml.close("Validity");
        xml.empty("UTF8");
        xml.leaf("DecimalSymbol", ",");
        xml.leaf("DigitGroupingSymbol", ".");
        // The first row holds the headings.
        xml.open("Range");
        xml.leaf("From", "2");
        xml.close("Range");
        columns(&mut xml, lang, table);
        xml.close("Table");
    }
    xml.close("Media");
    xml.close("DataSet");
    xml.text
}

fn columns(xml: &mut Xml, lang: Lang, table: &Table) {
    xml.open("VariableLength");
    xml.leaf("ColumnDelimiter", ";");
    xml.leaf("RecordDelimiter", "\r\n");
    xml.leaf("TextEncapsulator", "\"");
    for (at, (name, holds)) in table.columns.iter().enumerate() {
        let element = if at < table.keys { "VariablePrimaryKey" } else { "VariableColumn" };
        xml.open(element);
        xml.leaf("Name", name);
        match holds {
            Holds::Words => xml.empty("AlphaNumeric"),
            Holds::Day => {
                xml.open("Date");
                xml.leaf("Format", "DD.MM.YYYY");
                xml.close("Date");
            }
            Holds::Number(decimals) => {
                xml.open("Numeric");
                xml.leaf("Accuracy", &decimals.to_string());
                xml.close("Numeric");
            }
        }
        xml.close(element);
    }
    if let (Some(of), Some((name, _))) = (table.of, table.columns.first()) {
        xml.open("ForeignKey");
        xml.leaf("Name", name);
        xml.leaf("References", say(lang, of));
        xml.close("ForeignKey");
    }
    xml.close("VariableLength");
}

/// Elements one below the other.
struct Xml {
    text: String,
    depth: usize,
}

impl Default for Xml {
    fn default() -> Self {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE DataSet SYSTEM";
        Self { text: format!("{head} \"{GRAMMAR_NAME}\">\n"), depth: 0 }
    }
}

impl Xml {
    fn row(&mut self, row: &str) {
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.push_str(row);
        self.text.push('\n');
    }

    fn open(&mut self, name: &str) {
        self.row(&format!("<{name}>"));
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.row(&format!("</{name}>"));
    }

    fn empty(&mut self, name: &str) {
        self.row(&format!("<{name}/>"));
    }

    fn leaf(&mut self, name: &str, words: &str) {
        self.row(&format!("<{name}>{}</{name}>", escaped(words)));
    }
}

/// Words that cannot become markup; line ends stay line ends (XML 1.0, 2.11).
fn escaped(words: &str) -> String {
    let mut text = String::new();
    for one in words.chars() {
        match one {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '\r' => text.push_str("&#13;"),
            '\n' => text.push_str("&#10;"),
            one if one.is_control() => {}
            one => text.push(one),
        }
    }
    text
}
