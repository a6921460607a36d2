use super::*;
use crate::person::Role;
use crate::policy::plan::Entitlement;
use crate::promise::target::{Amount, Metric};
use crate::quote::terms::QuoteTerms;
use crate::report::terms::{Recipients, ReportTerms};
use crate::vat::Vat;

fn agency() -> Policy {
    toml::from_str(include_str!("../../../../presets/agency-plans.toml")).unwrap()
}

fn edit(part: Part, deed: Deed, at: &str, fields: &[(&str, &str)]) -> Edit {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Edit { part, deed, at: at.to_owned(), sub: String::new(), fields }
}

fn edited(policy: &Policy, edit: &Edit) -> Result<Policy, WrongEdit> {
    policy.edited(edit, &[OrganisationId(7)])
}

#[test]
fn codes_are_those_of_the_files() {
    assert_eq!(code_of(&Role::HeadOfDevelopment), "head_of_development");
    assert_eq!(of_code::<Metric>("first_reaction"), Some(Metric::FirstReaction));
    assert_eq!(of_code::<Metric>("sometime"), None);
    assert!(Door::ALL.iter().all(|door| of_code::<Door>(&code_of(door)) == Some(*door)));
}

#[test]
fn a_week_is_saved_and_what_cannot_be_read_is_told_at_its_field() {
    let fields =
        [("de", "Zeiten"), ("en", "Hours"), ("zone", "Europe/Berlin"), ("monday", "9:00-12:00, 13:00-17:00")];
    let next = edited(&agency(), &edit(Part::Calendar, Deed::Save, "service", &fields)).unwrap();
    assert_eq!(next.calendars[0].hours[0].week.monday.to_string(), "09:00-12:00, 13:00-17:00");
    assert!(next.calendars[0].hours[0].week.friday.is_empty());
    assert_eq!(next.validate(), Ok(()));
    let fields = [
        ("de", ""),
        ("en", "x"),
        ("zone", "Mars"),
        ("monday", "9-12"),
        ("tuesday", "12:00-9:00"),
        ("friday", "8:00-12:00, 11:00-13:00"),
    ];
    let WrongEdit::Fields(wrong) =
        edited(&agency(), &edit(Part::Calendar, Deed::Save, "service", &fields)).unwrap_err()
    else {
        panic!("the calendar is there")
    };
    let told: Vec<_> = wrong.iter().map(|wrong| (wrong.field.as_str(), &wrong.reason)).collect();
    assert_eq!(
        told,
        [
            ("fields[zone]", &Reason::NotAZone),
            ("fields[monday]", &Reason::NotHours),
            ("fields[tuesday]", &Reason::EndsBeforeItBegins),
            ("fields[friday]", &Reason::Overlapping),
            ("fields[de]", &Reason::Missing),
        ]
    );
}

#[test]
fn targets_plans_classes_and_texts_come_and_go() {
    let policy = agency();
    let fields = [
        ("metric", "processing"),
        ("class", "outage"),
        ("number", "8"),
        ("unit", "business_hours"),
        ("warn", "80, 50 %"),
        ("escalate_support_manager", "1"),
    ];
    let next = edited(&policy, &edit(Part::Target, Deed::Add, "", &fields)).unwrap();
    let target = next.targets.last().unwrap();
    assert_eq!((target.amount, &target.warn[..]), (Some(Amount::BusinessMinutes(480)), &[50, 80][..]));
    assert_eq!(target.escalate, [Role::SupportManager]);
    assert_eq!(next.validate(), Ok(()));
    let back = edited(&next, &edit(Part::Target, Deed::Remove, &target.spot(), &[])).unwrap();
    assert_eq!(back, policy);
    let without = edited(&policy, &edit(Part::Plan, Deed::Remove, "premium", &[])).unwrap();
    assert!(without.validate().is_err(), "targets still name it");
    let fields = [
        ("code", "gold"),
        ("de", "Gold"),
        ("en", "Gold"),
        ("fee", "1.099,50"),
        ("has_experts", "1"),
        ("first", "1"),
    ];
    let gold = edited(&policy, &edit(Part::Plan, Deed::Add, "", &fields)).unwrap().plans.pop().unwrap();
    assert_eq!((gold.fee_cents, gold.entitlements, gold.first), (109_950, vec![Entitlement::Experts], true));
    let gone = edited(&policy, &edit(Part::Class, Deed::Remove, "x", &[]));
    assert_eq!(gone, Err(WrongEdit::Gone), "there is no such class");
}

#[test]
fn a_plan_says_what_is_agreed_about_its_hours() {
    let fields = [
        ("de", "Paket"),
        ("en", "Package"),
        ("hours", "10"),
        ("step_minutes", "15"),
        ("pool_cycles", "2"),
        ("factor_draws", "1"),
        ("tier_hours_1", "5"),
        ("tier_rate_1", "115"),
        ("tier_rate_3", "99,50"),
    ];
    let next = edited(&agency(), &edit(Part::Plan, Deed::Save, "premium", &fields)).unwrap();
    let terms = &next.plan("premium").unwrap().package;
    let tiers: Vec<_> = terms.overage.iter().map(|tier| (tier.up_to_hours, tier.rate_cents)).collect();
    assert_eq!(tiers, [(Some(5), 11_500), (None, 9_950)]);
    assert_eq!((terms.step_minutes, terms.pool_cycles, terms.factor_draws), (15, 2, true));
    assert_eq!(next.validate(), Ok(()));
    for (field, value, at) in [
        ("tier_rate_1", "", "tier_rate_1"),
        ("tier_hours_3", "4", "tier_hours_1"),
        ("tier_hours_1", "", "tier_hours_1"),
        ("step_minutes", "481", "step_minutes"),
        ("pool_cycles", "13", "pool_cycles"),
    ] {
        let mut edit = edit(Part::Plan, Deed::Save, "premium", &fields);
        edit.fields.insert(field.into(), value.into());
        let WrongEdit::Fields(wrong) = edited(&agency(), &edit).unwrap_err() else { panic!("{field}") };
        assert_eq!(wrong[0].field, format!("fields[{at}]"), "{field}");
    }
    let mut descending = next;
    descending.plans[0].package.overage.reverse();
    assert_eq!(descending.validate().unwrap_err()[0].why, crate::policy::WrongPart::Tiers);
}

#[test]
fn priorities_come_beside_classes_and_go_again() {
    let policy = agency();
    let fields = [("code", "urgent"), ("de", "Dringend"), ("en", "Urgent"), ("rank", "1")];
    let next = edited(&policy, &edit(Part::Priority, Deed::Add, "", &fields)).unwrap();
    assert_eq!((next.default_priority.as_deref(), next.validate()), (None, Ok(())), "nobody chose one");
    let chosen = Policy { default_priority: Some("urgent".into()), ..next.clone() };
    assert_eq!(edited(&chosen, &edit(Part::Priority, Deed::Remove, "urgent", &[])), Ok(policy));
    let lost = Policy { default_priority: Some("low".into()), ..next };
    assert_eq!(lost.validate().unwrap_err()[0].place, "default_priority");
}

#[test]
fn terms_of_quotes_are_the_companys_own() {
    let policy = agency();
    let quote = |valid: &'static str, vat: &'static str| {
        let fields = [("valid_days", valid), ("remind_before_days", "7"), ("vat", vat)];
        edit(Part::Quote, Deed::Save, "", &fields)
    };
    let next = edited(&policy, &quote("14", "reverse_charge")).unwrap();
    let QuoteTerms { valid_days, remind_before_days: remind, vat } = next.quote;
    assert_eq!((valid_days, remind, vat, next.validate()), (14, 7, Vat::ReverseCharge, Ok(())));
    let text = toml::to_string(&next).unwrap();
    assert_eq!(toml::from_str::<Policy>(&text).unwrap().quote, next.quote, "it travels in the file");
    let WrongEdit::Fields(wrong) = edited(&policy, &quote("0", "lots")).unwrap_err() else {
        panic!("fields")
    };
    let fields: Vec<_> = wrong.iter().map(|wrong| wrong.field.as_str()).collect();
    assert_eq!(fields, ["fields[valid_days]", "fields[vat]"]);
    let mut wrong = policy;
    wrong.quote.valid_days = 0;
    assert_eq!(wrong.validate().unwrap_err()[0].place, "quote");
}

#[test]
fn reports_are_made_and_sent_as_the_company_says() {
    let policy = agency();
    let report = |day: &'static str, to: &'static str| {
        let fields = [("day", day), ("to", to), ("account_manager", "1")];
        edit(Part::Report, Deed::Save, "", &fields)
    };
    let next = edited(&policy, &report("5", "approvers")).unwrap();
    let told = ReportTerms { day: 5, to: Recipients::Approvers, account_manager: true };
    assert_eq!((next.report, next.validate()), (told, Ok(())));
    let text = toml::to_string(&next).unwrap();
    assert_eq!(toml::from_str::<Policy>(&text).unwrap().report, told, "it travels in the file");
    let WrongEdit::Fields(wrong) = edited(&policy, &report("31", "all")).unwrap_err() else {
        panic!("fields")
    };
    let fields: Vec<_> = wrong.iter().map(|wrong| wrong.field.as_str()).collect();
    assert_eq!(fields, ["fields[day]", "fields[to]"]);
    let mut wrong = policy;
    wrong.report.day = 31;
    assert_eq!(wrong.validate().unwrap_err()[0].place, "report");
}

#[test]
fn the_gate_comes_with_its_days_and_goes_when_its_box_is_empty() {
    let policy = agency();
    let gate = |remind: &'static str| {
        edit(
            Part::Gate,
            Deed::Save,
            "",
            &[
                ("on", "1"),
                ("minutes", "90"),
                ("warn_percent", "80"),
                ("remind_days", remind),
                ("expire_days", "5"),
            ],
        )
    };
    let next = edited(&policy, &gate("2")).unwrap();
    let gate_of = |policy: &Policy| policy.gate.map(|gate| (gate.minutes, gate.warn_percent));
    assert_eq!((gate_of(&next), next.validate()), (Some((90, 80)), Ok(())));
    let text = toml::to_string(&next).unwrap();
    assert_eq!(toml::from_str::<Policy>(&text).unwrap().gate, next.gate, "it travels in the file");
    let WrongEdit::Fields(wrong) = edited(&policy, &gate("6")).unwrap_err() else { panic!("a field") };
    assert_eq!(wrong[0].field, "fields[remind_days]", "not after it expired");
    assert_eq!(edited(&next, &edit(Part::Gate, Deed::Save, "", &[])), Ok(policy.clone()));
    let mut wrong = next;
    wrong.gate = wrong.gate.map(|gate| crate::effort::gate::Gate { remind_days: 9, ..gate });
    assert_eq!(wrong.validate().unwrap_err()[0].place, "gate");
}

#[test]
fn what_cannot_be_meant_is_told_at_its_field() {
    let policy = agency();
    let opening = |customer: &'static str| {
        [("customer", customer), ("day", "2026-11-28"), ("hours", "10:00-14:00"), ("de", "a"), ("en", "a")]
    };
    let plan = |fee: &'static str| [("code", "gold"), ("de", "G"), ("en", "G"), ("fee", fee)];
    let target = |warn: &'static str| [("metric", "processing"), ("number", "1"), ("warn", warn)];
    let amount = |field: &'static str, value: &'static str| {
        [("metric", "processing"), ("number", "1"), (field, value)]
    };
    let closure = [("from", "-000999-01-01"), ("to", "2026-01-01"), ("de", "a"), ("en", "a")];
    for (edit, field, reason) in [
        (edit(Part::Opening, Deed::Add, "service", &opening("Albers")), "customer", Reason::NotAChoice),
        (edit(Part::Opening, Deed::Add, "service", &opening("99999")), "customer", Reason::NotAChoice),
        (edit(Part::Plan, Deed::Add, "", &plan("viel")), "fee", Reason::NotMoney),
        (edit(Part::Plan, Deed::Add, "", &plan("1000000,01")), "fee", Reason::NotMoney),
        (edit(Part::Target, Deed::Add, "", &target("120 %")), "warn", Reason::NotPercents),
        (edit(Part::Closure, Deed::Add, "service", &closure), "from", Reason::NotADay),
        (edit(Part::Target, Deed::Add, "", &amount("unit", "weeks")), "unit", Reason::NotAChoice),
        (edit(Part::Target, Deed::Add, "", &amount("reading", "noon")), "reading", Reason::NotAChoice),
    ] {
        let WrongEdit::Fields(wrong) = edited(&policy, &edit).unwrap_err() else { panic!("{field}") };
        assert_eq!((wrong[0].field.clone(), &wrong[0].reason), (format!("fields[{field}]"), &reason));
    }
    assert!(edited(&policy, &edit(Part::Opening, Deed::Add, "service", &opening("7"))).is_ok());
    assert_eq!(edited(&policy, &edit(Part::Closure, Deed::Add, "other", &[])), Err(WrongEdit::Gone));
}

#[test]
fn files_keep_the_limits_of_the_forms() {
    let wrong = |change: &dyn Fn(&mut Policy)| {
        let mut policy = agency();
        change(&mut policy);
        policy.validate().unwrap_err().remove(0)
    };
    for (told, place) in [
        (wrong(&|policy| policy.plans[0].fee_cents = -1), "plan premium"),
        (wrong(&|policy| policy.plans[0].de = "x".repeat(100_000)), "plan premium"),
        (wrong(&|policy| policy.classes[0].help_de.push('\u{202e}')), "class outage"),
        (wrong(&|policy| policy.texts[0].text_en.push('\0')), "text warranty"),
        (wrong(&|policy| policy.calendars[0].closures.push(far())), "calendar service"),
    ] {
        assert_eq!(told.place, place, "{told}");
    }
}

fn far() -> crate::promise::calendar::Closure {
    let day = |year| jiff::civil::date(year, 1, 1);
    crate::promise::calendar::Closure { from: day(-9999), to: day(9999), de: "a".into(), en: "a".into() }
}

#[test]
fn closures_and_later_hours_stand_in_order() {
    let policy = agency();
    let closed = |from: &'static str, to: &'static str| {
        [("from", from), ("to", to), ("de", "Ferien"), ("en", "Holidays")]
    };
    let next =
        edited(&policy, &edit(Part::Closure, Deed::Add, "service", &closed("2026-12-28", "2026-12-30")))
            .unwrap();
    let next = edited(&next, &edit(Part::Closure, Deed::Add, "service", &closed("2026-08-03", "2026-08-07")))
        .unwrap();
    let days: Vec<String> =
        next.calendars[0].closures.iter().map(|closure| closure.from.to_string()).collect();
    assert_eq!(days, ["2026-08-03", "2026-12-28"]);
    assert!(
        edited(&policy, &edit(Part::Closure, Deed::Add, "service", &closed("2026-12-28", "2026-12-20")))
            .is_err()
    );
    let later = edited(
        &policy,
        &edit(Part::Hours, Deed::Add, "service", &[("valid_from", "2027-01-01"), ("monday", "9:00-12:00")]),
    )
    .unwrap();
    assert_eq!(later.calendars[0].hours.len(), 2);
    assert_eq!(later.validate(), Ok(()));
}
