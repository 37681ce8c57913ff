//! The manifest of a company's build: which of its files agents may see, by the SHA-256 of their bytes. The browser names a
//! picture or font by its hash, and the server gives the bytes of that hash; none goes through the customer's browser.
//! Described in `docs/cobrowse-assets.md`.

use std::collections::BTreeMap;

use kernel::canonical::{self, Sha256Hex};
use serde::{Deserialize, Serialize};

use crate::policy::{PublicKey, SignatureError, Signer, sign};

/// The most files of a manifest.
pub const FILES_MAX: usize = 20_000;
/// The most bytes of a manifest.
pub const MANIFEST_BYTES_MAX: usize = 8 << 20;
/// The most bytes of one file.
pub const FILE_BYTES_MAX: u64 = 4 << 20;
const PATH_BYTES_MAX: usize = 1_000;
const FORM: &str = "ombud-assets-1";

/// Endings of the files that are shown, with their media types. Style sheets are not among them: a browser tells how a page
/// looks, never why.
const TYPES: [(&str, &str); 10] = [
    ("avif", "image/avif"),
    ("gif", "image/gif"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
];

/// The media type of a path's ending; none of what is not shown.
pub fn media_type(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    TYPES.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind)
}

/// A manifest that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    #[error("the manifest is larger than {MANIFEST_BYTES_MAX} bytes")]
    Size,
    #[error("the manifest cannot be read: {0}")]
    Form(String),
    #[error("files: {0} where at most {FILES_MAX} may be: leave out what agents need not see")]
    Many(usize),
    #[error(
        "files: {0:?} must be a path of up to {PATH_BYTES_MAX} bytes that begins with /, or an https address"
    )]
    Path(String),
    #[error("files: {0:?} is no picture or font: leave it out")]
    Kind(String),
}

/// Which files there are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The path on the site, or the whole address where it lies elsewhere, with the SHA-256 of the bytes.
    pub files: BTreeMap<String, Sha256Hex>,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// With the file at fault.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        if text.len() > MANIFEST_BYTES_MAX {
            return Err(ManifestError::Size);
        }
        let read: Self =
            serde_json::from_str(text).map_err(|error| ManifestError::Form(error.to_string()))?;
        if read.files.len() > FILES_MAX {
            return Err(ManifestError::Many(read.files.len()));
        }
        for path in read.files.keys() {
            if !is_path(path) {
                return Err(ManifestError::Path(path.clone()));
            }
            if media_type(path).is_none() {
                return Err(ManifestError::Kind(path.clone()));
            }
        }
        Ok(read)
    }

    /// The bytes that are signed: sorted, without spaces.
    pub fn canonical(&self) -> String {
        // Strings are always written.
        canonical::to_canonical_json(self).unwrap_or_default()
    }

    /// The line of the signature file.
    pub fn sign(&self, signer: &Signer) -> String {
        signer.line(FORM, &self.canonical())
    }

    /// Whether a line is a signature of this manifest by one of the keys; gives that key.
    ///
    /// # Errors
    /// Why it is none.
    pub fn verify<'k>(
        &self,
        signature: &str,
        keys: &'k [PublicKey],
    ) -> Result<&'k PublicKey, SignatureError> {
        sign::verify(FORM, &self.canonical(), signature, keys)
    }

    /// The media type of the files with these bytes; none where no file has them.
    pub fn kind_of(&self, sha256: &Sha256Hex) -> Option<&'static str> {
        let (path, _) = self.files.iter().find(|(_, hash)| *hash == sha256)?;
        media_type(path)
    }
}

fn is_path(path: &str) -> bool {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic());
    let is_placed = path.starts_with('/') || path.starts_with("https://");
    is_plain && is_placed && path.len() <= PATH_BYTES_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_pictures_and_fonts_and_is_signed() {
        let hash = Sha256Hex::of(b"logo");
        let text = |path: &str| format!("{{\"files\":{{{path:?}:\"{hash}\"}}}}");
        for (path, words) in [
            ("/a/logo.svg", ""),
            ("https://cdn.example/f.woff2", ""),
            ("logo.svg", "must be a path"),
            ("/lo go.svg", "must be a path"),
            ("/app.css", "no picture or font"),
            ("/page", "no picture or font"),
        ] {
            match Manifest::parse(&text(path)) {
                Ok(_) => assert_eq!(words, "", "{path}"),
                Err(error) => {
                    assert!(!words.is_empty() && error.to_string().contains(words), "{error}");
                }
            }
        }
        let manifest = Manifest::parse(&text("/a/logo.SVG")).unwrap();
        assert_eq!(manifest.kind_of(&hash), Some("image/svg+xml"));
        assert_eq!(manifest.kind_of(&Sha256Hex::of(b"else")), None);
        let (signer, other) = (Signer::from_seed([1; 32]), Signer::from_seed([2; 32]));
        let keys = [signer.public()];
        assert!(manifest.verify(&manifest.sign(&signer), &keys).is_ok());
        let line = manifest.sign(&other);
        assert_eq!(manifest.verify(&line, &keys), Err(SignatureError::UnknownKey));
        let more = Manifest::parse(&text("/b/logo.svg")).unwrap();
        assert_eq!(more.verify(&manifest.sign(&signer), &keys), Err(SignatureError::Wrong));
        assert!(Manifest::parse("{\"files\":{},\"more\":1}").is_err());
    }
}
