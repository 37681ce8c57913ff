//! How often the help centre answers what no procedure is surely for, and how often rightly: asked with
//! the messages of `policy/assistant/eval`, which nothing was learnt from.
//!
//! `cargo run -p app --example quotes`

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use app::assistant::Assistant;
use app::assistant::intents::{self, Labelled};
use assistant::turn::Intent;

const OUT_OF_SCOPE: &str = "out_of_scope";

/// What came of the messages of a language.
#[derive(Debug, Default)]
struct Count {
    messages: u32,
    /// No procedure is surely for it.
    unsure: u32,
    quoted: u32,
    /// The article is for what the message was labelled with.
    right: u32,
    /// About something else, and answered nevertheless.
    out_of_scope_quoted: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let assistant = Assistant::shipped(threads)?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/assistant/eval");
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        for message in intents::read(&path.display().to_string(), &fs::read_to_string(&path)?)? {
            let count = counts.entry(message.lang.clone()).or_default();
            ask(&assistant, &message, count);
        }
    }
    println!(
        "| language | messages | unsure | quoted | right of those | of something else, quoted |"
    );
    println!("|---|--:|--:|--:|--:|--:|");
    for (language, count) in counts {
        let right = 100.0 * f64::from(count.right) / f64::from(count.quoted.max(1));
        let Count { messages, unsure, quoted, out_of_scope_quoted, .. } = count;
        println!(
            "| {language} | {messages} | {unsure} | {quoted} | {right:.0} % | {out_of_scope_quoted} |"
        );
    }
    Ok(())
}

fn ask(assistant: &Assistant, message: &Labelled, count: &mut Count) {
    count.messages += 1;
    let mut found = assistant.intents.of(&message.text);
    let likely = |intent: &&Intent| intent.label == OUT_OF_SCOPE;
    let out_of_scope = found.iter().find(likely).map_or(0.0, |intent| intent.likely);
    found.retain(|intent| intent.label != OUT_OF_SCOPE);
    let sure = assistant.rules.sure.max(out_of_scope);
    if found.first().is_some_and(|first| first.likely >= sure) {
        return;
    }
    count.unsure += 1;
    let passage = assistant.help.answer(&message.text, &message.lang, "", &found, out_of_scope);
    let Some(passage) = passage else { return };
    count.quoted += 1;
    count.out_of_scope_quoted += u32::from(message.intent == OUT_OF_SCOPE);
    let article = passage.id.split('@').next().unwrap_or_default();
    let language = knowledge::Language::of_code(&message.lang);
    let article = language.and_then(|language| assistant.help.library().get(language, article));
    let right = article.is_some_and(|article| {
        message.intents().any(|intent| article.intents.iter().any(|of| of == intent))
    });
    count.right += u32::from(right);
    if !right {
        eprintln!("{}: {} ({}) got {}", message.lang, message.text, message.intent, passage.id);
    }
}
