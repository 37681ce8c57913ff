//! The made-up desk's assistant: what it may do where, what came of it, what is worth a look.

import type { Schema } from '@ombud/client';
import { ago, DAY } from './clock.ts';

const BAND = { resolved_min: 0.5, complaints_max: 0.02 };
const measured = (
  intent: string,
  market: string,
  mode: Schema.AssistantMode,
  [answered, complaints, settled, resolved]: [number, number, number, number],
): Schema.ControlMeasured => ({
  intent,
  market,
  mode,
  answered,
  complaints,
  complaints_interval: { low: 0, high: 0.03, of: answered },
  settled,
  resolved,
  resolved_interval: { low: 0.6, high: 0.8, of: settled },
});

export const CONTROL: Schema.AssistantControl = {
  connected: true,
  settings: {
    version: 6,
    by: 'user-maja',
    at: ago(2 * DAY),
    band: BAND,
    window_days: 28,
    cases_min: 30,
    rows: [
      { mode: 'shadow', percent: 100, by: 'user-maja', at: ago(40 * DAY) },
      { intent: 'pause_payment', mode: 'act', percent: 100, by: 'user-maja', at: ago(20 * DAY) },
      { intent: 'refund_status', mode: 'act', percent: 50, by: 'user-jonas', at: ago(9 * DAY) },
      {
        intent: 'late_fee_waiver',
        market: 'de',
        mode: 'suggest',
        percent: 100,
        at: ago(2 * DAY),
        fell: { at: ago(2 * DAY), why: 'resolved', share: 0.31, of: 84, limit: 0.5 },
      },
      {
        intent: 'cannot_pay',
        mode: 'off',
        percent: 100,
        band: { resolved_min: 0.2, complaints_max: 0.01 },
        by: 'user-maja',
        at: ago(40 * DAY),
      },
    ],
  },
  measured: [
    measured('pause_payment', 'se', 'act', [412, 3, 380, 301]),
    measured('pause_payment', 'gb', 'act', [268, 2, 240, 196]),
    measured('refund_status', 'se', 'act', [190, 5, 170, 71]),
  ],
  people: { 'user-maja': 'Maja Lindqvist', 'user-jonas': 'Jonas Berg' },
  intents: ['cannot_pay', 'extend_due_date', 'late_fee_waiver', 'pause_payment', 'refund_status'],
  markets: ['au', 'br', 'de', 'es', 'gb', 'se', 'us'],
};

/** The versions that led to the settings in force, the newest first. */
export const VERSIONS: Schema.ControlSettings[] = [
  { ...CONTROL.settings, by_name: 'Maja Lindqvist' },
  {
    ...CONTROL.settings,
    version: 5,
    at: ago(9 * DAY),
    by: 'user-jonas',
    by_name: 'Jonas Berg',
    cases_min: 50,
    rows: CONTROL.settings.rows.map((row) =>
      row.fell ? { ...row, mode: 'act', fell: undefined, by: 'user-jonas' } : row,
    ),
  },
  {
    ...CONTROL.settings,
    version: 4,
    by_name: 'Maja Lindqvist',
    at: ago(40 * DAY),
    rows: CONTROL.settings.rows.slice(0, 1),
  },
];

function figures(asked: number, wave: number): Schema.AssistantFigures {
  const acted = Math.round(asked * 0.6);
  const handed_over = Math.round(acted * (0.22 - 0.03 * wave));
  const confirmed = Math.round(acted * (0.38 + 0.05 * wave));
  const silent = Math.round(acted * 0.24);
  const again = Math.round(acted * 0.08);
  const complaints = Math.round(acted * 0.008);
  const share = (some: number, all: number) => (all > 0 ? some / all : null);
  const around = (some: number, all: number) => ({
    low: Math.max(0, some / all - 0.06),
    high: Math.min(1, some / all + 0.06),
    of: all,
  });
  return {
    asked,
    acted,
    suggested: Math.round(asked * 0.15),
    shadowed: Math.round(asked * 0.25),
    handed_over,
    handed_over_by_procedure: Math.round(handed_over * 0.6),
    confirmed,
    silent,
    abandoned: 1,
    again,
    denied: 1,
    pending: acted - handed_over - confirmed - silent - again - 2,
    complaints,
    turns: acted * 3,
    resolved_share: share(confirmed + silent, acted),
    resolved_interval: around(confirmed + silent, acted),
    hand_over_share: share(handed_over, acted),
    complaint_share: share(complaints, acted),
    complaint_interval: { low: 0, high: 0.02, of: acted },
    score: 88 + 4 * wave,
    likeness: 0.41 + 0.05 * wave,
    compared: Math.round(asked * 0.3),
    acts: {
      same: Math.round(asked * 0.2),
      other_values: Math.round(asked * 0.03),
      other: Math.round(asked * 0.02),
      person_only: Math.round(asked * 0.04),
      assistant_only: 1,
      neither: Math.round(asked * 0.1),
      same_share: 0.66 + 0.05 * wave,
      same_interval: { low: 0.58 + 0.05 * wave, high: 0.74 + 0.05 * wave, of: Math.round(asked * 0.3) },
    },
    cost: [
      {
        currency: 'EUR',
        tokens_in: asked * 900,
        tokens_out: asked * 60,
        micros: asked * 52_000,
        micros_per_resolved: 81_000 + 9_000 * wave,
      },
    ],
  };
}

export function resultsOf(days: number): Schema.AssistantResults {
  const part = (name: string, asked: number, wave: number, version?: number): Schema.AssistantPart => ({
    name,
    ...(version ? { version } : {}),
    ...figures(asked, wave),
  });
  return {
    days: Array.from({ length: days }, (_, index) => ({
      date: ago((days - 1 - index) * DAY).slice(0, 10),
      ...figures(60 + Math.round(25 * Math.sin(index / 3)), Math.sin(index / 4)),
    })),
    totals: figures(60 * days, 0.2),
    intents: [
      part('pause_payment', 24 * days, 0.6),
      part('refund_status', 14 * days, -0.4),
      part('', 4 * days, -1),
    ],
    markets: [part('se', 30 * days, 0.3), part('gb', 20 * days, 0.1)],
    languages: [part('sv', 28 * days, 0.3), part('en', 22 * days, 0.1)],
    procedures: [part('pause_payment', 20 * days, 0.6, 2), part('refund_status', 14 * days, -0.4, 1)],
    translations: [
      {
        currency: 'EUR',
        asked: 12 * days,
        flagged: days,
        refused: 2,
        failed: 1,
        tokens_in: 4_000 * days,
        tokens_out: 1_500 * days,
        micros: 900_000 * days,
      },
    ],
  };
}

export const WORTH: Schema.WorthLook[] = [
  {
    conversation_id: 'conv-9',
    number: '1039-7F3K',
    at: ago(DAY),
    intent: 'refund_status',
    market: 'se',
    language: 'sv',
    mode: 'act',
    likely: 0.44,
    score: 52,
    faults: { miss: 2, angrier: 1, again: 1 },
    why: ['low_score', 'unsure'],
  },
  {
    conversation_id: 'conv-8',
    number: '1033-9QDM',
    at: ago(2 * DAY),
    intent: 'pause_payment',
    market: 'gb',
    language: 'en',
    mode: 'shadow',
    likely: 0.93,
    faults: {},
    likeness: 0.12,
    why: ['unlike', 'lot'],
  },
];

export const TURNS: Schema.ConversationTurns = {
  conversation_id: 'conv-9',
  intents: ['extend_due_date', 'out_of_scope', 'pause_payment', 'refund_status', 'return_status'],
  marks: ['answers_question'],
  turns: [
    {
      turn: 1,
      at: ago(DAY),
      text: 'I sent the coat back two weeks ago and the bill is still there?',
      intents: [
        { intent: 'refund_status', likely: 0.44 },
        { intent: 'return_status', likely: 0.39 },
      ],
      procedure: 'refund_status',
      outcome: 'answered',
      said: ['Which of your purchases is it about?'],
      tools: [],
    },
    {
      turn: 2,
      at: ago(DAY),
      text: 'the coat!!',
      intents: [{ intent: 'refund_status', likely: 0.61 }],
      procedure: 'refund_status',
      outcome: 'handed_over',
      said: ['I get a person for you.'],
      tools: [],
      review: {
        intents: ['return_status'],
        right: false,
        note: 'Asks about the return, not the money.',
        by: 'user-maja',
        by_name: 'Maja Lindqvist',
        at: ago(3_600_000),
      },
    },
  ],
};

export const EVALUATIONS: Schema.AssistantEvaluation[] = [
  [2_338, '9f2c1ab04e77', 0],
  [2_352, '71d09be3c2aa', 12],
  [2_281, '0c44e1f5ab10', 30],
].map(([right = 0, version, days = 0], index) => ({
  at: ago(Number(days) * DAY),
  version: String(version),
  shipped: { right: Number(right), of: 2_546 },
  reviewed: { right: 41 - index * 8, of: 52 - index * 12 },
  languages: {
    en: { right: 589, of: 636 },
    sv: { right: 581, of: 637 },
    de: { right: 586, of: 636 },
    es: { right: 582, of: 637 },
  },
  intents: { pause_payment: { right: 39, of: 40 }, return_status: { right: 31, of: 40 } },
  confused: [
    { meant: 'return_status', taken_for: 'refund_status', times: 7 },
    { meant: 'pay_early', taken_for: 'pay_now', times: 5 },
  ],
  worse:
    index === 0 ? [{ intent: 'return_status', was: { right: 35, of: 40 }, is: { right: 31, of: 40 } }] : [],
}));

export const PROCEDURES: Schema.ProceduresInForce = {
  version: 3,
  by: 'user-maja',
  at: ago(6 * DAY),
  procedures: [
    { name: 'pause_payment', version: 2, title: 'Stop payments for a while', intents: ['pause_payment'] },
    { name: 'refund_status', version: 1, title: 'Where a refund is', intents: ['refund_status'] },
  ],
};

/** Whatever has a step `broken` is refused. */
export function proposed(body: { files: Record<string, string> }): unknown {
  const [broken] = Object.values(body.files).filter((text) => text.includes('[steps.broken]'));
  if (broken === undefined) return { id: 'task-proposal', kind: 'approve_policy', state: 'open' };
  const detail =
    'files: 2 problems:\npause_payment: step `broken`: no way leads on; write `then`\npause_payment: text `which` in sv: is not there';
  const title = 'A field is not valid';
  return Response.json(
    { type: '/problems#invalid_field', title, status: 422, detail, code: 'invalid_field', field: 'files' },
    { status: 422 },
  );
}
