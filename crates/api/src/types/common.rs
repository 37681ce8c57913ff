//! Small types that several subjects share.

use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::*;

/// Who did it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Actor {
    pub kind: ActorKind,
    /// Absent for the service itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<PrincipalId>,
}

impl From<kernel::Actor> for Actor {
    fn from(actor: kernel::Actor) -> Self {
        Self { kind: actor.kind.into(), id: actor.id.map(Into::into) }
    }
}
