//! The keys of policy files, and signing with them.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use cobrowse::policy::{PublicKey, Signer};
use kernel::canonical::Sha256Hex;

use super::files::{read, read_policy};
use crate::host;

/// Before the 64 hexadecimal digits of a private key, so that no other secret is taken for one.
const PRIVATE_FORM: &str = "ombud-redaction-key-1";
const OWNER_ONLY: u32 = 0o600;
const ALL_READ: u32 = 0o644;

#[derive(Debug, Args)]
pub(crate) struct KeygenOptions {
    /// Where the private key goes; the public one goes beside it, with the ending .pub
    #[arg(long, value_name = "FILE", default_value = "redaction.key")]
    out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SignOptions {
    /// redaction.toml
    file: PathBuf,
    /// The private key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Where the signature goes; beside the file, with the ending .sig, when absent
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Where the signature of a file is.
pub(super) fn signature_of(file: &Path) -> PathBuf {
    file.with_extension("sig")
}

pub(super) fn keygen(options: &KeygenOptions) -> Result<()> {
    let seed = host::entropy()?;
    let public = Signer::from_seed(seed).public();
    let mut beside = options.out.clone().into_os_string();
    beside.push(".pub");
    let beside = PathBuf::from(beside);
    if beside.exists() {
        bail!("{} is there already: name another --out", beside.display());
    }
    let private = format!("{PRIVATE_FORM} {}\n", Sha256Hex::from_bytes(seed));
    write_new(&options.out, &private, OWNER_ONLY)?;
    write_new(&beside, &format!("{public}\n"), ALL_READ)?;
    println!("{}: the private key; keep it where policy files are signed", options.out.display());
    println!("{}: the public key {}", beside.display(), public.id());
    println!(
        "next, in the server's configuration:\n\n[cobrowse.policy_keys]\nCOMPANY = [\"{public}\"]"
    );
    Ok(())
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, text: &str, mode: u32) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let made = options.write(true).create_new(true).mode(mode).open(path);
    let mut file = made.with_context(|| {
        format!("cannot make {}; a key is never written over: name another --out", path.display())
    })?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// A private key that `keygen` wrote.
///
/// # Errors
/// When it is none.
pub(super) fn signer(path: &Path) -> Result<Signer> {
    let text = read("--key", path)?;
    let digits = text.trim().strip_prefix(PRIVATE_FORM).map(str::trim);
    match digits.map(str::parse::<Sha256Hex>) {
        Some(Ok(seed)) => Ok(Signer::from_seed(*seed.bytes())),
        _ => bail!(
            "--key {} is no private key; make one with `ombud cobrowse keygen`",
            path.display()
        ),
    }
}

/// A public key as it was printed, or a file of one.
///
/// # Errors
/// When it is neither.
pub(super) fn public_key(text: &str) -> Result<PublicKey> {
    if let Ok(key) = PublicKey::parse(text) {
        return Ok(key);
    }
    PublicKey::parse(&read("--key", Path::new(text))?).with_context(|| format!("--key {text}"))
}

pub(super) fn sign(options: &SignOptions) -> Result<()> {
    let (_, policy) = read_policy(&options.file)?;
    let signer = signer(&options.key)?;
    let out = options.out.clone().unwrap_or_else(|| signature_of(&options.file));
    let line = signer.sign(&policy);
    host::write_whole(&out, |file| Ok(file.write_all(line.as_bytes())?))?;
    println!(
        "{}: version {} of {}, {}, signed with key {}",
        out.display(),
        policy.version,
        policy.company,
        super::files::rules(policy.rules.len()),
        signer.public().id()
    );
    Ok(())
}
