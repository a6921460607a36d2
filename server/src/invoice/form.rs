//! The forms in which an issued document is kept, for ever.

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Pages with the XML inside.
    Pdf,
    /// The same XML by itself (UN/CEFACT CII).
    Xml,
    /// As the public administration takes it (UBL), for who asks for it.
    Xrechnung,
}

impl Form {
    const ALL: [Self; 3] = [Self::Pdf, Self::Xml, Self::Xrechnung];

    /// Its code in the database and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xml => "xml",
            Self::Xrechnung => "xrechnung",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }

    /// Its content type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xml | Self::Xrechnung => "application/xml",
        }
    }

    /// How the file of a document is called.
    pub fn file_name(self, number: &str) -> String {
        match self {
            Self::Pdf => format!("{number}.pdf"),
            Self::Xml => format!("{number}.xml"),
            Self::Xrechnung => format!("{number}.xrechnung.xml"),
        }
    }
}
