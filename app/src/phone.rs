//! Calls of customers (B7): who calls, what is known of them, what the call becomes. And phone numbers.
pub mod api;
pub mod call_page;
pub mod caller;
pub mod card;
pub mod chip;
pub mod end;
pub mod list;
pub mod numbers;
pub mod view;
