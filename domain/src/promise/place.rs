//! Where public holidays are kept: a German state, perhaps one of its municipalities.
mod name;

use crate::lang::Lang;
use serde::{Deserialize, Serialize};

/// A German state, by its ISO 3166-2 code without `DE-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // named in `name`
pub enum State {
    Bb,
    Be,
    Bw,
    By,
    Hb,
    He,
    Hh,
    Mv,
    Ni,
    Nw,
    Rp,
    Sh,
    Sl,
    Sn,
    St,
    Th,
}

impl State {
    /// All sixteen.
    pub const ALL: [Self; 16] = [
        Self::Bw,
        Self::By,
        Self::Be,
        Self::Bb,
        Self::Hb,
        Self::Hh,
        Self::He,
        Self::Mv,
        Self::Ni,
        Self::Nw,
        Self::Rp,
        Self::Sl,
        Self::Sn,
        Self::St,
        Self::Sh,
        Self::Th,
    ];

    /// ISO 3166-2 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bb => "DE-BB",
            Self::Be => "DE-BE",
            Self::Bw => "DE-BW",
            Self::By => "DE-BY",
            Self::Hb => "DE-HB",
            Self::He => "DE-HE",
            Self::Hh => "DE-HH",
            Self::Mv => "DE-MV",
            Self::Ni => "DE-NI",
            Self::Nw => "DE-NW",
            Self::Rp => "DE-RP",
            Self::Sh => "DE-SH",
            Self::Sl => "DE-SL",
            Self::Sn => "DE-SN",
            Self::St => "DE-ST",
            Self::Th => "DE-TH",
        }
    }
}

/// What a municipality keeps beside the holidays of its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Local {
    /// Assumption Day in Bavaria's predominantly Catholic municipalities (Art. 1 Abs. 1 Nr. 2 FTG).
    pub assumption: bool,
    /// The High Peace Festival of Augsburg (Art. 1 Abs. 2 FTG).
    pub peace_festival: bool,
    /// Corpus Christi in the Catholic municipalities of Saxony (§ 1 `FronleichnamsVO`) and Thuringia (§ 2 Abs. 2 `ThürFtG`).
    pub corpus_christi: bool,
}

/// A place: `DE-BY`, `DE-BY-muenchen`. Municipalities are written in lower case with `ae oe ue ss`.
///
/// Bavaria, Saxony and Thuringia differ by municipality: there only those are known that this module lists, with
/// `katholisch` and `evangelisch` for all others. Elsewhere any municipality keeps the holidays of its state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Place {
    state: State,
    municipality: Option<String>,
    local: Local,
}

/// Why a text is no place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WrongPlace {
    /// Not `DE-` with a state's code.
    #[error(
        "`{text}` is no place; it begins with the ISO 3166-2 code of a German state, such as DE-BY or DE-BY-muenchen"
    )]
    #[serde(with = "crate::bare")]
    NoState {
        /// What was written.
        text: String,
    },
    /// A municipality of a state whose municipalities differ, which is not listed.
    #[error("the municipality in `{text}` is not known; in {state} there are: {known}")]
    NoMunicipality {
        /// What was written.
        text: String,
        /// The state's name.
        state: String,
        /// All that are known there.
        known: String,
    },
}

const CATHOLIC: Local = Local { assumption: true, peace_festival: false, corpus_christi: false };
const PROTESTANT: Local = Local { assumption: false, peace_festival: false, corpus_christi: false };
const AUGSBURG: Local = Local { assumption: true, peace_festival: true, corpus_christi: false };
const PROCESSION: Local = Local { assumption: false, peace_festival: false, corpus_christi: true };

/// Municipalities of Bavaria (Bayerisches Landesamt für Statistik: Mariä Himmelfahrt by municipality).
const BAVARIA: [(&str, Local); 27] = [
    ("katholisch", CATHOLIC),
    ("evangelisch", PROTESTANT),
    ("augsburg", AUGSBURG),
    ("amberg", CATHOLIC),
    ("aschaffenburg", CATHOLIC),
    ("bamberg", CATHOLIC),
    ("dachau", CATHOLIC),
    ("deggendorf", CATHOLIC),
    ("freising", CATHOLIC),
    ("garmisch-partenkirchen", CATHOLIC),
    ("ingolstadt", CATHOLIC),
    ("landshut", CATHOLIC),
    ("muenchen", CATHOLIC),
    ("passau", CATHOLIC),
    ("regensburg", CATHOLIC),
    ("rosenheim", CATHOLIC),
    ("straubing", CATHOLIC),
    ("traunstein", CATHOLIC),
    ("wuerzburg", CATHOLIC),
    ("ansbach", PROTESTANT),
    ("bayreuth", PROTESTANT),
    ("coburg", PROTESTANT),
    ("erlangen", PROTESTANT),
    ("fuerth", PROTESTANT),
    ("hof", PROTESTANT),
    ("kulmbach", PROTESTANT),
    ("nuernberg", PROTESTANT),
];

/// Municipalities of Saxony (§ 1 `FronleichnamsVO`, those that are wholly named there).
const SAXONY: [(&str, Local); 14] = [
    ("katholisch", PROCESSION),
    ("evangelisch", PROTESTANT),
    ("crostwitz", PROCESSION),
    ("nebelschuetz", PROCESSION),
    ("panschwitz-kuckau", PROCESSION),
    ("puschwitz", PROCESSION),
    ("raeckelwitz", PROCESSION),
    ("radibor", PROCESSION),
    ("ralbitz-rosenthal", PROCESSION),
    ("wittichenau", PROCESSION),
    ("chemnitz", PROTESTANT),
    ("dresden", PROTESTANT),
    ("leipzig", PROTESTANT),
    ("zwickau", PROTESTANT),
];

/// Municipalities of Thuringia (§ 2 Abs. 2 and § 10 Abs. 1 `ThürFtG`).
const THURINGIA: [(&str, Local); 12] = [
    ("katholisch", PROCESSION),
    ("evangelisch", PROTESTANT),
    ("eichsfeld", PROCESSION),
    ("heilbad-heiligenstadt", PROCESSION),
    ("leinefelde-worbis", PROCESSION),
    ("dingelstaedt", PROCESSION),
    ("suedeichsfeld", PROCESSION),
    ("erfurt", PROTESTANT),
    ("gera", PROTESTANT),
    ("jena", PROTESTANT),
    ("suhl", PROTESTANT),
    ("weimar", PROTESTANT),
];

impl Place {
    /// Reads `DE-BY-muenchen`; capitals and umlauts are taken too.
    pub fn read(text: &str) -> Result<Self, WrongPlace> {
        let folded = fold(text);
        let no_state = || WrongPlace::NoState { text: text.trim().to_owned() };
        let split = folded.char_indices().nth(5).map_or(folded.len(), |(at, _)| at);
        let (code, rest) = folded.split_at(split);
        let state = State::ALL
            .into_iter()
            .find(|state| state.code().eq_ignore_ascii_case(code))
            .ok_or_else(no_state)?;
        if rest.is_empty() {
            return Ok(Self { state, municipality: None, local: PROTESTANT });
        }
        let name = rest.strip_prefix('-').filter(|name| is_name(name)).ok_or_else(no_state)?;
        let local = match known(state) {
            Some(all) => {
                all.iter().find(|(known, _)| *known == name).map(|(_, local)| *local).ok_or_else(|| {
                    let known = all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                    WrongPlace::NoMunicipality {
                        text: text.trim().to_owned(),
                        state: state.name(Lang::De).to_owned(),
                        known,
                    }
                })?
            }
            None => PROTESTANT,
        };
        Ok(Self { state, municipality: Some(name.to_owned()), local })
    }

    /// The state.
    pub const fn state(&self) -> State {
        self.state
    }

    /// The municipality as it is written in codes.
    pub fn municipality(&self) -> Option<&str> {
        self.municipality.as_deref()
    }

    /// What the municipality keeps beside.
    pub const fn local(&self) -> Local {
        self.local
    }

    /// All places that differ from one another or are known by name: the states, then their municipalities.
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for state in State::ALL {
            all.push(Self { state, municipality: None, local: PROTESTANT });
            all.extend(known(state).unwrap_or_default().iter().map(|(name, local)| Self {
                state,
                municipality: Some((*name).to_owned()),
                local: *local,
            }));
        }
        all
    }
}

/// The municipalities of a state whose municipalities differ.
const fn known(state: State) -> Option<&'static [(&'static str, Local)]> {
    match state {
        State::By => Some(&BAVARIA),
        State::Sn => Some(&SAXONY),
        State::Th => Some(&THURINGIA),
        _ => None,
    }
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.trim().to_lowercase().chars() {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            ' ' => folded.push('-'),
            other => folded.push(other),
        }
    }
    folded
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 60 && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.state.code())?;
        self.municipality.as_ref().map_or(Ok(()), |name| write!(f, "-{name}"))
    }
}

impl TryFrom<String> for Place {
    type Error = WrongPlace;
    fn try_from(text: String) -> Result<Self, WrongPlace> {
        Self::read(&text)
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_people_write_them() {
        for (text, written) in [
            ("DE-BY-muenchen", "DE-BY-muenchen"),
            ("de-by-München", "DE-BY-muenchen"),
            (" DE-HH ", "DE-HH"),
            ("DE-NW-koeln", "DE-NW-koeln"),
        ] {
            assert_eq!(Place::read(text).unwrap().to_string(), written);
        }
        assert!(Place::all().iter().all(|place| Place::read(&place.to_string()).as_ref() == Ok(place)));
    }

    #[test]
    fn a_misspelt_municipality_is_refused_where_it_would_matter() {
        for text in ["DE-BY-muenhcen", "DE-SN-x", "DE-TH-y"] {
            assert!(matches!(Place::read(text), Err(WrongPlace::NoMunicipality { .. })), "{text}");
        }
        for text in ["", "BY", "DE-XX", "DE-BYmuenchen", "DE-BY-", "AT-9", "DE-NW-köln!", "ÄÖÜÄÖÜ"] {
            assert!(matches!(Place::read(text), Err(WrongPlace::NoState { .. })), "{text}");
        }
    }
}
