//! The files of the book that ships, read from the repository: for tests.

use std::fs;
use std::path::{Path, PathBuf};

/// The TOML files of `policy/assistant`: path below it, and text.
pub(crate) fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/assistant");
    let mut files = Vec::new();
    read(&root, &root, &mut files);
    files
}

fn read(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, plain): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    for path in plain.iter().filter(|path| path.extension().is_some_and(|e| e == "toml")) {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        files.push((name, fs::read_to_string(path).unwrap()));
    }
    folders.iter().for_each(|folder| read(root, folder, files));
}
