// The first view: what the customer has running, and ways to be helped.

import { collect } from '@ombud/client/api';
import type { Chat } from '@ombud/client/chat';
import {
  goodsOf,
  isLate,
  isPaidUp,
  nextDueAmong,
  outstandingOf,
  pausedUntil,
  pauseOf,
} from '@ombud/client/plain';
import type { OrderFile } from '@ombud/client/schema';
import { attempt, type App, type View } from './app.ts';
import { chatView } from './conversation.ts';
import { button, h, icon, type Child } from './dom.ts';
import { purchaseView } from './purchase.ts';
import type { Words } from './words.ts';

/** So many purchases are shown here; all of them are in the portal. */
const PURCHASES_SHOWN = 5;

export function homeView(app: App): View {
  const { words, identity, company } = app;
  const name = identity.session?.kind === 'customer' ? identity.session.name.split(' ')[0] : '';
  const hello = name ? words('helloName', { name }) : words('hello');
  const write = button(words('write'), () => app.go(chatView), { class: 'b main', icon: 'chat' });
  const about = h('p', { class: 'soft small' }, words('writeAbout'));
  const list = h('div', { class: 'stack' });
  const element = h(
    'div',
    { class: 'view pad' },
    h('h2', { class: 'hello', tabindex: -1 }, hello),
    h('p', { class: 'soft' }, words('promise')),
    write,
    identity.customerId ? null : about,
    list,
  );
  if (identity.customerId) void showPurchases(app, list);
  else if (company.name)
    list.append(h('p', { class: 'hint' }, icon('box'), words('signIn', { company: company.name })));
  // A conversation that was begun on an earlier page may still be on its way here.
  const show = (chat: Chat): void => {
    about.hidden = Boolean(chat.conversation);
    const label = write.querySelector('span');
    if (label) label.textContent = words(chat.conversation ? 'goOn' : 'write');
  };
  let stop = (): void => undefined;
  if (identity.session) {
    void app.needChat().then(
      (chat) => {
        stop = chat.onChange(() => show(chat));
        show(chat);
      },
      () => undefined,
    );
  }
  return { title: words('title', { company: company.name }), element, stop: () => stop() };
}

async function showPurchases(app: App, list: HTMLElement): Promise<void> {
  const { words, api } = app;
  list.append(h('h3', {}, words('purchases')), h('p', { class: 'soft', role: 'status' }, words('loading')));
  await attempt(app, undefined, async () => {
    const summaries = await collect(
      (cursor) => api.get('/v1/orders', { query: { cursor, limit: PURCHASES_SHOWN } }),
      PURCHASES_SHOWN,
    );
    const orders = await Promise.all(
      summaries.map(({ id }) => api.get('/v1/orders/{order_id}', { path: { order_id: id } })),
    );
    const cards = orders.map((order) => purchaseCard(app, order));
    const nothing = h('p', { class: 'soft' }, words('noPurchases'));
    list.replaceChildren(h('h3', {}, words('purchases')), ...(cards.length > 0 ? cards : [nothing]));
    if (cards.length === PURCHASES_SHOWN)
      list.append(h('a', { href: app.portal, target: '_blank', rel: 'noopener' }, words('allPurchases')));
  });
  list.querySelector('[role=status]')?.remove();
}

function purchaseCard(app: App, order: OrderFile): HTMLElement {
  const [first, ...more] = goodsOf(order);
  const title = first
    ? first.name + (more.length > 0 ? ` + ${more.length}` : '')
    : app.words('order', { id: order.order.id });
  const press = (): void => app.go((again) => purchaseView(again, order));
  return h(
    'button',
    { type: 'button', class: 'card', onclick: press },
    h('span', { class: 'grow' }, h('strong', {}, title), ...planWords(app.words, order)),
    icon('next'),
  );
}

/** What is to be paid, and when: the first thing that somebody wants to know. */
export function planWords(words: Words, order: OrderFile): Child[] {
  const paused = order.plans.find((plan) => pauseOf(plan));
  if (paused) {
    const until = pausedUntil(paused);
    const text = until ? words('pausedUntil', { date: words.date(until) }) : words('paused');
    return [h('span', { class: 'tag calm' }, icon('pause'), text)];
  }
  const due = nextDueAmong(order.plans);
  const left = outstandingOf(order);
  if (!due) {
    const fee = order.plans.some((plan) => plan.fees_outstanding.amount_minor > 0);
    if (fee) return [h('span', {}, words('feeLeft', { amount: words.money(left) }))];
    const text = isPaidUp(order) ? words('paidAll') : words('nothingDue');
    return [h('span', { class: 'soft' }, text)];
  }
  const values = { amount: words.money(due.amount), date: words.date(due.on) };
  const today = new Date().toISOString().slice(0, 10);
  return [
    h('span', {}, isLate(due, today) ? words('late', values) : words('nextDue', values)),
    h('span', { class: 'soft small' }, words('left', { amount: words.money(left) })),
  ];
}
