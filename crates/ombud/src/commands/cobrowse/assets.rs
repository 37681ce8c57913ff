//! The manifest of a build: its pictures and fonts by the SHA-256 of their bytes.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use cobrowse::assets::{FILE_BYTES_MAX, FILES_MAX, Manifest, media_type};
use kernel::canonical::Sha256Hex;

use super::files::read;
use super::keys::{signature_of, signer};
use crate::host;

/// Most files of a build that are looked at.
const LOOKED_AT_MAX: usize = 200_000;
/// Where the files go, in a company's folder on the server.
const FILES: &str = "files";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The folder that the site's build made
    dist: PathBuf,
    /// Where the manifest goes; its signature goes beside it, with the ending .sig
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where on the site the folder is
    #[arg(long, value_name = "PATH", default_value = "/")]
    base: String,
    /// Take this manifest, such as the Vite plugin's, in place of a new one
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// The private key to sign the manifest with
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Put manifest, signature and files into a company's folder of cobrowse.assets_dir
    #[arg(long, value_name = "FOLDER")]
    store: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Result<()> {
    if !options.base.starts_with('/') || !options.base.ends_with('/') {
        bail!("--base {:?} must begin and end with /, as in /shop/", options.base);
    }
    let found = found(options)?;
    let manifest = match &options.manifest {
        Some(path) => Manifest::parse(&read("--manifest", path)?)
            .with_context(|| format!("--manifest {}", path.display()))?,
        None => listed(&found)?,
    };
    let text = format!("{}\n", serde_json::to_string_pretty(&manifest)?);
    // What would not be taken is not written.
    Manifest::parse(&text)?;
    let signature = match &options.key {
        Some(key) => Some(manifest.sign(&signer(key)?)),
        None => None,
    };
    write(&options.out, text.as_bytes())?;
    if let Some(line) = &signature {
        write(&signature_of(&options.out), line.as_bytes())?;
    }
    let (count, out) = (manifest.files.len(), options.out.display());
    let what = if count == 1 { "picture or font" } else { "pictures and fonts" };
    println!("{out}: {count} {what}");
    if let Some(store) = &options.store {
        keep(store, &manifest, &text, signature.as_deref(), &found)?;
    }
    Ok(())
}

/// A file of the build: its path on the site, where it is, and its hash.
struct Found {
    site: String,
    path: PathBuf,
    sha256: Sha256Hex,
}

fn found(options: &Options) -> Result<Vec<Found>> {
    let mut paths = Vec::new();
    walk(&options.dist, &mut paths)?;
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let inside = path.strip_prefix(&options.dist).unwrap_or(&path);
        let site = format!("{}{}", options.base, encoded(&inside.to_string_lossy()));
        if media_type(&site).is_none() || path.metadata()?.len() > FILE_BYTES_MAX {
            continue;
        }
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        all.push(Found { site, path, sha256: Sha256Hex::of(&bytes) });
    }
    if all.is_empty() {
        bail!(
            "{}: no picture and no font is in it: name the build's output",
            options.dist.display()
        );
    }
    Ok(all)
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    let shown = || format!("cannot read {}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(shown)? {
        let entry = entry.with_context(shown)?;
        let kind = entry.file_type().with_context(shown)?;
        if kind.is_dir() {
            walk(&entry.path(), paths)?;
        } else if kind.is_file() {
            paths.push(entry.path());
        }
        if paths.len() > LOOKED_AT_MAX {
            bail!("more than {LOOKED_AT_MAX} files: is it the build's output?");
        }
    }
    Ok(())
}

/// A path as a browser writes it in an address.
fn encoded(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte);
    path.bytes()
        .map(
            |byte| {
                if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect()
}

fn listed(found: &[Found]) -> Result<Manifest> {
    if found.len() > FILES_MAX {
        bail!("{} pictures and fonts where {FILES_MAX} may be: name a smaller folder", found.len());
    }
    let files = found.iter().map(|one| (one.site.clone(), one.sha256)).collect();
    Ok(Manifest { files })
}

/// Files first, then the signature, then the manifest that names them: a server that looks meanwhile sees all or nothing.
fn keep(
    store: &Path,
    manifest: &Manifest,
    text: &str,
    signature: Option<&str>,
    found: &[Found],
) -> Result<()> {
    let files = store.join(FILES);
    std::fs::create_dir_all(&files).with_context(|| format!("--store {}", store.display()))?;
    for (site, sha256) in &manifest.files {
        let known = found.iter().find(|one| one.sha256 == *sha256);
        let Some(Found { path, .. }) = known else {
            bail!("{site}: no file of the build has its hash: build anew, and take that manifest")
        };
        let at = files.join(sha256.to_string());
        if !at.exists() {
            write(&at, &std::fs::read(path).with_context(|| path.display().to_string())?)?;
        }
    }
    let name = Sha256Hex::of(manifest.canonical().as_bytes()).to_string();
    if let Some(line) = signature {
        write(&store.join(format!("{name}.sig")), line.as_bytes())?;
    }
    write(&store.join(format!("{name}.json")), text.as_bytes())?;
    println!("{}: manifest {name} and its files", store.display());
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    host::write_whole(path, |out| Ok(out.write_all(bytes)?))
}
