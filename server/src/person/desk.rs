//! Fulfils [`PersonDesk`]; each method is done in the file of its verb.
use crate::house::House;
use crate::person::{account, enter, invitation, link, staff};
use app::call::Call;
use app::error::AppError;
use app::person::api::{Passed, PersonDesk};
use app::person::view::{AccountView, InvitationView, Me, SecondFactorSetUp, StaffView};
use domain::access::Actor;
use domain::id::{PersonId, SessionId, TeamId};
use domain::lang::Lang;
use domain::person::Role;

#[async_trait::async_trait]
impl PersonDesk for House {
    async fn me(&self, call: &Call) -> Result<Me, AppError> {
        let policy = self.policy();
        let sees = call.actor.as_ref().is_some_and(Actor::sees_invoices);
        let named = |level: &domain::ticket::Class| (level.code.clone(), level.name(call.lang).to_owned());
        Ok(Me {
            actor: call.actor.clone(),
            lang: call.lang,
            company: self.settings.company.clone(),
            mail_held: self.settings.smtp_url.is_none(),
            classes: policy.classes.iter().map(named).collect(),
            priorities: policy.priorities.iter().map(named).collect(),
            number: policy.number.clone(),
            invoices: sees.then(|| policy.billing.rules.series.clone()),
            takes_calls: call.actor.as_ref().is_some_and(|actor| crate::phone::row::takes(self, actor)),
            largest_upload: self.settings.largest_upload,
            heard: self.live.newest(),
            beat: self.live.beat(),
            now: self.clock.moment(call.now),
        })
    }

    async fn send_link(&self, call: &Call, email: &str, next: &str) -> Result<(), AppError> {
        Ok(link::send(self, call, email, next).await?)
    }

    async fn use_link(&self, call: &Call, token: &str) -> Result<Passed, AppError> {
        Ok(link::enter(self, call, token).await?)
    }

    async fn by_password(&self, call: &Call, email: &str, password: &str) -> Result<Passed, AppError> {
        Ok(enter::by_password(self, call, email, password).await?)
    }

    async fn second_factor(&self, call: &Call, code: &str) -> Result<Passed, AppError> {
        Ok(enter::by_code(self, call, code).await?)
    }

    async fn begin_second_factor(&self, call: &Call) -> Result<SecondFactorSetUp, AppError> {
        Ok(enter::begin_factor(self, call).await?)
    }

    async fn confirm_second_factor(&self, call: &Call, code: &str) -> Result<Passed, AppError> {
        Ok(enter::confirm_factor(self, call, code).await?)
    }

    async fn sign_out(&self, call: &Call) -> Result<(), AppError> {
        Ok(account::sign_out(self, call).await?)
    }

    async fn account(&self, call: &Call) -> Result<AccountView, AppError> {
        Ok(account::show(self, call).await?)
    }

    async fn change_profile(&self, call: &Call, key: &str, name: &str, lang: Lang) -> Result<(), AppError> {
        Ok(account::change_profile(self, call, key, name, lang).await?)
    }

    async fn set_password(&self, call: &Call, present: &str, new: &str) -> Result<(), AppError> {
        Ok(account::set_password(self, call, present, new).await?)
    }

    async fn end_session(&self, call: &Call, id: SessionId) -> Result<(), AppError> {
        Ok(account::end_session(self, call, id).await?)
    }

    async fn end_other_sessions(&self, call: &Call) -> Result<(), AppError> {
        Ok(account::end_others(self, call).await?)
    }

    async fn invitation(&self, call: &Call, token: &str) -> Result<InvitationView, AppError> {
        Ok(invitation::show(self, call, token).await?)
    }

    async fn accept_invitation(
        &self,
        call: &Call,
        token: &str,
        name: &str,
        password: &str,
    ) -> Result<Passed, AppError> {
        Ok(invitation::accept(self, call, token, name, password).await?)
    }

    async fn staff(&self, call: &Call) -> Result<StaffView, AppError> {
        Ok(staff::show(self, call).await?)
    }

    async fn invite_staff(
        &self,
        call: &Call,
        key: &str,
        name: &str,
        email: &str,
        roles: Vec<Role>,
        teams: Vec<TeamId>,
    ) -> Result<(), AppError> {
        Ok(staff::invite(self, call, key, name, email, &roles, &teams).await?)
    }

    async fn set_roles(
        &self,
        call: &Call,
        key: &str,
        id: PersonId,
        roles: Vec<Role>,
        teams: Vec<TeamId>,
    ) -> Result<(), AppError> {
        Ok(staff::set_roles(self, call, key, id, &roles, &teams).await?)
    }

    async fn reset_second_factor(&self, call: &Call, key: &str, id: PersonId) -> Result<(), AppError> {
        Ok(staff::reset_factor(self, call, key, id).await?)
    }

    async fn open_team(&self, call: &Call, key: &str, name: &str) -> Result<(), AppError> {
        Ok(staff::open_team(self, call, key, name).await?)
    }
}
