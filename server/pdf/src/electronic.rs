//! The electronic invoice: our value as one of EN 16931, checked by its rules. The only place that knows the library behind it.
use domain::invoice::Invoice;
use domain::invoice::line::{self, Line};
use domain::invoice::party::{Address, Buyer, Seller};
use domain::invoice::total::Totals;
use domain::lang::Lang;
use domain::vat::Vat;
use en16931::invoice::{
    Code, Contact, CreditTransfer, DocumentAllowanceCharge, Item, LineAllowanceCharge, LineVat, Party,
    PaymentInstructions, PaymentMeans, Period, PostalAddress, PrecedingInvoice, PriceDetails,
};
use en16931::profiles::{En16931, XRechnung};
use en16931::validation::profile::ProfileMarker;
use en16931::{
    Date, DocumentReference, Identifier, InvoiceAmount, InvoiceLine, Percentage, Quantity, Reconciler,
    UnitPriceAmount, Validated,
};
use en16931_formats::Syntax;
use en16931_formats::zugferd::{self, EmbedOptions, Metadata};
use rust_decimal::Decimal;
use std::time::{Duration, SystemTime};

/// Electronic addresses are mail addresses (EAS code list).
const MAIL: &str = "EM";
/// Where neither party is registered, the process is the plain one of Peppol, which XRechnung names too (BT-23).
const PROCESS: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
/// How it is paid is agreed elsewhere (BT-81, UNTDID 4461: instrument not defined).
const AGREED: &str = "1";
/// Credit transfer in the Single Euro Payments Area (BT-81, UNTDID 4461).
const SEPA: &str = "58";

/// An invoice that passed every rule of EN 16931.
pub(crate) struct Electronic(Validated<En16931>);

impl Electronic {
    /// # Errors
    /// The rules that it breaks, as a sentence each.
    pub(crate) fn new(invoice: &Invoice) -> Result<Self, String> {
        prove(invoice).map(Self)
    }

    /// Puts the XML into the pages; `pages` is PDF/A-3.
    pub(crate) fn embed(&self, pages: &[u8], invoice: &Invoice, title: &str) -> Result<Vec<u8>, String> {
        let noon = invoice
            .issued_on
            .at(12, 0, 0, 0)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .map_err(|error| error.to_string())?;
        let seconds = u64::try_from(noon.timestamp().as_second()).unwrap_or_default();
        let options = EmbedOptions {
            metadata: Some(Metadata {
                title: title.to_owned(),
                subject: title.to_owned(),
                author: invoice.seller.name.clone(),
            }),
            modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)),
            ..EmbedOptions::default()
        };
        zugferd::embed(pages, &self.0, &options).map_err(|error| error.to_string())
    }

    /// The XML as it stands in the pages (UN/CEFACT CII).
    pub(crate) fn xml(&self) -> String {
        en16931_formats::write(&self.0, Syntax::Cii).xml
    }
}

/// The same invoice as the public administration takes it: XRechnung in UBL.
///
/// # Errors
/// The rules that it breaks, as a sentence each.
pub(crate) fn xrechnung(invoice: &Invoice) -> Result<String, String> {
    let proof: Validated<XRechnung> = prove(invoice)?;
    Ok(en16931_formats::write(&proof, Syntax::Ubl).xml)
}

fn prove<P: ProfileMarker>(invoice: &Invoice) -> Result<Validated<P>, String> {
    let built = build(invoice)?;
    Validated::<P>::new(built).map_err(|error| error.to_string())
}

fn build(ours: &Invoice) -> Result<en16931::Invoice, String> {
    let mut theirs = en16931::Invoice::builder(
        "urn:cen.eu:en16931:2017",
        &ours.number,
        day(ours.issued_on)?,
        ours.kind.type_code(),
        "EUR",
    )
    .business_process(PROCESS)
    .seller(seller(&ours.seller, names_vat_ids(ours), ours.lang)?)
    .buyer(buyer(&ours.buyer, names_vat_ids(ours))?)
    .build();
    if ours.kind.gives_back() {
        theirs.kind = en16931::DocumentKind::CreditNote;
    }
    theirs.due_date = ours.due_on.map(day).transpose()?;
    theirs.buyer_reference = filled(&ours.buyer.reference)
        .or_else(|| filled(&ours.buyer.customer_number))
        .or_else(|| Some(ours.number.clone()));
    theirs.sales_order_reference = ours.order.as_deref().and_then(filled).map(DocumentReference::new);
    theirs.purchase_order_reference =
        ours.purchase_order.as_deref().and_then(filled).map(DocumentReference::new);
    theirs.project_reference = ours.project.as_deref().and_then(filled).map(DocumentReference::new);
    if let Some(period) = ours.period {
        theirs.invoicing_period = Some(Period { start: Some(day(period.from)?), end: Some(day(period.to)?) });
    }
    if let Some(before) = &ours.corrects {
        theirs.preceding_invoices.push(PrecedingInvoice {
            reference: DocumentReference::new(&before.number),
            issue_date: Some(day(before.issued_on)?),
        });
    }
    theirs.notes =
        [&ours.intro, &ours.closing].into_iter().filter_map(|text| filled(text)).map(Into::into).collect();
    theirs.payment = Some(payment(ours));
    theirs.payment_terms = ours.kind.gives_back().then(|| terms(ours.lang).to_owned());
    for (at, line) in ours.lines.iter().enumerate() {
        theirs.lines.push(one_line(at + 1, line));
    }
    for discount in &ours.discounts {
        theirs.allowances.push(DocumentAllowanceCharge {
            amount: InvoiceAmount::from_minor_units(discount.cents),
            base_amount: None,
            percentage: None,
            vat: LineVat { category: Code::new(discount.vat.category()), rate: rate(discount.vat) },
            reason: Some(discount.reason.clone()),
            reason_code: Some(Code::new("95")),
        });
    }
    reconcile(ours, theirs)
}

/// Their sums must be ours: what the pages show and what machines read is one amount.
fn reconcile(ours: &Invoice, mut theirs: en16931::Invoice) -> Result<en16931::Invoice, String> {
    let mut sums = Reconciler::new();
    for vat in Vat::ALL {
        if let Some(reason) = vat.reason(ours.lang) {
            let code = match vat {
                Vat::ReverseCharge => Some("VATEX-EU-AE"),
                Vat::NotTaxable => Some("VATEX-EU-O"),
                Vat::Standard | Vat::Reduced | Vat::Zero | Vat::SmallBusiness => None,
            };
            sums = sums.exemption(vat.category(), Some(reason), code);
        }
    }
    if ours.paid_cents > 0 {
        sums = sums.paid(InvoiceAmount::from_minor_units(ours.paid_cents));
    }
    sums.apply(&mut theirs).map_err(|error| error.to_string())?;
    let Totals { net, gross, due, .. } = ours.totals();
    let same =
        [(theirs.totals.taxable_total, net), (theirs.totals.gross_total, gross), (theirs.totals.due, due)];
    match same.into_iter().find(|(their, our)| their.to_minor_units() != *our) {
        Some((their, our)) => Err(format!("the standard's sum {their} is not ours of {our} cents")),
        None => Ok(theirs),
    }
}

/// Where something is outside the scope of tax, neither party is named by its VAT number in the XML (BR-O-02); the pages still say it.
fn names_vat_ids(ours: &Invoice) -> bool {
    ours.lines.iter().all(|line| line.vat != Vat::NotTaxable)
}

fn seller(ours: &Seller, by_vat_id: bool, lang: Lang) -> Result<Party, String> {
    let mut party = Party::new(&ours.name, address(&ours.address)?);
    party.vat_identifier = filled(&ours.vat_id).filter(|_| by_vat_id);
    party.tax_registration = filled(&ours.tax_number);
    party.legal_registration = filled(&ours.register).map(Identifier::new);
    if party.vat_identifier.is_none() && party.legal_registration.is_none() {
        // Who is in no register is known by the tax number (BR-CO-26): a small business has nothing else.
        let number = filled(&ours.tax_number).or_else(|| filled(&ours.vat_id));
        party.identifiers = number.map(Identifier::new).into_iter().collect();
    }
    // One of both numbers has to be named (§ 14 Abs. 4 Nr. 2 UStG). As words (BT-33) this one is no VAT identifier (BT-31).
    let number = filled(&ours.vat_id).filter(|_| !by_vat_id && party.tax_registration.is_none());
    let number = number.map(|number| format!("{} {number}", vat_id_word(lang)));
    let legal: Vec<String> = filled(&ours.directors).into_iter().chain(number).collect();
    party.additional_legal_information = filled(&legal.join("; "));
    party.trading_name = filled(&ours.letterhead.brand);
    party.electronic_address = Some(mail(&ours.email)?);
    party.contact = Contact::new(&ours.contact, &ours.phone, &ours.email);
    Ok(party)
}

const fn vat_id_word(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "USt-IdNr.",
        Lang::En => "VAT ID",
    }
}

fn buyer(ours: &Buyer, by_vat_id: bool) -> Result<Party, String> {
    let mut party = Party::new(&ours.name, address(&ours.address)?);
    party.vat_identifier = filled(&ours.vat_id).filter(|_| by_vat_id);
    party.identifiers = filled(&ours.customer_number).map(Identifier::new).into_iter().collect();
    party.electronic_address = Some(mail(&ours.email)?);
    party.contact.name = filled(&ours.attention);
    Ok(party)
}

fn address(ours: &Address) -> Result<PostalAddress, String> {
    let mut address = PostalAddress::new(&ours.street, &ours.town, &ours.postcode, &ours.country)
        .map_err(|error| error.to_string())?;
    address.line2 = filled(&ours.more);
    Ok(address)
}

fn mail(address: &str) -> Result<Identifier, String> {
    Identifier::eas(address, MAIL).map_err(|error| error.to_string())
}

fn payment(ours: &Invoice) -> PaymentInstructions {
    if ours.seller.bank.iban.is_empty() {
        return PaymentInstructions {
            means_code: Some(Code::new(AGREED)),
            means_text: None,
            remittance_information: Some(ours.number.clone()),
            means: None,
        };
    }
    PaymentInstructions {
        means_code: Some(Code::new(SEPA)),
        means_text: None,
        remittance_information: Some(ours.number.clone()),
        means: Some(PaymentMeans::CreditTransfer(vec![CreditTransfer {
            account_identifier: Some(ours.seller.bank.plain_iban()),
            account_name: Some(ours.seller.name.clone()),
            provider_identifier: filled(&ours.seller.bank.bic),
        }])),
    }
}

fn one_line(number: usize, ours: &Line) -> InvoiceLine {
    // Minutes at the price of sixty: decimals of an hour would not add up to the cent.
    let (count, unit, base) = match ours.quantity {
        line::Quantity::Minutes(minutes) => {
            (Decimal::from(minutes), "MIN", Some(Quantity::new(Decimal::from(60))))
        }
        line::Quantity::Hundredths(hundredths) => {
            (Decimal::new(hundredths, 2).normalize(), ours.unit.unece(), None)
        }
    };
    let net = InvoiceAmount::from_minor_units(ours.net_cents());
    let mut line = InvoiceLine::new(
        number.to_string(),
        &ours.name,
        Quantity::new(count),
        unit,
        net,
        ours.vat.category(),
        rate(ours.vat),
    )
    .with_price(PriceDetails {
        net_price: UnitPriceAmount::new(Decimal::new(ours.price_cents, 2)),
        base_quantity_code: base.map(|_| Code::new(unit)),
        base_quantity: base,
        ..PriceDetails::default()
    })
    .with_item(Item {
        name: Some(ours.name.clone()),
        description: filled(&ours.description),
        ..Item::default()
    });
    line.note = filled(&ours.group);
    if ours.discount_cents() > 0 {
        line.allowances.push(LineAllowanceCharge {
            amount: InvoiceAmount::from_minor_units(ours.discount_cents()),
            base_amount: Some(InvoiceAmount::from_minor_units(ours.gross_cents())),
            percentage: Some(Percentage::new(Decimal::from(ours.discount_percent))),
            reason: filled(&ours.discount_reason),
            reason_code: Some(Code::new("95")),
        });
    }
    line
}

/// What a document that gives money back says about paying (BT-20).
const fn terms(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "Der Betrag wird verrechnet oder erstattet.",
        Lang::En => "The amount is set off or paid back.",
    }
}

/// What is outside the scope of tax has no rate, not one of zero (BR-O-05, BR-O-06).
fn rate(vat: Vat) -> Option<Percentage> {
    (vat != Vat::NotTaxable).then(|| Percentage::new(Decimal::from(vat.percent())))
}

fn day(ours: jiff::civil::Date) -> Result<Date, String> {
    Date::parse(&ours.to_string()).map_err(|error| error.to_string())
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
