//! Small pictures of pictures and of the first page of PDFs.
//!
//! Decoders of foreign files are where programs get broken into, run wild or fall over, so they run in a process of their
//! own (`schalter preview`, file in, picture out) with little memory and time and no environment.
use crate::house::House;
use domain::document::{Show, show};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use rlimit::{Resource, setrlimit};
use std::fs::File;
use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Longer side of a preview in pixels.
const SIDE: u32 = 640;
/// Longest side of a picture that is looked at.
const LONGEST_SIDE: u32 = 20_000;
/// Most bytes that a decoded picture may take.
const MOST_DECODED: u64 = 400 * 1024 * 1024;
/// Most bytes of address space of the process.
const MOST_MEMORY: u64 = 1536 * 1024 * 1024;
/// Larger files get no preview.
const LARGEST: u64 = 40 * 1024 * 1024;
/// A preview that takes longer is not made.
const LONGEST: Duration = Duration::from_secs(10);

/// Whether a file of this type and size can have a preview at all.
pub fn is_possible(media: &str, size: u64) -> bool {
    show(media) != Show::Download && size <= LARGEST
}

/// A preview of a file of this type, as PNG or JPEG; `None` where none can be made. Who asks has the turn ([`super::easel`]).
pub async fn make(house: &House, input: File, media: &str) -> Option<Vec<u8>> {
    let program = house.files.previewer.get()?;
    let making = async {
        let mut child = Command::new(program)
            .args(["preview", media])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::from(input))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut output = child.stdout.take()?;
        let reading = tokio::task::spawn_blocking(move || {
            let mut picture = Vec::new();
            output.read_to_end(&mut picture).map(|_| picture)
        });
        let read = tokio::time::timeout(LONGEST, reading).await;
        // What has closed its output ends by itself; what has not is ended.
        if read.is_err() {
            let _ = child.kill();
        }
        let ended = tokio::task::spawn_blocking(move || child.wait()).await.ok()?.ok()?;
        let picture = read.ok()?.ok()?.ok()?;
        (ended.success() && !picture.is_empty()).then_some(picture)
    };
    let made = making.await;
    if made.is_none() {
        tracing::info!(document.media_type = media, "No preview could be made of a document.");
    }
    made
}

/// The process itself: reads the file from standard input, writes the picture to standard output.
pub fn run(media: &str) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    for (what, most) in [
        (Resource::AS, MOST_MEMORY),
        (Resource::CPU, LONGEST.as_secs()),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
    ] {
        setrlimit(what, most, most).map_err(|error| told(&error))?;
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| told(&error))?;
    let picture = match show(media) {
        Show::Picture => of_picture(&bytes),
        Show::Pdf => of_pdf(bytes),
        Show::Download => None,
    };
    let picture = picture.ok_or("There is no preview of this file.")?;
    std::io::stdout().lock().write_all(&picture).map_err(|error| told(&error))
}

/// Turned as the camera was held, at most [`SIDE`] on its longer side.
fn of_picture(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_DECODED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width() > SIDE || picture.height() > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    encoded(&picture)
}

/// JPEG, or PNG where something shines through.
fn encoded(picture: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    if picture.color().has_alpha() {
        picture.to_rgba8().write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).ok()?;
    } else {
        JpegEncoder::new_with_quality(&mut bytes, 82).encode_image(&picture.to_rgb8()).ok()?;
    }
    Some(bytes)
}

/// The first page on white.
fn of_pdf(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let pdf = Pdf::new(bytes).ok()?;
    let page = pdf.pages().first()?;
    let (width, height) = page.render_dimensions();
    if !(1.0..=20_000.0).contains(&width) || !(1.0..=20_000.0).contains(&height) {
        return None;
    }
    #[allow(clippy::cast_precision_loss)] // a small constant
    let scale = (SIDE as f32 / width.max(height)).min(4.0);
    let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    let page = render(page, &cache, &settings, &RenderSettings::default(), &pixels);
    page.into_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GenericImageView as _, Rgb, RgbImage};

    fn photo(width: u32, height: u32) -> Vec<u8> {
        let picture =
            RgbImage::from_fn(
                width,
                height,
                |x, _| if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) },
            );
        let mut bytes = Vec::new();
        JpegEncoder::new(&mut bytes).encode_image(&picture).unwrap();
        bytes
    }

    #[test]
    fn pictures_become_small_and_stay_upright() {
        let small = image::load_from_memory(&of_picture(&photo(1600, 800)).unwrap()).unwrap();
        assert_eq!(small.dimensions(), (640, 320));
        // EXIF says that the camera was turned to the right (orientation 6).
        let exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let plain = photo(1600, 800);
        let turned = [&plain[..2], exif, &plain[2..]].concat();
        let small = image::load_from_memory(&of_picture(&turned).unwrap()).unwrap();
        assert_eq!(small.dimensions(), (320, 640));
        assert!(small.get_pixel(160, 40)[0] > 150, "the left half is on top now");
    }

    #[test]
    fn what_is_no_picture_has_no_preview() {
        assert!(of_picture(b"\x89PNG\r\n\x1a\n<script>").is_none());
        assert!(of_pdf(b"%PDF-1.7 nothing".to_vec()).is_none());
        // A bomb: a header that promises 60,000 pixels each way.
        let mut bomb = Vec::new();
        RgbImage::new(1, 1).write_to(&mut Cursor::new(&mut bomb), ImageFormat::Png).unwrap();
        bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        assert!(of_picture(&bomb).is_none());
    }
}
