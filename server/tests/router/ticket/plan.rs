//! How SQLite reads the lists that are asked for all day: by an index that holds their order, so that they cost the same
//! with a million tickets.
use crate::TestHouse;
use app::ticket::view::QueueName;
use domain::access::Actor;
use domain::id::{OrganisationId, PersonId, TeamId};
use domain::person::{Membership, Rights, Role, Standing};
use domain::ticket::Stage;
use domain::ticket::filter::Filter;
use sea_orm::{FromQueryResult, Value};
use server::overview;
use server::store::all;
use server::ticket::query::Lines;
use server::ticket::{board, history, list, row};

fn actor(standing: Standing) -> Actor {
    Actor { id: PersonId(1), name: "A".into(), email: "a@b.de".into(), standing }
}

fn staff() -> Actor {
    actor(Standing::Staff { roles: vec![Role::ProjectLead], teams: vec![TeamId(1), TeamId(2)] })
}

fn customer(sees_all: bool) -> Actor {
    let membership = |id| Membership {
        organisation: OrganisationId(id),
        name: "O".into(),
        rights: Rights { sees_all, ..Rights::default() },
    };
    actor(Standing::Customer { memberships: vec![membership(1), membership(2)] })
}

fn partner() -> Actor {
    actor(Standing::Partner)
}

/// The steps of SQLite's plan.
async fn plan(house: &TestHouse, (sql, values): (String, Vec<Value>)) -> Vec<String> {
    #[derive(FromQueryResult)]
    struct Step {
        detail: String,
    }
    let steps: Vec<Step> =
        all(house.house.store.read(), &format!("EXPLAIN QUERY PLAN {sql}"), values).await.unwrap();
    steps.into_iter().map(|step| step.detail).collect()
}

/// Whether tickets are read through one of these indexes only, each already in order: the only thing that is sorted is
/// the union of the short arms, and the few tickets somebody takes part in.
#[track_caller]
fn through(steps: &[String], indexes: &[&str], what: &str) {
    let told = steps.join("\n");
    for step in steps
        .iter()
        .filter(|step| step.contains(" t USING") || step.ends_with("SCAN t") || step.starts_with("SCAN t "))
    {
        let by_row = step.contains("INTEGER PRIMARY KEY");
        assert!(
            by_row
                || indexes.iter().any(|index| step.contains(&format!("INDEX {index} "))
                    || step.ends_with(&format!("INDEX {index}"))),
            "{what}: {step}\n{told}"
        );
    }
    assert!(steps.iter().any(|step| step.contains(indexes[0])), "{what}: {told}");
    let count = |part: &str| steps.iter().filter(|step| step.contains(part)).count();
    assert!(count("TEMP B-TREE FOR ORDER BY") <= 1 + count("INDEX participant_person "), "{what}: {told}");
}

#[tokio::test]
async fn lists_are_read_through_indexes() {
    let house = TestHouse::sqlite().await;
    let filter = |query: &str| app::ticket::address::filter(query);
    let filtered =
        |actor: &Actor, query: &str| Lines::filtered(&house.house, actor, &filter(query), 26).statements();
    let own = ["ticket_author", "ticket_unplaced_author"];
    let orgs = ["ticket_organisation", "ticket_unplaced_author"];
    for (actor, query, indexes) in [
        (staff(), "", &["ticket_changed"][..]),
        (staff(), "sort=changed_up", &["ticket_changed"]),
        (staff(), "sort=number", &["sqlite_autoindex_ticket_1"]),
        (staff(), "show=open", &["ticket_open_changed"]),
        (staff(), "sort=queue", &["ticket_queue"]),
        (staff(), "sort=queue&show=open", &["ticket_queue"]),
        (staff(), "organisation=3", &["ticket_organisation"]),
        (staff(), "organisation=3&show=open", &["ticket_organisation_open"]),
        (staff(), "assignee=3&show=open&sort=queue", &["ticket_assignee"]),
        (customer(true), "", &orgs),
        (customer(true), "show=open", &["ticket_organisation_open", "ticket_unplaced_author"]),
        (customer(true), "sort=number", &["ticket_organisation_number", "ticket_unplaced_author"]),
        (customer(false), "", &own),
        (partner(), "", &["participant_person"]),
    ] {
        let [rows, count] = filtered(&actor, query);
        through(&plan(&house, rows).await, indexes, query);
        let counted = plan(&house, count).await;
        assert!(!counted.iter().any(|step| step.contains("TEMP B-TREE")), "{query}: {}", counted.join("\n"));
    }
    // From the second page on, the index is entered where the first one ended.
    let [next, _] = filtered(&staff(), "after=5.7");
    let steps = plan(&house, next).await.join("\n");
    assert!(
        steps.contains("ticket_changed ((changed_at,id)<(?,?))")
            || steps.contains("ticket_changed (changed_at<?"),
        "{steps}"
    );
}

#[tokio::test]
async fn the_planner_knows_what_the_tables_hold_though_the_server_was_never_stopped() {
    #[derive(FromQueryResult)]
    struct Known {
        name: String,
    }
    let house = TestHouse::sqlite().await;
    house.staff("Ina Immerda", &[Role::ProjectLead]).await;
    server::tidy::tidy(&house.house, house.house.clock.now()).await.unwrap();
    let known: Vec<Known> =
        all(house.house.store.read(), "SELECT DISTINCT tbl AS name FROM sqlite_stat1", []).await.unwrap();
    assert!(known.iter().any(|table| table.name == "person"), "nobody counted the people");
}

#[tokio::test]
async fn queues_and_the_board_are_read_through_indexes() {
    let house = TestHouse::sqlite().await;
    for (queue, index) in [
        (QueueName::Inbox, "ticket_stage_queue"),
        (QueueName::Mine, "ticket_assignee"),
        (QueueName::Team, "ticket_team"),
        (QueueName::All, "ticket_queue"),
    ] {
        let [rows, count] =
            list::queued(&house.house, &staff(), queue, &app::ticket::address::filter("sort=queue"))
                .statements();
        through(&plan(&house, rows).await, &[index], queue.code());
        let counted = plan(&house, count).await.join("\n");
        assert!(counted.contains("COVERING INDEX") || queue == QueueName::All, "{}: {counted}", queue.code());
    }
    let stages = [Stage::Received, Stage::InTriage, Stage::InProgress];
    for (team, index) in [(None, "ticket_stage_queue"), (Some(TeamId(1)), "ticket_team_stage")] {
        let [cards, totals] = board::statements(&stages, team);
        through(&plan(&house, cards).await, &[index], "board");
        let counted = plan(&house, totals).await.join("\n");
        assert_eq!(counted.matches(&format!("COVERING INDEX {index}")).count(), 3, "{counted}");
    }
}

#[tokio::test]
async fn the_start_page_reads_short_lists_through_indexes() {
    let house = TestHouse::sqlite().await;
    let steps = plan(&house, overview::tickets::statement(&customer(true))).await;
    let indexes = [
        "ticket_organisation_waiting",
        "ticket_organisation_open",
        "ticket_organisation_done",
        "ticket_unplaced_author",
    ];
    through(&steps, &indexes, "tickets");
    for index in indexes {
        assert!(steps.iter().any(|step| step.contains(index)), "{index}: {}", steps.join("\n"));
    }
    // What is open is counted once, not for each row: that would be a correlated subquery.
    let told = steps.join("\n");
    let (_, counted) = told.split_once("\nSCALAR SUBQUERY").unwrap();
    assert_eq!(counted.matches("COVERING INDEX ticket_organisation_open").count(), 2, "{told}");
    let steps = plan(&house, overview::row::asked(&customer(true))).await.join("\n");
    assert!(steps.contains("approval_open") && steps.contains("consent_open"), "{steps}");
    assert!(steps.contains("SEARCH t USING INTEGER PRIMARY KEY"), "{steps}");
    assert!(steps.contains("approval_ticket") && steps.contains("ticket_merged"), "released before: {steps}");
    let steps = plan(&house, server::quote::row::under_way(&customer(true), None, 50)).await.join("\n");
    assert!(steps.contains("quote_open"), "{steps}");
    let steps = plan(&house, server::order::row::under_way(&customer(true), 4)).await.join("\n");
    assert!(steps.contains("orders_open") && steps.contains("COVERING INDEX effort_billable"), "{steps}");
    let today = jiff::civil::date(2026, 11, 23);
    let steps = plan(&house, server::invoice::to_pay::unpaid(&[1, 2], today, [4, 4])).await.join("\n");
    assert_eq!(steps.matches("invoice_unpaid").count(), 2, "{steps}");
    // Of what is not listed, only what an index leads to is counted.
    let steps = plan(&house, server::invoice::to_pay::overdue(&[1, 2], today)).await.join("\n");
    assert!(steps.contains("invoice_unpaid"), "{steps}");
    let steps = plan(&house, overview::tickets::results(&customer(true), 1)).await;
    through(&steps, &["ticket_organisation_done", "ticket_unplaced_author"], "results");
}

/// Whatever a list of invoices is narrowed by, what is counted and which make a page is read from indexes.
#[tokio::test]
async fn no_filter_reads_what_all_invoices_say() {
    use app::invoice::api::InvoiceFilter;
    use domain::billing::account::Standing;
    use server::invoice::list::statements;
    let house = TestHouse::sqlite().await;
    let today = jiff::civil::date(2026, 11, 29);
    let day = Some(today);
    let accountant =
        actor(domain::person::Standing::Staff { roles: vec![Role::Accounting], teams: Vec::new() });
    let filters = [
        ("all", InvoiceFilter::default()),
        ("period", InvoiceFilter { from: day, to: day, ..InvoiceFilter::default() }),
        ("status", InvoiceFilter { standing: Some(Standing::Paid), ..InvoiceFilter::default() }),
        ("amount", InvoiceFilter { least: "100".into(), most: "200".into(), ..InvoiceFilter::default() }),
        ("text", InvoiceFilter { query: "warenkorb".into(), ..InvoiceFilter::default() }),
        ("project", InvoiceFilter { project: "Shop".into(), ..InvoiceFilter::default() }),
        ("order or ticket", InvoiceFilter { about: "#1042".into(), ..InvoiceFilter::default() }),
    ];
    for (name, filter) in filters {
        for statement in statements(&house.house, &accountant, &filter, &[3], today).unwrap() {
            let steps = plan(&house, statement).await;
            for step in &steps {
                let whole = ["SCAN i", "SCAN d", "SCAN s", "SCAN g"].contains(&step.as_str());
                assert!(!whole, "{name}: {}", steps.join("\n"));
            }
        }
    }
    // What stands apart is added up from indexes of its own.
    let [sums, _] = statements(&house.house, &accountant, &InvoiceFilter::default(), &[], today).unwrap();
    let steps = plan(&house, sums).await.join("\n");
    for index in ["invoice_apart", "invoice_unpaid", "invoice_over"] {
        assert!(steps.contains(&format!("COVERING INDEX {index}")), "{index}: {steps}");
    }
}

/// Words and projects of one customer are looked up among that customer's own, a page of them along its list.
#[tokio::test]
async fn a_customer_is_not_led_through_what_the_invoices_of_others_say() {
    use app::invoice::api::InvoiceFilter;
    use server::invoice::list::statements;
    let house = TestHouse::sqlite().await;
    let today = jiff::civil::date(2026, 11, 29);
    let rights = Rights { billing: true, ..Rights::default() };
    let contact = actor(Standing::Customer {
        memberships: vec![Membership { organisation: OrganisationId(7), name: "O".into(), rights }],
    });
    let accountant = actor(Standing::Staff { roles: vec![Role::Accounting], teams: Vec::new() });
    let theirs = Some(OrganisationId(7));
    for (reader, organisation) in [(contact, None), (accountant, theirs)] {
        let words =
            InvoiceFilter { query: "Warenkorb rech".into(), organisation, ..InvoiceFilter::default() };
        let [sums, page] = statements(&house.house, &reader, &words, &[], today).unwrap();
        for (sql, values) in [&sums, &page] {
            let asked = Value::from("own : ((\"o7owarenkorb\"* AND \"o7orech\"*))");
            assert!(values.contains(&asked), "{values:?}");
            let steps = plan(&house, (sql.clone(), values.clone())).await.join("\n");
            // Once for the sums and the page that they name.
            assert_eq!(steps.matches("invoice_search VIRTUAL TABLE INDEX").count(), 1, "{steps}");
        }
        let steps = plan(&house, sums).await.join("\n");
        assert!(steps.contains("COVERING INDEX invoice_list_of (organisation_id=?)"), "{steps}");
        let project = InvoiceFilter { project: "Shop".into(), organisation, ..InvoiceFilter::default() };
        for statement in statements(&house.house, &reader, &project, &[], today).unwrap() {
            let steps = plan(&house, statement).await.join("\n");
            assert!(steps.contains("COVERING INDEX invoice_source_project"), "{steps}");
            assert!(steps.contains("SEARCH g USING INDEX invoice_line_origin (origin_id=?)"), "{steps}");
        }
        let standing = Some(domain::billing::account::Standing::Overdue);
        let overdue = InvoiceFilter { standing, organisation, ..InvoiceFilter::default() };
        let [sums, _] = statements(&house.house, &reader, &overdue, &[], today).unwrap();
        let steps = plan(&house, sums).await;
        assert_eq!(steps, ["SEARCH i USING COVERING INDEX invoice_unpaid (organisation_id=? AND due_on<?)"]);
    }
}

#[tokio::test]
async fn counters_are_answered_by_indexes_alone() {
    let house = TestHouse::sqlite().await;
    let steps = plan(&house, list::staff_counters(&staff(), house.now())).await;
    assert!(
        steps.iter().filter(|step| step.contains(" t USING")).all(|step| step.contains("COVERING INDEX")),
        "{}",
        steps.join("\n")
    );
    assert!(
        steps
            .iter()
            .any(|step| step.contains("COVERING INDEX letter_unsettled (ticket_id=? AND unsettled_at>?)")),
        "{}",
        steps.join("\n")
    );
    assert!(
        steps.iter().any(|step| step.contains("SEARCH l USING COVERING INDEX letter_due (state=?)")),
        "{}",
        steps.join("\n")
    );
    let steps = plan(&house, list::customer_counter(&customer(true))).await;
    assert!(steps.iter().any(|step| step.contains("COVERING INDEX ticket_waiting")), "{}", steps.join("\n"));
    assert!(!steps.iter().any(|step| step == "SCAN t"), "{}", steps.join("\n"));
}

#[tokio::test]
async fn the_ticket_page_and_search_are_read_through_indexes() {
    let house = TestHouse::sqlite().await;
    let of = |sql: &str, values: &[i64]| {
        (sql.to_owned(), values.iter().map(|v| Value::from(*v)).collect::<Vec<_>>())
    };
    let steps = plan(&house, of(row::by_number(), &[1, 1])).await;
    assert!(!steps.iter().any(|step| step.starts_with("SCAN")), "{}", steps.join("\n"));
    for inner in [true, false] {
        let steps = plan(&house, of(history::of_ticket(inner), &[1])).await;
        assert_eq!(steps, ["SEARCH entry USING INDEX entry_ticket (ticket_id=?)"]);
    }
    for actor in [staff(), customer(true), customer(false)] {
        let filter = Filter { query: "shop".into(), ..Filter::default() };
        let [rows, count] = Lines::filtered(&house.house, &actor, &filter, 26).statements();
        for statement in [rows, count] {
            let steps = plan(&house, statement).await;
            assert!(
                steps.iter().any(|step| step.contains("SCAN ticket_search VIRTUAL TABLE INDEX")),
                "{}",
                steps.join("\n")
            );
            assert!(
                !steps.iter().any(|step| step == "SCAN t" || step.starts_with("SCAN t USING")),
                "{}",
                steps.join("\n")
            );
        }
    }
}

#[tokio::test]
async fn the_watcher_reads_running_promises_only() {
    let house = TestHouse::sqlite().await;
    let statement = server::promise::watch::due_alarms().to_owned();
    let steps = plan(&house, (statement, vec![Value::from(0_i64), Value::from(50_i64)])).await;
    assert_eq!(steps, ["SEARCH promise USING INDEX promise_alarm (alarm_at>? AND alarm_at<?)"]);
}

#[tokio::test]
async fn planned_days_that_are_over_are_looked_for_among_open_tickets_only() {
    let house = TestHouse::sqlite().await;
    let values = vec![Value::from("2026-11-23"), Value::from(50_i64)];
    let steps = plan(&house, (server::ticket::missed::due().to_owned(), values)).await;
    through(&steps, &["ticket_planned_open"], "planned days");
}
