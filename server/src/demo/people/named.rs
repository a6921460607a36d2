//! Who they are.
use domain::person::Role;

/// Name, local part of the address, roles, places of their teams.
pub struct Staff(pub &'static str, pub &'static str, pub &'static [Role], pub &'static [usize]);

/// Names of the teams.
pub const TEAMS: [&str; 4] = ["Shop", "Web & CMS", "Betrieb", "Design"];

/// Who works at the agency.
pub const STAFF: [Staff; 11] = [
    Staff("Katrin Sommer", "katrin.sommer", &[Role::ProjectLead], &[0, 1]),
    Staff("Jonas Weber", "jonas.weber", &[Role::TeamMember], &[0]),
    Staff("Aylin Demir", "aylin.demir", &[Role::ProjectLead, Role::AccountManager], &[1, 3]),
    Staff("Malte Petersen", "malte.petersen", &[Role::TeamMember, Role::DevelopmentExpert], &[0, 1]),
    Staff("Sophie Lindner", "sophie.lindner", &[Role::TeamMember], &[1, 3]),
    Staff("Tobias Krüger", "tobias.krueger", &[Role::TeamMember], &[2]),
    Staff("Nele Hansen", "nele.hansen", &[Role::ProjectAssistance], &[]),
    Staff("Dr. Martin Vogt", "martin.vogt", &[Role::SupportManager, Role::HeadOfDevelopment], &[]),
    Staff("Ines Böhm", "ines.boehm", &[Role::Accounting], &[]),
    Staff("Henrik Claasen", "henrik.claasen", &[Role::Administrator], &[2]),
    Staff("Lea Brandstätter", "lea.brandstaetter", &[Role::ProductOwner, Role::AccountManager], &[3]),
];

/// A customer.
pub struct Firm {
    /// Name.
    pub name: &'static str,
    /// Where it is.
    pub town: &'static str,
    /// Domain of its addresses.
    pub domain: &'static str,
    /// Whether it bought a package of hours.
    pub package: bool,
    /// Its project lead, by place in [`STAFF`].
    pub lead: usize,
    /// Its account manager, by place in [`STAFF`].
    pub manager: usize,
    /// Name, local part of the address, rights.
    pub contacts: &'static [(&'static str, &'static str, &'static str)],
    /// Name, kind, address.
    pub assets: &'static [(&'static str, &'static str, &'static str)],
}

/// Rights are letters: `a` sees all, `t` technical contact, `p` approves, `r` accepts results, `b` billing, `m` manages.
pub const FIRMS: [Firm; 8] = [
    Firm {
        name: "Albers Möbelhaus GmbH",
        town: "Flensburg",
        domain: "albers-moebel.example",
        package: true,
        lead: 0,
        manager: 2,
        contacts: &[
            ("Vera Albers", "vera.albers", "apbm"),
            ("Ole Thomsen", "ole.thomsen", "atr"),
            ("Birte Jürgensen", "birte.juergensen", ""),
        ],
        assets: &[
            ("Onlineshop", "live", "https://shop.albers-moebel.example"),
            ("Onlineshop (Test)", "test", "https://test.albers-moebel.example"),
            ("Warenwirtschafts-Schnittstelle", "interface", ""),
        ],
    },
    Firm {
        name: "Stadtwerke Eckernbucht AöR",
        town: "Eckernbucht",
        domain: "sw-eckernbucht.example",
        package: true,
        lead: 2,
        manager: 2,
        contacts: &[
            ("Frank Petersen-Müller", "frank.petersen-mueller", "ab"),
            ("Silke Groß", "silke.gross", "atrm"),
        ],
        assets: &[
            ("Website", "live", "https://www.sw-eckernbucht.example"),
            ("Kundenportal Zähler", "live", "https://portal.sw-eckernbucht.example"),
            ("Website (Test)", "test", "https://test.sw-eckernbucht.example"),
        ],
    },
    Firm {
        name: "Brandt Logistik SE",
        town: "Hamburg",
        domain: "brandt-logistik.example",
        package: false,
        lead: 0,
        manager: 10,
        contacts: &[("Miriam Brandt", "miriam.brandt", "apbrm"), ("Kai Schröder", "kai.schroeder", "t")],
        assets: &[
            ("Sendungsverfolgung", "live", "https://track.brandt-logistik.example"),
            ("Intranet", "live", ""),
        ],
    },
    Firm {
        name: "Praxisverbund Förde",
        town: "Kiel",
        domain: "praxis-foerde.example",
        package: true,
        lead: 2,
        manager: 10,
        contacts: &[("Dr. Anja Reimers", "anja.reimers", "apr"), ("Jana Köster", "jana.koester", "atm")],
        assets: &[
            ("Website", "live", "https://www.praxis-foerde.example"),
            ("Terminbuchung", "live", "https://termine.praxis-foerde.example"),
        ],
    },
    Firm {
        name: "Kaffeerösterei Süderhof",
        town: "Husum",
        domain: "suederhof.example",
        package: false,
        lead: 0,
        manager: 2,
        contacts: &[("Peer Lorenzen", "peer.lorenzen", "apbrm")],
        assets: &[("Onlineshop", "live", "https://suederhof.example"), ("Abo-Verwaltung", "live", "")],
    },
    Firm {
        name: "Verlag Haus am Markt",
        town: "Lübeck",
        domain: "hausammarkt.example",
        package: true,
        lead: 2,
        manager: 10,
        contacts: &[
            ("Charlotte von Bülow", "charlotte.vonbuelow", "ab"),
            ("Emil Wagner", "emil.wagner", "atrm"),
        ],
        assets: &[
            ("Website", "live", "https://www.hausammarkt.example"),
            ("Autorenportal", "live", ""),
            ("Autorenportal (Entwicklung)", "development", ""),
        ],
    },
    Firm {
        name: "Tischlerei Nørgaard & Söhne",
        town: "Niebüll",
        domain: "noergaard.example",
        package: false,
        lead: 2,
        manager: 2,
        contacts: &[("Lars Nørgaard", "lars.noergaard", "apbrm")],
        assets: &[("Website", "live", "https://noergaard.example")],
    },
    Firm {
        name: "Gesellschaft für nachhaltige Regionalentwicklung und Mobilität in Schleswig-Holstein mbH",
        town: "Rendsburg",
        domain: "gnrm-sh.example",
        package: true,
        lead: 0,
        manager: 10,
        contacts: &[
            ("Wiebke Matthiesen", "wiebke.matthiesen", "apbm"),
            ("Hendrik Ahlers", "hendrik.ahlers", "tr"),
        ],
        assets: &[
            ("Website", "live", "https://www.gnrm-sh.example"),
            ("Mitfahrportal", "live", "https://mit.gnrm-sh.example"),
            ("Fahrplan-Schnittstelle", "interface", ""),
        ],
    },
];
