//! Is it a Word document? Told from the names in the archive's central directory; nothing is unpacked.
//!
//! The format: PKWARE APPNOTE 6.3, sections 4.3.12 (central directory) and 4.3.16 (its end record);
//! the required parts: ECMA-376 part 2.

/// The end record, the archive's last 22 bytes unless a comment follows.
const END_SIGNATURE: [u8; 4] = *b"PK\x05\x06";
const END_BYTES: usize = 22;
const COMMENT_BYTES_MAX: usize = 65_535;
/// One entry of the central directory, without its name.
const ENTRY_SIGNATURE: [u8; 4] = *b"PK\x01\x02";
const ENTRY_BYTES: usize = 46;
/// A Word document has a few dozen parts; a picture album a few hundred.
const ENTRIES_MAX: usize = 4_096;

/// Whether the bytes are a ZIP archive with a Word document's parts and without macros.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    entry_names(bytes).is_some_and(|names| {
        let has = |wanted: &str| names.contains(&wanted.as_bytes());
        let macros = names.iter().any(|name| name.ends_with(b"vbaProject.bin"));
        has("[Content_Types].xml") && has("word/document.xml") && !macros
    })
}

/// The names in the central directory; `None` when it is not well formed.
fn entry_names(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let earliest = bytes.len().saturating_sub(END_BYTES + COMMENT_BYTES_MAX);
    let end = (earliest..=bytes.len().checked_sub(END_BYTES)?)
        .rev()
        .find(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(&END_SIGNATURE)))?;
    let count = usize::from(number(bytes, end + 10)?);
    let mut at = usize::try_from(long(bytes, end + 16)?).ok()?;
    if count > ENTRIES_MAX {
        return None;
    }
    let mut names = Vec::with_capacity(count);
    for _ in 0..count {
        if !bytes.get(at..)?.starts_with(&ENTRY_SIGNATURE) {
            return None;
        }
        let name_bytes = usize::from(number(bytes, at + 28)?);
        let extra_bytes = usize::from(number(bytes, at + 30)?);
        let comment_bytes = usize::from(number(bytes, at + 32)?);
        let name_at = at + ENTRY_BYTES;
        names.push(bytes.get(name_at..name_at + name_bytes)?);
        at = name_at + name_bytes + extra_bytes + comment_bytes;
    }
    Some(names)
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A well-formed archive of empty, stored entries.
    pub(in crate::evidence) fn zip_of(names: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut directory = Vec::new();
        for name in names {
            let offset = u32::try_from(bytes.len()).unwrap();
            let length = u16::try_from(name.len()).unwrap().to_le_bytes();
            bytes.extend_from_slice(b"PK\x03\x04");
            bytes.extend_from_slice(&[0; 22]);
            bytes.extend_from_slice(&length);
            bytes.extend_from_slice(&[0; 2]);
            bytes.extend_from_slice(name.as_bytes());
            directory.extend_from_slice(&ENTRY_SIGNATURE);
            directory.extend_from_slice(&[0; 24]);
            directory.extend_from_slice(&length);
            directory.extend_from_slice(&[0; 12]);
            directory.extend_from_slice(&offset.to_le_bytes());
            directory.extend_from_slice(name.as_bytes());
        }
        let start = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
        let count = u16::try_from(names.len()).unwrap().to_le_bytes();
        bytes.extend_from_slice(&directory);
        bytes.extend_from_slice(&END_SIGNATURE);
        bytes.extend_from_slice(&[0; 4]);
        bytes.extend_from_slice(&count);
        bytes.extend_from_slice(&count);
        bytes.extend_from_slice(&size);
        bytes.extend_from_slice(&start);
        bytes.extend_from_slice(&[0; 2]);
        bytes
    }

    #[test]
    fn names_are_read_from_the_directory() {
        let bytes = zip_of(&["a", "word/document.xml"]);
        let names = entry_names(&bytes).unwrap();
        assert_eq!(names, [b"a".as_slice(), b"word/document.xml"]);
    }

    proptest! {
        /// Any bytes at all, cut or changed anywhere, give an answer.
        #[test]
        fn broken_archives_do_not_panic(at in 0..400_usize, value in any::<u8>(), keep in 0..400_usize) {
            let mut bytes = zip_of(&["[Content_Types].xml", "word/document.xml"]);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
            bytes.truncate(keep);
            let _ = is_docx(&bytes);
        }

        #[test]
        fn random_bytes_are_no_document(tail in proptest::collection::vec(any::<u8>(), 0..300)) {
            let bytes = [b"PK\x03\x04".as_slice(), &tail].concat();
            prop_assert!(!is_docx(&bytes));
        }
    }
}
