//! Checks a folder of procedures: `cargo run -p assistant --example check -- policy/assistant`.

use std::path::Path;

use assistant::book::Book;

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| "policy/assistant".to_owned());
    let mut files = Vec::new();
    read(Path::new(&root), Path::new(&root), &mut files);
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    match Book::parse_unproved(&files) {
        Err(error) => println!("{error}"),
        Ok(book) => {
            let problems = book.problems();
            for problem in &problems {
                println!("{problem}");
            }
            println!("{} procedures, {} problems", book.procedures.len(), problems.len());
        }
    }
}

fn read(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let name = path.strip_prefix(root).map(|path| path.display().to_string());
            if let (Ok(name), Ok(text)) = (name, std::fs::read_to_string(&path)) {
                files.push((name, text));
            }
        }
    }
}
