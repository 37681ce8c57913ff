// The events that a webhook can be told of, and that this page has words for. A server may have others.

export const TOPICS = [
  'dispute.opened',
  'dispute.state_changed',
  'dispute.updated',
  'dispute.deadline_extended',
  'dispute.reopened',
  'dispute.linked',
  'dispute.closed',
  'dispute.sla_breached',
  'plan.changed',
  'return.reported',
  'refund.intended',
  'refund.settled',
] as const;
export type Topic = (typeof TOPICS)[number];
