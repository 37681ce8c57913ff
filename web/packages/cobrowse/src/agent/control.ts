//! Remote control, and "I can't see this": presses on the picture become wishes about a node; what becomes of each is said.

import { type NodeShown } from '../view/index.ts';
import { KIND, STATE, UNITS_PER_PX } from '../wire/index.ts';
import { inView, type Spot } from './geometry.ts';
import { isRedacted, meantBy, nodeAt, saysOf, scrollerOf, valueOf } from './hit.ts';
import { type Notices } from './notices.ts';
import { type Popup } from './popup.ts';
import { type Act } from './protocol.ts';
import { type Session, type SessionEvent } from './session.ts';
import { type Stage } from './stage.ts';
import { Pace, type Tool } from './tools.ts';
import { type Words } from './words.ts';

const SCROLL_EVERY_MS = 150;
/** Wheel turns within this go on from where the last one led, whatever the picture shows already. */
const SCROLL_GOES_ON_MS = 600;
/** The server takes no longer ones. */
const TEXT_CHARACTERS_MAX = 1_000;
const NOTE_CHARACTERS_MAX = 500;
const LINE_PX = 40;

const KIND_WORDS: Partial<Record<number, string>> = {
  [KIND.field]: 'field',
  [KIND.area]: 'field',
  [KIND.choice]: 'choice',
  [KIND.check]: 'check',
  [KIND.radio]: 'check',
  [KIND.button]: 'button',
  [KIND.link]: 'link',
};

export interface ControlHost {
  stage: Stage;
  session: Session;
  words: Words;
  popup: Popup;
  notices: Notices;
  /** What has the focus while the agent works on the picture. */
  focus: HTMLElement;
}

/** What to do with a node that was pressed; null where something has to be asked first. */
export function actOn(node: NodeShown): Act | null {
  switch (node.kind) {
    case KIND.field:
    case KIND.area:
    case KIND.choice:
      return null;
    case KIND.check:
      return { do: 'check', on: (node.state & STATE.checked) === 0 };
    case KIND.radio:
      return { do: 'check', on: true };
    default:
      return { do: 'click' };
  }
}

export class Control {
  private readonly lines = new Map<string, string>();
  private readonly scrolls = new Pace(SCROLL_EVERY_MS);
  private scrolling = { node: -1, x: 0, y: 0, at: 0 };

  constructor(private readonly host: ControlHost) {}

  press(tool: Tool, at: Spot): void {
    const node = this.under(at);
    if (!node) return;
    if (tool === 'blind') this.blind(node);
    else if (this.host.session.has('control')) this.control(meantBy(node));
    else this.host.notices.say(this.host.words('scrollOn'));
  }

  hover(tool: Tool, at: Spot | null): void {
    const { stage } = this.host;
    const node = at && (tool === 'control' || tool === 'blind') ? this.under(at) : null;
    const meant = node && tool === 'control' ? meantBy(node) : node;
    if (!meant || (tool === 'blind' && !isRedacted(meant))) stage.point(null);
    else stage.point(stage.boxOf(meant.id), tool);
  }

  /** Whether the turn of the wheel went to the customer. */
  wheel(event: WheelEvent): boolean {
    const { stage, session } = this.host;
    if (!session.has('scroll')) return false;
    const scroller = scrollerOf(this.under({ x: event.clientX, y: event.clientY }));
    const node = scroller?.id ?? 0;
    const now = performance.now();
    const goesOn = this.scrolling.node === node && now - this.scrolling.at < SCROLL_GOES_ON_MS;
    const page = stage.mirror.scroll;
    const from = goesOn
      ? this.scrolling
      : scroller
        ? { x: scroller.scrollX, y: scroller.scrollY }
        : { x: page.x * UNITS_PER_PX, y: page.y * UNITS_PER_PX };
    const step = (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX) * UNITS_PER_PX;
    const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
    const [x, y] = [Math.max(0, Math.round(from.x + dx * step)), Math.max(0, Math.round(from.y + dy * step))];
    this.scrolling = { node, x, y, at: now };
    this.scrolls.run(() => this.wish(node, { do: 'scroll', x, y }, ''));
    return true;
  }

  /** Says what became of something. */
  told(event: SessionEvent): void {
    const { words, notices } = this.host;
    if (event.kind !== 'outcome') return;
    const line = this.lines.get(event.id);
    this.lines.delete(event.id);
    if (line === undefined || (line === '' && event.outcome === 'done')) return;
    const about = line === '' ? words('act_scroll') : line;
    const why = event.why === '' ? '' : ` (${words.code('why', event.why)})`;
    const tone = event.outcome === 'done' ? 'good' : 'bad';
    notices.say(`${about} – ${words.code('outcome', event.outcome)}${why}`, tone, event.id);
  }

  stop(): void {
    this.scrolls.cancel();
    this.lines.clear();
  }

  private under(at: Spot): NodeShown | null {
    const { stage } = this.host;
    const lie = stage.lie();
    const { drawn } = stage.mirror;
    if (!lie || !drawn) return null;
    const { x, y } = inView(lie, at);
    return nodeAt(drawn, x, y);
  }

  private control(node: NodeShown): void {
    const what = this.describe(node);
    const act = actOn(node);
    if (act) {
      this.wish(node.id, act, what);
      return;
    }
    this.wish(node.id, { do: 'focus' }, '');
    const { words, popup, stage, focus } = this.host;
    const box = stage.boxOf(node.id);
    if (!box) return;
    if (node.kind === KIND.choice)
      popup.ask(
        { label: words('chooseLabel'), hint: words('chooseHint'), kind: 'number', characters_max: 4 },
        box,
        focus,
        (value) => this.wish(node.id, { do: 'select', index: Math.max(0, Number(value) - 1) }, what),
      );
    else
      popup.ask(
        {
          label: words('typeLabel'),
          hint: words('typeHint'),
          kind: node.kind === KIND.area ? 'lines' : 'text',
          value: valueOf(node),
          isEmptyFine: true,
          characters_max: TEXT_CHARACTERS_MAX,
        },
        box,
        focus,
        (text) => this.wish(node.id, { do: 'type', text }, what),
      );
  }

  /** `what` is what the notice names; without it, nothing is said unless it fails. */
  private wish(node: number, act: Act, what: string): void {
    const { session, stage, words, notices } = this.host;
    const id = session.intent(stage.mirror.sequence, node, act);
    if (id === null) return;
    const line = what === '' ? '' : words('on', { act: words.code('act', act.do), what });
    this.lines.set(id, line);
    if (line !== '') notices.say(`${line} – ${words('outcome_sent')}`, 'plain', id);
  }

  private describe(node: NodeShown): string {
    const { words } = this.host;
    const says = saysOf(node);
    if (says !== '') return says;
    const kind = words.code('kind', KIND_WORDS[node.kind] ?? 'other');
    return isRedacted(node) ? words('hiddenKind', { kind }) : kind;
  }

  private blind(node: NodeShown): void {
    const { words, notices, popup, session, stage, focus } = this.host;
    const box = stage.boxOf(node.id);
    if (!isRedacted(node) || !box) {
      notices.say(words('blindSeen'));
      return;
    }
    popup.ask(
      {
        label: words('blindNote'),
        hint: words('blindHint'),
        kind: 'text',
        isEmptyFine: true,
        characters_max: NOTE_CHARACTERS_MAX,
      },
      box,
      focus,
      (note) => {
        session.blind(node.id, note);
        notices.say(words('blindSent'), 'good');
      },
    );
  }
}
