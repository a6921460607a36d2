//! The words for what a configuration chooses from.
use crate::words::{Text, policy as w};
use domain::policy::Door;
use domain::policy::plan::Entitlement;
use domain::policy::sheet::SheetPart;
use domain::ticket::{ClassKind, Delivery};

/// A door.
pub const fn door_word(door: Door) -> Text {
    match door {
        Door::Mail => w::DOOR_MAIL,
        Door::Portal => w::DOOR_PORTAL,
        Door::PublicForm => w::DOOR_PUBLIC_FORM,
        Door::Phone => w::DOOR_PHONE,
        Door::InApp => w::DOOR_IN_APP,
        Door::Remote => w::DOOR_REMOTE,
        Door::Downloads => w::DOOR_DOWNLOADS,
    }
}

/// A part of the support policy: its heading.
pub const fn sheet_word(part: SheetPart) -> Text {
    match part {
        SheetPart::Hours => w::SHEET_HOURS,
        SheetPart::Channels => w::SHEET_CHANNELS,
        SheetPart::Promises => w::SHEET_PROMISES,
        SheetPart::Plans => w::SHEET_PLANS,
        SheetPart::Classes => w::SHEET_CLASSES,
        SheetPart::Priorities => w::PRIORITIES,
        SheetPart::Types => w::SHEET_TYPES,
        SheetPart::Process => w::SHEET_PROCESS,
        SheetPart::Billing => w::SHEET_BILLING,
    }
}

/// What a plan contains.
pub const fn entitlement_word(entitlement: Entitlement) -> Text {
    match entitlement {
        Entitlement::PersonalIntake => w::HAS_PERSONAL_INTAKE,
        Entitlement::Portal => w::HAS_PORTAL,
        Entitlement::CmsQuestions => w::HAS_CMS_QUESTIONS,
        Entitlement::KnowledgeBase => w::HAS_KNOWLEDGE_BASE,
        Entitlement::Experts => w::HAS_EXPERTS,
        Entitlement::HosterExchange => w::HAS_HOSTER_EXCHANGE,
        Entitlement::TestServer => w::HAS_TEST_SERVER,
        Entitlement::MinorUpdates => w::HAS_MINOR_UPDATES,
        Entitlement::StandardReport => w::HAS_STANDARD_REPORT,
        Entitlement::DetailedReport => w::HAS_DETAILED_REPORT,
        Entitlement::AccountManager => w::HAS_ACCOUNT_MANAGER,
        Entitlement::OutageLane => w::HAS_OUTAGE_LANE,
    }
}

/// A way of delivery.
pub const fn delivery_word(delivery: Delivery) -> Text {
    match delivery {
        Delivery::Hotfix => w::DELIVERY_HOTFIX,
        Delivery::Patch => w::DELIVERY_PATCH,
        Delivery::Release => w::DELIVERY_RELEASE,
        Delivery::Quote => w::DELIVERY_QUOTE,
    }
}

/// The kind of a class.
pub const fn class_kind_word(kind: ClassKind) -> Text {
    match kind {
        ClassKind::Incident => w::KIND_INCIDENT,
        ClassKind::Outage => w::KIND_OUTAGE,
        ClassKind::Request => w::KIND_REQUEST,
        ClassKind::Question => w::KIND_QUESTION,
        ClassKind::Wish => w::KIND_WISH,
    }
}
