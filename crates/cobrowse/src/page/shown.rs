//! All that viewers of a page see besides boxes: for whoever asks what a policy lets out.

use kernel::canonical::Sha256Hex;

use super::{Page, Told};
use crate::wire::Body;

/// Something on the page that a rule released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub node: u32,
    /// Of the policy; 1 is the attribute `data-ombud-show`.
    pub rule: u32,
    /// The corner of the node in the page, as if nothing was scrolled: quarters of a CSS pixel.
    pub at: (i64, i64),
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The lines of a text, joined by spaces.
    Words(String),
    /// A picture or font of the manifest, by the SHA-256 of its bytes.
    Picture(Sha256Hex),
    /// The SHA-256 of the bytes of a picture that is in no manifest.
    Pixels(Sha256Hex),
    /// The SHA-256 of how a drawing is told.
    Drawing(Sha256Hex),
    /// How full a bar is, in thousandths.
    Level(u32),
}

impl Page {
    /// What rules released on it, in the order of the document.
    pub fn shown(&self) -> Vec<Shown> {
        let shown = |told: Told<'_>| {
            let (rule, what) = self.what(&told.body()?.read()?)?;
            let node = told.id();
            Some(Shown { node, rule, at: self.corner(node), what })
        };
        self.all().filter_map(shown).collect()
    }

    fn what(&self, body: &Body) -> Option<(u32, What)> {
        let what = match body {
            Body::Bars { .. } => return None,
            Body::Lines { lines, .. } => {
                let words: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
                What::Words(words.join(" ").trim().to_owned())
            }
            Body::Picture { asset, .. } => {
                let at = usize::try_from(*asset).ok()?.checked_sub(1)?;
                What::Picture(Sha256Hex::from_bytes(*self.assets.get(at)?))
            }
            Body::Pixels { bytes, .. } => What::Pixels(Sha256Hex::of(bytes)),
            Body::Vector { shapes, .. } => What::Drawing(Sha256Hex::of(shapes)),
            Body::Level { thousandths, .. } => What::Level(*thousandths),
        };
        Some((body.rule()?, what))
    }
}
