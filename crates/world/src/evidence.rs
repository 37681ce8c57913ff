//! Evidence as a party would hand it in, with a file where one belongs. The file is made from its
//! lines when asked for, so that a stream of millions stays small.

use dispute::{EvidenceType, Extracted, Party};
use serde::{Deserialize, Serialize};

/// An item before it is handed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceDraft {
    pub party: Party,
    #[serde(rename = "type")]
    pub kind: EvidenceType,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "Extracted::is_empty")]
    pub extracted: Extracted,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileDraft>,
}

impl EvidenceDraft {
    pub fn text(party: Party, kind: EvidenceType, text: impl Into<String>) -> Self {
        Self { party, kind, text: text.into(), extracted: Extracted::default(), file: None }
    }

    /// With typed facts.
    #[must_use]
    pub fn stating(mut self, extracted: Extracted) -> Self {
        self.extracted = extracted;
        self
    }

    /// With a one-page document of these lines.
    #[must_use]
    pub fn attaching(mut self, file_name: impl Into<String>, lines: Vec<String>) -> Self {
        self.file = Some(FileDraft { file_name: file_name.into(), lines });
        self
    }
}

/// A one-page PDF in the making.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDraft {
    pub file_name: String,
    pub lines: Vec<String>,
}

impl FileDraft {
    pub const MEDIA_TYPE: &'static str = "application/pdf";

    /// The document (PDF 1.4, one A4 page, Helvetica).
    pub fn bytes(&self) -> Vec<u8> {
        let mut page = b"BT /F1 12 Tf 72 770 Td 16 TL\n".to_vec();
        for line in &self.lines {
            page.push(b'(');
            page.extend(line.chars().flat_map(escaped));
            page.extend(b") Tj T*\n");
        }
        page.extend(b"ET");
        let mut stream = format!("<< /Length {} >>\nstream\n", page.len()).into_bytes();
        stream.extend(page);
        stream.extend(b"\nendstream");
        let objects: [Vec<u8>; 5] = [
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>".to_vec(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
            stream,
        ];
        assemble(&objects)
    }
}

/// Joins the objects with their table of offsets.
fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{} 0 obj\n", index + 1).into_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(table.into_bytes());
    let size = objects.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
            .into_bytes(),
    );
    file
}

/// A character in the font's encoding, escaped; a question mark where it has none.
fn escaped(character: char) -> Vec<u8> {
    match character {
        '(' | ')' | '\\' => vec![b'\\', character as u8],
        ' '..='~' | '\u{a0}'..='\u{ff}' => vec![u8::try_from(u32::from(character)).unwrap_or(b'?')],
        _ => vec![b'?'],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_points_at_its_own_objects() {
        let draft =
            FileDraft { file_name: "a.pdf".into(), lines: vec!["Zugestellt (Tür) 🙂".into()] };
        let bytes = draft.bytes();
        assert!(bytes.starts_with(b"%PDF-1.4") && bytes.ends_with(b"%%EOF\n"));
        let find = |what: &[u8]| bytes.windows(what.len()).position(|part| part == what);
        assert!(find(b"(Zugestellt \\(T\xfcr\\) ?) Tj").is_some());
        let table = find(b"xref\n").unwrap();
        let rows = String::from_utf8(bytes[table..].to_vec()).unwrap();
        for (index, row) in rows.lines().skip(3).take(5).enumerate() {
            let offset: usize = row[..10].parse().unwrap();
            let object = format!("{} 0 obj", index + 1);
            assert!(bytes[offset..].starts_with(object.as_bytes()), "{row}");
        }
        assert!(rows.contains(&format!("startxref\n{table}\n")));
    }
}
