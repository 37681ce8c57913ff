//! Pages of lists: keyset paging, never offsets.

use store::Cursor;

use crate::AppError;

/// Most rows of one page.
pub const PAGE_ROWS_MAX: u32 = 200;
/// Rows of a page when the caller does not say.
pub const PAGE_ROWS_DEFAULT: u32 = 50;

/// Which part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The last item already seen.
    pub after: Option<Cursor>,
    pub limit: u32,
}

impl Default for Page {
    fn default() -> Self {
        Self { after: None, limit: PAGE_ROWS_DEFAULT }
    }
}

impl Page {
    /// # Errors
    /// [`AppError::Invalid`] when the limit is 0 or above [`PAGE_ROWS_MAX`].
    pub fn new(after: Option<Cursor>, limit: u32) -> Result<Self, AppError> {
        if limit == 0 || limit > PAGE_ROWS_MAX {
            return Err(AppError::invalid("limit", format!("must be 1 to {PAGE_ROWS_MAX}")));
        }
        Ok(Self { after, limit })
    }

    /// Where a list that runs from new to old goes on.
    pub(crate) fn after_newest(&self) -> Cursor {
        self.after.clone().unwrap_or_else(Cursor::newest)
    }

    /// Where a list that runs from old to new goes on.
    pub(crate) fn after_oldest(&self) -> Cursor {
        self.after.clone().unwrap_or_else(Cursor::oldest)
    }
}
