//! Co-browsing: the key that its other keys are drawn from.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use kernel::canonical::Sha256Hex;
use serde::Deserialize;

use super::read_secret;
use crate::host;

/// The key's file, inside the data folder.
const KEY_FILE: &str = "cobrowse.key";

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CobrowseSection {
    pub(super) key: String,
    /// The page that links of invitations lead to.
    pub(crate) page: String,
}

impl std::fmt::Debug for CobrowseSection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CobrowseSection").finish_non_exhaustive()
    }
}

impl CobrowseSection {
    /// # Errors
    /// When the key is none.
    pub(super) fn check(&self) -> Result<()> {
        let is_page = self.page.starts_with("https://") || self.page.starts_with("http://");
        if !self.page.is_empty() && (!is_page || self.page.contains(['#', ' '])) {
            bail!("cobrowse.page = {:?} is no address of a page without #", self.page);
        }
        if self.key.is_empty() { Ok(()) } else { parse("cobrowse.key", &self.key).map(|_| ()) }
    }

    /// The configured key; or the data folder's own, which is made when there is none.
    ///
    /// # Errors
    /// When it is none, or the folder cannot be written.
    pub(crate) fn key(&self, data_dir: &Path) -> Result<[u8; 32]> {
        if !self.key.is_empty() {
            return parse("cobrowse.key", &self.key);
        }
        let path = data_dir.join(KEY_FILE);
        if !path.exists() {
            host::make_private_folder(data_dir)
                .with_context(|| format!("store.data_dir = {}", data_dir.display()))?;
            let key = Sha256Hex::from_bytes(host::entropy()?);
            host::write_private(&path, &format!("{key}\n"))?;
        }
        parse(&path.display().to_string(), &read_secret("cobrowse.key", &path)?)
    }
}

fn parse(place: &str, text: &str) -> Result<[u8; 32]> {
    match text.parse::<Sha256Hex>() {
        Ok(key) => Ok(*key.bytes()),
        Err(_) => {
            bail!("{place} must be 64 hexadecimal digits; make one with `openssl rand -hex 32`")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_for_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let section = CobrowseSection::default();
        let first = section.key(&data).unwrap();
        assert_eq!(section.key(&data).unwrap(), first);
        let mode = std::fs::metadata(data.join(KEY_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::write(data.join(KEY_FILE), "short").unwrap();
        let error = section.key(&data).unwrap_err().to_string();
        assert!(error.contains("64 hexadecimal digits"), "{error}");
    }

    #[test]
    fn a_configured_key_comes_first() {
        let dir = tempfile::tempdir().unwrap();
        let section = CobrowseSection { key: "07".repeat(32), page: String::new() };
        assert_eq!(section.key(dir.path()).unwrap(), [7; 32]);
        assert!(!dir.path().join(KEY_FILE).exists());
        assert!(CobrowseSection { key: "0".to_owned(), page: String::new() }.check().is_err());
    }
}
