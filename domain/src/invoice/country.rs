//! Countries, and how the member states of the European Union form their VAT identification numbers.

/// Officially assigned codes of ISO 3166-1 (alpha-2).
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG \
GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ \
LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR \
NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ \
TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Whether it is the code of a country.
pub fn is_country(code: &str) -> bool {
    CODES.split(' ').any(|one| one == code)
}

/// What follows the state's code in its numbers (VIES): `9` is a digit, `X` a letter or a digit, anything else stands there itself.
const FORMS: [(&str, &[&str]); 28] = [
    ("AT", &["U99999999"]),
    ("BE", &["9999999999"]),
    ("BG", &["999999999", "9999999999"]),
    ("CY", &["99999999X"]),
    ("CZ", &["99999999", "999999999", "9999999999"]),
    ("DE", &["999999999"]),
    ("DK", &["99999999"]),
    ("EE", &["999999999"]),
    ("EL", &["999999999"]),
    ("ES", &["X9999999X"]),
    ("FI", &["99999999"]),
    ("FR", &["XX999999999"]),
    ("HR", &["99999999999"]),
    ("HU", &["99999999"]),
    ("IE", &["9X99999X", "9999999XX"]),
    ("IT", &["99999999999"]),
    ("LT", &["999999999", "999999999999"]),
    ("LU", &["99999999"]),
    ("LV", &["99999999999"]),
    ("MT", &["99999999"]),
    ("NL", &["XXXXXXXXXX99"]),
    ("PL", &["9999999999"]),
    ("PT", &["999999999"]),
    ("RO", &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"]),
    ("SE", &["999999999999"]),
    ("SI", &["99999999"]),
    ("SK", &["9999999999"]),
    ("XI", &["999999999", "999999999999", "XX999"]),
];

/// Whether it can be a VAT identification number. Of states outside of the union nothing is known but that they have digits.
pub fn is_vat_id(id: &str) -> bool {
    let plain: String = id.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    if !plain.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let plain = plain.to_uppercase();
    let Some((state, rest)) = plain.split_at_checked(2) else { return false };
    let forms = FORMS.iter().find(|(one, _)| *one == state);
    match forms {
        Some((_, forms)) => forms.iter().any(|form| fits(form, rest)),
        None => rest.bytes().any(|b| b.is_ascii_digit()),
    }
}

fn fits(form: &str, text: &str) -> bool {
    let one = |(form, c): (u8, u8)| match form {
        b'9' => c.is_ascii_digit(),
        b'X' => c.is_ascii_alphanumeric(),
        itself => c == itself,
    };
    form.len() == text.len() && form.bytes().zip(text.bytes()).all(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_those_of_the_standard() {
        assert_eq!(CODES.split(' ').count(), 249);
        assert!(["DE", "AT", "CH", "GR", "GB"].into_iter().all(is_country));
        assert!(!["XX", "EL", "UK", "de", "", "DEU"].into_iter().any(is_country));
    }

    #[test]
    fn numbers_have_the_form_of_their_state() {
        for fine in [
            "DE123456789",
            "ATU12345678",
            "ATU 123 456 78",
            "NL123456789B01",
            "FRXX123456789",
            "CHE-123.456.789",
            "ESA1234567B",
        ] {
            assert!(is_vat_id(fine), "{fine}");
        }
        for wrong in ["DE12", "DE12345678", "AT12345678", "ATU1234567X", "keine", "D", "", "DE/123456789"] {
            assert!(!is_vat_id(wrong), "{wrong}");
        }
    }
}
