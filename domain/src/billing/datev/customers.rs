//! Customers' accounts. Each has its own: on a shared one, open items of two would run together.
use crate::billing::datev::books::Books;
use crate::id::OrganisationId;
use std::collections::BTreeMap;

/// A customer of the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Which.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its number as it is kept now; empty where it has none. Its documents may name an older one.
    pub number: String,
}

/// An account that two customers would have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Which.
    pub account: u64,
    /// Their names.
    pub names: [String; 2],
}

impl Customer {
    fn account(&self, books: &Books) -> u64 {
        books.debtor(&self.number, self.id.0)
    }

    /// The account that this customer would have, and which of the `others` has it already.
    pub fn shares<'a>(&self, books: &Books, others: &'a [Self]) -> Option<(u64, &'a Self)> {
        let account = self.account(books);
        let other = others.iter().find(|other| other.id != self.id && other.account(books) == account)?;
        Some((account, other))
    }
}

/// The accounts of customers; else the first that two of them would share.
pub fn accounts(books: &Books, customers: &[Customer]) -> Result<BTreeMap<OrganisationId, u64>, Shared> {
    let mut held: BTreeMap<u64, &Customer> = BTreeMap::new();
    for customer in customers {
        let account = customer.account(books);
        if let Some(other) = held.insert(account, customer) {
            return Err(Shared { account, names: [other.name.clone(), customer.name.clone()] });
        }
    }
    Ok(held.into_iter().map(|(account, customer)| (customer.id, account)).collect())
}
