//! What it has written down and measured: macros, the report, scorecards.

import type { Macro, Report, Scorecard } from '../../src/api/shapes.ts';
import { ago, DAY } from './clock.ts';
import { USERS } from './people.ts';

export const MACROS: Macro[] = [
  {
    id: 'm1',
    name: 'Late parcel',
    language: 'en',
    shared: true,
    text: 'Hello {{customer.name}}, I am sorry your parcel is late. I have looked at order {{order.id}}, and this is what happens next: …\n\n{{agent.name}}',
  },
  {
    id: 'm2',
    name: 'Beklaga sorgen',
    language: 'sv',
    shared: true,
    text: 'Jag beklagar sorgen. Du behöver inte göra något just nu. Jag har stoppat alla påminnelser, och jag är din kontakt här.\n\n{{agent.name}}',
  },
  {
    id: 'm3',
    name: 'Ratenpause bestätigt',
    language: 'de',
    shared: false,
    text: 'Guten Tag {{customer.name}}, Ihr Plan ist pausiert. Bis dahin wird nichts abgebucht.',
  },
];

const wave = (index: number, low: number, high: number): number =>
  low + ((high - low) * (1 + Math.sin(index * 1.7) + Math.sin(index * 0.61))) / 3;

export function reportOf(days: number): Report {
  const rows = Array.from({ length: days }, (_, index) => ({
    date: ago((days - index) * DAY).slice(0, 10),
    contacts: Math.round(wave(index, 180, 420)),
    first_response_p50_s: Math.round(wave(index, 14, 32)),
    first_response_p90_s: Math.round(wave(index + 2, 45, 120)),
    self_service_share: wave(index + 2, 0.72, 0.86),
    sla_share: wave(index, 0.9, 0.985),
    automated_share: wave(index + 1, 0.52, 0.66),
    first_contact_resolution_share: wave(index + 4, 0.71, 0.83),
    wrong_decision_share: wave(index, 0.006, 0.021),
    overturn_share: wave(index + 3, 0.02, 0.05),
    csat: wave(index, 4.2, 4.7),
  }));
  const mean = (read: (row: (typeof rows)[number]) => number) =>
    rows.reduce((sum, row) => sum + read(row), 0) / rows.length;
  return {
    days: rows,
    totals: {
      contacts: rows.reduce((sum, row) => sum + row.contacts, 0),
      first_response_p50_s: Math.round(mean((row) => row.first_response_p50_s)),
      first_response_p90_s: Math.round(mean((row) => row.first_response_p90_s)),
      self_service_share: mean((row) => row.self_service_share),
      sla_share: mean((row) => row.sla_share),
      automated_share: mean((row) => row.automated_share),
      first_contact_resolution_share: mean((row) => row.first_contact_resolution_share),
      wrong_decision_share: mean((row) => row.wrong_decision_share),
      overturn_share: mean((row) => row.overturn_share),
      csat: mean((row) => row.csat),
    },
    agents: USERS.slice(0, 4).map((one, index) => ({
      user_id: one.id,
      name: one.name,
      conversations: 412 - index * 57,
      first_response_p50_s: 16 + index * 4,
      csat: 4.7 - index * 0.1,
      overturned: index * 2,
    })),
  };
}

export const SCORECARDS: Scorecard[] = Array.from({ length: 18 }, (_, index) => ({
  id: `card-${index}`,
  conversation_id: 'conv-9',
  number: 1_040 - index,
  agent_name: ['Jonas Berg', 'Lucía Ferrer', 'Aylin Kaya'][index % 3] ?? '',
  at: ago((index + 1) * 2.5 * DAY),
  scores: {
    acknowledged: 5 - (index % 2),
    correct: 4,
    no_repeat: 5 - (index % 3),
    next_step: 3 + ((index + (index % 4)) % 3),
    tone: 5 - ((index >> 2) % 2),
  },
}));
