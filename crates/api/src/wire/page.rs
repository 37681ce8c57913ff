//! Lists come in pages: `limit` items, and a `next_cursor` while there are more.
//!
//! A cursor names the last item seen (keyset paging), so that a page stays right while items are
//! added. It is opaque to clients, and holds nothing that the page itself does not show.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::limits::{PAGE_ITEMS_DEFAULT, PAGE_ITEMS_MAX};
use crate::problem::Problem;

/// Longest cursor, in characters.
const CURSOR_CHARS_MAX: usize = 512;

/// One page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Give it as `cursor` to get the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Which page of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    pub cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
}

impl PageQuery {
    /// The page to ask the application for: one item more than is shown, whose presence says that
    /// there is a next page.
    ///
    /// # Errors
    /// `invalid_parameter`, `invalid_cursor`.
    pub fn ask(&self) -> Result<app::Page, Problem> {
        let after = self.cursor.as_deref().map(decode).transpose()?;
        Ok(app::Page::new(after, limit(self.limit)?.saturating_add(1))?)
    }
}

/// The number of items asked for.
///
/// # Errors
/// `invalid_parameter` outside 1 to [`PAGE_ITEMS_MAX`].
pub fn limit(asked: Option<u32>) -> Result<u32, Problem> {
    let limit = asked.unwrap_or(PAGE_ITEMS_DEFAULT);
    if (1..=PAGE_ITEMS_MAX).contains(&limit) {
        Ok(limit)
    } else {
        let detail = format!("limit must be from 1 to {PAGE_ITEMS_MAX}, not {limit}");
        Err(Problem::new("invalid_parameter", detail).field("limit"))
    }
}

/// A place in a list as text.
pub fn encode(cursor: &store::Cursor) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}.{}", cursor.at.as_millis(), cursor.id))
}

/// The place that [`encode`] wrote.
///
/// # Errors
/// `invalid_cursor`.
pub fn decode(text: &str) -> Result<store::Cursor, Problem> {
    let wrong = || Problem::new("invalid_cursor", "the cursor cannot be read").field("cursor");
    if text.len() > CURSOR_CHARS_MAX {
        return Err(wrong());
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let text = String::from_utf8(bytes).map_err(|_| wrong())?;
    let (at, id) = text.split_once('.').ok_or_else(wrong)?;
    let at: i64 = at.parse().map_err(|_| wrong())?;
    if id.contains('\0') {
        return Err(wrong());
    }
    Ok(store::Cursor { at: Timestamp::from_millis(at), id: id.to_owned() })
}

impl<T> Page<T> {
    /// The page of what [`PageQuery::ask`] brought. `place` names a row's place in the list.
    pub fn of<R>(
        mut rows: Vec<R>,
        asked: &app::Page,
        place: impl Fn(&R) -> store::Cursor,
        item: impl Fn(R) -> T,
    ) -> Self {
        let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX).saturating_sub(1);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| more).map(|row| encode(&place(row)));
        Self { items: rows.into_iter().map(item).collect(), next_cursor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_page_has_no_cursor() {
        let place = |n: &i64| store::Cursor { at: Timestamp::from_millis(*n), id: n.to_string() };
        let asked = PageQuery { cursor: None, limit: Some(2) }.ask().unwrap();
        let page = Page::of(vec![1, 2, 3], &asked, place, |n| n);
        assert_eq!(page.items, [1, 2]);
        let next = decode(page.next_cursor.as_deref().unwrap()).unwrap();
        assert_eq!(next, place(&2));
        assert_eq!(Page::of(vec![1, 2], &asked, place, |n| n).next_cursor, None);
    }

    proptest! {
        #[test]
        fn cursors_round_trip(millis in 0i64..253_370_764_799_999, id in "[a-z0-9.:/-]{0,40}") {
            let cursor = store::Cursor { at: Timestamp::from_millis(millis), id };
            prop_assert_eq!(decode(&encode(&cursor)).unwrap(), cursor);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,600}") {
            let _ = decode(&text);
        }
    }
}
