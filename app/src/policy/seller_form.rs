//! The company as its letters name it, in the administration (G2): address, tax, account, look.
use crate::parts::erase::Erase as _;
use crate::parts::form::{TextArea, TextField};
use crate::parts::group::Group;
use crate::parts::say::{t, tf};
use crate::policy::part::{PartForm, Spot, field};
use crate::policy::pick_file::PickFile;
use crate::words::{common, letterhead as w};
use domain::invoice::check::{FOOTER_COLUMNS, LONGEST_LOGO};
use domain::invoice::party::{Address, Letterhead, Seller};
use domain::policy::edit::{Part, footer_field};
use leptos::prelude::*;

/// The form.
#[component]
pub fn SellerForm(
    /// The company in the draft.
    seller: Option<Seller>,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let missing = seller.is_none();
    let seller = seller.unwrap_or_else(|| Seller {
        address: Address { country: "DE".to_owned(), ..Address::default() },
        ..Seller::default()
    });
    let head = seller.letterhead.clone();
    view! {
        <section class="card setting" aria-labelledby="seller">
            <div class="card__body">
                <h2 class="card__title" id="seller">
                    {t(w::SELLER)}
                </h2>
                {missing.then(|| view! { <p class="note note--waiting">{t(w::MISSING)}</p> })}
                <p class="muted">{t(w::SELLER_LEAD)}</p>
                <PartForm spot=Spot::save(Part::Seller, "") submit=common::SAVE reload>
                    <Company seller=seller.clone() />
                    <Legal seller />
                    <Look head=head.clone() />
                    <Foot columns=head.footer />
                </PartForm>
            </div>
        </section>
    }
    .erase()
}

/// Where it is, and whom to ask.
#[component]
fn Company(seller: Seller) -> impl IntoView {
    let Address { street, more, postcode, town, country } = seller.address;
    view! {
        <Group title=w::COMPANY>
            <TextField name=field("name") label=w::NAME value=seller.name required=true max=200 />
            <div class="pair">
                <TextField name=field("street") label=w::STREET value=street required=true max=200 />
                <TextField name=field("more") label=w::MORE value=more max=200 />
                <TextField name=field("postcode") label=w::POSTCODE value=postcode required=true max=20 />
                <TextField name=field("town") label=w::TOWN value=town required=true max=200 />
                <TextField name=field("country") label=w::COUNTRY value=country required=true max=2 />
            </div>
        </Group>
        <Group title=w::CONTACT_GROUP>
            <div class="pair">
                <TextField
                    name=field("contact")
                    label=w::CONTACT
                    value=seller.contact
                    required=true
                    max=200
                />
                <TextField
                    name=field("phone")
                    label=w::PHONE
                    value=seller.phone
                    kind="tel"
                    required=true
                    max=60
                />
                <TextField
                    name=field("email")
                    label=w::EMAIL
                    hint=w::EMAIL_HINT
                    value=seller.email
                    kind="email"
                    required=true
                    max=254
                />
                <TextField name=field("web") label=w::WEB value=seller.web max=200 />
            </div>
        </Group>
    }
}

/// What the law wants told, and where to pay.
#[component]
fn Legal(seller: Seller) -> impl IntoView {
    let bank = seller.bank;
    view! {
        <Group title=w::LEGAL>
            <div class="pair">
                <TextField name=field("vat_id") label=w::VAT_ID hint=w::TAX_HINT value=seller.vat_id max=20 />
                <TextField
                    name=field("tax_number")
                    label=w::TAX_NUMBER
                    hint=w::TAX_HINT
                    value=seller.tax_number
                    max=30
                />
                <TextField
                    name=field("register")
                    label=w::REGISTER
                    hint=w::REGISTER_HINT
                    value=seller.register
                    max=200
                />
                <TextField
                    name=field("directors")
                    label=w::DIRECTORS
                    hint=w::DIRECTORS_HINT
                    value=seller.directors
                    max=200
                />
            </div>
        </Group>
        <Group title=w::ACCOUNT>
            <TextField name=field("iban") label=w::IBAN value=bank.grouped_iban() required=true max=50 />
            <div class="pair">
                <TextField name=field("bic") label=w::BIC value=bank.bic max=11 />
                <TextField name=field("bank") label=w::BANK value=bank.name max=200 />
            </div>
        </Group>
    }
}

#[component]
fn Look(head: Letterhead) -> impl IntoView {
    let Letterhead { brand, accent, logo, .. } = head;
    view! {
        <Group title=w::LOOK>
            <div class="pair">
                <TextField name=field("brand") label=w::BRAND hint=w::BRAND_HINT value=brand max=200 />
                <TextField name=field("accent") label=w::ACCENT hint=w::ACCENT_HINT value=accent max=7 />
            </div>
            <PickFile into="fields[logo]" label=w::LOGO_FILE accept=".svg,.png,image/svg+xml,image/png" />
            <TextArea
                name=field("logo")
                label=w::LOGO
                hint=w::LOGO_HINT
                value=logo
                rows=3
                max=u32::try_from(LONGEST_LOGO).unwrap_or(u32::MAX)
            />
        </Group>
    }
}

/// The columns at the foot of the first page.
#[component]
fn Foot(columns: Vec<String>) -> impl IntoView {
    let fields: Vec<_> = (0..FOOTER_COLUMNS)
        .map(|at| {
            let label = tf(w::FOOTER, &[("n", &(at + 1).to_string())]);
            let value = columns.get(at).cloned().unwrap_or_default();
            view! { <TextArea name=field(&footer_field(at)) label value rows=3 max=400 /> }
        })
        .collect();
    view! {
        <Group title=w::FOOTER_GROUP>
            <p class="muted">{t(w::FOOTER_LEAD)}</p>
            <div class="pair">{fields}</div>
        </Group>
    }
}
