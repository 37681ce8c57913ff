// The events that a webhook can be told of.

export const TOPICS = [
  'dispute.opened',
  'dispute.state_changed',
  'dispute.updated',
  'dispute.deadline_extended',
  'dispute.reopened',
  'dispute.linked',
  'dispute.closed',
  'refund.intended',
  'refund.settled',
] as const;
export type Topic = (typeof TOPICS)[number];
