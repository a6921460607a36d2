//! What can be asked about people and their sessions.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::{Call, go, reply};
use crate::error::AppError;
use crate::person::next::{local, with_next};
use crate::person::view::{AccountView, InvitationView, Me, SecondFactorSetUp, SignedIn, StaffView};
use domain::id::{PersonId, SessionId, TeamId};
use domain::lang::Lang;
use domain::person::Role;
use leptos::prelude::*;

/// A sign-in step that worked: what comes next, and the new token for the cookie.
#[derive(Clone, Debug)]
pub struct Passed {
    /// What comes next.
    pub next: SignedIn,
    /// Cookie value; a half session until the second factor is given.
    pub token: String,
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait PersonDesk: Send + Sync {
    /// The reader.
    async fn me(&self, call: &Call) -> Result<Me, AppError>;
    /// Mails a one-time link, where there is such an account; says the same where there is none.
    /// Its address leads on to `next` afterwards.
    async fn send_link(&self, call: &Call, email: &str, next: &str) -> Result<(), AppError>;
    /// Uses a one-time link. Its token works once.
    async fn use_link(&self, call: &Call, token: &str) -> Result<Passed, AppError>;
    /// Signs in by password.
    async fn by_password(&self, call: &Call, email: &str, password: &str) -> Result<Passed, AppError>;
    /// Gives the second factor for a half session.
    async fn second_factor(&self, call: &Call, code: &str) -> Result<Passed, AppError>;
    /// Begins to set up a second factor, in a full or half session.
    async fn begin_second_factor(&self, call: &Call) -> Result<SecondFactorSetUp, AppError>;
    /// Confirms it with a first code; turns a half session into a full one.
    async fn confirm_second_factor(&self, call: &Call, code: &str) -> Result<Passed, AppError>;
    /// Ends this session.
    async fn sign_out(&self, call: &Call) -> Result<(), AppError>;
    /// The account page.
    async fn account(&self, call: &Call) -> Result<AccountView, AppError>;
    /// Changes name and language of mails.
    async fn change_profile(&self, call: &Call, key: &str, name: &str, lang: Lang) -> Result<(), AppError>;
    /// Sets a password; the present one is asked for where there is one. Ends all other sessions.
    async fn set_password(&self, call: &Call, present: &str, new: &str) -> Result<(), AppError>;
    /// Ends one session of the reader.
    async fn end_session(&self, call: &Call, id: SessionId) -> Result<(), AppError>;
    /// Ends all sessions of the reader but this one.
    async fn end_other_sessions(&self, call: &Call) -> Result<(), AppError>;
    /// What an invitation leads to.
    async fn invitation(&self, call: &Call, token: &str) -> Result<InvitationView, AppError>;
    /// Accepts an invitation: activates the account, sets a password where one is given (staff must), signs in.
    async fn accept_invitation(
        &self,
        call: &Call,
        token: &str,
        name: &str,
        password: &str,
    ) -> Result<Passed, AppError>;
    /// Staff and teams.
    async fn staff(&self, call: &Call) -> Result<StaffView, AppError>;
    /// Invites a member of staff.
    async fn invite_staff(
        &self,
        call: &Call,
        key: &str,
        name: &str,
        email: &str,
        roles: Vec<Role>,
        teams: Vec<TeamId>,
    ) -> Result<(), AppError>;
    /// Sets roles and teams; empty roles let the person leave.
    async fn set_roles(
        &self,
        call: &Call,
        key: &str,
        id: PersonId,
        roles: Vec<Role>,
        teams: Vec<TeamId>,
    ) -> Result<(), AppError>;
    /// Takes away the second factor of somebody who lost the device.
    async fn reset_second_factor(&self, call: &Call, key: &str, id: PersonId) -> Result<(), AppError>;
    /// Opens a team.
    async fn open_team(&self, call: &Call, key: &str, name: &str) -> Result<(), AppError>;
}

/// The reader.
#[server(output = crate::wire::Json, endpoint = "me")]
pub async fn load_me() -> Result<Me, AppError> {
    crate::call::desk::<dyn PersonDesk>()?.me(&crate::call::call()?).await
}

/// Mails a one-time link.
#[server(output = crate::wire::Json, endpoint = "sign-in/send-link")]
pub async fn send_link(email: String, #[server(default)] next: String) -> Result<(), AppError> {
    crate::call::desk::<dyn PersonDesk>()?.send_link(&crate::call::call()?, &email, local(&next)).await?;
    go("/sign-in/sent");
    Ok(())
}

/// Uses a one-time link, on POST only: mail scanners open links.
#[server(output = crate::wire::Json, endpoint = "sign-in/use-link")]
pub async fn use_link(token: String, #[server(default)] next: String) -> Result<SignedIn, AppError> {
    let passed = crate::call::desk::<dyn PersonDesk>()?.use_link(&crate::call::call()?, &token).await?;
    Ok(pass(&passed, &next))
}

/// Signs in by password.
#[server(output = crate::wire::Json, endpoint = "sign-in/password")]
pub async fn by_password(
    email: String,
    password: String,
    #[server(default)] next: String,
) -> Result<SignedIn, AppError> {
    let passed =
        crate::call::desk::<dyn PersonDesk>()?.by_password(&crate::call::call()?, &email, &password).await?;
    Ok(pass(&passed, &next))
}

/// Gives the second factor.
#[server(output = crate::wire::Json, endpoint = "sign-in/second-factor")]
pub async fn second_factor(code: String, #[server(default)] next: String) -> Result<SignedIn, AppError> {
    let passed = crate::call::desk::<dyn PersonDesk>()?.second_factor(&crate::call::call()?, &code).await?;
    Ok(pass(&passed, &next))
}

/// Begins to set up a second factor.
#[server(output = crate::wire::Json, endpoint = "account/begin-second-factor")]
pub async fn begin_second_factor() -> Result<SecondFactorSetUp, AppError> {
    crate::call::desk::<dyn PersonDesk>()?.begin_second_factor(&crate::call::call()?).await
}

/// Confirms the second factor.
#[server(output = crate::wire::Json, endpoint = "account/confirm-second-factor")]
pub async fn confirm_second_factor(
    code: String,
    #[server(default)] next: String,
) -> Result<SignedIn, AppError> {
    let passed =
        crate::call::desk::<dyn PersonDesk>()?.confirm_second_factor(&crate::call::call()?, &code).await?;
    Ok(pass(&passed, &next))
}

/// Ends this session.
#[server(output = crate::wire::Json, endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    crate::call::desk::<dyn PersonDesk>()?.sign_out(&crate::call::call()?).await?;
    if let Some(reply) = reply() {
        (reply.session)(None);
    }
    go("/sign-in");
    Ok(())
}

/// The account page.
#[server(output = crate::wire::Json, endpoint = "account")]
pub async fn load_account() -> Result<AccountView, AppError> {
    crate::call::desk::<dyn PersonDesk>()?.account(&crate::call::call()?).await
}

/// Changes name and language.
#[server(output = crate::wire::Json, endpoint = "account/profile")]
pub async fn change_profile(key: String, name: String, lang: Lang) -> Result<(), AppError> {
    crate::call::desk::<dyn PersonDesk>()?.change_profile(&crate::call::call()?, &key, &name, lang).await?;
    if let Some(reply) = reply() {
        (reply.lang)(lang);
    }
    Ok(())
}

/// Sets the language of this browser.
#[server(output = crate::wire::Json, endpoint = "language")]
pub async fn set_language(lang: Lang) -> Result<(), AppError> {
    if let Some(reply) = reply() {
        (reply.lang)(lang);
    }
    Ok(())
}

/// Sets a password.
#[server(output = crate::wire::Json, endpoint = "account/password")]
pub async fn set_password(#[server(default)] present: String, new: String) -> Result<(), AppError> {
    crate::call::desk::<dyn PersonDesk>()?.set_password(&crate::call::call()?, &present, &new).await
}

/// Ends one session.
#[server(output = crate::wire::Json, endpoint = "account/end-session")]
pub async fn end_session(id: SessionId) -> Result<(), AppError> {
    crate::call::desk::<dyn PersonDesk>()?.end_session(&crate::call::call()?, id).await
}

/// Ends all other sessions.
#[server(output = crate::wire::Json, endpoint = "account/end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), AppError> {
    crate::call::desk::<dyn PersonDesk>()?.end_other_sessions(&crate::call::call()?).await
}

/// What an invitation leads to.
#[server(output = crate::wire::Json, endpoint = "invitation")]
pub async fn load_invitation(token: String) -> Result<InvitationView, AppError> {
    crate::call::desk::<dyn PersonDesk>()?.invitation(&crate::call::call()?, &token).await
}

/// Accepts an invitation.
#[server(output = crate::wire::Json, endpoint = "invitation/accept")]
pub async fn accept_invitation(
    token: String,
    name: String,
    #[server(default)] password: String,
) -> Result<SignedIn, AppError> {
    let passed = crate::call::desk::<dyn PersonDesk>()?
        .accept_invitation(&crate::call::call()?, &token, &name, &password)
        .await?;
    Ok(pass(&passed, "/"))
}

/// Staff and teams.
#[server(output = crate::wire::Json, endpoint = "staff")]
pub async fn load_staff() -> Result<StaffView, AppError> {
    crate::call::desk::<dyn PersonDesk>()?.staff(&crate::call::call()?).await
}

/// Invites a member of staff; roles as codes, teams as ids.
#[server(output = crate::wire::Json, endpoint = "staff/invite")]
pub async fn invite_staff(
    key: String,
    name: String,
    email: String,
    #[server(default)] roles: Vec<Role>,
    #[server(default)] teams: Vec<TeamId>,
) -> Result<(), AppError> {
    crate::call::desk::<dyn PersonDesk>()?
        .invite_staff(&crate::call::call()?, &key, &name, &email, roles, teams)
        .await
}

/// Sets roles and teams.
#[server(output = crate::wire::Json, endpoint = "staff/roles")]
pub async fn set_roles(
    key: String,
    id: PersonId,
    #[server(default)] roles: Vec<Role>,
    #[server(default)] teams: Vec<TeamId>,
) -> Result<(), AppError> {
    crate::call::desk::<dyn PersonDesk>()?.set_roles(&crate::call::call()?, &key, id, roles, teams).await
}

/// Resets a second factor.
#[server(output = crate::wire::Json, endpoint = "staff/reset-second-factor")]
pub async fn reset_second_factor(key: String, id: PersonId) -> Result<(), AppError> {
    crate::call::desk::<dyn PersonDesk>()?.reset_second_factor(&crate::call::call()?, &key, id).await
}

/// Opens a team.
#[server(output = crate::wire::Json, endpoint = "staff/team")]
pub async fn open_team(key: String, name: String) -> Result<(), AppError> {
    crate::call::desk::<dyn PersonDesk>()?.open_team(&crate::call::call()?, &key, &name).await
}

/// Sets the cookie and goes where a passed step leads; once signed in to `next`.
pub fn pass(passed: &Passed, next: &str) -> SignedIn {
    if let Some(reply) = reply() {
        (reply.session)(Some(&passed.token));
    }
    match passed.next {
        SignedIn::Done => go(local(next)),
        SignedIn::SecondFactor => go(&with_next("/sign-in/second-factor", next)),
        SignedIn::SetUpSecondFactor => go(&with_next("/sign-in/set-up", next)),
    }
    passed.next
}
