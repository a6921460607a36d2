//! Filters and order of ticket lists, as they stand in the address bar: combinable, shareable, readable.
use crate::id::{OrganisationId, PersonId, TeamId};
use crate::search::bounded;
use crate::ticket::TicketType;
use crate::ticket::stage::Stage;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How tickets that rest stand among the states of an address.
pub const RESTS: &str = "rests";

/// What a list shows. Every field is optional; together they all must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Words or a number (`q`).
    pub query: String,
    /// Any of these states (`state`, with commas or, as plain forms send it, repeated).
    pub stages: Vec<Stage>,
    /// Or those that wait for an approval that was not given (`rests` among the states).
    pub rests: bool,
    /// Open, over, or both (`show`).
    pub show: Show,
    /// Class code (`class`).
    pub class: Option<String>,
    /// Code of the priority (`priority`).
    pub priority: Option<String>,
    /// Ticket type (`type`).
    pub kind: Option<TicketType>,
    /// Organisation (`organisation`).
    pub organisation: Option<OrganisationId>,
    /// Responsible person (`assignee`).
    pub assignee: Option<PersonId>,
    /// Team (`team`).
    pub team: Option<TeamId>,
    /// Opened by the reader (`mine=1`).
    pub mine: bool,
    /// Opened on or after this day in the company's zone (`from`).
    pub from: Option<Date>,
    /// Opened on or before this day (`to`).
    pub to: Option<Date>,
    /// Order (`sort`).
    pub sort: Sort,
    /// Continue after this row (`after`); written by the server, opaque to readers.
    pub after: Option<Cursor>,
}

/// Open tickets, tickets that are over, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// Both.
    #[default]
    All,
    /// [`Stage::is_open`].
    Open,
    /// Not open.
    Over,
}

/// Order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Last change first.
    #[default]
    Changed,
    /// Last change last.
    ChangedUp,
    /// Newest first, which is also the order of numbers.
    Number,
    /// Oldest first.
    NumberUp,
    /// Staff order (C11): severity, package customers, due.
    Queue,
}

impl Sort {
    /// All orders.
    pub const ALL: [Self; 5] = [Self::Changed, Self::ChangedUp, Self::Number, Self::NumberUp, Self::Queue];

    /// The code in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::ChangedUp => "changed_up",
            Self::Number => "number",
            Self::NumberUp => "number_up",
            Self::Queue => "queue",
        }
    }
}

/// The last row of a page: its sort key and its id. Written as `key.id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Sort key of the row: milliseconds, number or queue key.
    pub key: i64,
    /// Row id, which decides between equal keys.
    pub id: i64,
}

impl Filter {
    /// Reads decoded pairs of a query string. Unknown keys and unreadable values are left out: an old or mistyped
    /// address still shows a list.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut filter = Self::default();
        for (key, value) in pairs {
            match key {
                "q" => filter.query = bounded(value).to_owned(),
                "state" => {
                    filter.rests |= value.split(',').any(|code| code == RESTS);
                    filter.stages.extend(value.split(',').filter_map(Stage::of_code));
                }
                "show" => {
                    filter.show = match value {
                        "open" => Show::Open,
                        "over" => Show::Over,
                        _ => Show::All,
                    }
                }
                "class" => filter.class = (!value.is_empty()).then(|| value.to_owned()),
                "priority" => filter.priority = (!value.is_empty()).then(|| value.to_owned()),
                "type" => filter.kind = TicketType::of_code(value),
                "organisation" => filter.organisation = value.parse().ok(),
                "assignee" => filter.assignee = value.parse().ok(),
                "team" => filter.team = value.parse().ok(),
                "mine" => filter.mine = value == "1",
                "from" => filter.from = value.parse().ok(),
                "to" => filter.to = value.parse().ok(),
                "sort" => filter.sort = Sort::ALL.into_iter().find(|s| s.code() == value).unwrap_or_default(),
                "after" => {
                    filter.after = value
                        .split_once('.')
                        .and_then(|(key, id)| Some(Cursor { key: key.parse().ok()?, id: id.parse().ok()? }));
                }
                _ => {}
            }
        }
        filter
    }

    /// The pairs of the query string, undecorated and in a fixed order; defaults are left out.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut put = |key, value: Option<String>| pairs.extend(value.map(|value| (key, value)));
        put("q", (!self.query.is_empty()).then(|| self.query.clone()));
        let rests = self.rests.then_some(RESTS);
        let codes: Vec<_> = self.stages.iter().map(|stage| stage.code()).chain(rests).collect();
        put("state", (!codes.is_empty()).then(|| codes.join(",")));
        put(
            "show",
            match self.show {
                Show::All => None,
                Show::Open => Some("open".to_owned()),
                Show::Over => Some("over".to_owned()),
            },
        );
        put("class", self.class.clone());
        put("priority", self.priority.clone());
        put("type", self.kind.map(|kind| kind.code().to_owned()));
        put("organisation", self.organisation.map(|id| id.to_string()));
        put("assignee", self.assignee.map(|id| id.to_string()));
        put("team", self.team.map(|id| id.to_string()));
        put("mine", self.mine.then(|| "1".to_owned()));
        put("from", self.from.map(|day| day.to_string()));
        put("to", self.to.map(|day| day.to_string()));
        put("sort", (self.sort != Sort::default()).then(|| self.sort.code().to_owned()));
        put("after", self.after.map(|cursor| format!("{}.{}", cursor.key, cursor.id)));
        pairs
    }

    /// Whether anything narrows the list; order and page do not.
    pub fn is_narrow(&self) -> bool {
        Self { sort: Sort::default(), after: None, ..self.clone() } != Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_the_address_bar() {
        let filter = Filter {
            query: "Warenkorb größe".into(),
            stages: vec![Stage::InTriage, Stage::Question],
            rests: true,
            show: Show::Open,
            class: Some("outage".into()),
            priority: Some("urgent".into()),
            kind: Some(TicketType::QuickHigh),
            organisation: Some(OrganisationId(3)),
            assignee: Some(PersonId(4)),
            team: Some(TeamId(5)),
            mine: true,
            from: Some("2026-11-01".parse().unwrap()),
            to: Some("2026-11-30".parse().unwrap()),
            sort: Sort::NumberUp,
            after: Some(Cursor { key: 17, id: 4 }),
        };
        let pairs = filter.to_pairs();
        assert_eq!(Filter::from_pairs(pairs.iter().map(|(k, v)| (*k, v.as_str()))), filter);
        assert!(Filter::default().to_pairs().is_empty());
        assert!(filter.is_narrow() && !Filter { sort: Sort::Number, ..Filter::default() }.is_narrow());
    }

    #[test]
    fn boxes_of_a_plain_form_add_up() {
        let filter = Filter::from_pairs([
            ("q", ""),
            ("state", "done"),
            ("state", "closed"),
            ("class", ""),
            ("from", ""),
        ]);
        assert_eq!(filter, Filter { stages: vec![Stage::Done, Stage::Closed], ..Filter::default() });
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let filter = Filter::from_pairs([
            ("state", "done,nonsense"),
            ("from", "gestern"),
            ("team", "x"),
            ("sort", "?"),
            ("after", "1"),
        ]);
        assert_eq!(filter, Filter { stages: vec![Stage::Done], ..Filter::default() });
    }
}
