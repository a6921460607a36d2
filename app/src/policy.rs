//! The company's configuration, as people read and change it.
pub mod api;
pub mod calculator;
pub mod calendar_form;
pub mod class_form;
pub mod company_form;
pub mod history;
pub mod hours;
pub mod part;
pub mod plan_form;
pub mod policy_page;
pub mod publish;
pub mod settings_page;
pub mod sheet;
pub mod target_form;
pub mod text_form;
pub mod view;
pub mod word;
