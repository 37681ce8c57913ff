//! Words of a picture, by the program `tesseract` where it is installed.
//!
//! It runs as a process of its own, with little memory and time, and gets the picture on its standard
//! input: whatever a stranger's picture makes it do, it does not do here. Where it is missing, pictures are
//! not read, and whoever asks is told so.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

/// Longest run, in seconds.
pub const RUN_SECONDS_MAX: u64 = 40;
/// Most processor time of a run, in seconds.
pub const PROCESSOR_SECONDS_MAX: u64 = 30;
/// Most memory of a run, in bytes.
pub const MEMORY_BYTES_MAX: u64 = 1_500_000_000;
/// Most words that are taken, in bytes.
pub const WORDS_BYTES_MAX: u64 = 400_000;
/// Runs at a time: each takes a processor and much memory.
pub const RUNS_MAX: usize = 2;
/// Languages that are recognised, where they are installed; the first has to be.
const LANGUAGES: [&str; 4] = ["eng", "swe", "deu", "spa"];

/// Why there are no words.
#[derive(Debug, thiserror::Error)]
pub enum OcrError {
    #[error("the program for recognising letters cannot be run: {0}")]
    Run(#[from] std::io::Error),
    #[error("the program for recognising letters took more than {RUN_SECONDS_MAX} s")]
    TooLong,
    #[error("the program for recognising letters could not read the picture")]
    Failed,
}

/// The program, with the languages that it knows.
#[derive(Debug, Clone)]
pub struct Tesseract {
    program: String,
    languages: String,
    /// Whether `prlimit` (util-linux) is there, to bound what it takes.
    is_bounded: bool,
    free: Arc<Semaphore>,
}

impl Tesseract {
    /// The program of this name, where it is installed with at least English.
    pub async fn find(program: &str) -> Option<Self> {
        let listed =
            Command::new(program).arg("--list-langs").stdin(Stdio::null()).output().await.ok()?;
        let known = String::from_utf8_lossy(&listed.stdout).into_owned();
        let known: Vec<&str> = known.lines().map(str::trim).collect();
        let languages: Vec<&str> =
            LANGUAGES.into_iter().filter(|language| known.contains(language)).collect();
        if languages.first() != LANGUAGES.first() {
            return None;
        }
        let limits = Command::new("prlimit").arg("--version").stdin(Stdio::null()).output().await;
        Some(Self {
            program: program.to_owned(),
            languages: languages.join("+"),
            is_bounded: limits.is_ok_and(|limits| limits.status.success()),
            free: Arc::new(Semaphore::new(RUNS_MAX)),
        })
    }

    /// The words of a JPEG or PNG, line by line.
    ///
    /// # Errors
    /// [`OcrError`].
    pub async fn words(&self, picture: Vec<u8>) -> Result<String, OcrError> {
        // It is never closed.
        let _turn = self.free.acquire().await.map_err(|_| OcrError::Failed)?;
        let run = self.run(picture);
        let limit = Duration::from_secs(RUN_SECONDS_MAX);
        // A process that is dropped is ended.
        tokio::time::timeout(limit, run).await.map_err(|_| OcrError::TooLong)?
    }

    async fn run(&self, picture: Vec<u8>) -> Result<String, OcrError> {
        let mut child = self.spawn()?;
        let mut input = child.stdin.take().ok_or(OcrError::Failed)?;
        let output = child.stdout.take().ok_or(OcrError::Failed)?;
        let write = async move {
            // A program that stops reading has said enough by how it ends.
            let _ = input.write_all(&picture).await;
        };
        let mut words = Vec::new();
        let mut bounded = output.take(WORDS_BYTES_MAX);
        let read = bounded.read_to_end(&mut words);
        let ((), read) = tokio::join!(write, read);
        read?;
        drop(bounded);
        let status = child.wait().await?;
        // One that wrote too much is cut off by its closed output.
        if status.success() || words.len() as u64 >= WORDS_BYTES_MAX {
            Ok(String::from_utf8_lossy(&words).into_owned())
        } else {
            Err(OcrError::Failed)
        }
    }

    fn spawn(&self) -> Result<Child, std::io::Error> {
        let mut command = if self.is_bounded {
            let mut command = Command::new("prlimit");
            command
                .arg(format!("--as={MEMORY_BYTES_MAX}"))
                .arg(format!("--cpu={PROCESSOR_SECONDS_MAX}"))
                .arg("--fsize=0")
                .arg("--")
                .arg(&self.program);
            command
        } else {
            Command::new(&self.program)
        };
        command
            .args(["stdin", "stdout", "--psm", "4", "-l", &self.languages])
            // One thread: the desk has other work.
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    }
}
