//! The actions over money that an agent can take, what each must know, and which call carries it out. The page never works
//! out an effect itself: the preview comes from the server, from the rules in force.

import type { Schema } from '@ombud/client';
import type { NextAct } from '../api/shapes.ts';
import { api } from '../app/services.ts';
import type { DeskKey } from '../words/index.ts';

export interface ActionTarget {
  customer_id?: string;
  conversation_id?: string;
  order_id?: string;
  plan_id?: string;
  dispute_id?: string;
  /** Nothing but `order_id` can be meant, as where a dispute of it is open on the page. */
  isOneOrder?: boolean;
}

export type FieldKind =
  'days' | 'instalment' | 'fee' | 'parts' | 'amount' | 'text' | 'reason' | 'party' | 'date' | 'check';

export interface ActionField {
  name: string;
  kind: FieldKind;
  label: DeskKey;
  isOptional?: boolean;
  min?: number;
  max?: number;
  start?: number | string;
}

/** What an action answers: done, or asked of a second person. */
export interface ActionResult {
  awaitsApproval: boolean;
}

/** What was filled in. Where something needed is missing there are no values at all. */
export type Values = Record<string, unknown>;

interface ActionBase {
  label: DeskKey;
  about: DeskKey;
  needs: 'plan' | 'order' | 'dispute';
  fields: ActionField[];
  run: (target: ActionTarget, values: Values, key: string) => Promise<ActionResult>;
}
/** An action over money or dates: the server shows beforehand what it would do. */
interface PreviewedAction extends ActionBase {
  id: Schema.PreviewAct['action'];
  act: (target: ActionTarget, values: Values) => Schema.PreviewAct;
}
/** An action that moves neither: `effect` says in words all that it does. */
interface PlainAction extends ActionBase {
  id: 'ask_more';
  effect: DeskKey;
}
export type ActionKind = PreviewedAction | PlainAction;

const DONE: ActionResult = { awaitsApproval: false };
const planPath = (target: ActionTarget) => ({
  order_id: target.order_id ?? '',
  plan_id: target.plan_id ?? '',
});
const orderPath = (target: ActionTarget) => ({ order_id: target.order_id ?? '' });
const disputePath = (target: ActionTarget) => ({ dispute_id: target.dispute_id ?? '' });
const given = (answer: Schema.Given): ActionResult => ({
  awaitsApproval: answer.result === 'awaits_approval',
});

const REASONS = [
  'not_received',
  'not_as_described',
  'refund_not_processed',
  'incorrect_amount',
  'already_paid',
  'unauthorised',
  'duplicate',
  'other',
] as const satisfies readonly Schema.Reason[];
const PARTIES = ['consumer', 'merchant'] as const satisfies readonly Schema.Party[];
/** What a field can be chosen from. */
export const CHOICES = { reason: REASONS, party: PARTIES };

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const days = (values: Values): Schema.PausePlan => ({ days: Number(values.days), why: text(values.why) });
const instalment = (values: Values): Schema.ExtendPlan => ({ instalment: Number(values.instalment) });
const parts = (values: Values): Schema.StartHardship => ({ parts: Number(values.parts) });
const fee = (values: Values): Schema.WaiveFee => ({ fee: Number(values.fee) });
const gift = (values: Values): Schema.Give => ({
  amount_minor: Number(values.amount_minor),
  note: text(values.note),
});
const decision = (values: Values): Schema.Decide => ({
  for_party: PARTIES.find((party) => party === values.for_party) ?? 'consumer',
  ...(values.amount_minor === undefined ? {} : { amount_minor: Number(values.amount_minor) }),
  reasons: text(values.reasons),
});
/** The fields that opening a dispute and trying it out have in common. */
const newDispute = (target: ActionTarget, values: Values) => ({
  ...orderPath(target),
  reason: REASONS.find((reason) => reason === values.reason) ?? 'other',
  ...(values.amount_minor === undefined ? {} : { amount_minor: Number(values.amount_minor) }),
  statement: {
    text: text(values.text),
    ...(values.reason === 'unauthorised' ? { declared: values.declared === true } : {}),
    ...(values.told_on ? { merchant_contacted_at: new Date(text(values.told_on)).toISOString() } : {}),
  },
});

export const ACTIONS: readonly ActionKind[] = [
  {
    id: 'pause_plan',
    act: (target, values) => ({ action: 'pause_plan', ...planPath(target), ...days(values) }),
    label: 'act.pause',
    about: 'act.pause.about',
    needs: 'plan',
    fields: [
      { name: 'days', kind: 'days', label: 'act.field.days', min: 1, max: 60, start: 28 },
      { name: 'why', kind: 'text', label: 'act.field.why' },
    ],
    run: async (target, values, key) => {
      await api.post('/v1/orders/{order_id}/plans/{plan_id}/pause', {
        path: planPath(target),
        body: days(values),
        key,
      });
      return DONE;
    },
  },
  {
    id: 'extend_plan',
    act: (target, values) => ({ action: 'extend_plan', ...planPath(target), ...instalment(values) }),
    label: 'act.extend',
    about: 'act.extend.about',
    needs: 'plan',
    fields: [{ name: 'instalment', kind: 'instalment', label: 'act.field.instalment' }],
    run: async (target, values, key) => {
      await api.post('/v1/orders/{order_id}/plans/{plan_id}/extend', {
        path: planPath(target),
        body: instalment(values),
        key,
      });
      return DONE;
    },
  },
  {
    id: 'start_hardship',
    act: (target, values) => ({ action: 'start_hardship', ...planPath(target), ...parts(values) }),
    label: 'act.hardship',
    about: 'act.hardship.about',
    needs: 'plan',
    fields: [{ name: 'parts', kind: 'parts', label: 'act.field.parts', min: 2, max: 24, start: 6 }],
    run: async (target, values, key) => {
      await api.post('/v1/orders/{order_id}/plans/{plan_id}/hardship', {
        path: planPath(target),
        body: parts(values),
        key,
      });
      return DONE;
    },
  },
  {
    id: 'waive_fee',
    act: (target, values) => ({ action: 'waive_fee', ...planPath(target), ...fee(values) }),
    label: 'act.waive_fee',
    about: 'act.waive_fee.about',
    needs: 'plan',
    fields: [{ name: 'fee', kind: 'fee', label: 'act.field.fee' }],
    run: async (target, values, key) => {
      await api.post('/v1/orders/{order_id}/plans/{plan_id}/waive-fee', {
        path: planPath(target),
        body: fee(values),
        key,
      });
      return DONE;
    },
  },
  {
    id: 'give_goodwill',
    act: (target, values) => ({ action: 'give_goodwill', ...orderPath(target), ...gift(values) }),
    label: 'act.goodwill',
    about: 'act.goodwill.about',
    needs: 'order',
    fields: [
      { name: 'amount_minor', kind: 'amount', label: 'act.field.amount' },
      { name: 'note', kind: 'text', label: 'act.field.why' },
    ],
    run: async (target, values, key) =>
      given(
        await api.post('/v1/orders/{order_id}/goodwill', {
          path: orderPath(target),
          body: gift(values),
          key,
        }),
      ),
  },
  {
    id: 'give_refund',
    act: (target, values) => ({ action: 'give_refund', ...orderPath(target), ...gift(values) }),
    label: 'act.refund',
    about: 'act.refund.about',
    needs: 'order',
    fields: [
      { name: 'amount_minor', kind: 'amount', label: 'act.field.amount' },
      { name: 'note', kind: 'text', label: 'act.field.why' },
    ],
    run: async (target, values, key) =>
      given(
        await api.post('/v1/orders/{order_id}/refunds', {
          path: orderPath(target),
          body: gift(values),
          key,
        }),
      ),
  },
  {
    id: 'open_dispute',
    act: (target, values) => ({ action: 'open_dispute', ...newDispute(target, values) }),
    label: 'act.open_dispute',
    about: 'act.open_dispute.about',
    needs: 'order',
    fields: [
      { name: 'reason', kind: 'reason', label: 'act.field.reason', start: 'not_received' },
      { name: 'text', kind: 'text', label: 'act.field.statement' },
      { name: 'told_on', kind: 'date', label: 'act.field.told_on', isOptional: true },
      { name: 'declared', kind: 'check', label: 'act.field.declared', isOptional: true },
      { name: 'amount_minor', kind: 'amount', label: 'act.field.amount_disputed', isOptional: true },
    ],
    run: async (target, values, key) => {
      await api.post('/v1/disputes', { body: newDispute(target, values), key });
      return DONE;
    },
  },
  {
    id: 'decide',
    act: (target, values) => ({ action: 'decide', ...disputePath(target), ...decision(values) }),
    label: 'act.decide',
    about: 'act.decide.about',
    needs: 'dispute',
    fields: [
      { name: 'for_party', kind: 'party', label: 'act.field.party' },
      { name: 'amount_minor', kind: 'amount', label: 'act.field.amount_part', isOptional: true },
      { name: 'reasons', kind: 'text', label: 'act.field.reasons' },
    ],
    run: async (target, values, key) => {
      const answer = await api.post('/v1/disputes/{dispute_id}/decide', {
        path: disputePath(target),
        body: decision(values),
        key,
      });
      return { awaitsApproval: 'task' in answer };
    },
  },
  {
    id: 'ask_more',
    effect: 'act.ask_more.effect',
    label: 'act.ask_more',
    about: 'act.ask_more.about',
    needs: 'dispute',
    fields: [{ name: 'what', kind: 'text', label: 'act.field.what' }],
    run: async (target, values, key) => {
      await api.post('/v1/disputes/{dispute_id}/ask-more', {
        path: disputePath(target),
        body: { what: text(values.what) },
        key,
      });
      return DONE;
    },
  },
];

/** The action that carries out a step; nothing for a step that is done in words. */
export const actionOf = (step: NextAct): ActionKind['id'] | undefined =>
  ACTIONS.find((one) => one.id === step)?.id;

/** The actions that make sense for what is in front of the agent. */
export function actionsFor(target: ActionTarget, hasPlan: boolean): ActionKind[] {
  return ACTIONS.filter((action) => {
    if (action.needs === 'dispute') return target.dispute_id !== undefined;
    if (action.needs === 'plan') return hasPlan;
    return target.order_id !== undefined;
  });
}

/** The plan of a purchase that an action is about: one with a fee for a fee, else the first that still runs. */
export function planFor(action: ActionKind, plans: readonly Schema.Plan[]): Schema.Plan | undefined {
  const runs = plans.find((one) => one.status !== 'settled' && one.status !== 'cancelled');
  const hasFee = plans.find((one) => one.fees.some((charged) => charged.state === 'charged'));
  return (action.id === 'waive_fee' ? hasFee : undefined) ?? runs ?? plans[0];
}

/** The values of an action, without what was left empty. Nothing while a needed one is missing. */
export function bodyOf(action: ActionKind, values: Values): Values | undefined {
  const body: Values = {};
  for (const field of action.fields) {
    const value = values[field.name] ?? field.start;
    const isEmpty =
      value === undefined ||
      value === null ||
      Number.isNaN(value) ||
      (typeof value === 'string' && value.trim() === '');
    if (!isEmpty) body[field.name] = value;
    else if (!field.isOptional) return undefined;
  }
  return body;
}
