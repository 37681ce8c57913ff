//! An answer to a complaint, as it is kept with the request that asks for approval. Pure.

import type { Schema } from '@ombud/client';

export interface Proposed {
  complaint: string;
  requester: string | null;
  answer: Schema.AnswerComplaint;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** What a task proposes; nothing where it is about something else. */
export function proposedOf(task: Pick<Schema.Task, 'details'>): Proposed | null {
  const details = task.details as Record<string, unknown>;
  const kept = details.complaint_answer;
  if (!isRecord(kept) || typeof kept.complaint !== 'string' || !isRecord(kept.answer)) return null;
  const { letter, finding, reasons } = kept.answer as unknown as Schema.AnswerComplaint;
  return {
    complaint: kept.complaint,
    requester: typeof details.requester === 'string' ? details.requester : null,
    answer: { letter, finding, reasons, redress: redressOf(kept.answer.redress) },
  };
}

/** A fee is kept as `{plan, no}`; the interface calls it `{plan_id, number}`. */
function redressOf(kept: unknown): Schema.Redress | null {
  if (!isRecord(kept)) return null;
  const fees = Array.isArray(kept.fees) ? kept.fees.filter(isRecord) : [];
  return {
    distress_minor: Number(kept.distress_minor ?? 0),
    fees: fees.map((fee) => ({ plan_id: String(fee.plan), number: Number(fee.no) })),
  };
}
