//! All scripts against the benchmark's tasks: what is solved, by family. The one module that reads files.

use std::collections::BTreeMap;
use std::path::Path;

use crate::bank::Tables;
use crate::customer::WAYS;
use crate::run::{World, run};
use crate::script::Script;
use crate::task::{Task, tables};
use crate::{bank, score};

/// At which wish for a person the bank gives one (`policy_header`, rule 6); Ombud at the first.
pub const PERSON_AT_WISH: u8 = 4;

/// Why nothing can be measured.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    #[error("{path}: {source}")]
    Io { path: String, source: std::io::Error },
    #[error(transparent)]
    World(#[from] crate::run::WorldError),
    #[error(transparent)]
    Data(#[from] crate::task::DataError),
    #[error("{file}: {problem}")]
    Script { file: String, problem: String },
    #[error("{task}: the gold actions cannot be replayed: {source}")]
    Gold { task: String, source: bank::BankError },
}

/// The folder of procedures and tables of facts, as it lies in this repository.
///
/// # Errors
/// [`MeasureError`] with the file, or all that the checker found.
pub fn world(policy: &Path) -> Result<World, MeasureError> {
    let files = files(policy)?;
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    Ok(World::parse(&files, PERSON_AT_WISH)?)
}

/// All scripts of a folder, by name.
///
/// # Errors
/// [`MeasureError`] with the file.
pub fn scripts(folder: &Path) -> Result<Vec<Script>, MeasureError> {
    let read = |(file, text): (String, String)| {
        Script::parse(&text).map_err(|problem| MeasureError::Script { file, problem })
    };
    files(folder)?.into_iter().map(read).collect()
}

/// The benchmark's data: the folder that holds `db.json` and `tasks/`.
#[derive(Debug)]
pub struct Data {
    tables: Tables,
    tasks: BTreeMap<String, (Task, String)>,
}

impl Data {
    /// Reads it.
    ///
    /// # Errors
    /// [`MeasureError`] with the file.
    pub fn read(folder: &Path) -> Result<Self, MeasureError> {
        let mut tasks = BTreeMap::new();
        for (file, content) in files(&folder.join("tasks"))? {
            let task = Task::parse(&file, &content)?;
            tasks.insert(task.id.clone(), (task, content));
        }
        Ok(Self { tables: tables(&text(&folder.join("db.json"))?)?, tasks })
    }

    /// A task's file, as it came.
    pub fn content(&self, task: &str) -> Option<&str> {
        self.tasks.get(task).map(|(_, content)| content.as_str())
    }
}

/// What came of one task.
#[derive(Debug)]
pub struct Measured {
    pub family: String,
    pub task: String,
    /// What was wrong, each way of saying it; and what was said.
    pub ways: Vec<(Vec<String>, Vec<String>)>,
}

impl Measured {
    /// Right in every way.
    pub fn is_solved(&self) -> bool {
        self.ways.iter().all(|(wrong, _)| wrong.is_empty())
    }
}

/// Runs each script in every way; one whose task the data lacks is not measured.
///
/// # Errors
/// [`MeasureError`] for gold actions that our bank does not know.
pub fn measure(
    world: &World,
    scripts: &[Script],
    data: &Data,
) -> Result<Vec<Measured>, MeasureError> {
    let mut all = Vec::new();
    for script in scripts {
        let Some((task, _)) = data.tasks.get(&script.task) else { continue };
        let failed = |source| MeasureError::Gold { task: script.task.clone(), source };
        let gold = task.replayed(&data.tables).map_err(failed)?;
        let one = |way| {
            let ran = run(world, script, way, task.bank(&data.tables));
            let mut wrong = score::differences(task, &gold, &ran.bank);
            wrong.extend(ran.broke.map(|why| format!("broke off: {why}")));
            (wrong, ran.log)
        };
        let ways = (0..WAYS).map(one).collect();
        let (family, task) = (script.family.clone(), script.task.clone());
        all.push(Measured { family, task, ways });
    }
    Ok(all)
}

/// Solved tasks and all tasks of each family.
pub fn by_family(all: &[Measured]) -> BTreeMap<&str, (usize, usize)> {
    let mut families: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for measured in all {
        let (solved, count) = families.entry(measured.family.as_str()).or_default();
        *solved += usize::from(measured.is_solved());
        *count += 1;
    }
    families
}

fn text(path: &Path) -> Result<String, MeasureError> {
    let wrong = |source| MeasureError::Io { path: path.display().to_string(), source };
    std::fs::read_to_string(path).map_err(wrong)
}

/// All files below a folder, by their path in it.
///
/// # Errors
/// [`MeasureError`] with the file.
pub fn files(folder: &Path) -> Result<Vec<(String, String)>, MeasureError> {
    let wrong = |source| MeasureError::Io { path: folder.display().to_string(), source };
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            let below = files(&entry.path())?;
            all.extend(below.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
        } else {
            all.push((name, text(&entry.path())?));
        }
    }
    all.sort();
    Ok(all)
}
