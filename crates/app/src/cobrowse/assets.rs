//! Pictures and fonts of a company's site, for those who look on: by the SHA-256 of their bytes, as the capture names them.
//!
//! They lie in a folder for each company, where `ombud cobrowse assets --store` puts them: manifests, with their signatures
//! beside them, and `files/SHA256`. Only what a manifest names is given, and only manifests count that one of the company's
//! keys signed, where it has keys. Described in `docs/cobrowse-assets.md`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use cobrowse::assets::{FILE_BYTES_MAX, MANIFEST_BYTES_MAX, Manifest, media_type};
use cobrowse::policy::PublicKey;
use compliance::authority::Action;
use kernel::TenantId;
use kernel::canonical::Sha256Hex;

use super::log_out::is_in;
use super::place::{Place, Side};
use super::{kept, signed};
use crate::{App, AppError, Principal, Session};

/// Where the files are, in a company's folder.
const FILES: &str = "files";
/// The most manifests of a company that count: the newest builds.
const MANIFESTS_MAX: usize = 200;

/// A file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// What of a company may be seen, by its hash, with its media type.
type Known = HashMap<Sha256Hex, &'static str>;

/// The folder of all companies, with what was read of it.
#[derive(Debug)]
pub(crate) struct Assets {
    folder: Option<PathBuf>,
    /// By company, with when its folder was changed last.
    known: Mutex<HashMap<TenantId, (SystemTime, Arc<Known>)>>,
}

impl Assets {
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, known: Mutex::default() }
    }

    /// Blocking.
    fn read(&self, tenant: &TenantId, keys: &[PublicKey], sha256: &Sha256Hex) -> Option<Asset> {
        let folder = self.folder.as_ref()?.join(folder_of(tenant));
        let changed = folder.metadata().and_then(|found| found.modified()).ok()?;
        let media_type = *self.known(tenant, &folder, changed, keys).get(sha256)?;
        let path = folder.join(FILES).join(sha256.to_string());
        let bytes = read_bounded(&path, FILE_BYTES_MAX)?;
        if Sha256Hex::of(&bytes) != *sha256 {
            tracing::warn!(%tenant, %sha256, "a file of the site is not what its name says");
            return None;
        }
        Some(Asset { media_type, bytes })
    }

    fn known(
        &self,
        tenant: &TenantId,
        folder: &Path,
        changed: SystemTime,
        keys: &[PublicKey],
    ) -> Arc<Known> {
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = all.get(tenant).filter(|(at, _)| *at == changed) {
            return Arc::clone(known);
        }
        let known = Arc::new(manifests(tenant, folder, keys));
        all.insert(tenant.clone(), (changed, Arc::clone(&known)));
        known
    }
}

/// The folder of a company: its name, or what stands for one that is no name of a folder.
pub fn folder_of(tenant: &TenantId) -> String {
    let name = tenant.as_str();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if name.bytes().all(is_plain) {
        return name.to_owned();
    }
    format!("={}", Sha256Hex::of(name.as_bytes()))
}

/// What the manifests of a folder name together.
fn manifests(tenant: &TenantId, folder: &Path, keys: &[PublicKey]) -> Known {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut paths: Vec<(SystemTime, PathBuf)> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .collect();
    paths.sort_unstable_by(|one, other| other.cmp(one));
    let mut known = Known::new();
    for (_, path) in paths.into_iter().take(MANIFESTS_MAX) {
        match manifest(&path, keys) {
            Ok(manifest) => known.extend(manifest.files.iter().filter_map(|(path, sha256)| {
                media_type(path).map(|media_type| (*sha256, media_type))
            })),
            Err(why) => {
                tracing::warn!(%tenant, path = %path.display(), why, "a manifest is not believed");
            }
        }
    }
    known
}

fn manifest(path: &Path, keys: &[PublicKey]) -> Result<Manifest, String> {
    let bytes_max = u64::try_from(MANIFEST_BYTES_MAX).unwrap_or(u64::MAX);
    let read =
        |path: &Path| read_bounded(path, bytes_max).and_then(|it| String::from_utf8(it).ok());
    let text = read(path).ok_or("it cannot be read")?;
    let manifest = Manifest::parse(&text).map_err(|error| error.to_string())?;
    if !keys.is_empty() {
        let signature = read(&path.with_extension("sig")).ok_or("it has no signature beside it")?;
        manifest.verify(&signature, keys).map_err(|error| error.to_string())?;
    }
    Ok(manifest)
}

/// A file of at most so many bytes.
fn read_bounded(path: &Path, bytes_max: u64) -> Option<Vec<u8>> {
    let length = path.metadata().ok()?.len();
    if length > bytes_max { None } else { std::fs::read(path).ok() }
}

/// A picture or font of the company's site.
///
/// # Errors
/// [`AppError::NotFound`] where no manifest names it, [`AppError::Forbidden`].
pub async fn read(app: &App, principal: &Principal, sha256: Sha256Hex) -> Result<Asset, AppError> {
    app.read(principal, |s| {
        let on = s.of_tenant();
        s.check(Action::CobrowseWork, &on)
    })
    .await?;
    of_tenant(app, principal.tenant.clone(), sha256).await
}

/// As [`read`], for whoever sits in a session of the company: with the token that took the seat, for as long as they are
/// there.
///
/// # Errors
/// [`AppError::Unauthenticated`] for every other token, and once the session or the seat is over.
pub async fn read_from_seat(app: &App, token: &str, sha256: Sha256Hex) -> Result<Asset, AppError> {
    let place: Option<Place> = signed::read(&app.cobrowse().place(), token);
    let place = place.ok_or(AppError::Unauthenticated)?;
    let Side::Desk { seat } = place.side else { return Err(AppError::Unauthenticated) };
    let tenant = place.tenant.clone();
    let sits = move |s: &mut Session<'_, '_>| {
        let machine = kept::load(s, place.session)?.machine;
        let is_there = machine.person(seat).is_some_and(|person| person.is_here);
        Ok(machine.ended().is_none() && is_there && is_in(s, &place)?)
    };
    if !app.read(&app.system(&tenant), sits).await? {
        return Err(AppError::Unauthenticated);
    }
    of_tenant(app, tenant, sha256).await
}

async fn of_tenant(app: &App, tenant: TenantId, sha256: Sha256Hex) -> Result<Asset, AppError> {
    let app = app.clone();
    let read = move || {
        let keys = app.cobrowse_policy_keys(&tenant);
        app.cobrowse_assets().read(&tenant, keys, &sha256)
    };
    tokio::task::spawn_blocking(read)
        .await
        .map_err(|error| AppError::internal("reading a file of the site was cut short", error))?
        .ok_or_else(|| AppError::not_found("the file of the site", &sha256))
}
