//! What a picture's file tells of itself, and how the picture looks at a glance.
//!
//! Metadata is easily lost on the way (most messengers take it out) and easily forged: what follows from
//! it is a hint at best. Source of the glance: the difference hash of N. Krawetz, "Kind of Like That",
//! 2013.

use std::io::Cursor;

use serde::{Deserialize, Serialize};
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// Widest and highest picture that is unpacked, in pixels.
pub const SIDE_PIXELS_MAX: usize = 12_000;
/// Most pixels of a picture that is unpacked.
pub const PIXELS_MAX: usize = 50_000_000;
/// Most pixels of a JPEG that comes in several scans, which are all kept until the last.
pub const PROGRESSIVE_PIXELS_MAX: usize = 25_000_000;
/// Most bytes that a PNG's pixels unpack to: 16 megapixels of four colours, 64 of black and white.
pub const PNG_BYTES_MAX: usize = 64_000_000;
/// Largest file that is looked at, in bytes.
pub const FILE_BYTES_MAX: usize = 8_000_000;
/// Longest name of a program or camera, in characters.
const NAME_CHARS_MAX: usize = 80;
/// The glance compares so many neighbours in each of eight rows.
const GLANCE_SIDE: usize = 8;

/// How a JPEG begins (ISO/IEC 10918-1, B.2.1).
const JPEG_START: [u8; 2] = [0xFF, 0xD8];

/// What a picture's file tells.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    /// Whether it has any metadata of a camera.
    pub has_metadata: bool,
    /// The program that wrote it last.
    pub software: Option<String>,
    pub camera: Option<String>,
    /// When it says it was taken, local time: `2026-05-03 14:02:11`.
    pub taken: Option<String>,
    /// When it says it was changed last, local time.
    pub changed: Option<String>,
    /// How it looks, 64 bits: pictures that look alike differ in few of them. `None` where it could not be
    /// unpacked, or is nearly all of one colour.
    pub glance: Option<u64>,
}

/// Why a picture was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("the picture has {bytes} bytes; at most {FILE_BYTES_MAX} are read")]
    TooLarge { bytes: usize },
    #[error(
        "the picture has a side of more than {SIDE_PIXELS_MAX} pixels, or more in all than are unpacked"
    )]
    TooManyPixels,
    #[error("the picture is broken, or neither JPEG nor PNG")]
    Broken,
}

/// Looks at a JPEG or a PNG.
///
/// # Errors
/// [`PictureError`].
pub fn read(bytes: &[u8]) -> Result<Picture, PictureError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(PictureError::TooLarge { bytes: bytes.len() });
    }
    let grey = if bytes.starts_with(&JPEG_START) { jpeg(bytes)? } else { png(bytes)? };
    let mut picture = Picture {
        width: grey.width,
        height: grey.height,
        glance: grey.glance(),
        ..Picture::default()
    };
    metadata(bytes, &mut picture);
    Ok(picture)
}

/// Looks at a picture's head alone: whether [`read`] would unpack it.
///
/// # Errors
/// [`PictureError`].
pub fn check(bytes: &[u8]) -> Result<(), PictureError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(PictureError::TooLarge { bytes: bytes.len() });
    }
    if bytes.starts_with(&JPEG_START) {
        return jpeg_head(bytes).map(|_| ());
    }
    let mut decoder = png_decoder(bytes);
    let info = decoder.read_header_info().map_err(|_| PictureError::Broken)?;
    png_fits(info).map(|_| ())
}

/// A picture without its colours.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

fn fits(width: usize, height: usize, pixels_max: usize) -> Result<(), PictureError> {
    let sides = width.max(height) <= SIDE_PIXELS_MAX;
    let pixels = width.checked_mul(height).is_some_and(|pixels| pixels <= pixels_max);
    if sides && pixels { Ok(()) } else { Err(PictureError::TooManyPixels) }
}

fn jpeg(bytes: &[u8]) -> Result<Grey, PictureError> {
    let (mut decoder, width, height) = jpeg_head(bytes)?;
    let pixels = decoder.decode().map_err(|_| PictureError::Broken)?;
    Ok(Grey { width, height, pixels })
}

type Jpeg<'b> = JpegDecoder<Cursor<&'b [u8]>>;

fn jpeg_head(bytes: &[u8]) -> Result<(Jpeg<'_>, usize, usize), PictureError> {
    let options = DecoderOptions::default()
        .set_max_width(SIDE_PIXELS_MAX)
        .set_max_height(SIDE_PIXELS_MAX)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| PictureError::Broken)?;
    let info = decoder.info().ok_or(PictureError::Broken)?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    let pixels_max = if info.sof.is_progressive() { PROGRESSIVE_PIXELS_MAX } else { PIXELS_MAX };
    fits(width, height, pixels_max)?;
    Ok((decoder, width, height))
}

fn png(bytes: &[u8]) -> Result<Grey, PictureError> {
    let mut decoder = png_decoder(bytes);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| PictureError::Broken)?;
    let (width, height) = png_fits(reader.info())?;
    let size = reader.output_buffer_size().filter(|size| *size <= PNG_BYTES_MAX);
    let mut data = vec![0; size.ok_or(PictureError::TooManyPixels)?];
    let info = reader.next_frame(&mut data).map_err(|_| PictureError::Broken)?;
    let samples = info.color_type.samples();
    let pixels = data.chunks(samples).map(brightness).collect();
    Ok(Grey { width, height, pixels })
}

/// Packed texts and colour profiles are not unpacked: a small one may hold gigabytes, and neither is looked at.
fn png_decoder(bytes: &[u8]) -> png::Decoder<Cursor<&[u8]>> {
    let limits = png::Limits { bytes: PNG_BYTES_MAX * 2 };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder
}

fn png_fits(info: &png::Info<'_>) -> Result<(usize, usize), PictureError> {
    let (width, height) = (info.width as usize, info.height as usize);
    fits(width, height, PIXELS_MAX)?;
    if info.raw_bytes() > PNG_BYTES_MAX {
        return Err(PictureError::TooManyPixels);
    }
    Ok((width, height))
}

/// Of grey, grey with alpha, red-green-blue, or that with alpha.
fn brightness(pixel: &[u8]) -> u8 {
    match pixel {
        [red, green, blue, ..] => {
            let sum = 299 * u32::from(*red) + 587 * u32::from(*green) + 114 * u32::from(*blue);
            u8::try_from(sum / 1000).unwrap_or(u8::MAX)
        }
        [grey, ..] => *grey,
        [] => 0,
    }
}

impl Grey {
    /// Whether each field of eight by eight is darker than its neighbour to the right.
    fn glance(&self) -> Option<u64> {
        let (columns, rows) = (GLANCE_SIDE + 1, GLANCE_SIDE);
        if self.width < columns || self.height < rows {
            return None;
        }
        let mut hash = 0_u64;
        let mut edges = 0;
        for row in 0..rows {
            let means: Vec<u64> =
                (0..columns).map(|column| self.mean((column, columns), (row, rows))).collect();
            for pair in means.windows(2) {
                if let [left, right] = pair {
                    hash = hash << 1 | u64::from(left < right);
                    edges += usize::from(left.abs_diff(*right) > 2);
                }
            }
        }
        // Of one colour, any two pictures look alike.
        (edges >= GLANCE_SIDE).then_some(hash)
    }

    /// The mean of one field of a grid, in hundredths.
    fn mean(&self, (column, columns): (usize, usize), (row, rows): (usize, usize)) -> u64 {
        let xs = self.width * column / columns..self.width * (column + 1) / columns;
        let ys = self.height * row / rows..self.height * (row + 1) / rows;
        let (mut sum, mut count) = (0_u64, 0_u64);
        // A thousand points of a field are enough.
        let step = |length: usize| (length / 32).max(1);
        for y in ys.clone().step_by(step(ys.len())) {
            for x in xs.clone().step_by(step(xs.len())) {
                sum += u64::from(self.pixels.get(y * self.width + x).copied().unwrap_or(0));
                count += 1;
            }
        }
        sum / count.max(1)
    }
}

fn metadata(bytes: &[u8], picture: &mut Picture) {
    let Ok(exif) = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)) else { return };
    picture.has_metadata = true;
    let words = |tag: exif::Tag| {
        let field = exif.get_field(tag, exif::In::PRIMARY)?;
        let exif::Value::Ascii(lines) = &field.value else { return None };
        let words: String = lines
            .iter()
            .flatten()
            .map(|byte| char::from(*byte))
            .filter(|char| !char.is_control())
            .take(NAME_CHARS_MAX)
            .collect();
        Some(words.trim().to_owned()).filter(|words| !words.is_empty())
    };
    picture.software = words(exif::Tag::Software);
    picture.camera = words(exif::Tag::Model).or_else(|| words(exif::Tag::Make));
    picture.taken = words(exif::Tag::DateTimeOriginal).and_then(|words| moment(&words));
    picture.changed = words(exif::Tag::DateTime).and_then(|words| moment(&words));
}

/// `2026:05:03 14:02:11` becomes `2026-05-03 14:02:11`.
fn moment(words: &str) -> Option<String> {
    let (date, time) = words.split_once(' ')?;
    let written = format!("{} {time}", date.replace(':', "-"));
    jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", &written).ok().map(|_| written)
}
