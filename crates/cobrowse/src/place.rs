//! Where a box is, said so that the same box of another session is at the same place, and without a word of the page.
//!
//! The customer's page answers with what its company's developers wrote into the source (`data-ombud-id`,
//! `data-ombud-page`), with the names of elements that HTML has, and with how many of a name come before. A page that does
//! not answer has a place all the same: what kinds of nodes lie around it, as they were on the wire.

use std::fmt;

use crate::page::Page;
use crate::wire::Kind;

/// The most steps of a path; a page's own paths are cut at their beginning.
pub const STEPS_MAX: usize = 40;
/// The most bytes of what a component or a page is called.
pub const CALLED_BYTES_MAX: usize = 120;
/// Of a step that is none, so much is told.
const TOLD_CHARS_MAX: usize = 40;
/// The greatest number among siblings.
const NTH_MAX: u32 = 999_999;
/// The most bytes of the name of an element.
const NAME_BYTES_MAX: usize = 16;
/// Longer runs of digits are numbers of something: of an order, an account, a person.
const DIGITS_RUN_MAX: usize = 4;

/// The elements of HTML that have a place in a page; every other one is `*`, whatever the page says.
const ELEMENTS: &str = "a abbr address area article aside audio b bdi bdo blockquote body br button canvas caption cite \
    code col colgroup data dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 \
    h5 h6 header hgroup hr html i iframe img input ins kbd label legend li main map mark menu meter nav object ol optgroup \
    option output p picture pre progress q rp rt ruby s samp search section select slot small span strong sub summary sup \
    svg table tbody td textarea tfoot th thead time tr u ul var video wbr";

/// A place that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    #[error("path: 1 to {STEPS_MAX} steps, these are {0}")]
    Steps(usize),
    #[error(
        "path: {0:?} is neither @component (1 to {CALLED_BYTES_MAX} of A–Z a–z 0–9 / _ . : * -, without a number of more than {DIGITS_RUN_MAX} digits) nor an element or * with its number (dd:2)"
    )]
    Step(String),
    #[error(
        "page: 1 to {CALLED_BYTES_MAX} of A–Z a–z 0–9 / _ . : * -, without a number of more than {DIGITS_RUN_MAX} digits"
    )]
    Page,
}

/// A step to a box, from the page inwards.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// What its developers call it.
    Component(String),
    /// The n-th element of this name in the one before, from 1.
    Element(String, u32),
    /// The n-th node of this kind in the one before, from 1.
    Node(Kind, u32),
}

/// Where in a page a box is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Vec<Step>);

impl Place {
    /// Reads what the customer's page said.
    ///
    /// # Errors
    /// [`PlaceError`], which says what a step must be.
    pub fn read<S: AsRef<str>>(path: &[S]) -> Result<Self, PlaceError> {
        if path.is_empty() || path.len() > STEPS_MAX {
            return Err(PlaceError::Steps(path.len()));
        }
        path.iter().map(|step| Step::read(step.as_ref())).collect::<Result<_, _>>().map(Self)
    }

    /// The place of a node by what lies around it on the wire; none where there is no such node. Of a very deep one, what
    /// is nearest.
    pub fn on(page: &Page, node: u32) -> Option<Self> {
        let mut steps = Vec::new();
        let above = std::iter::successors(page.told(node), |told| told.parent());
        for told in above.take(STEPS_MAX) {
            steps.push(Step::Node(told.kind(), page.rank(told.id())));
        }
        steps.reverse();
        (!steps.is_empty()).then_some(Self(steps))
    }

    /// A selector of the policy file that names the box and as little beside it as can be; none where its developers
    /// named nothing around it.
    pub fn selector(&self) -> Option<String> {
        let last = self.0.iter().rposition(|step| matches!(step, Step::Component(_)))?;
        let mut selector = String::new();
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Component(name) => {
                    if !selector.is_empty() {
                        selector.push(' ');
                    }
                    selector.push_str(&format!("[data-ombud-id=\"{name}\"]"));
                }
                Step::Element(name, _) if at > last => selector.push_str(&format!(" > {name}")),
                Step::Element(..) => {}
                Step::Node(..) => return None,
            }
        }
        // A rule may not end in every element.
        (!selector.ends_with('*')).then_some(selector)
    }
}

impl Step {
    fn read(text: &str) -> Result<Self, PlaceError> {
        let wrong = || PlaceError::Step(text.chars().take(TOLD_CHARS_MAX).collect());
        if let Some(name) = text.strip_prefix('@') {
            return is_name(name).then(|| Self::Component(name.to_owned())).ok_or_else(wrong);
        }
        let (name, nth) = text.split_once(':').ok_or_else(wrong)?;
        let is_plain_name = name == "*"
            || (1..=NAME_BYTES_MAX).contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let is_known = ELEMENTS.split(' ').any(|one| one == name);
        let is_plain = !nth.is_empty() && nth.bytes().all(|byte| byte.is_ascii_digit());
        let nth: u32 = nth.parse().map_err(|_| wrong())?;
        if !is_plain_name || !is_plain || nth == 0 || nth > NTH_MAX {
            return Err(wrong());
        }
        let name = if is_known { name } else { "*" };
        Ok(Self::Element(name.to_owned(), nth))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(" > ")?;
            }
            match step {
                Step::Component(name) => write!(f, "@{name}")?,
                Step::Element(name, nth) => write!(f, "{name}:{nth}")?,
                Step::Node(kind, nth) => write!(f, "{}.{nth}", format!("{kind:?}").to_lowercase())?,
            }
        }
        Ok(())
    }
}

/// Whether a page may be called so: a path of the policy file, or what its developers wrote.
///
/// # Errors
/// [`PlaceError::Page`].
pub fn check_page(page: &str) -> Result<(), PlaceError> {
    if is_name(page) { Ok(()) } else { Err(PlaceError::Page) }
}

/// Whether it is what developers call something, and no number of one.
fn is_name(name: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"/_.:*-".contains(&byte);
    (1..=CALLED_BYTES_MAX).contains(&name.len()) && name.bytes().all(is_sign) && !has_number(name)
}

/// Whether it names one of many, as an order's address does.
fn has_number(text: &str) -> bool {
    let is_number = |run: &str| run.len() > DIGITS_RUN_MAX;
    text.split(|sign: char| !sign.is_ascii_digit()).any(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_made_of_names_that_developers_wrote_and_of_numbers_among_siblings() {
        let cases: [(&[&str], &str, Option<&str>); 6] = [
            (
                &["@order", "@order-summary", "dl:1", "dd:2"],
                "@order > @order-summary > dl:1 > dd:2",
                Some("[data-ombud-id=\"order\"] [data-ombud-id=\"order-summary\"] > dl > dd"),
            ),
            (&["@total"], "@total", Some("[data-ombud-id=\"total\"]")),
            (&["body:1", "main:1", "p:12"], "body:1 > main:1 > p:12", None),
            // No element of HTML is called so.
            (&["body:1", "maja:1", "p:12"], "body:1 > *:1 > p:12", None),
            (&["main:1", "@total", "*:1"], "main:1 > @total > *:1", None),
            (
                &["main:1", "@total", "*:1", "b:1"],
                "main:1 > @total > *:1 > b:1",
                Some("[data-ombud-id=\"total\"] > * > b"),
            ),
        ];
        for (path, shown, selector) in cases {
            let place = Place::read(path).unwrap();
            assert_eq!(place.to_string(), shown);
            assert_eq!(place.selector().as_deref(), selector, "{shown}");
        }
    }

    #[test]
    fn what_could_be_a_word_of_the_page_is_no_place() {
        let long = format!("@{}", "a".repeat(CALLED_BYTES_MAX + 1));
        let wrong = [
            "",
            "@",
            "@12345",
            "@Maja Berg",
            "@maja@example.com",
            "@order-10023",
            "@å",
            &long,
            "dd",
            "dd:0",
            "dd:x",
            "dd:+1",
            "dd:1000000",
            "Maja:1",
            "maja@berg:1",
            "dd:99999999999",
            "dd[title=x]:1",
            "box.1",
        ];
        for step in wrong {
            assert!(matches!(Place::read(&[step]), Err(PlaceError::Step(_))), "{step:?}");
        }
        let none: [&str; 0] = [];
        assert_eq!(Place::read(&none), Err(PlaceError::Steps(0)));
        assert_eq!(Place::read(&["p:1"; STEPS_MAX + 1]), Err(PlaceError::Steps(STEPS_MAX + 1)));
    }

    #[test]
    fn a_page_is_called_by_a_pattern_and_never_by_a_number() {
        for page in ["/orders/*", "/orders/:id", "checkout", "/a-b_c.html", "/2026/*"] {
            assert_eq!(check_page(page), Ok(()), "{page}");
        }
        let long = "a".repeat(CALLED_BYTES_MAX + 1);
        for page in ["", "/orders/10023", "/maja berg", "/?q=1", "/a#b", "/maja@b", "/Å", &long] {
            assert_eq!(check_page(page), Err(PlaceError::Page), "{page}");
        }
    }
}
