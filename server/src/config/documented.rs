//! Every setting, as it is documented.

/// One setting as it is documented: variable, key in the file, default, what it does.
pub struct Documented {
    /// Environment variable.
    pub variable: &'static str,
    /// Key in the TOML file.
    pub key: &'static str,
    /// Default in words.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
}

/// What is logged where nothing else is asked for.
pub const USUAL_LOG: &str = "info";

/// Every setting there is; `docs/settings.md` and `schalter config check` print this list.
pub const DOCUMENTED: [Documented; 16] = [
    Documented {
        variable: "SCHALTER_LISTEN",
        key: "listen",
        default: "127.0.0.1:3000",
        help: "Address and port to listen on; port 0 takes a free one and prints it.",
    },
    Documented {
        variable: "SCHALTER_DATA",
        key: "data",
        default: "data",
        help: "Folder of the embedded database and of files.",
    },
    Documented {
        variable: "DATABASE_URL",
        key: "database_url",
        default: "none: SQLite in the data folder",
        help: "PostgreSQL, such as postgres://user:password@host/name.",
    },
    Documented {
        variable: "SCHALTER_FILES",
        key: "files",
        default: "none: the folder `files` in the data folder",
        help: "S3-compatible storage, such as s3://bucket/prefix; keys and endpoint come from the usual AWS_* variables.",
    },
    Documented {
        variable: "SCHALTER_BASE_URL",
        key: "base_url",
        default: "http://ADDRESS LISTENED ON",
        help: "The address under which people reach the portal; stands in mails and decides which origins may change things. With https cookies are Secure.",
    },
    Documented {
        variable: "SCHALTER_SMTP_URL",
        key: "smtp_url",
        default: "none: mail is held in the outbox",
        help: "Mail server: smtp://host:port, smtp://user:password@host:587?tls=required or smtps://user:password@host.",
    },
    Documented {
        variable: "SCHALTER_MAIL_FROM",
        key: "mail_from",
        default: "Schalter <support@HOST OF BASE_URL>",
        help: "Sender of mails, but for those about a ticket that came in through a mailbox.",
    },
    Documented {
        variable: "SCHALTER_COMPANY",
        key: "company",
        default: "Schalter",
        help: "Name of the operating company.",
    },
    Documented {
        variable: "SCHALTER_ZONE",
        key: "zone",
        default: "Europe/Berlin",
        help: "The company's time zone (IANA).",
    },
    Documented {
        variable: "SCHALTER_PRESET",
        key: "preset",
        default: "agency-plans",
        help: "Kind of company with which an empty database begins: hours, plans, classes, promises, workflow.",
    },
    Documented {
        variable: "SCHALTER_PLACE",
        key: "place",
        default: "none",
        help: "Where an empty database begins to keep public holidays: a German state (ISO 3166-2), perhaps with a municipality, such as DE-BY-muenchen.",
    },
    Documented {
        variable: "SCHALTER_LARGEST_UPLOAD_MB",
        key: "largest_upload_mb",
        default: "100",
        help: "Largest file in megabytes (1 to 2000).",
    },
    Documented {
        variable: "SCHALTER_SECRET_KEY",
        key: "secret_key",
        default: "none: made once in the data folder as `secret.key`",
        help: "Key that encrypts stored secrets, at least 32 characters; several servers on one database need the same.",
    },
    Documented {
        variable: "SCHALTER_TRUST_PROXY",
        key: "trust_proxy",
        default: "false",
        help: "Take the reader's network address from the last X-Forwarded-For entry; only behind a proxy of your own.",
    },
    Documented {
        variable: "SCHALTER_LOG",
        key: "log",
        default: USUAL_LOG,
        help: "What is logged, such as warn or info,server=debug.",
    },
    Documented { variable: "SCHALTER_LOG_FORMAT", key: "log_format", default: "text", help: "text or json." },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_names_every_setting_as_it_is() {
        let page = include_str!("../../../docs/settings.md");
        let rows = page.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows, DOCUMENTED.len());
        for Documented { variable, key, default, help } in &DOCUMENTED {
            let row = format!("| `{variable}` | `{key}` | {default} | {help} |");
            assert!(page.contains(&row), "docs/settings.md lacks: {row}");
        }
    }
}
