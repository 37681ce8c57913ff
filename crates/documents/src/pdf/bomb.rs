//! How much a file would unpack to, and how deep it nests, before anything else looks at it.
//!
//! Every stream's data begins after the word `stream`. From each of those places the data is unpacked
//! into nothing and counted, whatever the file says of it; what unpacks to packed data again is counted
//! through. So no trick of names or references makes a reader unpack more than was counted here.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::{PdfError, UNPACKED_BYTES_MAX};

/// Deepest nest of arrays and dictionaries. Reading one takes time by the square of its depth. What is no
/// nest at all, such as a picture's bytes, has this many more openings than ends by chance almost never.
const NEST_MAX: usize = 1_000;
/// How often data may be packed within packed data.
const LAYERS_MAX: usize = 4;
const STREAM: &[u8] = b"stream";
const CHUNK_BYTES: usize = 65_536;

/// # Errors
/// [`PdfError::Bomb`], or [`PdfError::Packing`] for packing that cannot be counted this way.
pub(super) fn check(bytes: &[u8]) -> Result<(), PdfError> {
    let mut left = UNPACKED_BYTES_MAX;
    names_packing(bytes)?;
    nests(bytes)?;
    let mut at = 0;
    while let Some(found) = find(bytes.get(at..).unwrap_or_default(), STREAM) {
        at += found + STREAM.len();
        let data = bytes.get(at..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        unpack(data, &mut left, LAYERS_MAX)?;
    }
    Ok(())
}

/// Unpacks what looks packed, counts it, and looks again at what came out.
fn unpack(data: &[u8], left: &mut usize, layers: usize) -> Result<(), PdfError> {
    if !looks_packed(data) {
        return Ok(());
    }
    if layers == 0 {
        return Err(PdfError::Bomb);
    }
    let mut decoder = ZlibDecoder::new(data);
    let mut inside = Vec::new();
    let mut chunk = vec![0_u8; CHUNK_BYTES];
    // Damaged data ends where it is damaged: nobody unpacks more of it.
    while let Ok(read) = decoder.read(&mut chunk) {
        if read == 0 {
            break;
        }
        *left = left.checked_sub(read).ok_or(PdfError::Bomb)?;
        inside.extend_from_slice(chunk.get(..read).unwrap_or_default());
    }
    names_packing(&inside)?;
    nests(&inside)?;
    unpack(&inside, left, layers - 1)
}

fn nests(bytes: &[u8]) -> Result<(), PdfError> {
    let mut depth = 0_usize;
    let mut last = 0;
    for byte in bytes {
        match (last, byte) {
            (_, b'[') | (b'<', b'<') => depth += 1,
            (_, b']') | (b'>', b'>') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > NEST_MAX {
            return Err(PdfError::Bomb);
        }
        // `<<<<` are two openings.
        last = if last == *byte { 0 } else { *byte };
    }
    Ok(())
}

/// The head of zlib's format: method 8, and a check of 31 (RFC 1950, 2.2).
fn looks_packed(data: &[u8]) -> bool {
    match data {
        [method, flags, ..] => {
            method & 0x0F == 8 && (u16::from(*method) * 256 + u16::from(*flags)).is_multiple_of(31)
        }
        _ => false,
    }
}

/// Filters whose packing cannot be counted this way. The short name is three letters, which chance writes into
/// pictures: it counts as a filter's only.
const FILTERS: [&[u8]; 4] = [b"LZW", b"RunLengthDecode", b"RL ", b"RL]"];

fn names_packing(bytes: &[u8]) -> Result<(), PdfError> {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'/') {
        rest = rest.get(at + 1..).unwrap_or_default();
        if FILTERS.iter().any(|name| is_name(rest, name)) {
            return Err(PdfError::Packing);
        }
    }
    Ok(())
}

/// Whether a name begins so. Names may be written with `#` and two hexadecimal digits (ISO 32000-1, 7.3.5).
fn is_name(bytes: &[u8], name: &[u8]) -> bool {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let mut rest = bytes;
    name.iter().all(|expected| {
        let (byte, after) = match rest {
            [b'#', high, low, after @ ..] => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => (high * 16 + low, after),
                _ => return false,
            },
            [byte, after @ ..] => (*byte, after),
            [] => return false,
        };
        rest = after;
        byte == *expected
    })
}

/// Where a word begins.
pub(super) fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.iter().position(|byte| *byte == first) {
        if bytes.get(from + at..)?.starts_with(word) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_in_every_disguise() {
        let much = vec![b'a'; UNPACKED_BYTES_MAX + 1];
        let half = vec![b'a'; UNPACKED_BYTES_MAX / 2 + 1];
        let stream = |data: &[u8]| [b"stream\r\n", data, b"\nendstream\n"].concat();
        let cases: [(Vec<u8>, Result<(), PdfError>); 14] = [
            (stream(&packed(b"BT (hello) Tj ET")), Ok(())),
            (stream(&packed(&much)), Err(PdfError::Bomb)),
            ([stream(&packed(&half)), stream(&packed(&half))].concat(), Err(PdfError::Bomb)),
            (stream(&packed(&packed(&much))), Err(PdfError::Bomb)),
            (stream(&(0..6).fold(b"x".to_vec(), |data, _| packed(&data))), Err(PdfError::Bomb)),
            (b"<< /Filter /LZWDecode >>".to_vec(), Err(PdfError::Packing)),
            (b"<< /Filter /L#5aWDecode >>".to_vec(), Err(PdfError::Packing)),
            (stream(&packed(b"/RunLengthDecode")), Err(PdfError::Packing)),
            (b"/#52L ".to_vec(), Err(PdfError::Packing)),
            (b"[/FlateDecode/RL]".to_vec(), Err(PdfError::Packing)),
            (b"/RLE /L /#5".to_vec(), Ok(())),
            (b"/#LZW".to_vec(), Ok(())),
            (b"//LZW".to_vec(), Err(PdfError::Packing)),
            (b"/#4c#5A#57".to_vec(), Err(PdfError::Packing)),
        ];
        for (place, (bytes, expected)) in cases.into_iter().enumerate() {
            assert_eq!(check(&bytes), expected, "case {place}");
        }
    }
}
