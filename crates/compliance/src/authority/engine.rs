//! Loads the policies, asks Cedar, keeps its answers.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::str::FromStr as _;
use std::sync::{Arc, PoisonError, RwLock};

use cedar_policy::{
    Authorizer, Context, Decision, Effect, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicyId, PolicySet, RestrictedExpression, Schema, ValidationMode, Validator,
};
use kernel::canonical::Sha256Hex;

use super::facts::{Facts, Principal, Request};
use super::limits::{Limits, LimitsError};
use super::{Action, Role};

/// Most verdicts kept. Facts are finite and far fewer occur; beyond this, Cedar is asked each time.
const VERDICTS_KEPT_MAX: usize = 65_536;

/// The forbids that hold whatever else is loaded: in Cedar a forbid wins over every permit.
const GUARDS: (&str, &str) =
    ("00-guards.cedar", include_str!("../../../../policy/authority/00-guards.cedar"));
/// The guards that answer 404: what is there is another's.
const CONCEALING: [&str; 3] = ["tenant-isolation", "other-party", "other-merchant"];

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Allow {
        policy_ids: Vec<String>,
    },
    /// It becomes allowed once a second, different person approves (`refund.approve`).
    NeedsSecondPerson {
        policy_ids: Vec<String>,
        /// The roles that may approve.
        approvers: Vec<Role>,
    },
    Deny {
        /// In plain words, for the person who asked and for the audit entry.
        reason: String,
        /// The policies that forbid it; empty when none permits it.
        policy_ids: Vec<String>,
        /// Answer as if it did not exist (404), without the reason: it is another's, or its very
        /// existence must not be told.
        conceal: bool,
    },
}

impl Verdict {
    pub const fn is_allow(&self) -> bool {
        matches!(self, Self::Allow { .. })
    }
}

/// Why policies are refused at load.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    #[error("the schema is not valid: {0}")]
    Schema(String),
    #[error("{file}: {error}")]
    Policy { file: String, error: String },
    #[error(
        "{file}: every policy needs @id(\"…\"), once, and every forbid a @reason(\"…\"): {what}"
    )]
    Annotation { file: String, what: String },
    #[error("the policies do not fit the schema: {0}")]
    Invalid(String),
    #[error(transparent)]
    Limits(#[from] LimitsError),
    #[error("cannot build what Cedar is asked: {0}")]
    Cedar(String),
}

/// The guards, and the policies of a deployment.
#[derive(Debug)]
pub struct Authority {
    authorizer: Authorizer,
    policies: PolicySet,
    limits: Limits,
    entities: HashMap<Relations, Arc<Entities>>,
    actions: BTreeMap<Action, EntityUid>,
    principal: EntityUid,
    case: EntityUid,
    hash: Sha256Hex,
    kept: RwLock<HashMap<Facts, Verdict>>,
}

/// What the entities of a request differ by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Relations {
    role: Role,
    same_tenant: bool,
    own: bool,
    requester: bool,
    earlier_actor: bool,
}

impl Authority {
    /// The policies that ship with Ombud.
    ///
    /// # Errors
    /// When the shipped files are broken, which a test rules out.
    pub fn shipped() -> Result<Self, AuthorityError> {
        let texts = [
            ("10-consumers.cedar", include_str!("../../../../policy/authority/10-consumers.cedar")),
            ("20-merchants.cedar", include_str!("../../../../policy/authority/20-merchants.cedar")),
            ("30-desk.cedar", include_str!("../../../../policy/authority/30-desk.cedar")),
            ("40-machines.cedar", include_str!("../../../../policy/authority/40-machines.cedar")),
            ("50-oversight.cedar", include_str!("../../../../policy/authority/50-oversight.cedar")),
        ];
        let schema = include_str!("../../../../policy/authority/schema.cedarschema");
        let limits = include_str!("../../../../policy/authority/limits.toml");
        Self::load(&texts, schema, limits)
    }

    /// Loads policies (file name and text) beside the guards, and validates them strictly against
    /// the schema. The guards are always there: a deployment cannot lift tenant isolation, the
    /// limits of language models, or four eyes.
    ///
    /// # Errors
    /// [`AuthorityError`] names the file, the policy or the limit.
    pub fn load(
        texts: &[(&str, &str)],
        schema_text: &str,
        limits_text: &str,
    ) -> Result<Self, AuthorityError> {
        let (schema, _warnings) = Schema::from_cedarschema_str(schema_text)
            .map_err(|error| AuthorityError::Schema(error.to_string()))?;
        let texts: Vec<_> = std::iter::once(GUARDS).chain(texts.iter().copied()).collect();
        let policies = read_policies(&texts)?;
        let result = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        if !result.validation_passed_without_warnings() {
            return Err(AuthorityError::Invalid(result.to_string()));
        }
        let limits = Limits::from_toml(limits_text)?;
        let actions = Action::ALL
            .into_iter()
            .map(|action| Ok((action, uid("Action", action.as_str())?)))
            .collect::<Result<BTreeMap<_, _>, AuthorityError>>()?;
        let known: HashSet<&EntityUid> = schema.actions().collect();
        if let Some((action, _)) = actions.iter().find(|(_, uid)| !known.contains(uid)) {
            return Err(AuthorityError::Schema(format!("it has no action {action:?}")));
        }
        Ok(Self {
            authorizer: Authorizer::new(),
            entities: build_entities(&schema)?,
            policies,
            limits,
            actions,
            principal: uid("Principal", "self")?,
            case: uid("Case", "case")?,
            hash: hash(&texts, schema_text, limits_text),
            kept: RwLock::new(HashMap::new()),
        })
    }

    /// May they?
    pub fn check(&self, request: &Request<'_>) -> Verdict {
        let verdict = self.verdict(Facts::of(request, &self.limits));
        let Request { principal, action, .. } = *request;
        // What is denied anyway keeps its reason, and stays hidden where it is hidden.
        if matches!(verdict, Verdict::Deny { .. }) || !principal.withheld.holds(action) {
            return verdict;
        }
        let reason =
            format!("The custom role takes {action} away from the role {}.", principal.role);
        Verdict::Deny { reason, policy_ids: Vec::new(), conceal: false }
    }

    /// What a principal may do at all, alone or with a second person, to a case of its own and within
    /// its limits: what a page offers. Each act is asked about again when it is done.
    pub fn actions_of(&self, principal: &Principal) -> Vec<Action> {
        let denied = |action: Action| {
            let facts = Facts::plain(principal.role, action);
            principal.withheld.holds(action) || matches!(self.verdict(facts), Verdict::Deny { .. })
        };
        Action::ALL.into_iter().filter(|action| !denied(*action)).collect()
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The hash of every text that [`Authority::load`] took: which policies a verdict came from.
    pub fn hash(&self) -> Sha256Hex {
        self.hash
    }

    /// The verdict on facts, kept or new.
    pub(super) fn verdict(&self, facts: Facts) -> Verdict {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(verdict) = kept.get(&facts) {
            return verdict.clone();
        }
        drop(kept);
        let verdict = self.ask(facts);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < VERDICTS_KEPT_MAX {
            kept.insert(facts, verdict.clone());
        }
        verdict
    }

    fn ask(&self, facts: Facts) -> Verdict {
        let (allowed, policy_ids) = self.cedar(facts);
        if allowed {
            return Verdict::Allow { policy_ids };
        }
        let together = Facts { second_person: true, ..facts };
        if facts.role.is_person() && !facts.second_person {
            let (allowed, policy_ids) = self.cedar(together);
            if allowed {
                return Verdict::NeedsSecondPerson { policy_ids, approvers: self.approvers(facts) };
            }
        }
        let reason = self.reason(facts, &policy_ids);
        let concealed = policy_ids.iter().any(|id| CONCEALING.contains(&id.as_str()));
        let conceal = concealed || facts.action == Action::AmlRead;
        Verdict::Deny { reason, policy_ids, conceal }
    }

    /// What Cedar says, and by which policies. Fails closed.
    pub(super) fn cedar(&self, facts: Facts) -> (bool, Vec<String>) {
        let denied = (false, Vec::new());
        let relations = Relations {
            role: facts.role,
            same_tenant: facts.same_tenant,
            own: facts.own,
            requester: facts.requester,
            earlier_actor: facts.earlier_actor,
        };
        let (Some(entities), Some(action)) =
            (self.entities.get(&relations), self.actions.get(&facts.action))
        else {
            return denied;
        };
        let pairs = [
            ("within_limit", facts.within_limit),
            ("within_pair_limit", facts.within_pair_limit),
            ("second_person", facts.second_person),
            ("adverse", facts.adverse),
            ("review", facts.review),
            ("above_order", facts.above_order),
        ];
        let pairs =
            pairs.map(|(name, value)| (name.to_owned(), RestrictedExpression::new_bool(value)));
        let Ok(context) = Context::from_pairs(pairs) else { return denied };
        let request = cedar_policy::Request::new(
            self.principal.clone(),
            action.clone(),
            self.case.clone(),
            context,
            None,
        );
        let Ok(request) = request else { return denied };
        let response = self.authorizer.is_authorized(&request, &self.policies, entities);
        if response.diagnostics().errors().next().is_some() {
            return denied;
        }
        let ids: BTreeSet<String> =
            response.diagnostics().reason().map(ToString::to_string).collect();
        (response.decision() == Decision::Allow, ids.into_iter().collect())
    }

    /// The roles that may approve somebody else's request of this size.
    fn approvers(&self, facts: Facts) -> Vec<Role> {
        let may_approve = |role: &Role| {
            let approval = Facts {
                role: *role,
                action: Action::RefundApprove,
                requester: false,
                earlier_actor: false,
                within_limit: facts.within_limit,
                second_person: false,
                ..facts
            };
            self.cedar(approval).0
        };
        Role::ALL.into_iter().filter(may_approve).collect()
    }

    fn reason(&self, facts: Facts, forbidden_by: &[String]) -> String {
        let written = forbidden_by
            .iter()
            .find_map(|id| self.policies.annotation(&PolicyId::new(id), "reason"));
        if let Some(reason) = written {
            return reason.to_owned();
        }
        let Facts { role, action, .. } = facts;
        let within = Facts { within_limit: true, within_pair_limit: true, ..facts };
        if !facts.within_limit && self.cedar(within).0 {
            return format!("The amount is above what the role {role} may do in {action}.");
        }
        format!("The role {role} may not do {action}.")
    }
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, AuthorityError> {
    let kind =
        EntityTypeName::from_str(kind).map_err(|error| AuthorityError::Cedar(error.to_string()))?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

fn read_policies(texts: &[(&str, &str)]) -> Result<PolicySet, AuthorityError> {
    let mut policies = PolicySet::new();
    for (file, text) in texts {
        let file = (*file).to_owned();
        let policy_error = |error: String| AuthorityError::Policy { file: file.clone(), error };
        let annotation = |what: String| AuthorityError::Annotation { file: file.clone(), what };
        let read = PolicySet::from_str(text).map_err(|error| policy_error(error.to_string()))?;
        if read.templates().next().is_some() {
            return Err(policy_error("templates are not used".to_owned()));
        }
        for policy in read.policies() {
            let id = policy
                .annotation("id")
                .filter(|id| !id.is_empty())
                .ok_or_else(|| annotation(format!("no id in {policy}")))?
                .to_owned();
            if policy.effect() == Effect::Forbid && policy.annotation("reason").is_none() {
                return Err(annotation(format!("{id} has no reason")));
            }
            policies
                .add(policy.new_id(PolicyId::new(&id)))
                .map_err(|_| annotation(format!("{id} is used twice")))?;
        }
    }
    Ok(policies)
}

/// One small store of entities for each way a case can relate to its principal.
fn build_entities(schema: &Schema) -> Result<HashMap<Relations, Arc<Entities>>, AuthorityError> {
    let mut stores = HashMap::new();
    for role in Role::ALL {
        for bits in 0u8..16 {
            let relations = Relations {
                role,
                same_tenant: bits & 1 != 0,
                own: bits & 2 != 0,
                requester: bits & 4 != 0,
                earlier_actor: bits & 8 != 0,
            };
            stores.insert(relations, Arc::new(entities_of(relations, schema)?));
        }
    }
    Ok(stores)
}

fn entities_of(relations: Relations, schema: &Schema) -> Result<Entities, AuthorityError> {
    let text = |text: &str| RestrictedExpression::new_string(text.to_owned());
    let cedar = |error: String| AuthorityError::Cedar(error);
    let (myself, other) = (uid("Principal", "self")?, uid("Principal", "other")?);
    let role = uid("Role", relations.role.as_str())?;
    let tenant = |here: bool| uid("Tenant", if here { "here" } else { "elsewhere" });
    let owner = |own: bool| text(if own { "mine" } else { "theirs" });
    let person = |uid: EntityUid, role: Option<EntityUid>, name: &str| {
        let attributes = HashMap::from([
            ("tenant".to_owned(), RestrictedExpression::new_entity_uid(tenant(true)?)),
            ("customer".to_owned(), text(name)),
            ("merchant".to_owned(), text(name)),
        ]);
        Entity::new(uid, attributes, role.into_iter().collect()).map_err(|e| cedar(e.to_string()))
    };
    let requester = if relations.requester { myself.clone() } else { other.clone() };
    let actor = if relations.earlier_actor { myself.clone() } else { other.clone() };
    let case = HashMap::from([
        ("tenant".to_owned(), RestrictedExpression::new_entity_uid(tenant(relations.same_tenant)?)),
        ("customer".to_owned(), owner(relations.own)),
        ("merchant".to_owned(), owner(relations.own)),
        ("requester".to_owned(), RestrictedExpression::new_entity_uid(requester)),
        (
            "actors".to_owned(),
            RestrictedExpression::new_set([RestrictedExpression::new_entity_uid(actor)]),
        ),
    ]);
    let entities = [
        Entity::new_no_attrs(role.clone(), HashSet::new()),
        Entity::new_no_attrs(tenant(true)?, HashSet::new()),
        Entity::new_no_attrs(tenant(false)?, HashSet::new()),
        person(myself, Some(role), "mine")?,
        person(other, None, "theirs")?,
        Entity::new(uid("Case", "case")?, case, HashSet::new())
            .map_err(|error| cedar(error.to_string()))?,
    ];
    // With the schema, the action groups come along and every attribute is checked.
    Entities::from_entities(entities, Some(schema)).map_err(|error| cedar(error.to_string()))
}

fn hash(texts: &[(&str, &str)], schema: &str, limits: &str) -> Sha256Hex {
    let mut bytes = Vec::new();
    let files = texts.iter().copied().chain([("schema", schema), ("limits", limits)]);
    for part in files.flat_map(|(name, text)| [name, text]) {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    Sha256Hex::of(&bytes)
}
