//! Where the bytes of evidence lie: in the database, or in a folder. A file is safe on the disk
//! before any row names it: temporary name, flush, rename, flush of the folder.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use kernel::canonical::Sha256Hex;
use kernel::{TenantId, Timestamp};
use store::evidence::BlobContent;

use crate::AppError;

/// Where blobs are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlobStore {
    /// In their rows: small deployments, tests, simulation.
    Rows,
    Folder(PathBuf),
}

impl BlobStore {
    /// Makes the bytes durable, and says what the row is to hold. Blocking. The same bytes again
    /// are written anew: how old a file is tells that somebody is about to name it.
    ///
    /// # Errors
    /// [`AppError::Internal`] when the folder cannot be written.
    pub fn put(
        &self,
        tenant: &TenantId,
        sha256: &Sha256Hex,
        bytes: Vec<u8>,
    ) -> Result<BlobContent, AppError> {
        let Self::Folder(root) = self else { return Ok(BlobContent::Bytes(bytes)) };
        let relative = place(tenant, sha256);
        write_durably(&root.join(&relative), &bytes)
            .map_err(|error| AppError::internal("the file cannot be kept", error))?;
        Ok(BlobContent::Path(relative))
    }

    /// Deletes a file that no row names, unless it was written since `before`. Blocking.
    ///
    /// # Errors
    /// [`AppError::Overloaded`] where it was, [`AppError::Internal`] when it cannot be deleted.
    pub fn forget(&self, path: &str, before: Timestamp) -> Result<(), AppError> {
        let Self::Folder(root) = self else { return Ok(()) };
        let file = root.join(path);
        let failed = |error| AppError::internal("a file cannot be forgotten", error);
        let written = match fs::metadata(&file).and_then(|known| known.modified()) {
            Ok(written) => written,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(failed(error)),
        };
        let written = written.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        if i64::try_from(written).unwrap_or(i64::MAX) >= before.as_millis() {
            let why = "the file was written a moment ago".to_owned();
            return Err(AppError::Overloaded { why });
        }
        fs::remove_file(&file).map_err(failed)?;
        match file.parent() {
            // Without this the name may be back after a power loss.
            Some(folder) => File::open(folder).and_then(|it| it.sync_all()).map_err(failed),
            None => Ok(()),
        }
    }

    /// Reads what a row names. Blocking.
    ///
    /// # Errors
    /// [`AppError::Internal`] when the file is not there or was changed.
    pub fn get(&self, sha256: &Sha256Hex, content: BlobContent) -> Result<Vec<u8>, AppError> {
        let bytes = match (self, content) {
            (_, BlobContent::Bytes(bytes)) => bytes,
            (Self::Folder(root), BlobContent::Path(path)) => fs::read(root.join(path))
                .map_err(|error| AppError::internal("a kept file cannot be read", error))?,
            (Self::Rows, BlobContent::Path(path)) => {
                return Err(AppError::broken(format!("{path} lies in a folder that is not set")));
            }
        };
        if Sha256Hex::of(&bytes) != *sha256 {
            return Err(AppError::broken(format!("the kept file {sha256} was changed")));
        }
        Ok(bytes)
    }
}

/// Tenants are kept apart by the hash of their name, which is safe in any file system.
fn place(tenant: &TenantId, sha256: &Sha256Hex) -> String {
    let tenant = Sha256Hex::of(tenant.as_str().as_bytes()).to_string();
    let (tenant, name) = (tenant.get(..16).unwrap_or_default(), sha256.to_string());
    format!("{tenant}/{}/{name}", name.get(..2).unwrap_or_default())
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("a blob needs a folder"))?;
    fs::create_dir_all(folder)?;
    let temporary = path.with_extension("part");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    // Without this the new name, and a new folder's own, may be gone after a power loss.
    File::open(folder)?.sync_all()?;
    if let Some(parent) = folder.parent() {
        File::open(parent)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_a_changed_file_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = BlobStore::Folder(dir.path().to_owned());
        let tenant: TenantId = "acme".parse().unwrap();
        let hash = Sha256Hex::of(b"proof");
        let content = blobs.put(&tenant, &hash, b"proof".to_vec()).unwrap();
        assert_eq!(blobs.put(&tenant, &hash, b"proof".to_vec()).unwrap(), content);
        assert_eq!(blobs.get(&hash, content.clone()).unwrap(), b"proof");
        let BlobContent::Path(path) = &content else { panic!("kept in a folder") };
        fs::write(dir.path().join(path), b"other").unwrap();
        assert!(blobs.get(&hash, content.clone()).is_err());
        assert!(blobs.forget(path, Timestamp::EPOCH).is_err(), "somebody may be about to name it");
        for _ in 0..2 {
            blobs.forget(path, Timestamp::MAX).unwrap();
            assert!(!dir.path().join(path).exists());
        }
    }
}
