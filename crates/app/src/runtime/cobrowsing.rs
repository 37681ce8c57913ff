//! What co-browsing needs of the application's set-up.

use cobrowse::policy::PublicKey;
use kernel::TenantId;

use super::App;
use crate::cobrowse::assets::Assets;
use crate::cobrowse::tools::Tool;
use crate::cobrowse::{CobrowseKeys, ConsentWords, Nodes};

impl App {
    /// The words of the consent to co-browse.
    pub(crate) fn consent_words(&self) -> &ConsentWords {
        &self.0.shipped.consent
    }

    /// Whose signatures on a company's redaction policies and manifests are believed.
    pub(crate) fn cobrowse_policy_keys(&self, tenant: &TenantId) -> &[PublicKey] {
        self.0.options.cobrowse_policy_keys.get(tenant).map_or(&[], Vec::as_slice)
    }

    /// The files of companies' sites that agents see.
    pub(crate) fn cobrowse_assets(&self) -> &Assets {
        &self.0.assets
    }

    /// The company's own tools, whose people take seats.
    pub fn cobrowse_tools(&self) -> &[Tool] {
        &self.0.options.cobrowse_tools
    }

    /// Where links of invitations lead, where that is not the portal.
    pub(crate) fn cobrowse_page(&self) -> Option<&str> {
        self.0.options.cobrowse_page.as_deref()
    }

    /// The secrets of co-browsing.
    pub fn cobrowse(&self) -> &CobrowseKeys {
        &self.0.cobrowse
    }

    /// The nodes on which co-browsing sessions can be.
    pub fn cobrowse_nodes(&self) -> &Nodes {
        &self.0.cobrowse_nodes
    }
}
