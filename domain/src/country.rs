//! Countries by their codes of ISO 3166-1 alpha-2, as Germans and English people call them (CLDR), and the VAT identification numbers
//! of the European Union.
use crate::lang::Lang;
use crate::search::fold;

/// Code, German and English name.
const COUNTRIES: [(&str, &str, &str); 249] = [
    ("AD", "Andorra", "Andorra"),
    ("AE", "Vereinigte Arabische Emirate", "United Arab Emirates"),
    ("AF", "Afghanistan", "Afghanistan"),
    ("AG", "Antigua und Barbuda", "Antigua & Barbuda"),
    ("AI", "Anguilla", "Anguilla"),
    ("AL", "Albanien", "Albania"),
    ("AM", "Armenien", "Armenia"),
    ("AO", "Angola", "Angola"),
    ("AQ", "Antarktis", "Antarctica"),
    ("AR", "Argentinien", "Argentina"),
    ("AS", "Amerikanisch-Samoa", "American Samoa"),
    ("AT", "Österreich", "Austria"),
    ("AU", "Australien", "Australia"),
    ("AW", "Aruba", "Aruba"),
    ("AX", "Ålandinseln", "Åland Islands"),
    ("AZ", "Aserbaidschan", "Azerbaijan"),
    ("BA", "Bosnien und Herzegowina", "Bosnia & Herzegovina"),
    ("BB", "Barbados", "Barbados"),
    ("BD", "Bangladesch", "Bangladesh"),
    ("BE", "Belgien", "Belgium"),
    ("BF", "Burkina Faso", "Burkina Faso"),
    ("BG", "Bulgarien", "Bulgaria"),
    ("BH", "Bahrain", "Bahrain"),
    ("BI", "Burundi", "Burundi"),
    ("BJ", "Benin", "Benin"),
    ("BL", "St. Barthélemy", "St. Barthélemy"),
    ("BM", "Bermuda", "Bermuda"),
    ("BN", "Brunei Darussalam", "Brunei"),
    ("BO", "Bolivien", "Bolivia"),
    ("BQ", "Karibische Niederlande", "Caribbean Netherlands"),
    ("BR", "Brasilien", "Brazil"),
    ("BS", "Bahamas", "Bahamas"),
    ("BT", "Bhutan", "Bhutan"),
    ("BV", "Bouvetinsel", "Bouvet Island"),
    ("BW", "Botsuana", "Botswana"),
    ("BY", "Belarus", "Belarus"),
    ("BZ", "Belize", "Belize"),
    ("CA", "Kanada", "Canada"),
    ("CC", "Kokosinseln", "Cocos (Keeling) Islands"),
    ("CD", "Kongo-Kinshasa", "Congo - Kinshasa"),
    ("CF", "Zentralafrikanische Republik", "Central African Republic"),
    ("CG", "Kongo-Brazzaville", "Congo - Brazzaville"),
    ("CH", "Schweiz", "Switzerland"),
    ("CI", "Côte d’Ivoire", "Côte d’Ivoire"),
    ("CK", "Cookinseln", "Cook Islands"),
    ("CL", "Chile", "Chile"),
    ("CM", "Kamerun", "Cameroon"),
    ("CN", "China", "China"),
    ("CO", "Kolumbien", "Colombia"),
    ("CR", "Costa Rica", "Costa Rica"),
    ("CU", "Kuba", "Cuba"),
    ("CV", "Cabo Verde", "Cape Verde"),
    ("CW", "Curaçao", "Curaçao"),
    ("CX", "Weihnachtsinsel", "Christmas Island"),
    ("CY", "Zypern", "Cyprus"),
    ("CZ", "Tschechien", "Czechia"),
    ("DE", "Deutschland", "Germany"),
    ("DJ", "Dschibuti", "Djibouti"),
    ("DK", "Dänemark", "Denmark"),
    ("DM", "Dominica", "Dominica"),
    ("DO", "Dominikanische Republik", "Dominican Republic"),
    ("DZ", "Algerien", "Algeria"),
    ("EC", "Ecuador", "Ecuador"),
    ("EE", "Estland", "Estonia"),
    ("EG", "Ägypten", "Egypt"),
    ("EH", "Westsahara", "Western Sahara"),
    ("ER", "Eritrea", "Eritrea"),
    ("ES", "Spanien", "Spain"),
    ("ET", "Äthiopien", "Ethiopia"),
    ("FI", "Finnland", "Finland"),
    ("FJ", "Fidschi", "Fiji"),
    ("FK", "Falklandinseln", "Falkland Islands"),
    ("FM", "Mikronesien", "Micronesia"),
    ("FO", "Färöer", "Faroe Islands"),
    ("FR", "Frankreich", "France"),
    ("GA", "Gabun", "Gabon"),
    ("GB", "Vereinigtes Königreich", "United Kingdom"),
    ("GD", "Grenada", "Grenada"),
    ("GE", "Georgien", "Georgia"),
    ("GF", "Französisch-Guayana", "French Guiana"),
    ("GG", "Guernsey", "Guernsey"),
    ("GH", "Ghana", "Ghana"),
    ("GI", "Gibraltar", "Gibraltar"),
    ("GL", "Grönland", "Greenland"),
    ("GM", "Gambia", "Gambia"),
    ("GN", "Guinea", "Guinea"),
    ("GP", "Guadeloupe", "Guadeloupe"),
    ("GQ", "Äquatorialguinea", "Equatorial Guinea"),
    ("GR", "Griechenland", "Greece"),
    ("GS", "Südgeorgien und die Südlichen Sandwichinseln", "South Georgia & South Sandwich Islands"),
    ("GT", "Guatemala", "Guatemala"),
    ("GU", "Guam", "Guam"),
    ("GW", "Guinea-Bissau", "Guinea-Bissau"),
    ("GY", "Guyana", "Guyana"),
    ("HK", "Sonderverwaltungsregion Hongkong", "Hong Kong SAR China"),
    ("HM", "Heard und McDonaldinseln", "Heard & McDonald Islands"),
    ("HN", "Honduras", "Honduras"),
    ("HR", "Kroatien", "Croatia"),
    ("HT", "Haiti", "Haiti"),
    ("HU", "Ungarn", "Hungary"),
    ("ID", "Indonesien", "Indonesia"),
    ("IE", "Irland", "Ireland"),
    ("IL", "Israel", "Israel"),
    ("IM", "Isle of Man", "Isle of Man"),
    ("IN", "Indien", "India"),
    ("IO", "Britisches Territorium im Indischen Ozean", "British Indian Ocean Territory"),
    ("IQ", "Irak", "Iraq"),
    ("IR", "Iran", "Iran"),
    ("IS", "Island", "Iceland"),
    ("IT", "Italien", "Italy"),
    ("JE", "Jersey", "Jersey"),
    ("JM", "Jamaika", "Jamaica"),
    ("JO", "Jordanien", "Jordan"),
    ("JP", "Japan", "Japan"),
    ("KE", "Kenia", "Kenya"),
    ("KG", "Kirgisistan", "Kyrgyzstan"),
    ("KH", "Kambodscha", "Cambodia"),
    ("KI", "Kiribati", "Kiribati"),
    ("KM", "Komoren", "Comoros"),
    ("KN", "St. Kitts und Nevis", "St. Kitts & Nevis"),
    ("KP", "Nordkorea", "North Korea"),
    ("KR", "Südkorea", "South Korea"),
    ("KW", "Kuwait", "Kuwait"),
    ("KY", "Kaimaninseln", "Cayman Islands"),
    ("KZ", "Kasachstan", "Kazakhstan"),
    ("LA", "Laos", "Laos"),
    ("LB", "Libanon", "Lebanon"),
    ("LC", "St. Lucia", "St. Lucia"),
    ("LI", "Liechtenstein", "Liechtenstein"),
    ("LK", "Sri Lanka", "Sri Lanka"),
    ("LR", "Liberia", "Liberia"),
    ("LS", "Lesotho", "Lesotho"),
    ("LT", "Litauen", "Lithuania"),
    ("LU", "Luxemburg", "Luxembourg"),
    ("LV", "Lettland", "Latvia"),
    ("LY", "Libyen", "Libya"),
    ("MA", "Marokko", "Morocco"),
    ("MC", "Monaco", "Monaco"),
    ("MD", "Republik Moldau", "Moldova"),
    ("ME", "Montenegro", "Montenegro"),
    ("MF", "St. Martin", "St. Martin"),
    ("MG", "Madagaskar", "Madagascar"),
    ("MH", "Marshallinseln", "Marshall Islands"),
    ("MK", "Nordmazedonien", "North Macedonia"),
    ("ML", "Mali", "Mali"),
    ("MM", "Myanmar", "Myanmar (Burma)"),
    ("MN", "Mongolei", "Mongolia"),
    ("MO", "Sonderverwaltungsregion Macau", "Macao SAR China"),
    ("MP", "Nördliche Marianen", "Northern Mariana Islands"),
    ("MQ", "Martinique", "Martinique"),
    ("MR", "Mauretanien", "Mauritania"),
    ("MS", "Montserrat", "Montserrat"),
    ("MT", "Malta", "Malta"),
    ("MU", "Mauritius", "Mauritius"),
    ("MV", "Malediven", "Maldives"),
    ("MW", "Malawi", "Malawi"),
    ("MX", "Mexiko", "Mexico"),
    ("MY", "Malaysia", "Malaysia"),
    ("MZ", "Mosambik", "Mozambique"),
    ("NA", "Namibia", "Namibia"),
    ("NC", "Neukaledonien", "New Caledonia"),
    ("NE", "Niger", "Niger"),
    ("NF", "Norfolkinsel", "Norfolk Island"),
    ("NG", "Nigeria", "Nigeria"),
    ("NI", "Nicaragua", "Nicaragua"),
    ("NL", "Niederlande", "Netherlands"),
    ("NO", "Norwegen", "Norway"),
    ("NP", "Nepal", "Nepal"),
    ("NR", "Nauru", "Nauru"),
    ("NU", "Niue", "Niue"),
    ("NZ", "Neuseeland", "New Zealand"),
    ("OM", "Oman", "Oman"),
    ("PA", "Panama", "Panama"),
    ("PE", "Peru", "Peru"),
    ("PF", "Französisch-Polynesien", "French Polynesia"),
    ("PG", "Papua-Neuguinea", "Papua New Guinea"),
    ("PH", "Philippinen", "Philippines"),
    ("PK", "Pakistan", "Pakistan"),
    ("PL", "Polen", "Poland"),
    ("PM", "St. Pierre und Miquelon", "St. Pierre & Miquelon"),
    ("PN", "Pitcairninseln", "Pitcairn Islands"),
    ("PR", "Puerto Rico", "Puerto Rico"),
    ("PS", "Palästinensische Autonomiegebiete", "Palestinian Territories"),
    ("PT", "Portugal", "Portugal"),
    ("PW", "Palau", "Palau"),
    ("PY", "Paraguay", "Paraguay"),
    ("QA", "Katar", "Qatar"),
    ("RE", "Réunion", "Réunion"),
    ("RO", "Rumänien", "Romania"),
    ("RS", "Serbien", "Serbia"),
    ("RU", "Russland", "Russia"),
    ("RW", "Ruanda", "Rwanda"),
    ("SA", "Saudi-Arabien", "Saudi Arabia"),
    ("SB", "Salomonen", "Solomon Islands"),
    ("SC", "Seychellen", "Seychelles"),
    ("SD", "Sudan", "Sudan"),
    ("SE", "Schweden", "Sweden"),
    ("SG", "Singapur", "Singapore"),
    ("SH", "St. Helena", "St. Helena"),
    ("SI", "Slowenien", "Slovenia"),
    ("SJ", "Spitzbergen und Jan Mayen", "Svalbard & Jan Mayen"),
    ("SK", "Slowakei", "Slovakia"),
    ("SL", "Sierra Leone", "Sierra Leone"),
    ("SM", "San Marino", "San Marino"),
    ("SN", "Senegal", "Senegal"),
    ("SO", "Somalia", "Somalia"),
    ("SR", "Suriname", "Suriname"),
    ("SS", "Südsudan", "South Sudan"),
    ("ST", "São Tomé und Príncipe", "São Tomé & Príncipe"),
    ("SV", "El Salvador", "El Salvador"),
    ("SX", "Sint Maarten", "Sint Maarten"),
    ("SY", "Syrien", "Syria"),
    ("SZ", "Eswatini", "Eswatini"),
    ("TC", "Turks- und Caicosinseln", "Turks & Caicos Islands"),
    ("TD", "Tschad", "Chad"),
    ("TF", "Französische Süd- und Antarktisgebiete", "French Southern Territories"),
    ("TG", "Togo", "Togo"),
    ("TH", "Thailand", "Thailand"),
    ("TJ", "Tadschikistan", "Tajikistan"),
    ("TK", "Tokelau", "Tokelau"),
    ("TL", "Timor-Leste", "Timor-Leste"),
    ("TM", "Turkmenistan", "Turkmenistan"),
    ("TN", "Tunesien", "Tunisia"),
    ("TO", "Tonga", "Tonga"),
    ("TR", "Türkei", "Türkiye"),
    ("TT", "Trinidad und Tobago", "Trinidad & Tobago"),
    ("TV", "Tuvalu", "Tuvalu"),
    ("TW", "Taiwan", "Taiwan"),
    ("TZ", "Tansania", "Tanzania"),
    ("UA", "Ukraine", "Ukraine"),
    ("UG", "Uganda", "Uganda"),
    ("UM", "Amerikanische Überseeinseln", "U.S. Outlying Islands"),
    ("US", "Vereinigte Staaten", "United States"),
    ("UY", "Uruguay", "Uruguay"),
    ("UZ", "Usbekistan", "Uzbekistan"),
    ("VA", "Vatikanstadt", "Vatican City"),
    ("VC", "St. Vincent und die Grenadinen", "St. Vincent & Grenadines"),
    ("VE", "Venezuela", "Venezuela"),
    ("VG", "Britische Jungferninseln", "British Virgin Islands"),
    ("VI", "Amerikanische Jungferninseln", "U.S. Virgin Islands"),
    ("VN", "Vietnam", "Vietnam"),
    ("VU", "Vanuatu", "Vanuatu"),
    ("WF", "Wallis und Futuna", "Wallis & Futuna"),
    ("WS", "Samoa", "Samoa"),
    ("YE", "Jemen", "Yemen"),
    ("YT", "Mayotte", "Mayotte"),
    ("ZA", "Südafrika", "South Africa"),
    ("ZM", "Sambia", "Zambia"),
    ("ZW", "Simbabwe", "Zimbabwe"),
];

/// How numbers look behind their prefix (Commission, VIES): `9` is a digit, `L` a letter, `X` either, the rest itself.
const VAT_IDS: [(&str, &[&str]); 28] = [
    ("AT", &["U99999999"]),
    ("BE", &["0999999999", "1999999999"]),
    ("BG", &["999999999", "9999999999"]),
    ("CY", &["99999999L"]),
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
    ("IE", &["9999999L", "9999999LL", "9X99999L"]),
    ("IT", &["99999999999"]),
    ("LT", &["999999999", "999999999999"]),
    ("LU", &["99999999"]),
    ("LV", &["99999999999"]),
    ("MT", &["99999999"]),
    ("NL", &["XXXXXXXXXB99"]),
    ("PL", &["9999999999"]),
    ("PT", &["999999999"]),
    ("RO", &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"]),
    ("SE", &["999999999999"]),
    ("SI", &["99999999"]),
    ("SK", &["9999999999"]),
    ("XI", &["999999999", "999999999999"]),
];

/// Whether there is a country of this code.
pub fn is_country(code: &str) -> bool {
    COUNTRIES.iter().any(|(known, ..)| *known == code)
}

/// The states of the European Union besides Germany, as ISO 3166-1 has them; Greece also as its tax numbers do. For taxes Monaco is
/// part of France (§ 1 Abs. 2a UStG).
const UNION: [&str; 28] = [
    "AT", "BE", "BG", "CY", "CZ", "DK", "EE", "EL", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Whether services in a country of this code are taxed by a state of the European Union other than Germany.
pub fn is_other_of_union(code: &str) -> bool {
    UNION.contains(&code)
}

/// Whether services to companies in a country of this code are taxed neither by Germany nor by another state of the European Union
/// (§ 3a Abs. 2 UStG).
pub fn is_outside_of_union(code: &str) -> bool {
    code != "DE" && !is_other_of_union(code)
}

/// The name of a country; a code that nobody knows stays as it is.
pub fn name(lang: Lang, code: &str) -> &str {
    COUNTRIES.iter().find(|(known, ..)| *known == code).map_or(code, |country| called(lang, country))
}

const fn called(lang: Lang, country: &(&str, &'static str, &'static str)) -> &'static str {
    match lang {
        Lang::De => country.1,
        Lang::En => country.2,
    }
}

/// Codes with names, in the order of the names.
pub fn choices(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let mut choices: Vec<_> = COUNTRIES.iter().map(|country| (country.0, called(lang, country))).collect();
    choices.sort_by_cached_key(|(_, name)| fold(name));
    choices
}

/// A VAT identification number as it is told to others: capitals, without spaces, points and dashes.
pub fn plain_vat_id(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-')).collect::<String>().to_uppercase()
}

/// Whether a plain number can be one: of the European Union it must look so. Others are not known here, but no country of the Union
/// has one of those.
pub fn is_vat_id(country: &str, plain: &str) -> bool {
    let known = |prefix: &str| VAT_IDS.iter().find(|(known, _)| *known == prefix);
    let split = plain.split_at_checked(2).and_then(|(prefix, rest)| Some((known(prefix)?, rest)));
    match split {
        Some(((_, looks), rest)) => looks.iter().any(|look| fits(look, rest)),
        None => known(if country == "GR" { "EL" } else { country }).is_none(),
    }
}

fn fits(look: &str, text: &str) -> bool {
    let one = |(look, given): (u8, u8)| match look {
        b'9' => given.is_ascii_digit(),
        b'L' => given.is_ascii_uppercase(),
        b'X' => given.is_ascii_uppercase() || given.is_ascii_digit(),
        itself => given == itself,
    };
    look.len() == text.len() && look.bytes().zip(text.bytes()).all(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_names_and_an_order() {
        assert!(is_country("DE") && !is_country("XX") && !is_country("de") && !is_country(""));
        assert_eq!(
            (name(Lang::De, "AT"), name(Lang::En, "AT"), name(Lang::De, "XX")),
            ("Österreich", "Austria", "XX")
        );
        let codes: std::collections::BTreeSet<_> = COUNTRIES.iter().map(|country| country.0).collect();
        assert_eq!(codes.len(), COUNTRIES.len());
        let names: Vec<_> = choices(Lang::De).into_iter().map(|(_, name)| name).collect();
        let place = |wanted: &str| names.iter().position(|name| *name == wanted).unwrap();
        assert!(place("Norwegen") < place("Österreich") && place("Österreich") < place("Polen"));
    }

    #[test]
    fn a_vat_id_of_the_union_looks_like_one() {
        for (country, typed, is) in [
            ("DE", "DE 123 456 789", true),
            ("DE", "de123456789", true),
            ("DE", "DE12", false),
            ("DE", "DE1234567890", false),
            ("DE", "123456789", false),
            ("AT", "ATU12345678", true),
            ("AT", "AT12345678", false),
            ("NL", "NL123456789B01", true),
            ("GR", "EL123456789", true),
            ("GR", "GR123456789", false),
            ("IE", "IE1234567WA", true),
            ("FR", "FRXX123456789", true),
            // A branch may have the number of another country.
            ("DE", "ATU12345678", true),
            ("CH", "CHE-123.456.789 MWST", true),
            ("GB", "GB123456789", true),
            ("DE", "Ü1", false),
        ] {
            assert_eq!(is_vat_id(country, &plain_vat_id(typed)), is, "{country} {typed}");
        }
    }
}
