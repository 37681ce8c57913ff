//! A file system in a file, which can be cut off as if the power had failed. Linux and root only.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

/// Size of the file; sparse, so most of it is never there.
const IMAGE_BYTES: u64 = 512 << 20;

/// Overwrites a file in place and cuts at once, so that no flush of the kernel's own comes in between:
/// `FS_IOC_SHUTDOWN` of Linux with `FS_SHUTDOWN_FLAGS_NOLOGFLUSH`, after which nothing reaches the disk, not
/// even the journal. Perl makes the call because it is part of every Debian, and this workspace has no
/// unsafe code.
const SHUTDOWN: &str = r#"
    use Fcntl;
    my ($folder, $file, $byte, $length) = @ARGV;
    sysopen(my $dir, $folder, O_RDONLY) or die "open $folder: $!\n";
    sysopen(my $unflushed, $file, O_WRONLY) or die "open $file: $!\n";
    my $block = chr($byte) x $length;
    my $flags = pack("L", 2);
    syswrite($unflushed, $block) == $length or die "write: $!\n";
    ioctl($dir, 0x8004587d, $flags) or die "FS_IOC_SHUTDOWN: $!\n";
"#;

/// An ext4 file system in a file.
#[derive(Debug)]
pub(super) struct Disk {
    image: PathBuf,
    mount_point: PathBuf,
}

/// A mounted file system. Dropping it unmounts it.
#[derive(Debug)]
pub(super) struct Mounted {
    path: PathBuf,
    gone: bool,
}

impl Disk {
    /// Whether this machine can do it.
    pub(super) fn is_possible() -> Result<()> {
        ensure!(cfg!(target_os = "linux"), "this needs Linux");
        ensure!(rustix::process::geteuid().is_root(), "this needs root, to mount a file system");
        let folder = tempfile::tempdir()?;
        let disk = Self::make(folder.path())?;
        disk.mount().context("this needs loop devices")?.unmount()?;
        run(Command::new("perl").args(["-e", "1"])).context("this needs perl")
    }

    pub(super) fn make(folder: &Path) -> Result<Self> {
        let image = folder.join("image");
        let mount_point = folder.join("mounted");
        File::create(&image)?.set_len(IMAGE_BYTES)?;
        std::fs::create_dir(&mount_point)?;
        run(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image))?;
        Ok(Self { image, mount_point })
    }

    pub(super) fn mount(&self) -> Result<Mounted> {
        let args = ["-t", "ext4", "-o", "loop"];
        run(Command::new("mount").args(args).arg(&self.image).arg(&self.mount_point))?;
        Ok(Mounted { path: self.mount_point.clone(), gone: false })
    }
}

impl Mounted {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn unmount(mut self) -> Result<()> {
        self.gone = true;
        run(Command::new("umount").arg(&self.path))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if !self.gone {
            // Lazily, should something still use it: a failed round must leave no mount behind.
            let _ = run(Command::new("umount").arg("-l").arg(&self.path));
        }
    }
}

/// Cuts a mounted file system off, right after `bytes` times `byte` were written to a file on it.
pub(super) fn cut(mounted: &Path, file: &Path, byte: u8, bytes: usize) -> Result<()> {
    let numbers = [byte.to_string(), bytes.to_string()];
    run(Command::new("perl").args(["-e", SHUTDOWN]).arg(mounted).arg(file).args(numbers))
}

fn run(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}");
    let output = command.output().with_context(|| format!("cannot run {shown}"))?;
    if output.status.success() {
        return Ok(());
    }
    bail!("{shown}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim())
}
