//! The actions over money that an agent can take, what each must know, and which call carries it out. The page never works
//! out an effect itself: the preview comes from the server, from the rules in force.

import type { Schema } from '@ombud/client';
import type { MoneyAction } from '../api/shapes.ts';
import { api } from '../app/services.ts';
import type { DeskKey } from '../words/index.ts';

export interface ActionTarget {
  customer_id?: string;
  conversation_id?: string;
  order_id?: string;
  plan_id?: string;
  dispute_id?: string;
}

export type FieldKind = 'days' | 'instalment' | 'fee' | 'parts' | 'amount' | 'text' | 'reason' | 'party';

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

export interface ActionKind {
  id: MoneyAction;
  label: DeskKey;
  about: DeskKey;
  needs: 'plan' | 'order' | 'dispute';
  fields: ActionField[];
  run: (target: ActionTarget, values: Record<string, unknown>, key: string) => Promise<ActionResult>;
}

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

export const ACTIONS: readonly ActionKind[] = [
  {
    id: 'plan.pause',
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
        body: values as Schema.PausePlan,
        key,
      });
      return DONE;
    },
  },
  {
    id: 'plan.extend',
    label: 'act.extend',
    about: 'act.extend.about',
    needs: 'plan',
    fields: [{ name: 'instalment', kind: 'instalment', label: 'act.field.instalment' }],
    run: async (target, values, key) => {
      await api.post('/v1/orders/{order_id}/plans/{plan_id}/extend', {
        path: planPath(target),
        body: values as Schema.ExtendPlan,
        key,
      });
      return DONE;
    },
  },
  {
    id: 'plan.hardship',
    label: 'act.hardship',
    about: 'act.hardship.about',
    needs: 'plan',
    fields: [{ name: 'parts', kind: 'parts', label: 'act.field.parts', min: 2, max: 24, start: 6 }],
    run: async (target, values, key) => {
      await api.post('/v1/orders/{order_id}/plans/{plan_id}/hardship', {
        path: planPath(target),
        body: values as Schema.StartHardship,
        key,
      });
      return DONE;
    },
  },
  {
    id: 'plan.waive_fee',
    label: 'act.waive_fee',
    about: 'act.waive_fee.about',
    needs: 'plan',
    fields: [{ name: 'fee', kind: 'fee', label: 'act.field.fee' }],
    run: async (target, values, key) => {
      await api.post('/v1/orders/{order_id}/plans/{plan_id}/waive-fee', {
        path: planPath(target),
        body: values as Schema.WaiveFee,
        key,
      });
      return DONE;
    },
  },
  {
    id: 'order.goodwill',
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
          body: values as Schema.Give,
          key,
        }),
      ),
  },
  {
    id: 'order.refund',
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
          body: values as Schema.Give,
          key,
        }),
      ),
  },
  {
    id: 'dispute.open',
    label: 'act.open_dispute',
    about: 'act.open_dispute.about',
    needs: 'order',
    fields: [
      { name: 'reason', kind: 'reason', label: 'act.field.reason', start: 'not_received' },
      { name: 'text', kind: 'text', label: 'act.field.statement' },
    ],
    run: async (target, values, key) => {
      const body = {
        order_id: target.order_id ?? '',
        reason: values.reason as Schema.Reason,
        statement: { text: String(values.text ?? ''), declared: false },
      };
      await api.post('/v1/disputes', { body: body as Schema.OpenDispute, key });
      return DONE;
    },
  },
  {
    id: 'dispute.decide',
    label: 'act.decide',
    about: 'act.decide.about',
    needs: 'dispute',
    fields: [
      { name: 'for_party', kind: 'party', label: 'act.field.party', start: 'consumer' },
      { name: 'amount_minor', kind: 'amount', label: 'act.field.amount_part', isOptional: true },
      { name: 'reasons', kind: 'text', label: 'act.field.reasons' },
    ],
    run: async (target, values, key) => {
      const answer = await api.post('/v1/disputes/{dispute_id}/decide', {
        path: disputePath(target),
        body: values as Schema.Decide,
        key,
      });
      return { awaitsApproval: 'task' in answer };
    },
  },
  {
    id: 'dispute.ask_more',
    label: 'act.ask_more',
    about: 'act.ask_more.about',
    needs: 'dispute',
    fields: [{ name: 'what', kind: 'text', label: 'act.field.what' }],
    run: async (target, values, key) => {
      await api.post('/v1/disputes/{dispute_id}/ask-more', {
        path: disputePath(target),
        body: values as Schema.AskMore,
        key,
      });
      return DONE;
    },
  },
];

/** The actions that make sense for what is in front of the agent. */
export function actionsFor(target: ActionTarget, hasPlan: boolean): ActionKind[] {
  return ACTIONS.filter((action) => {
    if (action.needs === 'dispute') return target.dispute_id !== undefined;
    if (action.needs === 'plan') return hasPlan;
    return target.order_id !== undefined;
  });
}

/** The body of an action: typed values, without what was left empty. Nothing while a needed one is missing. */
export function bodyOf(
  action: ActionKind,
  values: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const body: Record<string, unknown> = {};
  for (const field of action.fields) {
    const value = values[field.name] ?? field.start;
    const isEmpty = value === undefined || value === null || value === '' || Number.isNaN(value);
    if (!isEmpty) body[field.name] = value;
    else if (!field.isOptional) return undefined;
  }
  return body;
}
