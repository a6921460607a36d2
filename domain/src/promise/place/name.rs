//! What places are called.
use super::{Place, State};
use crate::lang::Lang;

impl State {
    /// Its name.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Bb, _) => "Brandenburg",
            (Self::Be, _) => "Berlin",
            (Self::Bw, _) => "Baden-Württemberg",
            (Self::By, Lang::De) => "Bayern",
            (Self::By, Lang::En) => "Bavaria",
            (Self::Hb, _) => "Bremen",
            (Self::He, Lang::De) => "Hessen",
            (Self::He, Lang::En) => "Hesse",
            (Self::Hh, _) => "Hamburg",
            (Self::Mv, Lang::De) => "Mecklenburg-Vorpommern",
            (Self::Mv, Lang::En) => "Mecklenburg-Western Pomerania",
            (Self::Ni, Lang::De) => "Niedersachsen",
            (Self::Ni, Lang::En) => "Lower Saxony",
            (Self::Nw, Lang::De) => "Nordrhein-Westfalen",
            (Self::Nw, Lang::En) => "North Rhine-Westphalia",
            (Self::Rp, Lang::De) => "Rheinland-Pfalz",
            (Self::Rp, Lang::En) => "Rhineland-Palatinate",
            (Self::Sh, _) => "Schleswig-Holstein",
            (Self::Sl, _) => "Saarland",
            (Self::Sn, Lang::De) => "Sachsen",
            (Self::Sn, Lang::En) => "Saxony",
            (Self::St, Lang::De) => "Sachsen-Anhalt",
            (Self::St, Lang::En) => "Saxony-Anhalt",
            (Self::Th, Lang::De) => "Thüringen",
            (Self::Th, Lang::En) => "Thuringia",
        }
    }
}

/// Municipalities whose code does not show how they are written: code, German, English.
const WRITTEN: [(&str, &str, &str); 14] = [
    ("katholisch", "katholische Gemeinden", "Catholic municipalities"),
    ("evangelisch", "evangelische Gemeinden", "Protestant municipalities"),
    ("muenchen", "München", "Munich"),
    ("nuernberg", "Nürnberg", "Nuremberg"),
    ("fuerth", "Fürth", "Fürth"),
    ("wuerzburg", "Würzburg", "Würzburg"),
    ("nebelschuetz", "Nebelschütz", "Nebelschütz"),
    ("raeckelwitz", "Räckelwitz", "Räckelwitz"),
    ("dingelstaedt", "Dingelstädt", "Dingelstädt"),
    ("suedeichsfeld", "Südeichsfeld", "Südeichsfeld"),
    ("koeln", "Köln", "Cologne"),
    ("duesseldorf", "Düsseldorf", "Düsseldorf"),
    ("hannover", "Hannover", "Hanover"),
    ("luebeck", "Lübeck", "Lübeck"),
];

impl Place {
    /// `Bayern, München`; a municipality that nobody listed is written as its code spells it.
    pub fn name(&self, lang: Lang) -> String {
        let state = self.state().name(lang);
        let Some(code) = self.municipality() else { return state.to_owned() };
        let written = WRITTEN.iter().find(|(known, ..)| *known == code);
        let name = match (written, lang) {
            (Some((_, de, _)), Lang::De) => (*de).to_owned(),
            (Some((_, _, en)), Lang::En) => (*en).to_owned(),
            (None, _) => code.split('-').map(capital).collect::<Vec<_>>().join("-"),
        };
        format!("{state}, {name}")
    }
}

/// A word with a capital letter; codes are ASCII.
fn capital(word: &str) -> String {
    word.get(..1).map_or_else(String::new, |first| first.to_ascii_uppercase() + &word[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_called_as_people_call_them() {
        for (code, de, en) in [
            ("DE-BY-muenchen", "Bayern, München", "Bavaria, Munich"),
            (
                "DE-BY-garmisch-partenkirchen",
                "Bayern, Garmisch-Partenkirchen",
                "Bavaria, Garmisch-Partenkirchen",
            ),
            ("DE-SN-katholisch", "Sachsen, katholische Gemeinden", "Saxony, Catholic municipalities"),
            ("DE-NW-köln", "Nordrhein-Westfalen, Köln", "North Rhine-Westphalia, Cologne"),
            ("DE-SH", "Schleswig-Holstein", "Schleswig-Holstein"),
        ] {
            let place = Place::read(code).unwrap();
            assert_eq!((place.name(Lang::De).as_str(), place.name(Lang::En).as_str()), (de, en));
        }
    }

    #[test]
    fn no_two_places_to_choose_from_are_called_the_same_and_none_shows_its_code() {
        for lang in [Lang::De, Lang::En] {
            let mut names: Vec<String> = Place::all().iter().map(|place| place.name(lang)).collect();
            assert!(names.iter().all(|name| !name.contains("DE-") && !name.contains("ue")), "{names:?}");
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
    }
}
