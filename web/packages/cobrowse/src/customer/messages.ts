//! What is said on the socket between this page and the server: JSON texts, their kind in `t`. Frames of the capture go as
//! binary messages beside them.

import { type PolicyRule } from '../capture/policy.ts';

export type Grant = 'view' | 'draw' | 'scroll' | 'control' | 'record';
/** What can be granted beside the view, in the order in which it is asked and shown. */
export const EXTRAS = ['draw', 'scroll', 'control', 'record'] as const;
export type Extra = (typeof EXTRAS)[number];

export type State = 'waiting' | 'asked' | 'shown' | 'active' | 'declined' | 'paused' | 'ended';

/** What an agent asks for. */
export interface Ask {
  id: number;
  agent: string;
  company: string;
  wants: Grant[];
  /** The words that the server expects to be shown. */
  text: { version: string; language: string; hash: string };
  purpose: string;
}

/** Elements below these selectors, on these paths or on all. */
export interface Where {
  selector: string;
  paths?: string[];
}

/** The signed policy, as far as this page needs it. */
export interface SessionPolicy {
  hash: string;
  rules: PolicyRule[];
  /** Where an agent may fill in. */
  writable: Where[];
  /** What is done only after the customer said so. */
  confirm: Where[];
}

export interface Person {
  seat: number;
  name: string;
  role: string;
}

export type Act =
  | { do: 'click' }
  | { do: 'focus' }
  | { do: 'type'; text: string }
  | { do: 'select'; index: number }
  | { do: 'check'; on: boolean }
  | { do: 'scroll'; x: number; y: number };

export interface Intent {
  id: string;
  seat: number;
  agent: string;
  frame: number;
  node: number;
  act: Act;
}

/** Where a box is: see `place.ts`. */
export interface Located {
  page?: string;
  path: string[];
}

type Point = [number, number];
/** What an agent points at or draws, in quarters of a CSS pixel of the page. */
export type Mark =
  | { t: 'pointer' | 'laser'; seat: number; x: number | null; y?: number }
  | { t: 'ink'; seat: number; id: string; points: Point[]; fades?: boolean }
  | { t: 'box'; seat: number; id: string; x: number; y: number; w: number; h: number }
  | { t: 'arrow'; seat: number; id: string; from: Point; to: Point }
  | { t: 'clear'; seat: number };

export type FromServer =
  | {
      t: 'welcome';
      session: string;
      state: State;
      grants: Grant[];
      policy: SessionPolicy | null;
      people: Person[];
      ask: Ask | null;
      idle_s?: number;
    }
  | { t: 'ask'; ask: Ask }
  | { t: 'state'; state: State; grants: Grant[]; reason?: string }
  | { t: 'people'; people: Person[] }
  | { t: 'policy'; policy: SessionPolicy | null }
  | { t: 'rate'; hz: number }
  | { t: 'checkpoint' | 'asleep' | 'pong' }
  | { t: 'bye'; reason: string }
  | ({ t: 'intent' } & Intent)
  | { t: 'locate'; id: string; frame: number; node: number }
  | Mark;

/** Why an intent was refused. */
export type Why =
  'grant' | 'stale' | 'redacted' | 'hidden' | 'sensitive' | 'writable' | 'origin' | 'gone' | 'rate' | 'kind';

/** What became of an intent. */
export type Outcome = { outcome: 'done' | 'declined' } | { outcome: 'refused'; why: Why };

export type ToServer =
  | { t: 'hello'; protocol: 1; token: string; tab: string }
  | { t: 'shown' | 'decline'; ask: number }
  | { t: 'accept'; ask: number; grants: Grant[]; hash: string }
  | { t: 'revoke'; grant: Grant }
  | { t: 'end'; reason?: string }
  | ({ t: 'outcome'; id: string } & Outcome)
  | ({ t: 'place'; id: string } & Located)
  | { t: 'pause' | 'resume' | 'here' | 'ping' };
