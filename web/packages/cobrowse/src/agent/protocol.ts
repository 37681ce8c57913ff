//! What goes over the socket between a viewer and the server. A text that is none of these messages is not read.

export const PROTOCOL = 1;

export const GRANTS = ['view', 'draw', 'scroll', 'control', 'record'] as const;
export type Grant = (typeof GRANTS)[number];
export const STATES = ['waiting', 'asked', 'shown', 'active', 'declined', 'paused', 'ended'] as const;
export type SessionState = (typeof STATES)[number];
export const OUTCOMES = ['done', 'refused', 'declined'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Person {
  seat: number;
  name: string;
  role: string;
}

/** In quarters of a CSS pixel of the page, whole numbers. */
export type Point = readonly [x: number, y: number];

export type Mark =
  | { t: 'pointer' | 'laser'; x: number | null; y: number | null }
  | { t: 'ink'; id: string; points: Point[]; fades: boolean }
  | { t: 'box'; id: string; x: number; y: number; w: number; h: number }
  | { t: 'arrow'; id: string; from: Point; to: Point }
  | { t: 'clear' };
export type SeatMark = Mark & { seat: number };

/** What the agent asks the customer's page to do. `type` replaces what the field holds; `scroll` names the place to scroll
 * to, in quarters of a CSS pixel; options of a choice count from 0. */
export type Act =
  | { do: 'click' | 'focus' }
  | { do: 'type'; text: string }
  | { do: 'select'; index: number }
  | { do: 'scroll'; x: number; y: number }
  | { do: 'check'; on: boolean };

export type FromServer =
  | {
      t: 'welcome';
      session: string;
      seat: number;
      state: SessionState;
      grants: Grant[];
      people: Person[];
      customer: { name?: string; language?: string };
    }
  | { t: 'state'; state: SessionState; grants: Grant[]; reason?: string }
  | { t: 'people'; people: Person[] }
  | SeatMark
  | { t: 'outcome'; id: string; seat: number; outcome: Outcome; why?: string }
  | { t: 'dropped'; node: number; why: string }
  | { t: 'blind'; seat: number; node: number; note?: string }
  | { t: 'latency'; customer_ms: number }
  | { t: 'bye'; reason: string }
  | { t: 'pong' };

export type ToServer =
  | { t: 'hello'; protocol: number; token: string }
  | { t: 'ask'; wants: Grant[] }
  | Mark
  | { t: 'intent'; id: string; frame: number; node: number; act: Act }
  | { t: 'blind'; node: number; note?: string }
  | { t: 'end' | 'leave' | 'ping' };

type Fields = Record<string, unknown>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isOneOf = <T extends string>(list: readonly T[], value: unknown): value is T =>
  (list as readonly unknown[]).includes(value);
const isPoint = (value: unknown): value is Point =>
  Array.isArray(value) && value.length === 2 && value.every(isNumber);
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const optional = (value: unknown): string | undefined => (isText(value) ? value : undefined);

function people(value: unknown): Person[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) =>
    isObject(one) && isNumber(one.seat) && isText(one.name) && isText(one.role)
      ? [{ seat: one.seat, name: one.name, role: one.role }]
      : [],
  );
}

const grants = (value: unknown): Grant[] =>
  Array.isArray(value) ? value.filter((one) => isOneOf(GRANTS, one)) : [];

/** A mark of a message, without its seat; null if it is none. */
export function readMark(from: Fields): Mark | null {
  const { t, id, x, y } = from;
  switch (t) {
    case 'pointer':
    case 'laser':
      return isNumber(x) && isNumber(y) ? { t, x, y } : { t, x: null, y: null };
    case 'ink':
      return isText(id) && Array.isArray(from.points) && from.points.every(isPoint)
        ? { t, id, points: from.points, fades: from.fades !== false }
        : null;
    case 'box':
      return isText(id) && isNumber(x) && isNumber(y) && isNumber(from.w) && isNumber(from.h)
        ? { t, id, x, y, w: from.w, h: from.h }
        : null;
    case 'arrow':
      return isText(id) && isPoint(from.from) && isPoint(from.to)
        ? { t, id, from: from.from, to: from.to }
        : null;
    case 'clear':
      return { t };
    default:
      return null;
  }
}

/** Reads a JSON text as an object; null for anything else. */
export function readFields(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Reads a message of the server; null for what is unknown or does not hold what it must. */
export function readMessage(text: string): FromServer | null {
  const from = readFields(text);
  if (!from) return null;
  const { t, seat, state } = from;
  switch (t) {
    case 'welcome': {
      if (!isText(from.session) || !isNumber(seat) || !isOneOf(STATES, state)) return null;
      const customer = isObject(from.customer) ? from.customer : {};
      return {
        t,
        session: from.session,
        seat,
        state,
        grants: grants(from.grants),
        people: people(from.people),
        customer: { name: optional(customer.name), language: optional(customer.language) },
      };
    }
    case 'state':
      return isOneOf(STATES, state)
        ? { t, state, grants: grants(from.grants), reason: optional(from.reason) }
        : null;
    case 'people':
      return { t, people: people(from.people) };
    case 'outcome':
      return isText(from.id) && isOneOf(OUTCOMES, from.outcome)
        ? { t, id: from.id, seat: isNumber(seat) ? seat : 0, outcome: from.outcome, why: optional(from.why) }
        : null;
    case 'dropped':
      return isNumber(from.node) ? { t, node: from.node, why: optional(from.why) ?? '' } : null;
    case 'blind':
      return isNumber(from.node) && isNumber(seat)
        ? { t, seat, node: from.node, note: optional(from.note) }
        : null;
    case 'latency':
      return isNumber(from.customer_ms) ? { t, customer_ms: from.customer_ms } : null;
    case 'bye':
      return { t, reason: optional(from.reason) ?? '' };
    case 'pong':
      return { t };
    default: {
      const mark = readMark(from);
      return mark && isNumber(seat) ? { ...mark, seat } : null;
    }
  }
}
