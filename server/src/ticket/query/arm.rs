//! The arms of a list: what an actor reaches, as conditions.
use domain::access::{Actor, Reach};
use sea_orm::Value;

/// Parameters of a statement under construction.
#[derive(Default)]
pub struct Binds(pub Vec<Value>);

impl Binds {
    /// Adds a value; answers its place, `$n`.
    pub fn put(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    /// Adds values; answers their places with commas.
    pub fn list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> String {
        values.into_iter().map(|value| self.put(value)).collect::<Vec<_>>().join(", ")
    }
}

/// Conditions on `t` that together hold for exactly the tickets an actor reaches ([`Actor::reach`]). An index serves
/// each, and no ticket fulfils two of them.
pub fn reach(actor: &Actor, binds: &mut Binds) -> Vec<String> {
    match actor.reach() {
        Reach::Everything => vec!["TRUE".to_owned()],
        Reach::Some { organisations, own_in, person } => {
            let mut arms: Vec<String> = organisations
                .into_iter()
                .map(|id| format!("t.organisation_id = {} AND t.internal = FALSE", binds.put(id.0)))
                .collect();
            let me = binds.put(person.0);
            arms.push(format!("t.author_id = {me} AND t.organisation_id IS NULL AND t.internal = FALSE"));
            if !own_in.is_empty() {
                let own_in = binds.list(own_in.into_iter().map(|id| id.0));
                // `+ 0` keeps the index of organisations out: own tickets are few, those of an organisation many.
                let there = format!("t.organisation_id + 0 IN ({own_in}) AND t.internal = FALSE");
                arms.push(format!("t.author_id = {me} AND {there}"));
                arms.push(format!(
                    "t.id IN (SELECT ticket_id FROM participant WHERE person_id = {me}) AND {there}
                     AND (t.author_id IS NULL OR t.author_id <> {me})"
                ));
            }
            arms
        }
        Reach::Invited { person } => vec![format!(
            "t.id IN (SELECT ticket_id FROM participant WHERE person_id = {}) AND t.internal = FALSE",
            binds.put(person.0)
        )],
    }
}
