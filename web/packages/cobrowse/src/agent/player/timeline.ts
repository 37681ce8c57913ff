//! What happened in a recording, in words, with its moment.

import { GRANTS, OUTCOMES, type Grant } from '../protocol.ts';
import { type Words } from '../words.ts';
import { type EventRead } from './tape.ts';

export type LineTone = 'plain' | 'good' | 'bad' | 'warn';

export interface Line {
  ms: number;
  text: string;
  tone: LineTone;
}

/** Of the same kind within this, one is told. */
const TOLD_TOGETHER_MS = 5_000;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const grantsOf = (value: unknown): Grant[] =>
  Array.isArray(value) ? GRANTS.filter((one) => value.includes(one)) : [];

export class Timeline {
  readonly lines: Line[] = [];
  private state = '';
  private grants: Grant[] = [];
  private people = new Map<number, string>();
  private drawnAt = -Infinity;
  private doneAt = -Infinity;
  private readonly intents = new Map<string, { line: Line; act: string }>();

  constructor(private readonly words: Words) {}

  add({ ms, fields }: EventRead): void {
    const { words } = this;
    switch (fields.t) {
      case 'ask': {
        const wants = grantsOf(fields.wants ?? objectOf(fields.ask).wants);
        if (wants.length > 0) this.say(ms, words('event_asked', { grants: words.grants(wants) }), 'plain');
        break;
      }
      case 'state':
        this.stateChanged(ms, fields);
        break;
      case 'people':
        this.peopleChanged(ms, fields.people);
        break;
      case 'declined':
        this.say(ms, words('event_declined'), 'bad');
        break;
      case 'transferred':
        this.say(ms, words('event_transferred', { name: this.nameOf(fields.to) }), 'plain');
        break;
      case 'intent':
        this.intent(ms, fields);
        break;
      case 'outcome':
        this.outcome(ms, fields);
        break;
      case 'ink':
      case 'box':
      case 'arrow':
        if (ms - this.drawnAt > TOLD_TOGETHER_MS) this.say(ms, words('event_drawn'), 'plain');
        this.drawnAt = ms;
        break;
      case 'blind': {
        const note = textOf(fields.note);
        this.say(ms, note === '' ? words('event_blind') : words('event_blindNote', { note }), 'warn');
        break;
      }
      case 'dropped':
        this.say(ms, words('event_dropped'), 'bad');
        break;
    }
  }

  private nameOf(seat: unknown): string {
    return typeof seat === 'number' ? (this.people.get(seat) ?? '') : '';
  }

  private say(ms: number, text: string, tone: LineTone): Line {
    const line = { ms, text, tone };
    this.lines.push(line);
    return line;
  }

  private stateChanged(ms: number, fields: Record<string, unknown>): void {
    const { words } = this;
    const state = textOf(fields.state);
    const before = this.state;
    this.state = state;
    if (state !== before) {
      if (state === 'active')
        this.say(ms, words(before === 'paused' ? 'event_resumed' : 'event_active'), 'good');
      else if (state === 'paused') this.say(ms, words('event_paused'), 'warn');
      else if (state === 'ended') this.say(ms, words('event_ended'), 'plain');
    }
    if (state !== 'active') return;
    const now = grantsOf(fields.grants);
    const more = now.filter((one) => !this.grants.includes(one) && one !== 'view');
    const less = this.grants.filter((one) => !now.includes(one));
    this.grants = now;
    if (more.length > 0) this.say(ms, words('event_granted', { grants: words.grants(more) }), 'good');
    if (less.length > 0) this.say(ms, words('event_revoked', { grants: words.grants(less) }), 'warn');
  }

  private peopleChanged(ms: number, list: unknown): void {
    const now = new Map<number, string>();
    for (const one of Array.isArray(list) ? list : []) {
      const { seat, name } = objectOf(one);
      if (typeof seat === 'number') now.set(seat, textOf(name));
    }
    for (const [seat, name] of now)
      if (!this.people.has(seat)) this.say(ms, this.words('event_joined', { name }), 'plain');
    for (const [seat, name] of this.people)
      if (!now.has(seat)) this.say(ms, this.words('event_left', { name }), 'plain');
    this.people = now;
  }

  private intent(ms: number, fields: Record<string, unknown>): void {
    const { words } = this;
    const code = textOf(objectOf(fields.act).do);
    if (code === '') return;
    const act = words.code('act', code);
    const text = words('event_intent', { act, outcome: words('outcome_silent') });
    const line: Line = { ms, text, tone: 'warn' };
    // A turn of the wheel is many wishes; of them only one that fails is told.
    if (code !== 'scroll' && code !== 'focus') this.lines.push(line);
    this.intents.set(`${String(fields.seat)}/${textOf(fields.id)}`, { line, act });
  }

  /** The recording may hold the outcome alone. */
  private outcome(ms: number, fields: Record<string, unknown>): void {
    const { words } = this;
    const outcome = OUTCOMES.find((one) => one === fields.outcome);
    if (!outcome) return;
    const known = this.intents.get(`${String(fields.seat)}/${textOf(fields.id)}`);
    const act = known?.act ?? words('tool_control');
    const why = textOf(fields.why);
    const said = words.code('outcome', outcome) + (why === '' ? '' : ` (${words.code('why', why)})`);
    const text = words('event_intent', { act, outcome: said });
    const tone = outcome === 'done' ? 'good' : 'bad';
    if (known) Object.assign(known.line, { text, tone });
    const isTold = known && this.lines.includes(known.line);
    // Scrolling is many wishes that are done: they are told together.
    const isMore = outcome === 'done' && (known !== undefined || ms - this.doneAt < TOLD_TOGETHER_MS);
    if (outcome === 'done' && !known) this.doneAt = ms;
    if (!isTold && !isMore) this.lines.push(known?.line ?? { ms, text, tone });
  }
}

/** Minutes and seconds, with hours where there are any. */
export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
