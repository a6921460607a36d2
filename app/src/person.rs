//! Signing in, the account, sessions.
pub mod account_page;
pub mod api;
pub mod door_page;
pub mod invitation_page;
pub mod link_page;
pub mod next;
pub mod second_factor_page;
pub mod session_list;
pub mod set_up_page;
pub mod sign_in_page;
pub mod staff_line;
pub mod staff_page;
pub mod view;
