//! Invoices: drafts, issued documents, what they were paid, and the services behind them.
pub mod api;
pub mod deeds;
pub mod draft;
pub mod filters;
pub mod hand_over;
pub mod lack;
pub mod line;
pub mod list_page;
pub mod page;
pub mod paper;
pub mod period;
pub mod services_page;
pub mod services_paper;
pub mod side;
pub mod view;
pub mod word;
