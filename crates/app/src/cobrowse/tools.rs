//! People who work in the company's own tools: they come with a token that their tool signs, and take a seat
//! as people of the desk do.
//!
//! The token says who they are (`sub`, `name`), as what they come (`role`), and what they may do (`may`).
//! Whoever signs it vouches for a person: programs have no seats, whatever they sign with. A seat is all
//! that it opens. Everything done from it is in the audit trail under `tool:NAME:SUB`.

use cobrowse::consent::{Grant, Grants};
use cobrowse::session::Role as SeatRole;
use compliance::authority::{Action, Principal, Role, Withheld};
use identity::jwt::{self, Claims, Key, TokenError};
use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, ConversationId, CustomerId, Duration, PrincipalId, Secret, TenantId};

use super::kept::{self, Kept};
use super::log_out::Entry;
use super::place::Place;
use super::seat::{self, Comer};
use super::{claim, nodes, place};
use crate::{App, AppError, Session};

/// Whom a token must be for, unless the deployment says otherwise.
pub const AUDIENCE: &str = "ombud-cobrowse";
/// Longest time from now that a token may be good for.
pub const TOKEN_TIME_MAX: Duration = Duration::from_secs(10 * 60);
/// What the ids of these people begin with; no user's and no key's does.
const PREFIX: &str = "tool";
const NAME_CHARS_MAX: usize = 100;

/// A tool of the company's own that vouches for its people.
#[derive(Debug, Clone)]
pub struct Tool {
    pub tenant: TenantId,
    /// In the audit trail: lower-case letters, digits and `-`.
    pub name: String,
    pub issuer: String,
    pub audience: String,
    /// Which key, where it has several.
    pub kid: Option<String>,
    /// A public one: RS256, ES256 or EdDSA.
    pub key: Key,
    /// Whose pages may put the view into a frame, such as `https://crm.example`.
    pub origins: Vec<String>,
}

/// How they find the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By the six digits that the customer reads out.
    Code(String),
    Session(CobrowseId),
}

/// A person, as their tool says.
#[derive(Debug, Clone, PartialEq)]
struct Vouched {
    principal: Principal,
    /// With which key.
    key: Sha256Hex,
    comer: Comer,
    role: SeatRole,
    /// The token is for this alone, where it says so.
    session: Option<CobrowseId>,
    conversation: Option<ConversationId>,
    customer: Option<CustomerId>,
}

/// Gives a seat to whoever a tool vouches for.
///
/// # Errors
/// `cobrowse_token_refused` with what is wrong with the token, for those who build the tool; as
/// [`super::claim`] and [`super::seat`] for the rest.
pub async fn seat(
    app: &App,
    token: &Secret,
    way: Way,
) -> Result<(Principal, Kept, String), AppError> {
    let vouched = vouched(app, token.expose())?;
    let principal = vouched.principal.clone();
    let work = move |s: &mut Session<'_, '_>| take(s, &vouched, &way);
    let (kept, token) = app.write(&principal, work).await?;
    Ok((principal, kept, token))
}

fn take(s: &mut Session<'_, '_>, vouched: &Vouched, way: &Way) -> Result<(Kept, String), AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseWork, &on)?;
    let Vouched { comer, role, .. } = vouched;
    let (kept, role) = match way {
        Way::Code(_) if *role == SeatRole::Tool => {
            let why =
                "a tool looks at a session that its token names: only a person asks a customer";
            return Err(AppError::Forbidden { why: why.to_owned() });
        }
        Way::Code(code) => {
            (claim::find(s, code, comer, |kept| vouched.is_open(kept))?, SeatRole::Agent)
        }
        Way::Session(id) => {
            let kept = kept::load(s, *id)?;
            if !vouched.is_open(&kept) {
                return Err(AppError::not_found("the co-browsing session", id));
            }
            let own = seat::role_of(s, &kept, &comer.principal);
            // A token that names the session is leave to come; other agents' sessions are not open else.
            let named = vouched.session.is_some().then_some(*role);
            let none = || AppError::Forbidden {
                why: "the token must name the session, or its role be supervisor".to_owned(),
            };
            let role = own.or(named).ok_or_else(none)?;
            (kept, role)
        }
    };
    let kept = nodes::housed(s, kept)?;
    let (kept, seat) = seat::enter(s, kept, comer, role)?;
    // The token is over soon; the seat is theirs for as long as their tool's key is believed.
    let entry = Some(Entry::Tool(vouched.key));
    let token = place::of_desk(s, &kept, seat, (comer.principal.clone(), entry))?;
    Ok((kept, token))
}

impl Vouched {
    /// Whether the token is for this session.
    fn is_open(&self, kept: &Kept) -> bool {
        let is_session = self.session.is_none_or(|id| id == kept.row.cobrowse);
        let is_conversation = self.conversation.is_none_or(|id| kept.row.conversation == Some(id));
        let is_customer = self.customer.as_ref().is_none_or(|id| *id == kept.row.customer);
        is_session && is_conversation && is_customer
    }
}

/// Whom a token is of, after everything in it was checked.
fn vouched(app: &App, token: &str) -> Result<Vouched, AppError> {
    let (tool, claims) = verified(app, token).map_err(refused)?;
    claims.live_until(app.now(), Some(TOKEN_TIME_MAX)).map_err(refused)?;
    let subject = claims.required("sub").map_err(refused)?;
    let id = PrincipalId::new(format!("{PREFIX}:{}:{subject}", tool.name))
        .map_err(|error| token_refused(&format!("its sub is no id: {error}")))?;
    let name = claims.required("name").map_err(refused)?.trim();
    if name.is_empty()
        || name.chars().count() > NAME_CHARS_MAX
        || name.chars().any(char::is_control)
    {
        return Err(token_refused(&format!("its name must have 1 to {NAME_CHARS_MAX} characters")));
    }
    let (role, authority) = match claims.required("role").map_err(refused)? {
        "agent" => (SeatRole::Agent, Role::Agent),
        "supervisor" => (SeatRole::Supervisor, Role::Supervisor),
        "tool" => (SeatRole::Tool, Role::Agent),
        _ => return Err(token_refused("its role must be agent, supervisor or tool")),
    };
    Ok(Vouched {
        key: tool.key.fingerprint(),
        principal: Principal {
            tenant: tool.tenant.clone(),
            role: authority,
            id: Some(id.clone()),
            merchant: None,
            customer: None,
            withheld: Withheld::default(),
        },
        comer: Comer { principal: id, name: name.to_owned(), may: may(&claims)? },
        role,
        session: limit(&claims, "session")?,
        conversation: limit(&claims, "conversation")?,
        customer: limit(&claims, "customer")?,
    })
}

/// What they may do: what the token does not say, they may not.
fn may(claims: &Claims) -> Result<Grants, AppError> {
    let wrong =
        || token_refused("its may must list what is allowed: view, draw, scroll, control, record");
    let named = claims.texts("may").ok_or_else(wrong)?;
    let grant = |word: &str| Grant::ALL.into_iter().find(|grant| grant.as_str() == word);
    let grants: Option<Grants> = named.into_iter().map(grant).collect();
    grants.filter(|grants| grants.has(Grant::View)).ok_or_else(wrong)
}

/// A claim that narrows the token; one that is there and cannot be read is no leave to do without.
fn limit<T: std::str::FromStr>(claims: &Claims, name: &'static str) -> Result<Option<T>, AppError> {
    if !claims.has(name) {
        return Ok(None);
    }
    let text = claims.required(name).map_err(refused)?;
    text.parse().map(Some).map_err(|_| token_refused(&format!("its {name} is no id")))
}

/// The tool that signed, and what it says. A key is only believed for its own tool, and the header's `alg`
/// must be the key's own. One that signs for several companies says by the audience for which.
fn verified<'a>(app: &'a App, token: &str) -> Result<(&'a Tool, Claims), TokenError> {
    let header = jwt::header(token)?;
    let is_of_claims =
        |error: &TokenError| matches!(error, TokenError::Issuer | TokenError::Audience);
    let mut found = TokenError::Signature;
    for tool in app.cobrowse_tools() {
        if header.kid.is_some() && tool.kid.is_some() && header.kid != tool.kid {
            continue;
        }
        match jwt::verify(token, &tool.key).and_then(|claims| tool.is_meant(claims)) {
            Ok(claims) => return Ok((tool, claims)),
            // What a tool said of itself that signed it tells more than that others did not.
            Err(error) if is_of_claims(&error) || !is_of_claims(&found) => found = error,
            Err(_) => {}
        }
    }
    Err(found)
}

impl Tool {
    fn is_meant(&self, claims: Claims) -> Result<Claims, TokenError> {
        claims.issued_by(&self.issuer)?;
        claims.for_audience(&self.audience)?;
        Ok(claims)
    }
}

/// Whether a tool of the company's still has the key with which it vouched for whoever has a place.
pub(super) fn vouches(app: &App, place: &Place, key: &Sha256Hex) -> bool {
    let vouches = |tool: &Tool| {
        let own = format!("{PREFIX}:{}:", tool.name);
        tool.tenant == place.tenant
            && place.who.as_str().starts_with(&own)
            && tool.key.fingerprint() == *key
    };
    app.cobrowse_tools().iter().any(vouches)
}

fn refused(error: TokenError) -> AppError {
    token_refused(&error.to_string())
}

fn token_refused(why: &str) -> AppError {
    AppError::sign_in("cobrowse_token_refused", format!("the token is not taken: {why}"))
}
