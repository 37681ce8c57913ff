//! One session on one page: what the server says, what the customer presses and what the page does come together here, and
//! decide whether frames go out. They do only while the session is active, the page is looked at, and nothing is paused.

import { askConfirm, askConsent } from './ask.ts';
import { Bar, type Pressed, type Shown } from './bar.ts';
import { Follow } from './follow.ts';
import { type Around, type Intents } from './intent.ts';
import { Life, type LifeHeard } from './life.ts';
import { Line, type LineHeard } from './line.ts';
import { loadHands } from './load.ts';
import { type Marks } from './marks.ts';
import {
  type Ask,
  type FromServer,
  type Grant,
  type Intent,
  type Outcome,
  type Person,
  type SessionPolicy,
  type State,
} from './messages.ts';
import { placeOf } from './place.ts';
import { type Place } from './rest.ts';
import { Stage } from './stage.ts';
import { type Kept } from './tabs.ts';
import { type Does } from './target.ts';
import { wordsOf, type Words } from './words.ts';

export interface SessionHeard {
  state: (state: State, grants: readonly Grant[]) => void;
  /** What to keep for the next page; null when it is over. */
  keep: (kept: Kept | null) => void;
}

const FULL_BYTES = 256_000;
const RATE_HZ_MAX = 60;
const DRAINED_EVERY_MS = 100;

export class Session implements Pressed, Around, LineHeard, LifeHeard {
  state: State = 'waiting';
  #given: readonly Grant[] = [];
  /** Taken back here, whatever the server still says. */
  readonly #takenBack = new Set<Grant>();
  #people: Person[] = [];
  policy: SessionPolicy | null = null;
  #isJoined = false;
  #isAsleep = false;
  #isPaused = false;
  /** Paused because nobody looked at the page. */
  #isAway = false;
  #isFull = false;
  #hz = RATE_HZ_MAX;
  follow: Follow | null = null;
  #captures = 0;
  #asking: AbortController | null = null;
  readonly #words: Words;
  readonly #stage: Stage;
  readonly #bar: Bar;
  #marks: Marks | null = null;
  #intents: Intents | null = null;
  readonly #line: Line;
  readonly #life: Life;

  constructor(
    private kept: Kept,
    tab: string,
    private readonly heard: SessionHeard,
  ) {
    this.#words = wordsOf([kept.language, document.documentElement.lang, ...navigator.languages]);
    this.#stage = new Stage(this.#words.language);
    this.#bar = new Bar(this.#stage, this.#words, this);
    this.#line = new Line(kept.server, kept, tab, this);
    this.#life = new Life(this);
  }

  /** `isAgain`: another page of the session was here before. */
  begin(isAgain: boolean): void {
    if (!isAgain) this.#keep(this.kept);
    void this.#line.connect(isAgain);
    this.sync();
  }

  get id(): string {
    return this.kept.id;
  }

  get code(): string {
    return this.kept.code ?? '';
  }

  get codeExpiresAt(): number {
    return this.kept.codeExpiresAt ?? 0;
  }

  get grants(): Grant[] {
    return this.#given.filter((grant) => !this.#takenBack.has(grant));
  }

  pause(): void {
    if (this.state !== 'active') return;
    this.#isPaused = true;
    this.#line.send({ t: 'pause' });
    this.#enter('paused');
  }

  end(reason?: string): void {
    if (this.state === 'ended') return;
    const isTold = this.#line.send({ t: 'end', reason });
    this.state = 'ended';
    this.#keep(null);
    // Without a connection it is told as soon as there is one.
    if (isTold) this.#finish();
    this.#bar.say(this.#words('paused'));
    this.#changed();
  }

  /** Another tab ended it, or has it now. */
  leave(): void {
    this.state = 'ended';
    this.#finish();
    this.sync();
  }

  resume(): void {
    this.#isPaused = false;
    this.#isAway = false;
    this.#line.send({ t: 'resume' });
    this.sync();
  }

  revoke(grant: Grant): void {
    this.#takenBack.add(grant);
    this.#line.send({ t: 'revoke', grant });
    this.#changed();
  }

  async hear(message: FromServer): Promise<void> {
    if (this.state === 'ended') {
      // It ended here while there was no connection.
      if (message.t === 'welcome') this.#line.send({ t: 'end' });
      this.#finish();
      return;
    }
    switch (message.t) {
      case 'welcome':
        this.#welcome(message);
        return;
      case 'state':
        this.#given = message.grants;
        this.#enter(message.state);
        return;
      case 'ask':
        await this.#ask(message.ask);
        return;
      case 'people':
        this.#met(message.people);
        return;
      case 'policy':
        this.policy = message.policy;
        this.#anew();
        return;
      case 'checkpoint':
        this.#anew();
        return;
      case 'rate':
        this.#hz = message.hz || RATE_HZ_MAX;
        this.follow?.rate(this.#hz);
        return;
      case 'asleep':
        this.#isAsleep = true;
        this.#changed();
        return;
      case 'intent':
        this.#line.send({ t: 'outcome', id: message.id, ...(await this.#run(message)) });
        return;
      case 'locate': {
        const { id, node, frame } = message;
        this.#line.send({ t: 'place', id, ...placeOf(this.follow, this.policy, node, frame) });
        return;
      }
      case 'pong':
      case 'bye':
        return;
      default:
        (await this.#marked())?.show(message, this.#people);
    }
  }

  #welcome({ session, state, grants, policy, people, ask, idle_s }: FromServer & { t: 'welcome' }): void {
    this.#line.named(session);
    this.#isJoined = true;
    this.#given = grants;
    this.policy = policy;
    this.#people = people;
    this.#life.idleS = idle_s;
    // What was pressed while there was no connection.
    for (const grant of this.#takenBack) if (grants.includes(grant)) this.#line.send({ t: 'revoke', grant });
    if (this.#isPaused && state === 'active') this.#line.send({ t: 'pause' });
    this.#enter(this.#isPaused && state === 'active' ? 'paused' : state);
    if (this.#life.isSeen) this.seen();
    if (ask) void this.#ask(ask);
  }

  #met(people: Person[]): void {
    this.#people = people;
    const seats = new Set(people.map(({ seat }) => String(seat)));
    this.#marks?.clear((key) => !seats.has(key.split('/')[0] ?? ''));
    this.sync();
  }

  async #ask(ask: Ask): Promise<void> {
    const signal = this.#newQuestion();
    if (this.state === 'waiting') this.state = 'shown';
    this.sync();
    this.#line.send({ t: 'shown', ask: ask.id });
    const answer = await askConsent(this.#stage, wordsOf([ask.text.language]), ask, this.grants, signal);
    // Withdrawn, or another took its place: nobody answered.
    if (signal.aborted) return;
    this.sync();
    if (!answer.grants) {
      this.#line.send({ t: 'decline', ask: ask.id });
      return;
    }
    const grants = [...new Set<Grant>(['view', ...answer.grants])].filter((grant) =>
      ask.wants.includes(grant),
    );
    for (const grant of grants) this.#takenBack.delete(grant);
    this.#line.send({ t: 'accept', ask: ask.id, grants, hash: answer.hash ?? ask.text.hash });
  }

  /** The one question that is open; the one before it is withdrawn. */
  #newQuestion(): AbortSignal {
    this.#asking?.abort();
    this.#asking = new AbortController();
    return this.#asking.signal;
  }

  #enter(state: State): void {
    const before = this.state;
    if (state !== 'paused' && state !== 'active') this.#isPaused = false;
    this.state = this.#isPaused && state === 'active' ? 'paused' : state;
    // The code was used, or is of no use any more.
    if (state !== 'waiting' && this.kept.code) this.#keep({ ...this.kept, code: undefined });
    if (state === 'ended' || state === 'declined') {
      this.#asking?.abort();
      this.over();
      if (before !== state) this.#bar.say(this.#words('paused'));
    }
    this.#changed();
  }

  /** Something else holds now than before. */
  #changed(): void {
    const { grants } = this;
    if (!grants.includes('draw')) this.#marks?.clear((key) => !key.endsWith('/pointer'));
    this.heard.state(this.state, grants);
    this.sync();
  }

  get isAsking(): boolean {
    return this.#stage.isAsking;
  }

  confirm(agent: string, name: string, does: Does): Promise<boolean> {
    return askConfirm(this.#stage, this.#words, agent, name, does, this.#newQuestion());
  }

  placed(place: Place): void {
    if (this.state !== 'ended') this.#keep({ ...this.kept, ...place });
  }

  back(): void {
    void this.#line.connect(true);
  }

  /** Frames go out, or not; and what is seen says so. */
  sync(): void {
    const isLive = this.#isJoined && this.state === 'active' && this.grants.includes('view');
    const isSending = isLive && this.#life.isSeen && !this.#isAsleep && !this.#isFull;
    if (isSending && !this.follow) this.#start();
    else if (!isSending) this.#stop();
    if (!isLive || this.#isAsleep) {
      this.#marks?.leave();
      this.#marks = null;
    }
    this.#bar.show(this.#shown());
  }

  #shown(): Shown {
    const { state, grants, code, codeExpiresAt } = this;
    const people = this.#people;
    const goesOn = state === 'active' || state === 'paused';
    let kind: Shown['kind'] = 'nothing';
    if (state === 'waiting' && code !== '') kind = 'code';
    else if (goesOn && !this.#isAsleep) kind = this.#isJoined ? state : 'lost';
    return { kind, code, codeExpiresAt, people, grants };
  }

  #start(): void {
    const onFrame = (frame: Uint8Array): void => {
      this.#line.sendFrame(frame);
      this.#crowd();
    };
    // The capture fails closed, and so does the session.
    const onError = (): void => this.end();
    try {
      this.#captures += 1;
      this.follow = new Follow(this.policy, onFrame, onError, this.#captures === 1);
      this.follow.rate(this.#hz);
    } catch {
      onError();
    }
  }

  #stop(): void {
    this.follow?.stop();
    this.follow = null;
  }

  #anew(): void {
    this.#stop();
    this.sync();
  }

  /** A line that is stuck gets no more frames, and a new beginning when it is free. */
  #crowd(): void {
    this.#isFull = this.#line.waiting > FULL_BYTES;
    if (!this.#isFull) return;
    this.#stop();
    const look = window.setInterval(() => {
      if (this.#line.waiting > 0) return;
      clearInterval(look);
      this.#isFull = false;
      this.sync();
    }, DRAINED_EVERY_MS);
  }

  /** What cannot be loaded cannot be done. */
  async #run(intent: Intent): Promise<Outcome> {
    const hands = await loadHands().catch(() => null);
    if (!hands) return { outcome: 'refused', why: 'gone' };
    this.#intents ??= new hands.Intents(this);
    return this.#intents.run(intent);
  }

  async #marked(): Promise<Marks | null> {
    const isShown = (): boolean => this.state === 'active' && !this.#isAsleep;
    const hands = this.#marks || !isShown() ? null : await loadHands().catch(() => null);
    if (hands && isShown()) this.#marks ??= new hands.Marks(this.#stage);
    return this.#marks;
  }

  seen(): void {
    this.#isAsleep = false;
    this.#line.send({ t: 'here' });
    if (this.#isAway) this.resume();
    this.#changed();
  }

  away(): void {
    if (this.#isAsleep || this.state !== 'active') return;
    this.#isAway = true;
    this.#line.send({ t: 'pause' });
    this.#enter('paused');
  }

  lost(): void {
    this.#isJoined = false;
    this.#asking?.abort();
    this.sync();
  }

  /** The page goes away; the next one goes on. */
  left(): void {
    this.#stop();
    this.#isJoined = false;
    this.#line.close();
  }

  over(reason?: string): void {
    if (reason !== 'replaced') this.#keep(null);
    this.state = this.state === 'declined' ? 'declined' : 'ended';
    this.#finish();
    this.#changed();
  }

  #finish(): void {
    this.#asking?.abort();
    this.#stop();
    this.#life.end();
    this.#line.close();
  }

  #keep(kept: Kept | null): void {
    if (kept) this.kept = kept;
    this.heard.keep(kept);
  }
}
