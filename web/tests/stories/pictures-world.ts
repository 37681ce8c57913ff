//! What stands in the pictures: some days of a desk's work, people who wait now, a shop that connects its systems.
//! Everything is done over the API as its people would do it, on the sandbox's own clock.
import { randomUUID } from 'node:crypto';
import { createServer, type Server as Listener } from 'node:http';
import type { Schema } from '@ombud/client';
import type { Agent, Server } from './api.ts';
import type { OrderRow, Stage } from './stage.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Few: what nobody pays in the demo falls due meanwhile. */
const DAYS = 6;

/** Who writes what, who answers, after how many minutes, and how it was rated; in turn, day by day. */
const TALKS: [words: string, answer: string, minutes: number, score: number, comment?: string][] = [
  [
    'When does my parcel come?',
    'It is at the depot in Leeds; it comes tomorrow before noon.',
    2,
    5,
    'Quick and clear.',
  ],
  ['Can I pay the second part a week later?', 'Done: it is now due a week later, without a fee.', 1, 5],
  [
    'Ich habe zwei Rechnungen für dieselbe Bestellung bekommen.',
    'Die zweite war ein Versehen; sie ist gelöscht, Sie zahlen nur einmal.',
    4,
    4,
  ],
  [
    'The shoes are a size too small. How do I send them back?',
    'Use the label in the box. Your plan stands still until the shop has them.',
    3,
    5,
    'I did not have to explain anything twice.',
  ],
  [
    'Jag har betalat men appen säger att jag inte har det.',
    'Betalningen kom i morse och är bokförd nu.',
    6,
    4,
  ],
  [
    'Why was I charged a late fee?',
    'The payment came two days late. I have taken the fee back this once.',
    17,
    2,
    'In the end it was solved, but I waited long.',
  ],
  [
    'No me llegó el reembolso de la chaqueta.',
    'El reembolso salió hoy; llega en tres días a su tarjeta.',
    5,
    5,
  ],
  ['I moved. How do I change my address?', 'Changed. The next parcel goes to the new address.', 2, 5],
];

const NOW: [customer: number, name: string, words: string][] = [
  [1, 'Grace Hopper', 'This is unacceptable, I lost 40 euro because of you'],
  [2, 'Karin Holm', 'Hej, min man gick bort i förra veckan och jag vet inte vad jag ska göra med hans köp'],
  [3, 'Lise Berg', 'jeg vil snakke med et menneske'],
  [4, 'Tom Evans', 'The parcel says delivered and I have nothing here'],
  [5, 'Jonas Weber', 'Ich kann diesen Monat nicht zahlen, ich bin in Kurzarbeit'],
];
const FIRST_WORDS = 'The dress is another colour than in the picture. What do I do now?';

const MACROS = [
  [
    'A parcel that says delivered',
    'en',
    'I am sorry, {{customer.name}}. I ask the carrier where it was left, and you pay nothing meanwhile.',
  ],
  [
    'A return on its way',
    'en',
    'Thank you for sending it back. Your plan stands still until the shop has it.',
  ],
  [
    'En betalning som inte syns',
    'sv',
    'Tack för att du hör av dig, {{customer.name}}. Jag letar upp betalningen nu.',
  ],
  [
    'Ratenpause bestätigt',
    'de',
    'Guten Tag {{customer.name}}, Ihr Plan ruht. Bis dahin wird nichts abgebucht.',
  ],
] as const;

/** From much to little: how much may be asked for depends on the purchase. */
const GESTURES_MINOR = [25_000, 12_000, 6_000, 3_000];

const OMBUDSMAN = { name: 'Financial Ombudsman Service', url: 'https://www.financial-ombudsman.org.uk/' };
const OPEN = [
  { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', to: '20:00' },
  { days: ['saturday', 'sunday'], from: '10:00', to: '16:00' },
];

export interface Scene {
  conversation: string;
  critical: string;
  complaint: string;
  dispute: string;
  order: OrderRow & { merchant_id: string };
  /** A purchase of the same customer on which nothing is wrong. */
  quiet: OrderRow;
  ownCase: string;
  webhook: string;
  /** What time it is in all of this. */
  now: Date;
}

type Items<T> = { items: T[] };

export class World {
  readonly #stage: Stage;
  readonly #server: Server;
  readonly #shop: Listener;
  #at = Date.now();

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#server = stage.server;
    this.#shop = createServer((_request, response) => response.writeHead(204).end());
  }

  /** Some days, and then today, as the pictures show it. */
  async play(lead: Agent, shop: Agent): Promise<Scene> {
    await this.#company();
    const team = await Promise.all([
      this.#server.hire('Maja Lind', { languages: ['sv', 'en'], skills: ['bereavement', 'hardship'] }),
      this.#server.hire('Lucía Ferrer', { languages: ['es', 'en'], skills: ['fraud'] }),
      this.#server.hire('Aylin Kaya', { languages: ['de', 'en'] }),
    ]);
    const orders = await this.#orders();
    for (let day = 0; day < DAYS; day += 1) await this.#day(day, team, lead, orders);
    return this.#today(lead, shop, orders);
  }

  async close(): Promise<void> {
    this.#shop.closeAllConnections();
    await new Promise((resolve) => this.#shop.close(resolve));
  }

  #key(name: string): string {
    return this.#server.key(name);
  }

  async #pass(ms: number): Promise<void> {
    this.#at += ms;
    const to = new Date(this.#at).toISOString();
    await this.#server.must('POST', '/v1/sandbox/clock/advance', this.#key('OPERATOR_KEY'), { to });
  }

  async #company(): Promise<void> {
    const hours = OPEN.map((one) => ({ ...one, timezone: 'Europe/London' }));
    await this.#server.must('PUT', '/v1/company', this.#key('OPERATOR_KEY'), {
      languages: ['en', 'sv', 'de', 'es'],
      support: { phone: '+44 20 7946 0000', email: 'help@demo.example', hours },
      ombudsman: OMBUDSMAN,
      home_market: 'gb',
    });
  }

  async #orders(): Promise<Scene['order'][]> {
    const path = '/v1/orders?limit=100';
    return (await this.#server.must<Items<Scene['order']>>('GET', path, this.#key('AGENT_KEY'))).items;
  }

  async #say(id: string, who: string, text: string): Promise<void> {
    const body = { client_id: randomUUID(), text };
    await this.#server.must('POST', `/v1/conversations/${id}/messages`, who, body);
  }

  async #take(id: string, who: string): Promise<void> {
    const { assignment } = await this.#server.conversation(id);
    const body = { assignment_version: assignment.version };
    await this.#server.must('POST', `/v1/conversations/${id}/take`, who, body);
  }

  /** One day: each talk is answered after its wait, ended and rated; the lead looks at one of them with care. */
  async #day(day: number, team: Agent[], lead: Agent, orders: Scene['order'][]): Promise<void> {
    const begun = this.#at;
    const many = TALKS.length - ((day * 3) % 4);
    for (const [at, [words, answer, minutes, score, comment]] of TALKS.slice(0, many).entries()) {
      const customer = orders[(day * TALKS.length + at * 3) % orders.length]?.customer_id ?? 'cust-0';
      const agent = team[(day + at) % team.length] ?? lead;
      const { id, key } = await this.#stage.writes(customer, words);
      await this.#pass((minutes + (day % 3)) * MINUTE_MS);
      await this.#take(id, agent.session);
      await this.#say(id, agent.session, answer);
      await this.#pass(3 * MINUTE_MS);
      await this.#say(id, key, 'Thank you!');
      await this.#server.must('POST', `/v1/conversations/${id}/resolve`, agent.session, {});
      if ((day + at) % 4 !== 3) {
        const rating = {
          score: Math.max(1, score - (day % 2 && at === 2 ? 1 : 0)),
          ...(comment ? { comment } : {}),
        };
        await this.#server.must('POST', `/v1/conversations/${id}/csat`, key, rating);
      }
      if (at % 2 === day % 2) await this.#review(id, lead, day + at);
    }
    await this.#pass(begun + DAY_MS - this.#at);
  }

  async #review(id: string, lead: Agent, seed: number): Promise<void> {
    const rubric = await this.#server.must<Schema.Rubric>('GET', '/v1/scorecards/rubric', lead.session);
    const score = (at: number): number => 3 + ((seed + at * 2) % 3);
    const scores = Object.fromEntries(rubric.criteria.map(({ id: name }, at) => [name, score(at)]));
    await this.#server.must('POST', `/v1/conversations/${id}/scorecard`, lead.session, { scores });
  }

  /** What is open now: an answered question with its case, people who wait, a request for a second person. */
  async #today(lead: Agent, shop: Agent, orders: Scene['order'][]): Promise<Scene> {
    const server = this.#server;
    const [order, quiet] = await this.#mine(shop, orders);
    const busy = [order.customer_id];
    const { id: conversation } = await this.#stage.writes(order.customer_id, FIRST_WORDS, 'Ada Byron', {
      order_id: order.id,
    });
    await this.#pass(2 * MINUTE_MS);
    await this.#take(conversation, lead.session);
    await this.#say(
      conversation,
      lead.session,
      'I am sorry. I look for it at once, and you pay nothing meanwhile.',
    );
    const rest = orders.filter((one) => !busy.includes(one.customer_id));
    const ids: string[] = [];
    for (const [at, name, words] of NOW) {
      await this.#pass(MINUTE_MS);
      const customer = rest[at * 4]?.customer_id ?? `cust-${at}`;
      ids.push((await this.#stage.writes(customer, words, name)).id);
    }
    for (const [name, language, text] of MACROS) {
      await server.ask('POST', '/v1/macros', lead.session, { name, language, text, shared: true });
    }
    const customer = await server.customer(order.customer_id, 'Ada Byron');
    await server.must('POST', '/v1/disputes', customer, {
      order_id: order.id,
      reason: 'not_as_described',
      statement: {
        text: 'It is another colour than in the picture, and the seam is open.',
        merchant_contacted_at: new Date(this.#at - DAY_MS).toISOString(),
      },
    });
    const own = await server.must<Items<{ id: string }>>('GET', '/v1/disputes', customer);
    const ownCase = own.items[0]?.id ?? '';
    await this.#returned(shop, orders, busy);
    await this.#asked(order.id);
    const webhook = await this.#connected(shop);
    await this.#pass(MINUTE_MS);
    // Somebody is called in a note.
    const me = await server.must<{ user_id: string }>('GET', '/v1/session', lead.session);
    const text = '@Sam, have you seen this shop before?';
    const note = { client_id: randomUUID(), text, mentions: [me.user_id] };
    await server.must('POST', `/v1/conversations/${conversation}/notes`, server.key('AGENT_KEY'), note);
    const { items } = await server.must<Items<{ id: string }>>(
      'GET',
      '/v1/complaints',
      server.key('SUPERVISOR_KEY'),
    );
    return {
      conversation,
      critical: ids[1] ?? conversation,
      complaint: items[0]?.id ?? 'none',
      dispute: ownCase,
      order,
      quiet,
      ownCase,
      webhook,
      now: new Date(this.#at),
    };
  }

  /** A gesture that is more than one person may give: it waits for a second one. */
  async #asked(order: string): Promise<void> {
    const note = 'For three weeks without an answer.';
    for (const amount_minor of GESTURES_MINOR) {
      const path = `/v1/orders/${order}/goodwill`;
      const answer = await this.#server.ask('POST', path, this.#key('AGENT_KEY'), { amount_minor, note });
      if (answer.status < 300) return;
    }
  }

  /** Two purchases of one customer, the first at the shop whose people sign in; one of them twice where nobody bought two. */
  async #mine(shop: Agent, orders: Scene['order'][]): Promise<[Scene['order'], OrderRow]> {
    const { merchant_id } = await this.#server.must<{ merchant_id: string }>(
      'GET',
      '/v1/session',
      shop.session,
    );
    const free: Scene['order'][] = [];
    for (const one of orders.filter((order) => order.merchant_id === merchant_id)) {
      const { disputes } = one as unknown as { disputes: number };
      if (disputes === 0) free.push(one);
    }
    const twice = free.find((one) =>
      orders.some((other) => other !== one && other.customer_id === one.customer_id),
    );
    const order = twice ?? free[0];
    if (!order) throw new Error('the shop has sold nothing that nobody disputes');
    const quiet = orders.find((one) => one !== order && one.customer_id === order.customer_id) ?? order;
    return [order, quiet];
  }

  /** Some of the shop's customers say that goods are on their way back. */
  async #returned(shop: Agent, orders: Scene['order'][], busy: string[]): Promise<void> {
    const { merchant_id } = await this.#server.must<{ merchant_id: string }>(
      'GET',
      '/v1/session',
      shop.session,
    );
    const own = orders.filter((one) => one.merchant_id === merchant_id && !busy.includes(one.customer_id));
    for (const [at, one] of own.slice(0, 4).entries()) {
      const key = await this.#server.customer(one.customer_id, 'A customer');
      const parcel = at % 2 ? {} : { tracking_id: `00340434161094042${510 + at}`, carrier: 'DHL' };
      await this.#server.ask('POST', `/v1/orders/${one.id}/returns`, key, parcel);
    }
  }

  /** The shop's endpoint, which takes what it is sent; a key, and a colleague who was invited. */
  async #connected(shop: Agent): Promise<string> {
    await new Promise<void>((resolve) => this.#shop.listen(0, '127.0.0.1', resolve));
    const address = this.#shop.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { merchant_id } = await this.#server.must<{ merchant_id: string }>(
      'GET',
      '/v1/session',
      shop.session,
    );
    const made = await this.#server.must<Schema.NewWebhook>('POST', '/v1/webhooks', shop.session, {
      url: `http://127.0.0.1:${port}/hooks`,
      development: true,
      topics: [],
    });
    const key = { role: 'merchant', subject: merchant_id, label: 'The shop’s own system' };
    await this.#server.must('POST', '/v1/api-keys', shop.session, key);
    const colleague = {
      email: 'noor@shop.example',
      name: 'Noor Haddad',
      role: 'merchant',
      merchant_id,
      languages: ['en'],
      skills: [],
    };
    await this.#server.ask('POST', '/v1/users', shop.session, colleague);
    return made.webhook.id;
  }
}
