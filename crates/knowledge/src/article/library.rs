//! All articles together: the same ones in every language, saying when they changed.

use std::collections::BTreeMap;

use super::{Article, ArticleError, ArticleFile};
use crate::language::Language;

/// Every article in every language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Library {
    articles: BTreeMap<(Language, String), Article>,
}

impl Library {
    /// Reads the files of `policy/assistant/articles`.
    ///
    /// # Errors
    /// The first [`ArticleError`]: a file that cannot be read, an article that a language lacks, or
    /// one whose languages disagree on version, markets or intents.
    pub fn parse(files: &[ArticleFile<'_>]) -> Result<Self, ArticleError> {
        let mut articles = BTreeMap::new();
        for (path, text) in files {
            let article = Article::parse(path, text)?;
            articles.insert((article.language, article.id.clone()), article);
        }
        let library = Self { articles };
        library.check()?;
        Ok(library)
    }

    /// The articles of a language, by id.
    pub fn of(&self, language: Language) -> impl Iterator<Item = &Article> {
        self.articles.values().filter(move |article| article.language == language)
    }

    /// One article in a language.
    #[must_use]
    pub fn get(&self, language: Language, id: &str) -> Option<&Article> {
        self.articles.get(&(language, id.to_owned()))
    }

    fn check(&self) -> Result<(), ArticleError> {
        for article in self.articles.values() {
            for language in Language::ALL {
                let file = format!("{}/{}.md", article.id, language.code());
                let wrong = |field, problem: String| Err(ArticleError::new(&file, field, problem));
                let Some(other) = self.get(language, &article.id) else {
                    return wrong(
                        "path",
                        "is not there: every article is in every language".to_owned(),
                    );
                };
                let first = article.language.code();
                if other.version != article.version {
                    let theirs = (other.version, article.version);
                    return wrong(
                        "version",
                        format!(
                            "is {}, in {first}.md it is {}: change all languages together",
                            theirs.0, theirs.1
                        ),
                    );
                }
                if other.markets != article.markets {
                    return wrong(
                        "markets",
                        format!("is not that of {first}.md: make them the same"),
                    );
                }
                if other.intents != article.intents {
                    return wrong(
                        "intents",
                        format!("is not that of {first}.md: make them the same"),
                    );
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(version: u32, markets: &str, intents: &str) -> String {
        format!(
            "+++\nid = \"a\"\nversion = {version}\ntitle = \"A\"\nmarkets = {markets}\nintents = {intents}\n+++\nText.\n"
        )
    }

    #[test]
    fn languages_must_agree() {
        let good = file(1, "\"all\"", "[]");
        let table = [
            (good.clone(), None),
            (file(2, "\"all\"", "[]"), Some("`version` is 2, in en.md it is 1")),
            (file(1, "[\"DE\"]", "[]"), Some("`markets` is not that of en.md")),
            (file(1, "\"all\"", "[\"x\"]"), Some("`intents` is not that of en.md")),
        ];
        for (german, expected) in table {
            let files =
                [("a/en.md", &good), ("a/sv.md", &good), ("a/de.md", &german), ("a/es.md", &good)];
            let files = files.map(|(path, text)| (path, text.as_str()));
            match (Library::parse(&files), expected) {
                (Ok(library), None) => assert_eq!(library.of(Language::German).count(), 1),
                (Err(error), Some(expected)) => {
                    assert!(error.to_string().contains(expected), "{error}")
                }
                (result, _) => panic!("{result:?}"),
            }
            let error = Library::parse(&files[..3]).unwrap_err();
            assert!(error.to_string().starts_with("a/"), "{error}");
        }
    }
}
