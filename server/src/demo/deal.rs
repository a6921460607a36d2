//! Quotes and orders, made through the desks themselves: one in every state that customers meet.
use crate::fault::Fault;
use crate::house::House;
use crate::secret;
use crate::store::{all, run};
use app::call::Call;
use app::deal::api::DealDesk as _;
use app::quote::api::{Place, QuoteDesk as _, Written};
use domain::access::Actor;
use domain::deal::{Deal, QuoteNumber};
use domain::id::{OrganisationId, PersonId, ProjectId};
use domain::lang::Lang;
use domain::person::{Membership, Rights, Role, Standing};
use domain::quote::offer::{Typed, TypedItem};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use sea_orm::FromQueryResult;

/// An organisation's approver and who looks after it.
#[derive(FromQueryResult)]
pub struct Row {
    /// Whose.
    pub organisation: i64,
    project: Option<i64>,
    manager: i64,
    manager_name: String,
    manager_email: String,
    contact: i64,
    contact_name: String,
    contact_email: String,
    rights: String,
}

/// What is offered: title, introduction, and items as kind, text, quantity, price.
struct Text(&'static str, &'static str, &'static [(&'static str, &'static str, &'static str, &'static str)]);

const OF_AGENCIES: [Text; 4] = [
    Text(
        "Merkliste und Produktvergleich",
        "wie besprochen bieten wir Ihnen an, den Shop um eine Merkliste und einen Vergleich von bis zu vier Produkten zu erweitern.",
        &[
            ("hours", "Konzept und Abstimmung", "2:30", ""),
            ("hours", "Umsetzung Merkliste", "8", ""),
            ("hours", "Umsetzung Produktvergleich", "6", ""),
            ("flat", "Abnahme auf dem Testsystem", "", "180,00"),
        ],
    ),
    Text(
        "Neue Startseite für die Frühjahrskollektion",
        "gern gestalten wir Ihre Startseite für die neue Kollektion.",
        &[
            ("hours", "Gestaltung", "6", ""),
            ("hours", "Umsetzung und Tests", "7:30", ""),
            ("material", "Bildlizenzen", "4", "35,00"),
        ],
    ),
    Text(
        "Anbindung an den neuen Versanddienst",
        "die Anbindung umfasst Sendungsanlage, Labels und Sendungsverfolgung.",
        &[("hours", "Schnittstelle", "14", ""), ("flat", "Einrichtung beim Versanddienst", "", "240,00")],
    ),
    Text(
        "Barrierefreiheit des Bestellwegs",
        "wir prüfen den Bestellweg nach WCAG 2.2 AA und beheben, was wir finden.",
        &[("flat", "Prüfung mit Bericht", "", "890,00"), ("hours", "Behebung", "10", "")],
    ),
];

const OF_VENDORS: [Text; 4] = [
    Text(
        "Erweiterung: Auswertung nach Kostenstellen",
        "die Auswertung ist in der Standardversion nicht enthalten. Wir bieten sie Ihnen als Erweiterung an.",
        &[
            ("hours", "Spezifikation", "3", ""),
            ("hours", "Umsetzung", "9:30", ""),
            ("hours", "Tests und Dokumentation", "3", ""),
        ],
    ),
    Text(
        "Schnittstelle zur Finanzbuchhaltung",
        "wir liefern den Buchungsstapel täglich in dem Format, das Ihre Buchhaltung einliest.",
        &[("hours", "Umsetzung", "12", ""), ("flat", "Einrichtung bei Ihnen", "", "320,00")],
    ),
    Text(
        "Übernahme der Altdaten",
        "wir übernehmen Ihre Stammdaten aus dem bisherigen System.",
        &[("hours", "Abbildung und Probelauf", "8", ""), ("hours", "Übernahme am Wochenende", "5", "")],
    ),
    Text(
        "Schulung für neue Mitarbeitende",
        "online, mit Ihren eigenen Daten, für bis zu acht Personen.",
        &[("material", "Schulungstag", "2", "980,00")],
    ),
];

/// Makes them, as of the days before `now`.
pub async fn play(house: &House, now: Timestamp) -> Result<(), Fault> {
    let rows = customers(house).await?;
    let texts = if house.settings.preset.starts_with("vendor") { &OF_VENDORS } else { &OF_AGENCIES };
    let Some(first) = rows.first() else { return Ok(()) };
    let second = rows.get(1).unwrap_or(first);
    let ago = |days: i64| now - SignedDuration::from_hours(24 * days);
    // Ordered, half done; lies with the customer; declined; asked for; being written.
    let number = write(house, first, &texts[1], ago(24), true).await?;
    house.accept_quote(&first.contact(ago(22)), &secret::key(), number, 1, true).await?;
    carry(house, first, number).await?;
    let number = write(house, first, &texts[0], ago(3), true).await?;
    let question = "Ist der Vergleich auch auf dem Handy gut zu bedienen?";
    comment(house, first.contact(ago(2)), number, question).await?;
    let answer = "Ja. Auf kleinen Bildschirmen vergleichen Sie zwei Produkte auf einmal.";
    comment(house, first.manager(ago(2) + SignedDuration::from_mins(95)), number, answer).await?;
    let number = write(house, second, &texts[3], ago(30), true).await?;
    let reason = "In diesem Jahr haben wir dafür kein Budget mehr.";
    house.decline_quote(&second.contact(ago(28)), &secret::key(), number, 1, reason).await?;
    write(house, second, &texts[2], ago(1), false).await?;
    let place = Place { organisation: Some(OrganisationId(first.organisation)), ..Place::default() };
    let wish = "Wir würden gern Gutscheine verkaufen, die man selbst ausdrucken kann. Was würde das kosten?";
    let call = first.contact(now - SignedDuration::from_mins(190));
    house.ask_quote(&call, &secret::key(), place, "Gutscheine zum Ausdrucken", wish).await?;
    // Nobody decided in time.
    write(house, first, &texts[3], ago(40), true).await?;
    Ok(())
}

/// An approver of each organisation that somebody looks after.
pub async fn customers(house: &House) -> Result<Vec<Row>, Fault> {
    let sql = "SELECT o.id AS organisation, (SELECT MIN(p.id) FROM project p WHERE p.organisation_id = o.id) AS project,
        a.id AS manager, a.name AS manager_name, a.email AS manager_email, c.id AS contact, c.name AS contact_name,
        c.email AS contact_email, m.rights
      FROM organisation o JOIN person a ON a.id = o.account_manager_id JOIN membership m ON m.organisation_id = o.id
      JOIN person c ON c.id = m.person_id ORDER BY o.id, c.id";
    let rows: Vec<Row> = all(house.store.read(), sql, []).await?;
    let mut approvers: Vec<Row> = rows
        .into_iter()
        .filter(|row| row.rights().is_some_and(|rights| rights.approves_up_to.is_some()))
        .collect();
    approvers.dedup_by_key(|row| row.organisation);
    Ok(approvers)
}

async fn write(
    house: &House,
    row: &Row,
    text: &Text,
    at: Timestamp,
    send: bool,
) -> Result<QuoteNumber, Fault> {
    let Text(title, intro, items) = text;
    let rate = match house.policy().hourly_rate_cents {
        0 => 9_500,
        cents => cents,
    };
    let item = |(row, (kind, text, quantity, price)): (u32, &(&str, &str, &str, &str))| TypedItem {
        row,
        kind: (*kind).to_owned(),
        text: (*text).to_owned(),
        quantity: (*quantity).to_owned(),
        price: if price.is_empty() {
            format!("{},{:02}", rate / 100, rate % 100)
        } else {
            (*price).to_owned()
        },
        vat: "standard".to_owned(),
    };
    let last = house.clock.moment(at).civil().date().checked_add(30.days())?;
    let typed = Typed {
        title: (*title).to_owned(),
        intro: (*intro).to_owned(),
        items: (0..).zip(items.iter()).map(item).collect(),
        closing: "Zahlbar 14 Tage nach Rechnung. Wir beginnen innerhalb von zwei Wochen nach Ihrem Auftrag."
            .to_owned(),
        valid_until: last.to_string(),
    };
    let place = Place {
        organisation: Some(OrganisationId(row.organisation)),
        project: row.project.map(ProjectId),
        ticket: None,
    };
    let written = Written { place, typed, send, ..Written::default() };
    Ok(house.write_quote(&row.manager(at), &secret::key(), written).await?)
}

async fn comment(house: &House, call: Call, number: QuoteNumber, body: &str) -> Result<(), Fault> {
    let deal = Deal::Quote(number);
    Ok(house.comment(&call, &secret::key(), deal, body.to_owned(), Vec::new(), false).await?)
}

/// The order of a quote carries two tickets of its customer. What was sold draws no package and waits for no release.
async fn carry(house: &House, row: &Row, quote: QuoteNumber) -> Result<(), Fault> {
    let change = house.store.change().await?;
    let sql = "UPDATE ticket SET order_id = (SELECT r.id FROM orders r JOIN quote q ON q.id = r.quote_id WHERE q.number = $1)
      WHERE id IN (SELECT t.id FROM ticket t WHERE t.organisation_id = $2 AND t.is_open = TRUE AND t.internal = FALSE
        AND NOT EXISTS (SELECT 1 FROM effort f JOIN posting p ON p.effort_id = f.id
          WHERE f.ticket_id = t.id) ORDER BY t.number DESC LIMIT 2)";
    run(change.db(), sql, [quote.to_string().into(), row.organisation.into()]).await?;
    change.commit().await
}

impl Row {
    fn rights(&self) -> Option<Rights> {
        serde_json::from_str(&self.rights).ok()
    }

    /// The approver, at a moment.
    pub fn contact(&self, now: Timestamp) -> Call {
        let organisation = OrganisationId(self.organisation);
        let membership =
            Membership { organisation, name: String::new(), rights: self.rights().unwrap_or_default() };
        let standing = Standing::Customer { memberships: vec![membership] };
        call((self.contact, &self.contact_name, &self.contact_email), standing, now)
    }

    fn manager(&self, now: Timestamp) -> Call {
        let standing = Standing::Staff { roles: vec![Role::AccountManager], teams: Vec::new() };
        call((self.manager, &self.manager_name, &self.manager_email), standing, now)
    }
}

/// What somebody does at a moment.
pub fn call((id, name, email): (i64, &str, &str), standing: Standing, now: Timestamp) -> Call {
    let actor = Actor { id: PersonId(id), name: name.to_owned(), email: email.to_owned(), standing };
    Call { actor: Some(actor), lang: Lang::De, ..Call::of_the_house(now) }
}
