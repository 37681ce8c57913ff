//! Skills: languages, products, and the work that takes training (bereavement, hardship, fraud
//! victims). A set of them is a number, so that matching costs one operation.

use std::collections::BTreeMap;

/// Most skills of one tenant.
pub const SKILLS_MAX: usize = 128;

/// A set of skills.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Skills(u128);

impl Skills {
    pub const NONE: Self = Self(0);

    /// Every skill of either.
    pub const fn with(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    /// Whether all that is needed is here.
    pub const fn cover(self, needed: Self) -> bool {
        self.0 & needed.0 == needed.0
    }

    /// Whether any of the others is here.
    pub const fn meet(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// How many there are.
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }
}

/// Why a set of skills cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SkillError {
    #[error("the skill {name:?} is not one of this desk's: add it to its skills first")]
    Unknown { name: String },
    #[error("a desk has at most {SKILLS_MAX} skills")]
    TooMany,
}

/// The names of a tenant's skills.
#[derive(Debug, Clone, Default)]
pub struct SkillTable {
    places: BTreeMap<String, u32>,
}

impl SkillTable {
    /// A table of these names; a name that comes twice is one skill.
    ///
    /// # Errors
    /// [`SkillError::TooMany`].
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Self, SkillError> {
        let mut places = BTreeMap::new();
        for name in names {
            let next = places.len();
            if places.contains_key(name) {
                continue;
            }
            if next >= SKILLS_MAX {
                return Err(SkillError::TooMany);
            }
            places.insert(name.to_owned(), next as u32);
        }
        Ok(Self { places })
    }

    /// The set of these names.
    ///
    /// # Errors
    /// [`SkillError::Unknown`] names the first that the table lacks.
    pub fn set<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Result<Skills, SkillError> {
        names.into_iter().try_fold(Skills::NONE, |set, name| {
            let place = self.places.get(name);
            let place = place.ok_or_else(|| SkillError::Unknown { name: name.to_owned() })?;
            Ok(set.with(Skills(1 << place)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_made_of_known_names() {
        let table = SkillTable::new(["sv", "de", "sv", "bereavement"]).unwrap();
        let both = table.set(["sv", "bereavement"]).unwrap();
        assert_eq!(both.count(), 2);
        assert!(both.cover(table.set(["sv"]).unwrap()) && !both.cover(table.set(["de"]).unwrap()));
        assert!(both.meet(table.set(["de", "sv"]).unwrap()) && both.cover(Skills::NONE));
        let unknown = table.set(["sv", "fr"]).unwrap_err();
        assert_eq!(unknown, SkillError::Unknown { name: "fr".to_owned() });
    }

    #[test]
    fn a_table_has_a_limit() {
        let names: Vec<String> = (0..=SKILLS_MAX).map(|n| n.to_string()).collect();
        let most = names.iter().take(SKILLS_MAX).map(String::as_str);
        let table = SkillTable::new(most).unwrap();
        assert_eq!(table.set(["127"]).unwrap().count(), 1);
        assert_eq!(
            SkillTable::new(names.iter().map(String::as_str)).err(),
            Some(SkillError::TooMany)
        );
    }
}
