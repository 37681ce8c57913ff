//! The procedures, texts and messages that ship with Ombud.

use assistant::book::{Book, BookError};
use rust_embed::RustEmbed;

/// `policy/assistant`, as it was when the program was built.
#[derive(RustEmbed)]
#[folder = "../../policy/assistant"]
struct Shipped;

/// The folder of what intents are learnt from.
const LEARNT: &str = "intents/";
/// The folder of what measures how well they were.
const MEASURING: &str = "eval/";

/// The folder of the help centre.
const ARTICLES: &str = "articles/";

/// The shipped procedures, proved.
///
/// # Errors
/// [`BookError`], which a test rules out.
pub fn book() -> Result<Book, BookError> {
    let files = files();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Book::parse(&files)
}

/// All files of the shipped procedures, their texts and the customers that they are simulated with.
pub fn files() -> Vec<(String, String)> {
    Shipped::iter().filter(|path| path.ends_with(".toml")).filter_map(|path| read(&path)).collect()
}

/// The shipped messages with their intents, which are learnt from: file name and text. Those of
/// `eval/` are not among them: they only measure.
pub fn messages() -> Vec<(String, String)> {
    let is_learnt = |path: &str| path.starts_with(LEARNT) && path.ends_with(".csv");
    Shipped::iter().filter(|path| is_learnt(path)).filter_map(|path| read(&path)).collect()
}

/// The shipped messages that only measure: file name and text.
pub fn measuring() -> Vec<(String, String)> {
    let measures = |path: &str| path.starts_with(MEASURING) && path.ends_with(".csv");
    Shipped::iter().filter(|path| measures(path)).filter_map(|path| read(&path)).collect()
}

/// The shipped articles: path below `policy/assistant/articles`, and text.
pub fn articles() -> Vec<(String, String)> {
    let articles =
        Shipped::iter().filter(|path| path.starts_with(ARTICLES) && path.ends_with(".md"));
    let read = |path: std::borrow::Cow<'static, str>| {
        let (_, text) = read(&path)?;
        Some((path.strip_prefix(ARTICLES)?.to_owned(), text))
    };
    articles.filter_map(read).collect()
}

fn read(path: &str) -> Option<(String, String)> {
    let file = Shipped::get(path)?;
    Some((path.to_owned(), String::from_utf8_lossy(&file.data).into_owned()))
}
