//! Rules for data files: policies, manifests and the API description can be read.
//!
//! Only the syntax is checked here; what a policy means is checked where it is loaded.

use super::{File, Finding};

/// Exports of other products as they come, some broken on purpose: tests say what is read of them.
const AS_IT_CAME: &str = "crates/importers/tests/fixtures/";

pub(super) fn check(file: &File) -> Option<Finding> {
    if file.path.starts_with(AS_IT_CAME) {
        return None;
    }
    if file.is("toml") {
        let error = toml::from_str::<toml::Table>(&file.text).err()?;
        let line = error.span().map_or(1, |span| line_of(&file.text, span.start));
        let what = error.message().to_owned();
        Some(file.finding(line, "data", what, "make it valid TOML"))
    } else if file.is("json") {
        let error = serde_json::from_str::<serde_json::Value>(&file.text).err()?;
        let fix = match file.path.as_str() {
            "openapi.json" => "run `cargo xtask openapi`; this file is never edited by hand",
            _ => "make it valid JSON",
        };
        Some(file.finding(error.line().max(1), "data", error.to_string(), fix))
    } else {
        None
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::super::{brief, sample};
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_found() {
        let cases = [
            ("policy/fees.toml", "a = 1\nb = \n", "2 data"),
            ("policy/fees.toml", "a = 1\na = 2\n", "2 data"),
            ("openapi.json", "{\n\"openapi\": }\n", "2 data"),
        ];
        for (path, text, expected) in cases {
            assert_eq!(brief(&Vec::from_iter(check(&sample(path, text)))), [expected], "{text}");
        }
        assert!(check(&sample("a.toml", "a = 1\n")).is_none());
        assert!(check(&sample("a.json", "[1]\n")).is_none());
        assert!(check(&sample("a.md", "= [\n")).is_none());
    }
}
