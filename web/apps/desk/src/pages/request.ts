//! What a request for a second person asks for, read out of its task: enough to see the same preview as who asked. Pure.

import type { Schema } from '@ombud/client';

/** An action above one person's limit, as a kind of task. */
export const REQUEST = 'approve_request';

export interface Request {
  /** Such as `refund.execute`. */
  action: string;
  amount?: Schema.Money;
  /** Who asked. */
  requester?: string;
  /** In whose favour a decision is. */
  for_party?: string;
  /** The reasons that were written down. */
  reasons?: string;
  /** What the server can show beforehand; absent for the few acts that it cannot. */
  act?: Schema.PreviewAct;
}

type Fields = Record<string, unknown>;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

function amountOf(value: unknown): Schema.Money | undefined {
  const { minor, currency } = fieldsOf(value);
  return typeof minor === 'number' && typeof currency === 'string'
    ? { amount_minor: minor, currency }
    : undefined;
}

/** The act itself, in the words of the preview. */
function actOf(task: Schema.Task, action: string, input: Fields): Schema.PreviewAct | undefined {
  const order_id = task.order_id ?? undefined;
  if (input.input === 'goodwill' && order_id && typeof input.amount_minor === 'number') {
    return {
      action: action === 'refund.execute' ? 'give_refund' : 'give_goodwill',
      order_id,
      amount_minor: input.amount_minor,
      note: textOf(input.note) ?? '',
    };
  }
  const dispute_id = textOf(input.dispute) ?? task.dispute_id ?? undefined;
  if (input.input === 'decide' && dispute_id) {
    const { amount_minor, code, for_party, liable, reasons } = input as unknown as Schema.Decide;
    return { action: 'decide', dispute_id, amount_minor, code, for_party, liable, reasons };
  }
  return undefined;
}

/** What is asked for. What the task does not say is left out. */
export function requestOf(task: Schema.Task): Request {
  const details = fieldsOf(task.details);
  const input = fieldsOf(details.input);
  const action = textOf(details.action) ?? '';
  return {
    action,
    amount: amountOf(details.amount),
    requester: textOf(details.requester),
    for_party: textOf(input.for_party),
    reasons: textOf(input.reasons) ?? textOf(input.note) ?? textOf(fieldsOf(details.complaint_answer).text),
    act: actOf(task, action, input),
  };
}

/** The requests about a dispute: those of its own, and those of its purchase as a whole. */
export const requestsAbout = (
  requests: readonly Schema.Task[],
  dispute: { id: string; order_id: string },
): Schema.Task[] =>
  requests.filter((one) =>
    one.dispute_id ? one.dispute_id === dispute.id : one.order_id === dispute.order_id,
  );
