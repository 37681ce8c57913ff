//! Writes small PDFs of plain lines: what is measured and tested has to come from somewhere.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Height of a line, in points.
const LEADING: usize = 16;
/// Where a wide gap continues, in points from the left.
const COLUMN: usize = 180;

/// A PDF of one page with these lines, in Helvetica and `WinAnsiEncoding`; what that cannot say becomes
/// `?`. Two spaces begin a new column.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut content = String::from("BT /F1 11 Tf ");
    for (number, line) in lines.iter().enumerate() {
        let y = 800_usize.saturating_sub(number * LEADING);
        for (column, cell) in line.split("  ").enumerate() {
            content.push_str(&format!(
                "1 0 0 1 {} {y} Tm ({}) Tj ",
                50 + column * COLUMN,
                escaped(cell)
            ));
        }
    }
    content.push_str("ET");
    let bytes: Vec<u8> = content.chars().map(|char| windows(char).unwrap_or(b'?')).collect();
    of_objects(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
          /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
        stream("", &bytes),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_vec(),
    ])
}

/// A packed stream, with more entries for its dictionary.
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(data).and_then(|()| encoder.finish()).unwrap_or_default();
    let head = format!("<< /Length {} /Filter /FlateDecode {entries} >>\nstream\n", packed.len());
    [head.as_bytes(), &packed, b"\nendstream"].concat()
}

/// A PDF of these objects, numbered from 1; the first is its catalogue.
pub fn of_objects(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1_usize..).zip(objects) {
        places.push(file.len());
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let start = file.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        table.push_str(&format!("{place:010} 00000 n \n"));
    }
    let size = objects.len() + 1;
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    file.extend_from_slice(table.as_bytes());
    file.extend_from_slice(trailer.as_bytes());
    file
}

fn escaped(words: &str) -> String {
    words.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)")
}

/// A character's byte in Windows-1252.
fn windows(char: char) -> Option<u8> {
    match char {
        '€' => Some(0x80),
        '–' => Some(0x96),
        '’' => Some(0x92),
        _ => u8::try_from(u32::from(char)).ok().filter(|byte| !(0x80..0xA0).contains(byte)),
    }
}
