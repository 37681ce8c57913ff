//! Co-browsing: the key that its other keys are drawn from, whose policies are believed, where the files of
//! sites are, and how this node takes part where several share a database.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use app::cobrowse::NodeOptions;
use cobrowse::policy::PublicKey;
use kernel::TenantId;
use kernel::canonical::Sha256Hex;
use serde::Deserialize;

use super::read_secret;
use crate::host;

/// The key's file, inside the data folder.
const KEY_FILE: &str = "cobrowse.key";
/// Longest name of a region.
const REGION_CHARS_MAX: usize = 40;
/// The files of sites, inside the data folder.
const ASSETS_FOLDER: &str = "cobrowse-assets";

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CobrowseSection {
    pub(super) key: String,
    /// The page that links of invitations lead to.
    pub(crate) page: String,
    pub(super) region: String,
    pub(super) address: String,
    /// By company: public keys, or files that hold one.
    policy_keys: BTreeMap<String, Vec<String>>,
    pub(super) assets_dir: PathBuf,
}

impl std::fmt::Debug for CobrowseSection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CobrowseSection")
            .field("region", &self.region)
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl CobrowseSection {
    /// How this node takes part.
    pub(crate) fn node(&self) -> NodeOptions {
        NodeOptions { region: self.region.clone(), address: self.address.clone() }
    }

    /// # Errors
    /// When the key is none, or the address no origin and no path.
    pub(super) fn check(&self) -> Result<()> {
        let is_page = self.page.starts_with("https://") || self.page.starts_with("http://");
        if !self.page.is_empty() && (!is_page || self.page.contains(['#', ' '])) {
            bail!("cobrowse.page = {:?} is no address of a page without #", self.page);
        }
        let address = &self.address;
        let (is_origin, rest) = match address.split_once("://") {
            Some(("http" | "https", host)) => (true, host),
            Some(_) => {
                bail!("cobrowse.address = {address:?} must begin with https://, http:// or /")
            }
            None => (false, address.strip_prefix('/').unwrap_or_default()),
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_:[]".contains(c);
        let fits = |c: char| is_plain(c) || !is_origin && c == '/';
        let is_odd = rest.is_empty() || rest.starts_with('/') || rest.ends_with('/');
        if !address.is_empty() && (is_odd || !rest.chars().all(fits)) {
            bail!(
                "cobrowse.address = {address:?} must be where browsers reach this very node: an origin \
                 such as https://eu1.example.com, or a path such as /nodes/eu1, without a / at its end"
            );
        }
        if self.region.len() > REGION_CHARS_MAX {
            bail!("cobrowse.region has more than {REGION_CHARS_MAX} characters");
        }
        if !self.key.is_empty() {
            parse("cobrowse.key", &self.key)?;
        }
        self.policy_keys().map(|_| ())
    }

    /// Whose signatures on the redaction policies of a company are believed.
    ///
    /// # Errors
    /// With the company and the key at fault.
    pub(crate) fn policy_keys(&self) -> Result<HashMap<TenantId, Vec<PublicKey>>> {
        let of_company = |(name, keys): (&String, &Vec<String>)| {
            let place = format!("cobrowse.policy_keys.{name}");
            let tenant: TenantId = name.parse().with_context(|| place.clone())?;
            if keys.is_empty() {
                bail!("{place} names no key: leave it out where files need no signature");
            }
            let keys = keys.iter().map(|key| public_key(&place, key)).collect::<Result<_>>()?;
            Ok((tenant, keys))
        };
        self.policy_keys.iter().map(of_company).collect()
    }

    /// The companies that have keys, with the ids of these.
    pub(super) fn policy_key_ids(&self) -> String {
        let ids = |(name, keys): (&String, &Vec<String>)| {
            let id = |key: &String| public_key(name, key).map_or("?".to_owned(), |key| key.id());
            format!("{name}: {}", keys.iter().map(id).collect::<Vec<_>>().join(", "))
        };
        self.policy_keys.iter().map(ids).collect::<Vec<_>>().join("; ")
    }

    /// Where the files of sites are that agents see.
    pub(crate) fn assets_dir(&self, data_dir: &Path) -> PathBuf {
        if self.assets_dir.as_os_str().is_empty() {
            return data_dir.join(ASSETS_FOLDER);
        }
        self.assets_dir.clone()
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

/// A public key as `ombud cobrowse keygen` printed it, or the path of a file that holds it.
fn public_key(place: &str, text: &str) -> Result<PublicKey> {
    if let Ok(key) = PublicKey::parse(text) {
        return Ok(key);
    }
    let held = std::fs::read_to_string(text).with_context(|| {
        format!("{place}: {text:?} is neither a public key, 44 characters of Base64 as `ombud cobrowse keygen` prints them, nor a file of one")
    })?;
    PublicKey::parse(&held).with_context(|| format!("{place}: {text}"))
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
        let section = CobrowseSection { key: "07".repeat(32), ..Default::default() };
        assert_eq!(section.key(dir.path()).unwrap(), [7; 32]);
        assert!(!dir.path().join(KEY_FILE).exists());
        let short = CobrowseSection { key: "0".to_owned(), ..Default::default() };
        assert!(short.check().is_err());
    }

    #[test]
    fn an_address_is_an_origin_or_a_path() {
        let cases = [
            ("", true),
            ("https://eu1.example.com", true),
            ("http://127.0.0.1:8081", true),
            ("http://[::1]:8081", true),
            ("/nodes/eu1", true),
            ("eu1.example.com", false),
            ("wss://eu1.example.com", false),
            ("https://eu1.example.com/desk", false),
            ("https://", false),
            ("/", false),
            ("/nodes/eu1/", false),
            ("//evil.example", false),
            ("https://a.example; script-src *", false),
        ];
        for (address, is_one) in cases {
            let section = CobrowseSection { address: address.to_owned(), ..Default::default() };
            assert_eq!(section.check().is_ok(), is_one, "{address}");
        }
    }

    #[test]
    fn keys_of_policies_stand_there_or_in_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let public = cobrowse::policy::Signer::from_seed([1; 32]).public();
        let file = dir.path().join("acme.pub").display().to_string();
        std::fs::write(&file, format!("{public}\n")).unwrap();
        let with = |name: &str, keys: &[&str]| CobrowseSection {
            policy_keys: BTreeMap::from([(
                name.to_owned(),
                keys.iter().map(|key| (*key).to_owned()).collect(),
            )]),
            ..CobrowseSection::default()
        };
        for key in [public.to_string(), file] {
            let section = with("acme", &[&key]);
            section.check().unwrap();
            let acme: TenantId = "acme".parse().unwrap();
            assert_eq!(section.policy_keys().unwrap()[&acme], std::slice::from_ref(&public));
            assert_eq!(section.policy_key_ids(), format!("acme: {}", public.id()));
        }
        for (section, words) in [
            (with("acme", &[]), "cobrowse.policy_keys.acme names no key"),
            (with("acme", &["/no/such"]), "cobrowse.policy_keys.acme: \"/no/such\" is neither"),
            (with("a b", &["x"]), "cobrowse.policy_keys.a b"),
        ] {
            let error = format!("{:#}", section.check().unwrap_err());
            assert!(error.contains(words), "{error}");
        }
    }
}
