//! Sign-in: who comes in as a person, by which proof, and for how long.
//!
//! People of the desk and of merchants are [`crate::users`]; customers come by a token that the
//! company's own app signed, by a code in an e-mail, or as an unknown visitor. Whoever it is gets a
//! session: an opaque secret of which only the hash is kept. No answer tells whether an e-mail
//! address is known, and no secret is logged or kept in the clear.

mod account;
mod code;
mod customer;
mod limits;
mod mail;
mod oidc;
mod passkey;
mod password;
mod sessions;
mod state;
mod tickets;

use kernel::{CustomerId, SessionId, TenantId, Timestamp, UserId};

use crate::keys::HeldKey;
use crate::{AppError, Principal};

pub use account::{
    NewTotp, Profile, begin_passkey, begin_totp, change_password, change_profile, confirm_totp,
    finish_passkey, passkeys, remove_passkey, remove_totp,
};
pub use code::{begin_code, finish_code};
pub(crate) use code::{customer_of, forget_code};
pub(crate) use customer::{VISITOR_PREFIX, as_customer, language_tag};
pub use customer::{is_visitor, visitor, with_identity_token};
pub use limits::prune;
pub(crate) use limits::{
    COBROWSE_BEGUN, COBROWSE_CODES, COBROWSE_CODES_OF_ALL, count, count_in, was_right,
};
pub use mail::{Mail, MailKind, Mailer, Outbox, Undelivered};
pub use oidc::{OidcFlow, begin_oidc, finish_oidc};
pub use passkey::{
    PasskeyQuestion, begin as begin_passkey_sign_in, finish as finish_passkey_sign_in,
};
pub use password::{accept_invitation, with_password, with_second_factor};
pub(crate) use password::{hash_blocking, send_invitation};
pub(crate) use sessions::end_of_user;
pub use sessions::{
    SESSION_PREFIX, end_all_of, end_expired, list_of, revoke, sign_out, tell_of_ended,
};
pub(crate) use state::SignInState;
pub use state::{IdentityKey, OidcProvider, SignInOptions};
pub(crate) use tickets::invitation;

/// What a session is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    User,
    Customer,
    /// A customer whom nobody knows yet.
    Visitor,
}

impl SessionKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Customer => "customer",
            Self::Visitor => "visitor",
        }
    }

    pub(crate) fn read(text: &str) -> Result<Self, AppError> {
        let all = [Self::User, Self::Customer, Self::Visitor];
        let found = all.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| AppError::broken("a stored session is of no known kind"))
    }
}

/// A session, and who is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionInfo {
    /// What may be done, and in whose name.
    pub principal: Principal,
    pub session: SessionId,
    pub kind: SessionKind,
    pub user: Option<UserId>,
    pub name: String,
    pub email: Option<String>,
    /// The name of the custom role.
    pub custom_role: Option<String>,
    pub locale: Option<String>,
    pub theme: Option<String>,
    pub languages: Vec<String>,
    pub skills: Vec<String>,
    pub capacity_units: i64,
    /// When it ends, if it is not used again.
    pub expires_at: Timestamp,
    /// The end that no use puts off.
    pub ends_at: Timestamp,
    /// Whether more than a password was shown.
    pub second_factor: bool,
    /// By what it was begun: `password`, `totp`, `passkey`, `oidc`, `code`, `identity`, `visitor`,
    /// `invitation`.
    pub method: String,
}

impl SessionInfo {
    pub fn tenant(&self) -> &TenantId {
        &self.principal.tenant
    }

    pub fn customer(&self) -> Option<&CustomerId> {
        self.principal.customer.as_ref()
    }
}

/// Who a token stands for: it is a session's or a key's.
#[derive(Debug, Clone)]
pub struct Who {
    pub principal: Principal,
    pub session: Option<std::sync::Arc<SessionInfo>>,
    pub key: Option<HeldKey>,
}

/// A session that has ended, or whose rights have changed: what is open in it must be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEnded {
    pub tenant: TenantId,
    pub session: SessionId,
    pub user: Option<UserId>,
    pub reason: EndReason,
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    SignedOut,
    /// By the person elsewhere, or by an administrator.
    Revoked,
    PasswordChanged,
    UserDisabled,
    RightsChanged,
    Expired,
    /// Too many at once: the oldest went.
    Replaced,
}

impl EndReason {
    const ALL: [Self; 7] = [
        Self::SignedOut,
        Self::Revoked,
        Self::PasswordChanged,
        Self::UserDisabled,
        Self::RightsChanged,
        Self::Expired,
        Self::Replaced,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::Revoked => "revoked",
            Self::PasswordChanged => "password_changed",
            Self::UserDisabled => "user_disabled",
            Self::RightsChanged => "rights_changed",
            Self::Expired => "expired",
            Self::Replaced => "replaced",
        }
    }

    fn read(text: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|reason| Some(reason.as_str()) == text).unwrap_or(Self::Revoked)
    }
}

/// From where somebody tries to come in.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// The network address, where it is known: attempts are counted by it.
    pub address: Option<std::net::IpAddr>,
    /// What the browser says it is.
    pub user_agent: String,
}

/// Somebody is in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// `ombud_ss_…`, once.
    pub secret: kernel::Secret,
    pub info: std::sync::Arc<SessionInfo>,
}

/// How far a sign-in is.
#[derive(Debug, Clone)]
pub enum Step {
    SignedIn(SignedIn),
    /// The password was right; one of these must be shown too.
    SecondFactor {
        ticket: kernel::Secret,
        methods: Vec<&'static str>,
    },
}

/// How one may come in at a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Methods {
    pub password: bool,
    pub passkey: bool,
    /// Codes by e-mail, for customers.
    pub code: bool,
    /// Single sign-on: id and name.
    pub oidc: Vec<(String, String)>,
}

/// The one answer to a wrong address, a wrong password, and an account that may not come in.
pub(crate) fn wrong_credentials() -> AppError {
    AppError::sign_in("wrong_credentials", "the e-mail address or the password is not right")
}

/// The one answer to a wrong, used or expired code.
pub(crate) fn wrong_code() -> AppError {
    AppError::sign_in("wrong_code", "the code is not right, was used, or has expired")
}

/// The one answer to a ticket that is unknown, used or expired.
pub(crate) fn sign_in_expired() -> AppError {
    AppError::sign_in("sign_in_expired", "this step of the sign-in is used or has expired")
}
