//! What the made-up desk answers when it is asked to foresee something: previews, simulations, what the rules would say.

import type { Schema } from '@ombud/client';
import type {
  PublishedRouting,
  Simulation,
  SimulationRequest,
  SuggestedScorecard,
} from '../src/api/shapes.ts';
import { ago, ahead, DAY } from './world/index.ts';

/** Contacts of the made-up week that a log is replayed of. */
const LOGGED_CONTACTS = 19_480;

export const ROUTING: PublishedRouting = {
  version: 3,
  proposed_at: ago(12 * DAY),
  rules: {
    ageing_points_per_minute: 2,
    critical_from_points: 60,
    reserved_seats: 0,
    critical_skills: ['bereavement', 'fraud'],
    handle_time_s: 300,
    call_back_from_s: 600,
  },
};

export const SUGGESTED: SuggestedScorecard[] = [
  {
    conversation_id: 'conv-9',
    number: 1_039,
    agent_name: 'Jonas Berg',
    resolved_at: ago(DAY),
    why: ['low_csat', 'long_wait'],
  },
  {
    conversation_id: 'conv-8',
    number: 1_033,
    agent_name: 'Lucía Ferrer',
    resolved_at: ago(2 * DAY),
    why: ['critical'],
  },
  {
    conversation_id: 'conv-7',
    number: 1_027,
    agent_name: 'Aylin Kaya',
    resolved_at: ago(3 * DAY),
    why: ['random'],
  },
];

const PAUSED: Schema.Letter = {
  language: 'sv',
  subject: 'Din plan för köp ord-243 är ändrad',
  text: 'Vi har pausat din plan. Inget förfaller under tiden.\nNästa delbetalning förfaller när pausen är slut. Det kostar dig inget.',
};

const money = (amount_minor: number) => ({ amount_minor, currency: 'GBP' });
export function previewOf(act: Schema.PreviewAct): Schema.Preview {
  const days = act.action === 'pause_plan' ? act.days : 28;
  const amount = 'amount_minor' in act ? (act.amount_minor ?? 0) : 0;
  const none = { before: money(0), after: money(0) };
  const due = (instalment: number, day: number) => ({
    instalment,
    due_on: ahead(day * DAY).slice(0, 10),
    open: money(10_004),
  });
  const plan = (status: Schema.PlanStatus, later: number): Schema.PlanState => ({
    status,
    outstanding: money(20_008),
    interest_outstanding: money(0),
    fees_outstanding: money(0),
    dues: [due(2, 14 + later), due(3, 44 + later)],
  });
  const still: Schema.PlanState = { ...plan('paused', days), paused_until: ahead(days * DAY).slice(0, 10) };
  const isOfPlan =
    act.action === 'pause_plan' || act.action === 'extend_plan' || act.action === 'start_hardship';
  return {
    order_id: 'order_id' in act ? act.order_id : 'ord-1',
    plans: isOfPlan ? [{ plan_id: act.plan_id, before: plan('active', 0), after: still }] : [],
    balances: isOfPlan ? [] : [{ account: 'exp:goodwill', before: money(0), after: money(amount) }],
    returned: isOfPlan ? none : { before: money(0), after: money(amount) },
    in_dispute: none,
    payouts: isOfPlan ? [] : [{ payment_id: 'pay-1', amount: money(amount) }],
    cost: isOfPlan
      ? { borne_by: 'nobody', provider: money(0), merchant: money(0) }
      : { borne_by: 'provider', provider: money(amount), merchant: money(0) },
    policy: { rule: 'plan.pause', version: 'gb.2026-07', hash: '0'.repeat(64), source: 'CONC 7.3.4 R' },
    approval:
      amount > 5_000 ? { needed: true, why: 'it is more than one may give alone' } : { needed: false },
    undo: { possible: act.action === 'start_hardship', how: 'It ends by itself.' },
    messages: [
      {
        to: 'consumer',
        template: isOfPlan ? 'plan_changed' : 'goodwill_given',
        data: {},
        letter: isOfPlan ? PAUSED : null,
      },
    ],
    tasks: [],
  };
}

export function simulationOf(request: SimulationRequest): Simulation {
  const figure = (mean: number, standard_error: number) => ({ mean, standard_error });
  const first = Math.min(3, request.rules[0]?.reserved_seats ?? 0);
  const second = Math.min(3, request.rules[1]?.reserved_seats ?? 0);
  const pair = (...by: [inTime: number, abandoned: number, wait: number]) => {
    const [in_time_share, abandoned_share, wait_mean_s] = by.map((one) =>
      figure(one * (second - first), Math.abs(one) * 0.2),
    );
    if (!in_time_share || !abandoned_share || !wait_mean_s) return null;
    return { in_time_share, abandoned_share, wait_mean_s };
  };
  return {
    contacts:
      ((request.load.contacts_per_hour ?? 0) * (request.load.hours ?? 0) || LOGGED_CONTACTS) * request.runs,
    results: request.rules.map((rules, index) => {
      const kept = Math.min(3, rules.reserved_seats);
      return {
        rules,
        classes: [
          {
            name: 'critical',
            in_time_share: figure(0.848 + kept * 0.055, 0.012 - kept * 0.003),
            abandoned_share: figure(0.027 - kept * 0.008, 0.003),
            wait_mean_s: figure(14 - kept * 4, 0.9),
            difference: index > 0 ? pair(0.055, -0.008, -4) : null,
          },
          {
            name: 'other',
            in_time_share: figure(0.924 - kept * 0.016, 0.006),
            abandoned_share: figure(0.026 + kept * 0.006, 0.002),
            wait_mean_s: figure(7 + kept * 1.6, 0.4),
            difference: index > 0 ? pair(-0.016, 0.006, 1.6) : null,
          },
        ],
      };
    }),
  };
}

/** What rules say, as the server says it in the language that it is asked in. */
const LATE: Record<string, string> = {
  en: 'Your parcel is long past its promised day, and the carrier has not delivered it. You do not pay for it.',
  de: 'Ihr Paket ist lange über den zugesagten Tag hinaus, und der Zusteller hat es nicht zugestellt. Sie bezahlen es nicht.',
};
const SIGNED: Record<string, string> = {
  en: 'The shop gave a proof of delivery that shows your delivery address and who received the parcel.',
  de: 'Der Shop hat einen Zustellnachweis gegeben, der Ihre Lieferadresse zeigt und wer das Paket angenommen hat.',
};

export const outlookOf = (language: string): Schema.Outlook => ({
  outcome: 'consumer_full',
  decided: false,
  facts: [
    { name: 'goods', text: 'the goods are physical', known: true },
    { name: 'carrier', text: 'the carrier says the parcel is on its way', known: true },
    { name: 'proof_of_delivery', text: 'the shop gave no proof of delivery', known: false },
    { name: 'days_past_promise', text: 'days since the promised delivery date: 16', known: true },
    { name: 'earlier_claims', text: 'other claims in the last 180 days: 0', known: true },
  ],
  rules: [
    { id: 'INR-LATE', text: LATE[language] ?? LATE.en ?? '', fires: true, lacks: [], lacking: [] },
    {
      id: 'INR-POD-MATCH',
      text: SIGNED[language] ?? SIGNED.en ?? '',
      fires: false,
      lacks: ['proof_of_delivery is none; the rule wants [match]'],
      lacking: [
        {
          name: 'proof_of_delivery',
          wants: ["the shop's proof of delivery shows the approved address, the time and the recipient"],
        },
      ],
    },
  ],
});
