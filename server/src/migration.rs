//! The database's history: one set of migrations for SQLite and PostgreSQL, forward only.
mod m0001_start;
mod m0002_promise;

use sea_orm_migration::prelude::*;

/// All migrations in order.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_start::Migration), Box::new(m0002_promise::Migration)]
    }
}
