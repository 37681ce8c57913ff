//! The file of a trained classifier: everything in it, numbers little-endian.
//!
//! Whoever keeps a file checks that it is whole and what it was learnt from; here sizes alone are checked,
//! so that a damaged file is refused or gives other scores, and nothing else.

use super::{Features, Platt, TextClassifier};
use crate::encoder::{LoadError, Reader};
use crate::linear::{CLASSES_MAX, Classifier};
use crate::text::{Grams, Options, TfIdf};

/// What a file begins with.
const MAGIC: &[u8; 8] = b"OMBUDCLS";
const VERSION: u32 = 1;

/// Why no classifier was made of a file.
pub type FileError = LoadError;

impl TextClassifier {
    /// The bytes of its file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (classes, width, weights) = self.classifier.parts();
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        put_texts(&mut out, &self.labels);
        put_texts(&mut out, &self.features.beside);
        put_tfidf(&mut out, &self.features.words);
        put_tfidf(&mut out, &self.features.chars);
        put_floats(&mut out, &[self.features.beside_weight, self.features.vector_weight]);
        put_size(&mut out, self.features.centre.len());
        put_floats(&mut out, &self.features.centre);
        out.extend(self.platt.slope.to_le_bytes());
        out.extend(self.platt.offset.to_le_bytes());
        put_size(&mut out, classes);
        put_size(&mut out, width);
        put_floats(&mut out, weights);
        out
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FileError> {
        let mut file = Reader::new(bytes);
        if file.array("beginning")? != *MAGIC {
            return Err(LoadError::Kind("classifier of Ombud"));
        }
        match file.u32("version")? {
            VERSION => {}
            other => return Err(LoadError::Version(other)),
        }
        let labels = texts(&mut file)?;
        let beside = texts(&mut file)?;
        let (words, chars) = (tfidf(&mut file)?, tfidf(&mut file)?);
        let (beside_weight, vector_weight) = (file.float("weights")?, file.float("weights")?);
        let centre = file.size("centre")?;
        let centre = file.floats(centre, "centre")?;
        let mut double = || file.array("curve").map(f64::from_le_bytes);
        let platt = Platt { slope: double()?, offset: double()? };
        let (classes, width) = (file.size("sizes")?, file.size("sizes")?);
        let count = classes.checked_mul(width).ok_or(LoadError::Cut("sizes"))?;
        let weights = file.floats(count, "weights")?;
        let features = Features { words, chars, beside, beside_weight, centre, vector_weight };
        let wanted = features.width() + 1;
        if (width, classes) != (wanted, labels.len()) {
            return Err(LoadError::Size { name: "width".to_owned(), given: width, wanted });
        }
        let classifier = Classifier::of_parts(classes, width, weights);
        let classifier = classifier.ok_or(LoadError::Cut("weights"))?;
        match file.left() {
            0 => Ok(Self { labels, features, classifier, platt }),
            more => Err(LoadError::Behind(more)),
        }
    }
}

fn put_size(out: &mut Vec<u8>, size: usize) {
    out.extend(u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes());
}

fn put_floats(out: &mut Vec<u8>, values: &[f32]) {
    values.iter().for_each(|value| out.extend(value.to_le_bytes()));
}

fn put_texts(out: &mut Vec<u8>, texts: &[String]) {
    put_size(out, texts.len());
    for text in texts {
        put_size(out, text.len());
        out.extend(text.as_bytes());
    }
}

fn texts(file: &mut Reader<'_>) -> Result<Vec<String>, LoadError> {
    const WHAT: &str = "labels";
    let count = LoadError::limit("the number of labels", file.size(WHAT)?, (0, CLASSES_MAX))?;
    let text = |_| {
        let length = file.size(WHAT)?;
        let text = str::from_utf8(file.bytes(length, WHAT)?);
        text.map(str::to_owned).map_err(|_| LoadError::Text("a label"))
    };
    (0..count).map(text).collect()
}

fn put_tfidf(out: &mut Vec<u8>, fitted: &TfIdf) {
    let (Options { grams, texts_min }, known) = fitted.parts();
    for size in [grams.words, grams.chars_min, grams.chars_max] {
        put_size(out, size);
    }
    out.extend(texts_min.to_le_bytes());
    put_size(out, known.len());
    for (gram, weight) in known {
        out.extend(gram.to_le_bytes());
        out.extend(weight.to_le_bytes());
    }
}

fn tfidf(file: &mut Reader<'_>) -> Result<TfIdf, LoadError> {
    const WHAT: &str = "n-grams";
    let grams =
        Grams { words: file.size(WHAT)?, chars_min: file.size(WHAT)?, chars_max: file.size(WHAT)? };
    let texts_min = file.u32(WHAT)?;
    let count = file.size(WHAT)?;
    let bytes = file.bytes(count.checked_mul(12).ok_or(LoadError::Cut(WHAT))?, WHAT)?;
    let one = |twelve: &[u8; 12]| {
        let (gram, weight) = twelve.split_at(8);
        Some((
            u64::from_le_bytes(gram.try_into().ok()?),
            f32::from_le_bytes(weight.try_into().ok()?),
        ))
    };
    let known: Option<Vec<(u64, f32)>> = bytes.as_chunks().0.iter().map(one).collect();
    Ok(TfIdf::of_parts(Options { grams, texts_min }, known.unwrap_or_default()))
}
