//! The live view: a session's picture with the agent's tools over it, in an element of the host page.

import { type AssetSource } from '../view/index.ts';
import { Bar, Card } from './bar.ts';
import { Control } from './control.ts';
import { button, h, type Icon } from './dom.ts';
import { type Zoom } from './geometry.ts';
import { type Place } from './link.ts';
import { Notices } from './notices.ts';
import { Popup } from './popup.ts';
import { type Mark, type Grant } from './protocol.ts';
import { mount } from './root.ts';
import { Session, type SessionEvent, type SessionShown } from './session.ts';
import { CUSTOMER_SEAT, Stage } from './stage.ts';
import { NEEDS, TOOLS, Tools, type Tool } from './tools.ts';
import { wordsFor, type Words } from './words.ts';

export interface ConnectOptions extends Place {
  /** Where the view goes; it fills it. */
  element: HTMLElement;
  /** Gives pictures and fonts of the company's manifest by their hash. Without it they are left out. */
  assets?: AssetSource;
  /** The language of the words: `en`, `sv`, `de` or `es`, with or without a region. The page's own where it is absent. */
  locale?: string;
  /** Gives a new token when the connection was lost. Without it the first one is tried again. */
  place?: () => Promise<Place>;
  onState?: (state: SessionShown) => void;
  onEvent?: (event: SessionEvent) => void;
}

/** What a host page holds of the view. */
export interface LiveView {
  readonly state: SessionShown;
  choose(tool: Tool): void;
  ask(grants: Grant[]): void;
  /** Ends the session for everyone. */
  end(): void;
  /** Leaves; the session goes on for the others. */
  leave(): void;
  /** Takes the view away, and leaves. */
  close(): void;
}

const STATE_ICONS: Record<string, Icon> = {
  waiting: 'wait',
  asked: 'shield',
  shown: 'shield',
  active: 'wait',
  declined: 'end',
  paused: 'pause',
  ended: 'end',
};

/** Shows the session of a seat in an element, and comes back by itself when the connection is lost. */
export function connect(options: ConnectOptions): LiveView {
  return new Live(options);
}

class Live implements LiveView {
  private readonly words: Words;
  private readonly session: Session;
  private readonly stage: Stage;
  private readonly tools: Tools;
  private readonly control: Control;
  private readonly popup: Popup;
  private readonly notices = new Notices();
  private readonly bar: Bar;
  private readonly card = new Card();
  private readonly badge = h('p', { class: 'badge', hidden: true });
  private readonly area: HTMLElement;
  private readonly root: { host: HTMLElement; remove: () => void };
  /** Chosen, but not allowed yet. */
  private wished: Tool | null = null;
  private hasLeft = false;

  constructor(private readonly options: ConnectOptions) {
    const words = wordsFor([options.locale, document.documentElement.lang, ...navigator.languages]);
    this.words = words;
    this.session = new Session({
      first: { token: options.token, socket: options.socket },
      place: options.place,
      onChange: (shown) => this.changed(shown),
      onEvent: (event) => this.happened(event),
      onMark: (mark) => this.stage.mark(mark),
      onFrame: (frame) => this.frame(frame),
    });
    this.stage = new Stage({
      title: words('page'),
      assets: options.assets,
      nameOf: (seat) => this.nameOf(seat),
      now: () => performance.now(),
      onStart: () => this.clear(),
      onPicture: () => this.changed(this.session.shown),
    });
    this.area = h(
      'div',
      { class: 'area', tabindex: '0', role: 'application', 'aria-label': words('page') },
      this.stage.element,
      this.badge,
      this.card.element,
      this.notices.element,
    );
    this.popup = new Popup(this.stage.paper);
    this.stage.paper.append(this.popup.element);
    const { stage, session, popup, notices, area } = this;
    this.control = new Control({ stage, session, words, popup, notices, focus: area });
    this.tools = new Tools(stage.surface, {
      lie: () => stage.lie(),
      mark: (mark) => this.mark(mark),
      press: (tool, at) => this.control.press(tool, at),
      hover: (tool, at) => this.control.hover(tool, at),
    });
    this.bar = new Bar({
      words,
      choose: (tool) => this.choose(tool),
      clear: () => this.clear(),
      ask: (grants) => this.ask(grants),
      zoom: (zoom) => this.zoom(zoom),
      fullScreen: () => this.fullScreen(),
      end: () => this.end(),
      leave: () => this.leave(),
    });
    this.root = mount(options.element, words('title'), words.language, this.bar.element, this.area);
    this.root.host.addEventListener('keydown', (event) => this.key(event));
    // Keys choose tools as soon as the mouse is here, unless the agent is writing elsewhere.
    stage.surface.addEventListener('pointerenter', () => {
      const { activeElement } = document;
      if (!activeElement || activeElement === document.body) this.area.focus({ preventScroll: true });
    });
    stage.surface.addEventListener('pointerdown', () => this.area.focus({ preventScroll: true }));
    stage.surface.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    this.changed(session.shown);
    session.start();
  }

  get state(): SessionShown {
    return this.session.shown;
  }

  /** Chooses a tool; where the customer has not allowed it, they are asked first. */
  choose(tool: Tool): void {
    if (this.state.state !== 'active') return;
    this.popup.close();
    const need = NEEDS[tool];
    if (this.session.has(need)) {
      this.wished = null;
      this.use(tool);
      return;
    }
    this.wished = tool;
    if (!this.state.asked.includes(need)) this.ask(tool === 'control' ? ['scroll', 'control'] : [need]);
  }

  ask(grants: Grant[]): void {
    this.session.ask(grants);
    this.area.focus({ preventScroll: true });
  }

  end(): void {
    this.session.end();
  }

  leave(): void {
    this.hasLeft = true;
    this.session.leave();
    this.stage.mirror.clear();
  }

  close(): void {
    if (this.state.phase !== 'closed') this.leave();
    this.tools.stop();
    this.control.stop();
    this.notices.stop();
    this.stage.stop();
    this.root.remove();
  }

  private use(tool: Tool): void {
    this.tools.choose(tool);
    this.stage.point(null);
    this.stage.element.dataset.tool = tool;
    if (tool === 'blind') this.notices.say(this.words('blindPick'), 'plain', 'tool');
    this.changed(this.state);
  }

  private frame(bytes: Uint8Array): void {
    try {
      this.stage.take(bytes);
    } catch {
      // A frame that does not fit what was told before: a new place brings a checkpoint.
      this.session.again(true);
    }
  }

  private mark(mark: Mark): void {
    const went = this.session.mark(mark);
    if (went && mark.t !== 'pointer') this.stage.mark({ ...mark, seat: this.state.seat });
  }

  private clear(): void {
    this.mark({ t: 'clear' });
    this.stage.marks.clear(this.state.seat);
    this.stage.wake();
  }

  private nameOf(seat: number): string {
    const { people, customer } = this.state;
    if (seat === this.state.seat) return '';
    if (seat === CUSTOMER_SEAT) return customer.name ?? this.words('customer');
    return people.find((one) => one.seat === seat)?.name ?? '';
  }

  private changed(shown: SessionShown): void {
    const isActive = shown.state === 'active';
    if (!isActive && this.stage.mirror.model) {
      // What the customer took back is not kept.
      this.stage.mirror.clear();
      this.stage.marks.reset();
      this.popup.close();
    }
    if (!isActive) this.wished = null;
    if (!this.session.has(NEEDS[this.tools.tool]) && isActive && this.tools.tool !== 'control')
      this.tools.choose('pointer');
    if (this.tools.tool === 'control' && isActive && !this.mayControl()) this.tools.choose('pointer');
    this.stage.element.dataset.tool = this.tools.tool;
    this.bar.show(shown, this.tools.tool);
    this.showBadge(isActive);
    this.showCard(shown);
    this.options.onState?.(shown);
  }

  private mayControl(): boolean {
    return this.session.has('control') || this.session.has('scroll');
  }

  private showBadge(isActive: boolean): void {
    const isControl = isActive && this.tools.tool === 'control';
    this.badge.hidden = !isControl;
    this.area.toggleAttribute('data-control', isControl);
    this.badge.textContent = this.words(this.session.has('control') ? 'controlOn' : 'scrollOn');
  }

  private showCard(shown: SessionShown): void {
    const { words } = this;
    const name = shown.customer.name ?? words('customer');
    const { phase, state } = shown;
    if (state === 'ended' || phase === 'closed') {
      const reason = this.hasLeft ? 'left' : shown.reason === '' ? 'ended' : shown.reason;
      this.card.show({ icon: 'end', title: words('state_ended'), text: words.code('reason', reason) });
    } else if (phase === 'lost') {
      const more = button(words('tryNow'), () => this.session.again(false), { class: 'b' });
      this.card.show({ icon: 'lost', title: words('phase_lost'), text: words('lostText'), more });
    } else if (phase === 'connecting' && shown.session === '')
      this.card.show({ icon: 'wait', title: words('phase_connecting'), text: words('connectingText') });
    else if (state === 'active' && this.stage.mirror.model) this.card.show(null);
    else {
      const isDeclined = state === 'declined';
      this.card.show({
        icon: STATE_ICONS[state] ?? 'wait',
        title: words.code('state', state),
        text: words.code('text', state).replace('{name}', name),
        more: isDeclined ? button(words('askAgain'), () => this.ask(['view']), { class: 'b' }) : undefined,
      });
    }
  }

  private happened(event: SessionEvent): void {
    const { words, notices } = this;
    const name = this.state.customer.name ?? words('customer');
    if (event.kind === 'asked')
      notices.say(words('asked', { name, grants: words.grants(event.wants) }), 'plain', 'ask');
    else if (event.kind === 'answered') this.answered(name, event.given, event.refused);
    else if (event.kind === 'dropped') {
      const why = words.code('drop', ['rule', 'detector'].includes(event.why) ? event.why : 'other');
      notices.say(words('dropped', { why }), 'bad', 'dropped');
    } else if (event.kind === 'blind_other')
      notices.say(words('blindOther', { name: this.nameOf(event.seat) }), 'plain', 'blind');
    else this.control.told(event);
    this.options.onEvent?.(event);
  }

  private answered(name: string, given: Grant[], refused: Grant[]): void {
    const { words, notices, wished } = this;
    if (given.length > 0) notices.say(words('given', { name, grants: words.grants(given) }), 'good', 'ask');
    if (refused.length > 0)
      notices.say(words('notGiven', { name, grants: words.grants(refused) }), 'bad', 'ask');
    if (!wished) return;
    if (given.includes(NEEDS[wished])) {
      this.wished = null;
      this.use(wished);
    } else if (refused.includes(NEEDS[wished])) {
      this.wished = null;
      if (wished === 'control' && this.session.has('scroll')) this.use('control');
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const tool = TOOLS[Number(event.key) - 1];
    if (tool && /^[1-9]$/.test(event.key)) this.choose(tool);
    else if (event.key === '0') this.clear();
    else if (event.key === 'Escape') {
      this.wished = null;
      this.use('pointer');
    } else return;
    event.preventDefault();
  }

  private wheel(event: WheelEvent): void {
    const isControl = this.tools.tool === 'control';
    if (isControl && this.control.wheel(event)) event.preventDefault();
  }

  private zoom(zoom: Zoom): void {
    this.stage.setZoom(zoom);
    this.bar.showZoom(zoom);
  }

  private fullScreen(): void {
    const { host } = this.root;
    const isFull = document.fullscreenElement === host;
    void (isFull ? document.exitFullscreen() : host.requestFullscreen()).catch(() => undefined);
  }
}
