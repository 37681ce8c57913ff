//! A session as a viewer knows it: its state, what is granted, who is there, and what became of each thing that was asked.

import { Link, type Phase, type Place } from './link.ts';
import {
  type Act,
  type FromServer,
  type Grant,
  type Mark,
  type Outcome,
  type Person,
  type SeatMark,
  type SessionState,
} from './protocol.ts';

/** What a host page is told each time something of it changed. */
export interface SessionShown {
  session: string;
  seat: number;
  phase: Phase;
  state: SessionState;
  /** Why it is paused or ended, or why the server let us go. */
  reason: string;
  grants: Grant[];
  /** Grants that the customer was asked for and has not answered. */
  asked: Grant[];
  people: Person[];
  customer: { name?: string; language?: string };
  /** To the server and back, in milliseconds; the customer's own way as the server measured it. */
  roundMs: number | null;
  customerMs: number | null;
}

/** What happened, for the host page's own log. */
export type SessionEvent =
  | { kind: 'intent'; id: string; node: number; act: Act['do'] }
  | { kind: 'outcome'; id: string; outcome: Outcome | 'silent'; why: string }
  | { kind: 'asked'; wants: Grant[] }
  | { kind: 'answered'; given: Grant[]; refused: Grant[] }
  | { kind: 'blind'; node: number; note: string }
  | { kind: 'blind_other'; seat: number; node: number; note: string }
  | { kind: 'dropped'; node: number; why: string };

export interface SessionOptions {
  first: Place;
  place?: () => Promise<Place>;
  onChange: (shown: SessionShown) => void;
  onEvent: (event: SessionEvent) => void;
  onMark: (mark: SeatMark) => void;
  onFrame: (frame: Uint8Array) => void;
}

/** An intent without an answer is given up after this. The customer may be reading a question about it. */
const ANSWER_MS_MAX = 60_000;
/** Who has not answered by then may be asked again. */
const ASK_MS_MAX = 60_000;
const NOTE_CHARACTERS_MAX = 500;
/** After these the place is gone, but the session is not. */
const COME_BACK = new Set(['moved', 'stopping', 'slow']);

export class Session {
  shown: SessionShown = {
    session: '',
    seat: 0,
    phase: 'connecting',
    state: 'waiting',
    reason: '',
    grants: [],
    asked: [],
    people: [],
    customer: {},
    roundMs: null,
    customerMs: null,
  };
  private readonly link: Link;
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>();
  private count = 0;
  private asking: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SessionOptions) {
    this.link = new Link({
      first: options.first,
      place: options.place,
      onMessage: (message) => this.heard(message),
      onFrame: (frame) => {
        if (this.shown.state === 'active') options.onFrame(frame);
      },
      onPhase: (phase) => this.change({ phase, ...(phase === 'lost' ? { roundMs: null } : {}) }),
      onRound: (ms) => this.change({ roundMs: Math.round(ms) }),
    });
  }

  start(): void {
    this.link.start();
  }

  has(grant: Grant): boolean {
    return this.shown.state === 'active' && this.shown.grants.includes(grant);
  }

  /** Asks the customer for grants that are not given. */
  ask(wants: Grant[]): void {
    const missing = wants.filter((one) => !this.shown.grants.includes(one));
    if (missing.length === 0 || !this.link.send({ t: 'ask', wants: missing })) return;
    this.change({ asked: [...new Set([...this.shown.asked, ...missing])] });
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.change({ asked: [] }), ASK_MS_MAX);
    this.options.onEvent({ kind: 'asked', wants: missing });
  }

  /** Shows a mark to the customer and the other seats; false where it was not allowed to go. */
  mark(mark: Mark): boolean {
    return this.has(mark.t === 'pointer' ? 'view' : 'draw') && this.link.send(mark);
  }

  /** Asks the customer's page to do something, as it was at `frame`. Gives the number of the wish; null if it did not go. */
  intent(frame: number, node: number, act: Act): string | null {
    this.count += 1;
    const id = `i${this.count}`;
    if (!this.link.send({ t: 'intent', id, frame, node, act })) return null;
    this.options.onEvent({ kind: 'intent', id, node, act: act.do });
    this.waiting.set(
      id,
      setTimeout(() => this.answered(id, 'silent', ''), ANSWER_MS_MAX),
    );
    return id;
  }

  /** Tells that a box is hidden which the agent would have to see. */
  blind(node: number, note: string): void {
    const said = note.trim().slice(0, NOTE_CHARACTERS_MAX);
    if (this.link.send({ t: 'blind', node, ...(said === '' ? {} : { note: said }) }))
      this.options.onEvent({ kind: 'blind', node, note: said });
  }

  end(): void {
    this.link.send({ t: 'end' });
  }

  /** Goes; the session goes on for the others. */
  leave(): void {
    this.link.send({ t: 'leave' });
    this.stop();
  }

  /** Comes back at once; for a picture that can no longer be drawn too. */
  again(isBroken: boolean): void {
    if (isBroken) this.link.again();
    else this.link.hurry();
  }

  stop(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
    clearTimeout(this.asking);
    this.link.stop();
  }

  private heard(message: FromServer): void {
    switch (message.t) {
      case 'welcome': {
        const { session, seat, state, grants, people, customer } = message;
        this.change({ session, seat, state, grants, people, customer, asked: [], reason: '' });
        if (state === 'ended') this.stop();
        break;
      }
      case 'state':
        this.stateChanged(message.state, message.grants, message.reason ?? '');
        break;
      case 'people':
        this.change({ people: message.people });
        break;
      case 'outcome':
        if (message.seat === this.shown.seat) this.answered(message.id, message.outcome, message.why ?? '');
        break;
      case 'dropped':
        this.options.onEvent({ kind: 'dropped', node: message.node, why: message.why });
        break;
      case 'blind': {
        const { seat, node, note = '' } = message;
        this.options.onEvent({ kind: 'blind_other', seat, node, note });
        break;
      }
      case 'latency':
        this.change({ customerMs: Math.round(message.customer_ms) });
        break;
      case 'bye':
        this.dismissed(message.reason);
        break;
      case 'pong':
        break;
      default:
        this.options.onMark(message);
    }
  }

  private stateChanged(state: SessionState, grants: Grant[], reason: string): void {
    const { asked, state: before, grants: had } = this.shown;
    const given = asked.filter((one) => grants.includes(one));
    // While it stays active, a message about the same grants is the answer to what was asked: not given.
    const isAnswer = state === 'active' && before === 'active';
    const isLess = had.some((one) => !grants.includes(one));
    const refused = isAnswer && !isLess ? asked.filter((one) => !grants.includes(one)) : [];
    const isOver = state === 'ended' || state === 'declined';
    const left = isOver ? [] : asked.filter((one) => !given.includes(one) && !refused.includes(one));
    this.change({ state, grants, reason, asked: left });
    if (given.length + refused.length > 0) this.options.onEvent({ kind: 'answered', given, refused });
    if (state === 'ended') this.stop();
  }

  private dismissed(reason: string): void {
    if (COME_BACK.has(reason)) {
      this.link.again();
      return;
    }
    this.change({ reason: this.shown.state === 'ended' ? this.shown.reason : reason });
    if (reason === 'ended') this.change({ state: 'ended' });
    this.stop();
  }

  private answered(id: string, outcome: Outcome | 'silent', why: string): void {
    const timer = this.waiting.get(id);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.waiting.delete(id);
    this.options.onEvent({ kind: 'outcome', id, outcome, why });
  }

  private change(part: Partial<SessionShown>): void {
    this.shown = { ...this.shown, ...part };
    this.options.onChange(this.shown);
  }
}
