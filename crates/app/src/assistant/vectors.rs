//! Vectors of texts that were made before: the same weights make the same vector of a text, so it is made
//! once and kept under the hash of both. The texts themselves are not kept.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use kernel::canonical::Sha256Hex;
use models::encoder::Encoder;
use models::parallel;

use super::weights::Pinned;

/// Texts that are encoded between two writes.
const BLOCK: usize = 256;
const HASH_BYTES: usize = 32;
/// Largest file of vectors that is read, in bytes: more is not worth keeping.
const FILE_BYTES_MAX: u64 = 2 << 30;

/// An encoder with the vectors that it made before.
#[derive(Debug)]
pub struct Vectors {
    encoder: Encoder,
    path: PathBuf,
    known: HashMap<[u8; HASH_BYTES], Vec<f32>>,
}

impl Vectors {
    /// With the vectors that are kept in a folder, made of at most so many tokens of a text each. A file
    /// that cannot be read is none.
    pub fn open(cache: &Path, pinned: Pinned, tokens_max: usize) -> Self {
        let hash: String = pinned.weights.to_string().chars().take(12).collect();
        let path = cache.join(format!("vectors-{hash}-{tokens_max}.bin"));
        let encoder = pinned.encoder.with_tokens_max(tokens_max);
        let known = read(&path, encoder.dimension()).unwrap_or_default();
        Self { encoder, path, known }
    }

    pub const fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// The vector of each text. Those that are new are made on so many threads and kept; `progress` is told
    /// how many are done, of all.
    ///
    /// # Errors
    /// When the vectors cannot be written.
    pub fn of(
        &mut self,
        texts: &[&str],
        threads: usize,
        progress: &mut dyn FnMut(usize, usize),
    ) -> std::io::Result<Vec<Vec<f32>>> {
        let hashes: Vec<[u8; HASH_BYTES]> =
            texts.iter().map(|text| *Sha256Hex::of(text.as_bytes()).bytes()).collect();
        let mut new: HashMap<[u8; HASH_BYTES], &str> = HashMap::new();
        for (hash, text) in hashes.iter().zip(texts) {
            if !self.known.contains_key(hash) {
                new.insert(*hash, text);
            }
        }
        let mut new: Vec<([u8; HASH_BYTES], &str)> = new.into_iter().collect();
        // Of like length beside each other, so that threads end at about the same time.
        new.sort_by_key(|(hash, text)| (text.len(), *hash));
        let mut done = 0;
        for block in new.chunks(BLOCK) {
            let made = parallel::map(block, threads, |(_, text)| self.encoder.embed(text));
            let mut bytes = Vec::new();
            for ((hash, _), vector) in block.iter().zip(made) {
                bytes.extend(hash);
                vector.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
                self.known.insert(*hash, vector);
            }
            self.append(&bytes)?;
            done += block.len();
            progress(done, new.len());
        }
        Ok(hashes.iter().filter_map(|hash| self.known.get(hash).cloned()).collect())
    }

    /// In one write, so that two that append at once do not mix.
    fn append(&self, bytes: &[u8]) -> std::io::Result<()> {
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        File::options().create(true).append(true).open(&self.path)?.write_all(bytes)
    }
}

fn read(path: &Path, dimension: usize) -> std::io::Result<HashMap<[u8; HASH_BYTES], Vec<f32>>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
    let rows = bytes.chunks_exact(HASH_BYTES + dimension * 4);
    // A row that was cut at the end would shift those that are appended.
    let cut = rows.remainder().len();
    if cut > 0 {
        File::options().write(true).open(path)?.set_len((bytes.len() - cut) as u64)?;
    }
    let row = |row: &[u8]| {
        let (hash, vector) = row.split_first_chunk()?;
        let values = vector.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four));
        Some((*hash, values.collect()))
    };
    Ok(rows.filter_map(row).collect())
}
