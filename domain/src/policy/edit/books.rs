//! The tax adviser's books, from their form.
use super::form::Form;
use crate::billing::datev::books::{Books, CLIENTS, CONSULTANTS, LENGTHS, MONTHS, Revenue};
use crate::input::Reason;

/// The field of an account of revenue.
pub fn account_field(revenue: Revenue) -> String {
    format!("account_{}", revenue.code())
}

/// The books; `None` where their box is not ticked.
pub(super) fn read_books(form: &mut Form<'_>) -> Option<Books> {
    if !form.ticked("on") {
        return None;
    }
    let books = Books {
        consultant: form.number("consultant", CONSULTANTS),
        client: form.number("client", CLIENTS),
        year_begins: form.number("year_begins", MONTHS),
        account_length: form.number("account_length", LENGTHS),
        chart: form.choice("chart"),
        debtors: form.number("debtors", 0..=u32::MAX).into(),
        service_days: form.ticked("service_days"),
        accounts: Revenue::ALL.into_iter().filter_map(|revenue| read_account(form, revenue)).collect(),
    };
    // What cannot be read was told above; accounts depend on their length.
    for (field, min, max) in books.wrong() {
        let name = match Revenue::ALL.into_iter().find(|revenue| revenue.code() == field) {
            Some(revenue) => account_field(revenue),
            None if field == "debtors" => field.to_owned(),
            None => continue,
        };
        form.refuse(&name, Reason::NotBetween { min, max });
    }
    Some(books)
}

/// An account of its own; `None` where the chart's is taken.
fn read_account(form: &mut Form<'_>, revenue: Revenue) -> Option<(Revenue, u64)> {
    let account: u32 = form.number(&account_field(revenue), 0..=u32::MAX);
    (account > 0).then(|| (revenue, account.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use crate::policy::edit::{Deed, Edit, Part, WrongEdit};

    fn edited(fields: &[(&str, &str)]) -> Result<Policy, WrongEdit> {
        let policy: Policy = toml::from_str(include_str!("../../../../presets/agency-plans.toml")).unwrap();
        let usual = [("on", "1"), ("consultant", "29098"), ("client", "55003"), ("year_begins", "1")];
        let usual = usual.into_iter().chain([("account_length", "4"), ("chart", "skr04")]);
        let fields =
            usual.chain(fields.iter().copied()).map(|(name, value)| (name.to_owned(), value.to_owned()));
        let edit = Edit {
            part: Part::Datev,
            deed: Deed::Save,
            at: String::new(),
            sub: String::new(),
            fields: fields.filter(|(_, value)| !value.is_empty()).collect(),
        };
        policy.edited(&edit, &[])
    }

    #[test]
    fn books_are_kept_travel_in_the_file_and_go_again() {
        let next = edited(&[("account_standard", "4401"), ("service_days", "1")]).unwrap();
        assert!(next.billing.datev.as_ref().is_some_and(|books| books.service_days));
        let books = next.billing.datev.clone().unwrap();
        assert_eq!((books.account(Revenue::Standard), books.account(Revenue::Reduced)), (4_401, 4_300));
        assert_eq!(next.validate(), Ok(()));
        let text = toml::to_string(&next).unwrap();
        assert_eq!(toml::from_str::<Policy>(&text).unwrap(), next);
        let none = Edit {
            part: Part::Datev,
            deed: Deed::Save,
            at: String::new(),
            sub: String::new(),
            fields: std::collections::BTreeMap::default(),
        };
        assert_eq!(next.edited(&none, &[]).unwrap().billing.datev, None);
    }

    #[test]
    fn what_makes_no_sense_is_told_at_its_field() {
        for (name, value) in [
            ("consultant", "12"),
            ("client", "viel"),
            ("year_begins", "13"),
            ("debtors", "70000"),
            ("account_reduced", "43"),
        ] {
            let WrongEdit::Fields(wrong) = edited(&[(name, value)]).unwrap_err() else { panic!("{name}") };
            assert_eq!(wrong[0].field, format!("fields[{name}]"));
        }
    }
}
