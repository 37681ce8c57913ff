//! What is said, in the customer's language.

use super::Utterance;
use super::run::{CHOICE_CHARS_MAX, CHOICES_MAX, Runner};
use crate::expr::{Env, eval};
use crate::procedure::Source;

impl Runner<'_> {
    pub(super) fn say_lines(
        &mut self,
        key: &str,
        lines: Option<&(Source, String)>,
        receipt: bool,
    ) -> bool {
        let env = self.env();
        let Some((source, line)) = lines else { return self.say(key, &env, receipt) };
        let Some(mut text) = self.fill(key, &env) else { return false };
        for entry in eval(&source.expr, &env).entries().iter().take(CHOICES_MAX) {
            let mut inside = env.clone();
            inside.names.insert("it".to_owned(), entry.clone());
            let Some(line) = self.fill(line, &inside) else { return false };
            text.push_str("\n• ");
            text.push_str(&line);
        }
        let source = self.source(key);
        self.utter(text, Vec::new(), receipt, &source);
        true
    }

    pub(super) fn say(&mut self, key: &str, env: &Env, receipt: bool) -> bool {
        let Some(text) = self.fill(key, env) else { return false };
        let source = self.source(key);
        self.utter(text, Vec::new(), receipt, &source);
        true
    }

    pub(super) fn say_with(&mut self, key: &str, choices: Vec<String>) {
        let text = self.fill(key, &self.env()).unwrap_or_else(|| self.shared("what_next"));
        let source = self.source(key);
        self.utter(text, choices, false, &source);
    }

    fn source(&self, key: &str) -> String {
        let frame = self.state.frames.last();
        format!("{}/{key}", frame.map_or("texts", |frame| frame.procedure.as_str()))
    }

    pub(super) fn utter(
        &mut self,
        text: String,
        choices: Vec<String>,
        receipt: bool,
        source: &str,
    ) {
        let source = source.to_owned();
        self.says.push(Utterance { text, choices, receipt, source });
    }

    /// A text of the procedure at work, in the customer's language.
    pub(super) fn fill(&self, key: &str, env: &Env) -> Option<String> {
        let language = self.book.language(self.s.language);
        let text = self.procedure()?.texts.get(language)?.get(key)?;
        text.fill(env, self.s.wording)
    }

    /// A record as a choice shows it.
    pub(super) fn label(&self, key: &str, env: &Env) -> Option<String> {
        Some(self.fill(key, env)?.chars().take(CHOICE_CHARS_MAX).collect())
    }

    /// A text that all procedures share; the checker proves that it is there.
    pub(super) fn shared(&self, key: &str) -> String {
        let texts = self.book.texts_in(self.s.language);
        let text = texts.and_then(|texts| texts.get(key));
        text.and_then(|text| text.fill(&self.env(), self.s.wording)).unwrap_or_default()
    }
}
