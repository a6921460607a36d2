//! The description of an invoice, read so that all that cannot be read is told at once: something stands in for each wrong part, and
//! reading goes on.
use domain::invoice::Invoice;
use domain::invoice::party::{Address, Buyer, Seller};
use serde_json::{Value, json};
use serde_path_to_error::Segment;

/// Most faults that are told: each is found by reading anew.
const MOST: usize = 50;

/// A step from the whole to one of its parts.
#[derive(PartialEq)]
enum Step {
    Field(String),
    Item(usize),
}

/// What cannot be read.
struct Fault {
    path: Vec<Step>,
    why: String,
}

/// The invoice that a value describes.
///
/// # Errors
/// All that cannot be read, a line each: the path of a field, and what is wrong with it.
pub fn read(mut value: Value) -> Result<Invoice, String> {
    let mut told = Vec::new();
    let mut read = once(&value);
    loop {
        let fault = match read {
            Ok(invoice) if told.is_empty() => return Ok(invoice),
            Ok(_) => break,
            Err(fault) => fault,
        };
        told.push(fault.told());
        match mended(&mut value, &fault.path) {
            Some(next) if told.len() < MOST => read = next,
            _ => {
                told.push("Reading ended here; there may be more.".to_owned());
                break;
            }
        }
    }
    Err(told.join("\n"))
}

/// The invoice, or the first that cannot be read.
fn once(value: &Value) -> Result<Invoice, Fault> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let step = |segment: &Segment| match segment {
            Segment::Seq { index } => Some(Step::Item(*index)),
            Segment::Map { key } => Some(Step::Field(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        };
        let mut path: Vec<Step> = error.path().iter().filter_map(step).collect();
        let why = error.inner().to_string();
        // What is missing is told by the whole that it is missing in.
        let missing = why.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
        match missing.map(str::to_owned) {
            Some(name) => {
                path.push(Step::Field(name));
                Fault { path, why: "is missing".to_owned() }
            }
            None => Fault { path, why },
        }
    })
}

impl Fault {
    /// Its path as the rules name it, counted from one, and what is wrong there: `line 3.vat: …`.
    fn told(&self) -> String {
        let place = self.path.iter().fold(String::new(), |before, step| match step {
            Step::Item(at) => format!("{before} {}", at + 1),
            Step::Field(name) if before.is_empty() => name.clone(),
            Step::Field(name) => format!("{before}.{name}"),
        });
        if place.is_empty() { self.why.clone() } else { format!("{place}: {}", self.why) }
    }
}

/// Lets the first of the stand-ins that can be read there stand in a place; what reading finds then. `None` where none can.
fn mended(value: &mut Value, path: &[Step]) -> Option<Result<Invoice, Fault>> {
    stand_ins().into_iter().find_map(|stand_in| {
        put(value, path, stand_in);
        let read = once(value);
        (!read.as_ref().is_err_and(|next| next.path.starts_with(path))).then_some(read)
    })
}

/// A value of each kind that a part can have; last nothing, for what may be left out and for what no description has.
fn stand_ins() -> Vec<Option<Value>> {
    let values = [
        json!(0),
        json!("1"),
        json!("2000-01-01"),
        json!([]),
        json!(Address::default()),
        json!(Buyer::default()),
        json!(Seller::default()),
        json!({ "name": "", "quantity": "1", "price_cents": 0 }),
        json!({ "reason": "", "cents": 0 }),
        json!({ "day": "2000-01-01", "text": "", "minutes": 0 }),
    ];
    values.into_iter().map(Some).chain([None]).collect()
}

/// Puts something in a place, or takes away what stands there.
fn put(value: &mut Value, path: &[Step], new: Option<Value>) {
    let Some((last, before)) = path.split_last() else { return };
    let holder = before.iter().try_fold(value, |value, step| match (value, step) {
        (Value::Object(fields), Step::Field(name)) => fields.get_mut(name),
        (Value::Array(items), Step::Item(at)) => items.get_mut(*at),
        _ => None,
    });
    match (holder, last) {
        (Some(Value::Object(fields)), Step::Field(name)) => {
            match new {
                Some(new) => fields.insert(name.clone(), new),
                None => fields.remove(name),
            };
        }
        (Some(Value::Array(items)), Step::Item(at)) => {
            if let Some((item, new)) = items.get_mut(*at).zip(new) {
                *item = new;
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_or_missing_as_a_whole_does_not_hide_the_rest() {
        let line = json!({ "name": "A", "quantity": "1", "unit": "piece", "price_cents": 1 });
        let read = |value: Value| read(value).unwrap_err();
        assert_eq!(
            read(json!({ "number": 5 })),
            "number: invalid type: integer `5`, expected a string\nissued_on: is missing\nseller: is missing\n\
             buyer: is missing\nline: is missing"
        );
        let said = read(json!({
            "number": "R-1", "issued_on": "2026-11-29", "seller": "Nordlicht", "buyer": Buyer::default(), "note": "",
            "line": [line, 7, { "name": 1, "quantity": 2, "unit": "box" }], "period": { "from": 1, "to": 2 }, "lang": "fr",
        }));
        let mut places: Vec<_> = said.lines().filter_map(|line| Some(line.split_once(": ")?.0)).collect();
        places.sort_unstable();
        let wrong = [
            "lang",
            "line 2",
            "line 3.name",
            "line 3.price_cents",
            "line 3.quantity",
            "line 3.unit",
            "note",
            "period.from",
            "period.to",
            "seller",
        ];
        assert_eq!(places, wrong, "{said}");
        assert!(read(json!(5)).starts_with("invalid type: integer `5`"));
    }

    #[test]
    fn of_very_many_faults_it_is_told_that_there_are_more() {
        let rows: Vec<_> =
            (0..60).map(|_| json!({ "day": "2026-11-24", "text": "", "minutes": "5" })).collect();
        let said = read(json!({ "hours": rows })).unwrap_err();
        assert_eq!(said.lines().count(), MOST + 1);
        assert!(said.contains("hours 50.minutes: ") && said.ends_with("there may be more."), "{said}");
    }
}
