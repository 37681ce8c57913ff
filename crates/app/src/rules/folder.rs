//! A folder of a company's own policy files: what may stand in it, and which shipped file each of them
//! takes the place of. A file that would change nothing is refused, because whoever wrote it believes
//! that it does.

use super::{SHIPPED, shipped};
use crate::{AppError, Bundle};

/// Files that are the same for every tenant: who may do what, what the law says, and what the words
/// of networks mean. They ship inside the program.
const FIXED: &[(&str, &str)] = shipped!(
    "authority/00-guards.cedar",
    "authority/10-consumers.cedar",
    "authority/20-merchants.cedar",
    "authority/30-desk.cedar",
    "authority/40-machines.cedar",
    "authority/50-oversight.cedar",
    "authority/schema.cedarschema",
    "mappings/adyen.toml",
    "mappings/affirm.toml",
    "mappings/afterpay.toml",
    "mappings/antom.toml",
    "mappings/hyperswitch.toml",
    "mappings/klarna_v3.toml",
    "mappings/klarna_v4.toml",
    "mappings/mastercard.toml",
    "mappings/paypal.toml",
    "mappings/stripe.toml",
    "mappings/visa.toml",
    "statutes/r01-us-cfpb-bnpl.toml",
    "statutes/r02-us-regz-billing-errors.toml",
    "statutes/r03-us-ny-bnpl.toml",
    "statutes/r04-uk-dpc.toml",
    "statutes/r05-uk-disp.toml",
    "statutes/r06-uk-psr-unauthorised.toml",
    "statutes/r07-eu-psr.toml",
    "statutes/r08-eu-ccd2.toml",
    "statutes/r09-gdpr.toml",
    "statutes/r10-eu-ai-act.toml",
    "statutes/r11-us-ecoa.toml",
    "statutes/r12-us-fcra.toml",
    "statutes/r13-au-lccc.toml",
    "statutes/r14-aml-reporting.toml",
    "statutes/r15-tipping-off.toml",
    "statutes/r16-pci-dss.toml",
    "statutes/r17-eu-dora.toml",
    "statutes/r18-records.toml",
);
/// Folders of which every file is fixed, unless it is one of [`SHIPPED`].
const FIXED_FOLDERS: [&str; 3] = ["authority/", "mappings/", "statutes/"];

impl Bundle {
    /// The shipped policy with a company's own files in the place of those of the same name, and how
    /// many these are. A fixed file is accepted only as it ships: the folder may be a whole copy.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with the file that has no place in a policy, or when there is none at
    /// all that has one.
    pub fn of_folder(
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(Self, usize), AppError> {
        let mut own = Vec::new();
        for (name, text) in files {
            if SHIPPED.iter().any(|(known, _)| *known == name) {
                own.push((name, text));
                continue;
            }
            let same = FIXED.iter().any(|(known, shipped)| *known == name && *shipped == text);
            if !same {
                let problem = stranger(&name);
                return Err(AppError::invalid(name, problem));
            }
        }
        if own.is_empty() {
            let names: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
            let problem = format!("no policy file is in it; there may be {}", names.join(", "));
            return Err(AppError::invalid("the folder", problem));
        }
        let count = own.len();
        Ok((Self::shipped().with(own), count))
    }
}

/// Why a file has no place in a folder of policy.
fn stranger(name: &str) -> String {
    let is_fixed = FIXED.iter().any(|(known, _)| *known == name);
    let known = SHIPPED.iter().map(|(known, _)| *known);
    match known.min_by_key(|known| distance(known, name)) {
        Some(nearest) if !is_fixed && distance(nearest, name) <= NEAR_EDITS_MAX => {
            format!("no policy file has this name; did you mean {nearest}?")
        }
        _ if FIXED_FOLDERS.iter().any(|folder| name.starts_with(folder)) => {
            "this file cannot be changed by a policy folder: it ships inside the program, the same \
             for every tenant; remove it"
                .to_owned()
        }
        nearest => {
            let nearest = nearest.unwrap_or_default();
            format!("no policy file has this name; the nearest is {nearest}")
        }
    }
}

/// Up to how many edits a name is taken for a misspelt one.
const NEAR_EDITS_MAX: usize = 3;

/// How many letters must be put in, taken out or replaced to make one word of the other
/// (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, of_a) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((of_b, above), pair) in b.iter().zip(row.iter().skip(1)).zip(row.iter()) {
            let left = next.last().copied().unwrap_or_default();
            let replaced = pair + usize::from(of_a != *of_b);
            next.push(replaced.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> Result<(Bundle, usize), String> {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        Bundle::of_folder(files).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_that_would_change_nothing_is_refused_with_its_reason() {
        let fixed = "cannot be changed by a policy folder";
        let table = [
            ("decisions/not_recieved.toml", "did you mean decisions/not_received.toml?"),
            ("plans/uk.toml", "did you mean plans/"),
            ("calendar.toml", "did you mean calendars.toml?"),
            ("authority/10-consumers.cedar", fixed),
            ("authority/99-mine.cedar", fixed),
            ("statutes/r01-us-cfpb-bnpl.toml", fixed),
            ("mappings/stripe.toml", fixed),
            ("authority/limit.toml", "did you mean authority/limits.toml?"),
            ("notes/whatever.toml", "no policy file has this name; the nearest is "),
        ];
        for (name, expected) in table {
            let error = folder(&[(name, "permit (")]).unwrap_err();
            assert!(error.contains(name) && error.contains(expected), "{name}: {error}");
        }
        assert!(folder(&[]).unwrap_err().contains("no policy file is in it"));
    }

    #[test]
    fn a_whole_copy_of_what_ships_is_a_policy() {
        let (bundle, own) = folder(&[SHIPPED, FIXED].concat()).unwrap();
        assert_eq!((bundle, own), (Bundle::shipped(), SHIPPED.len()));
    }

    #[test]
    fn the_distance_of_two_words_is_how_many_letters_to_edit() {
        for (a, b, edits) in [
            ("", "", 0),
            ("", "ab", 2),
            ("kitten", "sitting", 3),
            ("flaw", "lawn", 2),
            ("é", "e", 1),
        ] {
            assert_eq!((distance(a, b), distance(b, a)), (edits, edits), "{a} {b}");
        }
    }
}
