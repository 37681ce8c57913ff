//! Pages of a package index: where the wheel with a hash lies.
//!
//! Sources: PEP 503 (pages in HTML, hashes in fragments) and PEP 691 (the same as JSON).

use html5gum::{Token, Tokenizer};
use kernel::canonical::Sha256Hex;
use reqwest::Url;

use super::FetchError;

/// JSON rather than HTML, which mirrors may have alone.
pub(super) const ACCEPT: &str =
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, */*;q=0.1";

#[derive(serde::Deserialize)]
struct Page {
    files: Vec<File>,
}

#[derive(serde::Deserialize)]
struct File {
    url: String,
    #[serde(default)]
    hashes: Hashes,
}

#[derive(serde::Deserialize, Default)]
struct Hashes {
    sha256: Option<Sha256Hex>,
}

/// The page of a package.
pub(super) fn page(index: &str, package: &str) -> Result<Url, FetchError> {
    let failed = || FetchError::Index(index.to_owned());
    let slash = if index.ends_with('/') { "" } else { "/" };
    let base = Url::parse(&format!("{index}{slash}")).map_err(|_| failed())?;
    base.join(&format!("{package}/")).map_err(|_| failed())
}

/// The address of the file with this hash.
pub(super) fn find(page: &Url, listing: &[u8], wanted: Sha256Hex) -> Option<Url> {
    let link = match serde_json::from_slice::<Page>(listing) {
        Ok(json) => {
            let mut files = json.files.into_iter();
            files.find(|file| file.hashes.sha256 == Some(wanted)).map(|file| file.url)
        }
        Err(_) => links(listing).find(|link| link.ends_with(&format!("#sha256={wanted}"))),
    };
    page.join(&link?).ok()
}

fn links(html: &[u8]) -> impl Iterator<Item = String> {
    let tags = Tokenizer::new(html).filter_map(|token| match token.ok()? {
        Token::StartTag(tag) if *tag.name == b"a" => Some(tag),
        _ => None,
    });
    tags.filter_map(|tag| {
        let link = tag.attributes.iter().find(|(name, _)| ***name == *b"href")?;
        String::from_utf8(link.1.to_vec()).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_with_the_hash_is_found() {
        let (wanted, other) = (Sha256Hex::of(b"wanted"), Sha256Hex::of(b"other"));
        let json = format!(
            r#"{{"files": [{{"url": "/a-1.tar.gz", "hashes": {{}}}},
                {{"url": "/a-1.whl", "hashes": {{"sha256": "{other}"}}}},
                {{"url": "../../files/a-2.whl", "hashes": {{"sha256": "{wanted}", "md5": "x"}}}}]}}"#
        );
        let html = format!(
            "<!DOCTYPE html><html><body><a href=\"/a-1.whl#sha256={other}\">a-1.whl</a>\n\
             <a data-x='1' href=\"../../files/a-2.whl#sha256={wanted}\">a-2.whl</a></body>"
        );
        let page = page("https://mirror.example/pypi/simple", "a").unwrap();
        assert_eq!(page.as_str(), "https://mirror.example/pypi/simple/a/");
        for listing in [json, html] {
            let found = find(&page, listing.as_bytes(), wanted).unwrap();
            assert_eq!(found.path(), "/pypi/files/a-2.whl", "{listing}");
            assert_eq!(find(&page, listing.as_bytes(), Sha256Hex::of(b"none")), None);
        }
        assert_eq!(find(&page, b"\xff<", wanted), None);
    }

    #[test]
    fn an_index_is_an_address() {
        assert!(matches!(page("pypi", "a"), Err(FetchError::Index(index)) if index == "pypi"));
    }
}
