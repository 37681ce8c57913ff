//! The bar over the picture: how the session stands, who is there, the tools, and what ends it.

import { button, h, icon, type Icon } from './dom.ts';
import { type Zoom } from './geometry.ts';
import { GRANTS, type Grant } from './protocol.ts';
import { type SessionShown } from './session.ts';
import { NEEDS, TOOLS, type Tool } from './tools.ts';
import { type Words } from './words.ts';

/** What the buttons do. */
export interface BarHost {
  words: Words;
  choose: (tool: Tool) => void;
  clear: () => void;
  ask: (grants: Grant[]) => void;
  zoom: (zoom: Zoom) => void;
  fullScreen: () => void;
  end: () => void;
  leave: () => void;
}

const ASKABLE: readonly Grant[] = GRANTS.filter((one) => one !== 'view');
const ZOOMS: readonly Zoom[] = ['fit', 'full'];

/** A button that opens a list under it. It closes on Escape and when the focus leaves. */
class Menu {
  readonly list = h('div', { class: 'menu', role: 'group', hidden: true });
  readonly element: HTMLElement;
  private readonly opener: HTMLButtonElement;

  constructor(words: string, picture: Icon, style: string) {
    this.opener = button(words, () => this.show(this.list.hidden), { icon: picture, class: style });
    this.opener.title = words;
    this.opener.setAttribute('aria-expanded', 'false');
    this.list.setAttribute('aria-label', words);
    this.element = h('div', { class: 'opens' }, this.opener, this.list);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.list.hidden) return;
      event.stopPropagation();
      this.show(false);
      this.opener.focus();
    });
    this.element.addEventListener('focusout', (event) => {
      if (!(event.relatedTarget instanceof Node && this.element.contains(event.relatedTarget)))
        this.show(false);
    });
  }

  show(isOpen: boolean): void {
    this.list.hidden = !isOpen;
    this.opener.setAttribute('aria-expanded', String(isOpen));
  }

  set isOff(isOff: boolean) {
    this.opener.disabled = isOff;
    if (isOff) this.show(false);
  }
}

export class Bar {
  readonly element: HTMLElement;
  private readonly state = h('span', { class: 'state' });
  private readonly people = h('ul', { class: 'people' });
  private readonly latency = h('span', { class: 'latency' });
  private readonly tools = new Map<Tool, HTMLButtonElement>();
  private readonly zooms = new Map<Zoom, HTMLButtonElement>();
  private readonly clear: HTMLButtonElement;
  private readonly ask: Menu;
  private readonly end: Menu;
  private said = '';

  constructor(private readonly host: BarHost) {
    const { words } = host;
    this.people.setAttribute('aria-label', words('people'));
    this.clear = button(words('withKey', { what: words('clear'), key: 0 }), host.clear, {
      icon: 'clear',
      isBare: true,
    });
    this.ask = new Menu(words('ask'), 'ask', 'b ask');
    this.end = new Menu(words('end'), 'end', 'b danger');
    this.end.list.append(
      button(words('endAll'), host.end, { class: 'item danger' }),
      button(words('leave'), host.leave, { class: 'item' }),
    );
    this.element = h(
      'header',
      { class: 'bar' },
      h('div', { class: 'who' }, this.state, this.people),
      this.toolbar(),
      h('div', { class: 'rest' }, this.latency, this.ask.element, this.zoomButtons(), this.end.element),
    );
  }

  show(shown: SessionShown, tool: Tool): void {
    const { words } = this.host;
    const isOn = shown.phase === 'open' && shown.state === 'active';
    // Rebuilding what has the focus would lose it: lists are made again only where they changed.
    const said = JSON.stringify([shown, tool]);
    if (said === this.said) return;
    this.said = said;
    const isLost = shown.phase !== 'open' && shown.state !== 'ended';
    this.state.textContent = words.code(isLost ? 'phase' : 'state', isLost ? shown.phase : shown.state);
    this.state.dataset.tone = isLost ? 'bad' : shown.state;
    this.showPeople(shown);
    this.showLatency(shown);
    for (const [one, element] of this.tools) {
      element.disabled = !isOn;
      element.setAttribute('aria-pressed', String(isOn && one === tool));
      const isLocked = isOn && !this.mayUse(shown, one);
      element.toggleAttribute('data-locked', isLocked);
      element.toggleAttribute('data-asked', shown.asked.includes(NEEDS[one]));
      this.name(element, one, isLocked);
    }
    this.clear.disabled = !isOn || !shown.grants.includes('draw');
    this.ask.isOff = !isOn;
    this.end.isOff = shown.phase !== 'open' || shown.state === 'ended';
    this.showGrants(shown);
  }

  showZoom(zoom: Zoom): void {
    for (const [one, element] of this.zooms) element.setAttribute('aria-pressed', String(one === zoom));
  }

  private mayUse(shown: SessionShown, tool: Tool): boolean {
    return shown.grants.includes(NEEDS[tool]);
  }

  private toolbar(): HTMLElement {
    const { words } = this.host;
    for (const tool of TOOLS) {
      const element = button('', () => this.host.choose(tool), { icon: tool, isBare: true });
      element.dataset.tool = tool;
      this.tools.set(tool, element);
      this.name(element, tool, false);
    }
    const all = [...this.tools.values(), this.clear];
    const toolbar = h('div', { class: 'tools', role: 'toolbar', 'aria-label': words('tools') }, ...all);
    toolbar.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      const usable = all.filter((one) => !one.disabled);
      const at = usable.findIndex((one) => one === event.target);
      if (step === 0 || at < 0) return;
      event.preventDefault();
      event.stopPropagation();
      usable[(at + step + usable.length) % usable.length]?.focus();
    });
    return toolbar;
  }

  private name(element: HTMLElement, tool: Tool, isLocked: boolean): void {
    const { words } = this.host;
    const plain = words.code('tool', tool);
    const what = isLocked ? words('asksFirst', { what: plain }) : plain;
    const name = words('withKey', { what, key: TOOLS.indexOf(tool) + 1 });
    element.setAttribute('aria-label', name);
    element.title = name;
  }

  private zoomButtons(): HTMLElement {
    const { words } = this.host;
    for (const zoom of ZOOMS)
      this.zooms.set(
        zoom,
        button(words.code('zoom', zoom), () => this.host.zoom(zoom), { class: 'seg' }),
      );
    this.showZoom('fit');
    const full = button(words('fullScreen'), this.host.fullScreen, { icon: 'full', isBare: true });
    return h(
      'div',
      { class: 'zoom', role: 'group', 'aria-label': words('zoom') },
      ...this.zooms.values(),
      full,
    );
  }

  private showPeople(shown: SessionShown): void {
    const { words } = this.host;
    const customer = shown.customer.name ?? words('customer');
    const chips = shown.people.map((one) => {
      const name = one.seat === shown.seat ? words('you', { name: one.name }) : one.name;
      const title = `${name}, ${words.code('role', one.role)}`;
      const chip = h('li', { title }, h('span', { 'aria-hidden': 'true' }, initials(one.name)));
      chip.append(h('span', { class: 'heard' }, title));
      chip.dataset.seat = String(1 + ((one.seat - 1) % 5));
      return chip;
    });
    this.people.replaceChildren(h('li', { class: 'customer' }, customer), ...chips);
  }

  private showLatency(shown: SessionShown): void {
    const { words } = this.host;
    const { roundMs, customerMs } = shown;
    const isKnown = shown.phase === 'open' && roundMs !== null;
    this.latency.hidden = !isKnown;
    if (!isKnown) return;
    const all = roundMs + (customerMs ?? 0);
    this.latency.textContent = words('latency', { ms: all });
    this.latency.dataset.tone = all < 150 ? 'good' : all < 400 ? 'plain' : 'bad';
    const lines = [words('latencyMine', { ms: roundMs })];
    if (customerMs !== null) lines.push(words('latencyCustomer', { ms: customerMs }));
    this.latency.title = lines.join('\n');
  }

  private showGrants(shown: SessionShown): void {
    const { words } = this.host;
    const rows = ASKABLE.map((grant) => {
      const has = shown.grants.includes(grant);
      const isAsked = shown.asked.includes(grant);
      const key = has ? 'grantGiven' : isAsked ? 'grantAsked' : 'askNow';
      const row = button(words(key, { grant: words.grants([grant]) }), () => this.host.ask([grant]), {
        class: 'item',
      });
      row.prepend(
        h('span', { class: has ? 'dot on' : isAsked ? 'dot asked' : 'dot', 'aria-hidden': 'true' }),
      );
      row.disabled = has;
      return row;
    });
    const { list } = this.ask;
    const said = rows.map((row) => row.textContent).join();
    if (list.dataset.said === said) return;
    list.dataset.said = said;
    list.replaceChildren(...rows);
  }
}

/** The first letters of the first and last name. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : ''].map((part) => [...(part ?? '')][0] ?? '');
  return letters.join('').toUpperCase();
}

/** What lies over the picture while there is none. */
export class Card {
  readonly element = h('div', { class: 'card', hidden: true });

  show(content: { icon: Icon; title: string; text: string; more?: HTMLElement } | null): void {
    this.element.hidden = content === null;
    if (!content) return;
    const said = `${content.title}\n${content.text}`;
    if (this.element.dataset.said === said) return;
    this.element.dataset.said = said;
    this.element.replaceChildren(
      icon(content.icon),
      h('h2', {}, content.title),
      h('p', {}, content.text),
      ...(content.more ? [content.more] : []),
    );
  }
}
