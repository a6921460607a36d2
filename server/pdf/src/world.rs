//! What the typesetter may read: our templates, our fonts, one document's data.
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

/// Text first, then what it lacks: further scripts, symbols, Chinese, Japanese, Korean.
const FONTS: [&[u8]; 7] = [
    include_bytes!("../fonts/Inter-Regular.otf"),
    include_bytes!("../fonts/Inter-SemiBold.otf"),
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../fonts/NotoSansSymbols-Regular.ttf"),
    include_bytes!("../fonts/DroidSansFallback.ttf"),
];

/// What all documents share; reading fonts and building the library takes longer than a page.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect();
    Shared {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// Whether one of our fonts draws it. PDF/A does not allow a document with a character that none draws.
pub(crate) fn is_drawn(c: char) -> bool {
    // Private characters mean nothing to who reads a file aloud: PDF/A-3a takes none.
    let private = matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF);
    !private && SHARED.fonts.iter().any(|font| font.info().coverage.contains(c.into()))
}

/// The names by which templates ask for data and pictures. File ids are never freed, so there are only these few.
pub(crate) const DATA: &str = "/data.json";
pub(crate) const LOGO_SVG: &str = "/logo.svg";
pub(crate) const LOGO_PNG: &str = "/logo.png";
pub(crate) const CODE: &str = "/code.svg";

/// One document.
pub(crate) struct Paper {
    main: Source,
    files: Vec<(FileId, Bytes)>,
}

impl Paper {
    pub(crate) fn new(template: &str, files: Vec<(&str, Vec<u8>)>) -> Self {
        Self {
            main: Source::new(file_id("/main.typ"), template.to_owned()),
            files: files.into_iter().map(|(name, bytes)| (file_id(name), Bytes::new(bytes))).collect(),
        }
    }
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("our own names are paths");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &SHARED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHARED.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(file, _)| *file == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHARED.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
