//! Reports of a month (H1): one value, made into a page and into a paper by the same words.
pub mod api;
mod effort;
mod package;
pub mod page;
pub mod paper;
mod points;
mod promise;
mod steps;
pub mod view;
pub mod word;
