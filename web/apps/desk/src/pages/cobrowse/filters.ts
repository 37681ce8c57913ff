//! What recordings are looked for by: the fields of the form, and the query that they come to. Pure.

/** A three-way question: it does not matter, yes, or no. */
export type Whether = 'any' | 'yes' | 'no';

/** Why a session ended. */
export const ENDS = ['customer', 'agent', 'log_out', 'idle', 'away', 'violation', 'policy', 'time'] as const;
export type End = (typeof ENDS)[number];

export interface Filters {
  customer: string;
  agent: string;
  /** Days, as `2026-11-23`; empty where it does not matter. */
  from: string;
  to: string;
  end: End | 'any';
  controlled: Whether;
  held: Whether;
  reviewed: Whether;
  /** Minutes; empty where it does not matter. */
  minutes: string;
  /** Points of the newest review; empty where it does not matter. */
  points: string;
}

/** No choice of a list has an empty name. */
export const ANYBODY = 'any';
export const NO_FILTERS: Filters = {
  customer: '',
  agent: ANYBODY,
  from: '',
  to: '',
  end: 'any',
  controlled: 'any',
  held: 'any',
  reviewed: 'any',
  minutes: '',
  points: '',
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const flag = (value: Whether): boolean | undefined => (value === 'any' ? undefined : value === 'yes');

/** The instant at which a day begins here, `days` later. */
function dayOf(day: string, days = 0): string | undefined {
  const at = Date.parse(`${day}T00:00:00`);
  return Number.isNaN(at) ? undefined : new Date(at + days * DAY_MS).toISOString();
}

function whole(text: string): number | undefined {
  const number = Number.parseInt(text, 10);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** The query of the filters. By a customer, their agent is not asked for: each has an index of its own. */
export function queryOf(filters: Filters) {
  const customer = filters.customer.trim() || undefined;
  const minutes = whole(filters.minutes);
  return {
    customer_id: customer,
    user_id: customer || filters.agent === ANYBODY ? undefined : filters.agent,
    from: dayOf(filters.from),
    // The last day counts whole.
    to: dayOf(filters.to, 1),
    ended_why: filters.end === 'any' ? undefined : filters.end,
    controlled: flag(filters.controlled),
    held: flag(filters.held),
    reviewed: flag(filters.reviewed),
    length_ms_min: minutes === undefined ? undefined : minutes * MINUTE_MS,
    points_max: whole(filters.points),
  };
}
