// One purchase: what is due, how its cases stand, and the two things that pause it.

import { caseStatus, goodsOf, isPaidUp, pauseOf } from '@ombud/client/plain';
import type { Dispute, Line, OrderFile, Reason } from '@ombud/client/schema';
import { attempt, type App, type View } from './app.ts';
import { button, field, h, icon, type Child } from './dom.ts';
import { planWords } from './home.ts';
import type { Words } from './words.ts';

/** What a customer can report, in the order in which it happens. */
const REASONS: Reason[] = [
  'not_received',
  'not_as_described',
  'refund_not_processed',
  'incorrect_amount',
  'already_paid',
  'unauthorised',
];
const RETURN_DAYS = 28;
const WORDS_CHARS_MAX = 5_000;

export function purchaseView(app: App, order: OrderFile): View {
  const { words } = app;
  const { lines } = order.order;
  const cases = h('div', { class: 'stack' });
  const total = { amount_minor: order.order.total_minor, currency: order.order.currency };
  const actions = h(
    'div',
    { class: 'stack' },
    choice(words('return'), aboutReturn(app, order), 'turn', () =>
      app.go((again) => returnView(again, order)),
    ),
    choice(words('problem'), words(isPaidUp(order) ? 'problemAboutPaid' : 'problemAbout'), 'flag', () =>
      app.go((again) => problemView(again, order)),
    ),
  );
  const element = h(
    'div',
    { class: 'view pad' },
    h('h2', { tabindex: -1 }, titleOf(words, order)),
    h('p', { class: 'soft' }, `${words.date(order.order.at)} · ${words.money(total)}`),
    h('div', { class: 'box' }, ...planWords(words, order)),
    cases,
    lines.length > 1 ? itemList(words, lines, order.order.currency) : null,
    actions,
    h(
      'a',
      {
        href: `${app.portal}purchases/${encodeURIComponent(order.order.id)}`,
        target: '_blank',
        rel: 'noopener',
      },
      words('seeAll'),
    ),
  );
  void showCases(app, order, cases);
  return { title: words('purchases'), element };
}

const isHeld = (order: OrderFile): boolean => order.plans.some((plan) => pauseOf(plan));

/** With nothing left to pay there is nothing to pause: the money comes back. */
function aboutReturn(app: App, order: OrderFile): string {
  if (isPaidUp(order)) return app.words('returnAboutPaid');
  return app.words('returnAbout', { days: app.company.pauses?.return_days ?? RETURN_DAYS });
}

function titleOf(words: Words, order: OrderFile): string {
  return goodsOf(order)[0]?.name ?? words('order', { id: order.order.id });
}

function itemList(words: Words, lines: Line[], currency: string): HTMLElement {
  const rows = lines.map((line) =>
    h(
      'li',
      {},
      h('span', {}, line.name),
      h('span', {}, words.money({ amount_minor: line.amount_minor, currency })),
    ),
  );
  return h('ul', { class: 'items' }, ...rows);
}

function choice(title: string, about: string, name: 'turn' | 'flag', press: () => void): HTMLElement {
  const texts = h(
    'span',
    { class: 'grow' },
    h('strong', {}, title),
    h('span', { class: 'soft small' }, about),
  );
  return h('button', { type: 'button', class: 'card', onclick: press }, icon(name), texts, icon('next'));
}

async function showCases(app: App, order: OrderFile, into: HTMLElement): Promise<void> {
  await attempt(app, undefined, async () => {
    const read = (id: string) => app.api.get('/v1/disputes/{dispute_id}', { path: { dispute_id: id } });
    const disputes = await Promise.all(order.dispute_ids.map(read));
    into.append(...disputes.map((dispute) => caseCard(app, dispute)));
  });
}

function caseCard(app: App, dispute: Dispute): HTMLElement {
  const { words } = app;
  const reason = `reason.${dispute.reason}`;
  return h(
    'a',
    { class: 'card', href: `${app.portal}cases/${dispute.id}`, target: '_blank', rel: 'noopener' },
    h(
      'span',
      { class: 'grow' },
      h('strong', {}, words.has(reason) ? words(reason) : words('case')),
      h('span', { class: 'soft small' }, stepWords(words, dispute)),
    ),
    icon('next'),
  );
}

/** Whose turn it is and until when. */
export function stepWords(words: Words, dispute: Dispute): string {
  const { step, by } = caseStatus(dispute);
  if (step === 'closed') return words('step.closed');
  return by ? words(`step.${step}`, { date: words.date(by) }) : words('step.open');
}

/** Boxes to tick for the items of an order; nothing to choose where there is one. */
function itemChoice(
  words: Words,
  order: OrderFile,
  legend: string,
): { element: Child; chosen: () => string[] } {
  const { currency } = order.order;
  const lines = goodsOf(order);
  if (lines.length < 2) return { element: null, chosen: () => [] };
  const boxes = lines.map((line) => h('input', { type: 'checkbox', value: line.id }));
  const rows = lines.map((line, at) => {
    const amount = words.money({ amount_minor: line.amount_minor, currency });
    return h(
      'label',
      { class: 'tick' },
      boxes[at],
      h('span', { class: 'grow' }, line.name),
      h('span', { class: 'soft' }, amount),
    );
  });
  return {
    element: h('fieldset', {}, h('legend', {}, legend), ...rows),
    chosen: () => boxes.filter((box) => box.checked).map((box) => box.value),
  };
}

function form(app: App, parts: Child[], label: string, send: () => Promise<void>): HTMLFormElement {
  const submit = h('button', { type: 'submit', class: 'b main' }, label);
  const onsubmit = (event: Event): void => {
    event.preventDefault();
    void attempt(app, submit, send);
  };
  return h('form', { class: 'stack', onsubmit }, ...parts, submit);
}

function returnView(app: App, order: OrderFile): View {
  const { words, api } = app;
  const items = itemChoice(words, order, words('returnWhat'));
  const tracking = h('input', { autocomplete: 'off', maxlength: 100 });
  const path = { order_id: order.order.id };
  const element = h(
    'div',
    { class: 'view pad' },
    h('h2', { tabindex: -1 }, words('return')),
    h('p', { class: 'soft' }, aboutReturn(app, order)),
    form(app, [items.element, field(words('returnTracking'), tracking)], words('returnSend'), async () => {
      const lines = items.chosen();
      const tracking_id = tracking.value.trim() || undefined;
      await api.post('/v1/orders/{order_id}/returns', {
        path,
        body: { tracking_id, ...(lines.length > 0 ? { lines } : {}) },
      });
      const after = await api.get('/v1/orders/{order_id}', { path });
      app.go((again) => doneView(again, words(isHeld(after) ? 'returnDone' : 'returnDonePaid'), after));
    }),
  );
  return { title: words('return'), element };
}

function problemView(app: App, order: OrderFile): View {
  const { words, api } = app;
  const items = itemChoice(words, order, words('problemWhich'));
  const text = h('textarea', { rows: 4, maxlength: WORDS_CHARS_MAX });
  const told = h('input', { type: 'date', required: true, max: new Date().toISOString().slice(0, 10) });
  const declared = h('input', { type: 'checkbox' });
  const declare = h('label', { class: 'tick', hidden: true }, declared, h('span', {}, words('problemNotMe')));
  const tell = field(words('problemShop'), told);
  const radios = REASONS.map((reason) =>
    h('input', { type: 'radio', name: 'reason', value: reason, required: true }),
  );
  const reasonOf = (): Reason | undefined => REASONS[radios.findIndex((radio) => radio.checked)];
  const onchange = (): void => {
    const isFraud = reasonOf() === 'unauthorised';
    declare.hidden = !isFraud;
    declared.required = isFraud;
    tell.hidden = isFraud;
    told.required = !isFraud;
  };
  const rows = REASONS.map((reason, at) =>
    h(
      'label',
      { class: 'tick' },
      radios[at],
      h('span', {}, words(`reason.${reason}` as 'reason.not_received')),
    ),
  );
  const parts = [
    h('fieldset', { onchange }, h('legend', {}, words('problemWhat')), ...rows),
    items.element,
    field(words('problemWords'), text),
    tell,
    declare,
  ];
  const send = async (): Promise<void> => {
    const reason = reasonOf();
    if (!reason) return;
    const lines = items.chosen();
    const statement = {
      text: text.value.trim() || undefined,
      declared: declared.checked,
      merchant_contacted_at: reason === 'unauthorised' || !told.value ? undefined : instantOf(told.value),
    };
    const body = { order_id: order.order.id, reason, statement, ...(lines.length > 0 ? { lines } : {}) };
    const dispute = await api.post('/v1/disputes', { body });
    const after = await api.get('/v1/orders/{order_id}', { path: { order_id: order.order.id } });
    app.go((again) =>
      doneView(again, words(isHeld(after) ? 'problemDone' : 'problemDonePaid'), after, dispute),
    );
  };
  const element = h(
    'div',
    { class: 'view pad' },
    h('h2', { tabindex: -1 }, words('problem')),
    h('p', { class: 'soft' }, words(isPaidUp(order) ? 'problemAboutPaid' : 'problemAbout')),
    form(app, parts, words('problemSend'), send),
  );
  return { title: words('problem'), element };
}

/** Noon of a past day, or now for today: an instant that is never in the future. */
function instantOf(day: string): string {
  const noon = new Date(`${day}T12:00:00`);
  return (noon < new Date() ? noon : new Date()).toISOString();
}

/** What was done, and what comes next: the date first. */
function doneView(app: App, title: string, order: OrderFile, dispute?: Dispute): View {
  const { words } = app;
  const status = dispute && caseStatus(dispute);
  const element = h(
    'div',
    { class: 'view pad' },
    h('span', { class: 'mark' }, icon('done')),
    h('h2', { tabindex: -1 }, title),
    isHeld(order) ? h('div', { class: 'box' }, ...planWords(words, order)) : null,
    dispute ? h('p', {}, stepWords(words, dispute)) : null,
    status?.by && status.turn !== 'you'
      ? h('p', { class: 'soft' }, words('problemNext', { date: words.date(status.by) }))
      : null,
    button(words('purchases'), app.home, { class: 'b' }),
  );
  return { title: words('purchases'), element };
}
