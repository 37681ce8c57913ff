//! The help centre at work: the articles that ship with Ombud, and when one of them is an answer.

use std::collections::BTreeMap;

use assistant::turn::{Intent, Passage};
use knowledge::{Article, ArticleError, Found, Index, Language, Library, Query, Weights};

use super::intents::FOR_A_PERSON;
use super::shipped;

/// From here on the words of a question alone say that a passage answers it (`docs/knowledge.md`).
const CONFIDENCE_MIN: f64 = 0.5;
/// From here on where one of the question's intents is one that the article is for.
const CONFIDENCE_OF_INTENT_MIN: f64 = 0.15;
/// How likely such an intent has to be: 0 to 1.
const INTENT_LIKELY_MIN: f32 = 0.15;
/// From here on a message is about something else, and no article is for it: 0 to 1.
const OUT_OF_SCOPE_MAX: f32 = 0.5;
/// Fewest words of a message that an article can be found for: the rest answers something.
const WORDS_MIN: usize = 4;
/// Articles that are looked at for one that an intent speaks for.
const LOOKED_AT_MAX: usize = 3;

/// Every article, ready for questions in its language.
#[derive(Debug, Clone)]
pub struct HelpCentre {
    library: Library,
    indexes: BTreeMap<Language, Index>,
}

impl HelpCentre {
    /// Of these articles.
    #[must_use]
    pub fn of(library: Library) -> Self {
        let index =
            |language| (language, Index::build(language, library.of(language), Weights::default()));
        let indexes = Language::ALL.into_iter().map(index).collect();
        Self { library, indexes }
    }

    /// The articles that ship with Ombud.
    ///
    /// # Errors
    /// [`ArticleError`], which a test rules out.
    pub fn shipped() -> Result<Self, ArticleError> {
        let files = shipped::articles();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        Ok(Self::of(Library::parse(&files)?))
    }

    /// Every article, in every language.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        Language::ALL.into_iter().flat_map(|language| self.library.of(language))
    }

    /// The articles themselves.
    #[must_use]
    pub const fn library(&self) -> &Library {
        &self.library
    }

    /// The language of the articles for a BCP 47 tag.
    #[must_use]
    pub fn language(tag: &str) -> &'static str {
        spoken(tag).code()
    }

    /// The passages that fit a text best, each of another article. `language` is BCP 47, English where
    /// there are no articles in it; `market` an ISO 3166 code, or empty.
    #[must_use]
    pub fn search(&self, text: &str, language: &str, market: &str, limit: usize) -> Found {
        let Some(index) = self.indexes.get(&spoken(language)) else { return Found::default() };
        let market = Some(market).filter(|market| !market.is_empty());
        index.search(&Query { text, market, ..Query::default() }, limit)
    }

    /// The passage that answers a message, where one surely does: its words say so, or its words and
    /// what was understood of it together.
    #[must_use]
    pub fn answer(
        &self,
        text: &str,
        language: &str,
        market: &str,
        intents: &[Intent],
        out_of_scope: f32,
    ) -> Option<Passage> {
        let likely = || intents.iter().filter(|one| one.likely >= INTENT_LIKELY_MIN).take(2);
        // Who may need a person is not sent away with an article.
        let for_a_person = likely().any(|one| FOR_A_PERSON.contains(&one.label.as_str()));
        let is_short = text.split_whitespace().nth(WORDS_MIN - 1).is_none();
        if for_a_person || is_short || out_of_scope > OUT_OF_SCOPE_MAX {
            return None;
        }
        let found = self.search(text, language, market, LOOKED_AT_MAX);
        let is_for = |article: &str| {
            let article = self.library.get(spoken(language), article);
            article.is_some_and(|article| likely().any(|one| article.intents.contains(&one.label)))
        };
        let by_intent = found.hits.iter().find(|hit| is_for(&hit.quote.id.article));
        let by_intent = by_intent.filter(|_| found.confidence >= CONFIDENCE_OF_INTENT_MIN);
        let quote = by_intent.map(|hit| &hit.quote).or_else(|| found.answer(CONFIDENCE_MIN))?;
        Some(Passage {
            id: quote.id.to_string(),
            title: quote.title.clone(),
            text: quote.text.clone(),
        })
    }
}

/// The language of articles for a BCP 47 tag.
fn spoken(language: &str) -> Language {
    let code = language.split('-').next().unwrap_or(language);
    Language::of_code(code).unwrap_or(Language::English)
}
