//! The purchases that customers speak of with the assistant, fed as a company feeds them, each with a shop of its own.
import { randomUUID } from 'node:crypto';
import type { Server } from './api.ts';
import type { Has, Language, Talk, ToPerson } from './assistant-talk.ts';

const DAY_MS = 86_400_000;
/** A late fee comes after a notice and a week of grace. */
const FEE_DAYS = 9;
/** What a purchase costs, in minor units: three parts of it are round. */
const TOTALS_MINOR: Record<string, number> = { gb: 12_000, se: 120_000, de: 12_000, es: 12_000 };
const CURRENCIES: Record<string, string> = { gb: 'GBP', se: 'SEK', de: 'EUR', es: 'EUR' };
/** What the shop offers of it: a third. */
const OFFER_PARTS = 3;
const STATEMENT = 'It never came.';

/** How the purchase stands: how many parts, how long ago, whether it came. */
const PURCHASES: Record<Has, { parts: number; days: number; came: boolean }> = {
  plan: { parts: 3, days: 10, came: true },
  delivered: { parts: 1, days: 12, came: true },
  undelivered: { parts: 1, days: 25, came: false },
  case: { parts: 1, days: 25, came: false },
  offer: { parts: 1, days: 25, came: false },
  // Due yesterday; the fee comes as the days pass.
  fee: { parts: 1, days: 31, came: true },
};

/** A customer with the purchase that they write about. */
export interface Cast {
  talk: Talk | ToPerson;
  language: Language;
  customer: string;
  order: string;
  merchant: string;
  market: string;
  currency: string;
  total: number;
  dispute?: string;
}

type Feed = Record<string, unknown>;

export class Feeder {
  readonly #server: Server;
  #now = Date.now();

  constructor(server: Server) {
    this.#server = server;
  }

  /** What time it is in this world. */
  get now(): number {
    return this.#now;
  }

  /** Everybody of these languages, with what they bought; fees first, because days must pass for them. */
  async cast(languages: Language[]): Promise<Cast[]> {
    await this.#readClock();
    const all = languages.flatMap((language) =>
      [...language.talks, ...language.persons].map((talk) => this.#part(language, talk)),
    );
    const [late, others] = [true, false].map((isLate) =>
      all.filter(({ talk }) => (talk.has === 'fee') === isLate),
    );
    await Promise.all((late ?? []).map((one) => this.#buy(one)));
    await this.#server.must('POST', '/v1/sandbox/clock/advance', this.#server.key('OPERATOR_KEY'), {
      by_days: FEE_DAYS,
    });
    await this.#readClock();
    await Promise.all((others ?? []).map((one) => this.#buy(one)));
    return all;
  }

  async #readClock(): Promise<void> {
    const key = this.#server.key('OPERATOR_KEY');
    const { now } = await this.#server.must<{ now: string }>('GET', '/v1/sandbox/clock', key);
    this.#now = Date.parse(now);
  }

  #part(language: Language, talk: Talk | ToPerson): Cast {
    const id = randomUUID().slice(0, 8);
    const market = talk.has === 'fee' ? language.feeMarket : language.market;
    return {
      talk,
      language,
      customer: `talks-${id}`,
      order: `ord-${id}`,
      merchant: `shop-${id}`,
      market,
      currency: CURRENCIES[market] ?? 'EUR',
      total: TOTALS_MINOR[market] ?? 0,
    };
  }

  #ago(days: number): string {
    return new Date(this.#now - days * DAY_MS).toISOString();
  }

  #feed(record: Feed): Promise<unknown> {
    return this.#server.must('POST', '/v1/feed', this.#server.key('COMPANY_KEY'), record);
  }

  async #buy(cast: Cast): Promise<void> {
    const { talk, customer, order, merchant, market, currency, total, language } = cast;
    const { parts, days, came } = PURCHASES[talk.has];
    const at = this.#ago(days);
    await this.#feed({
      type: 'merchant',
      id: merchant,
      at: this.#ago(400),
      name: talk.shop,
      jurisdiction: market,
      merchant_fee_bps: 300,
    });
    const since = this.#ago(300);
    const tag = language.language;
    await this.#feed({
      type: 'customer',
      id: customer,
      at: since,
      jurisdiction: market,
      language: tag,
      since,
    });
    await this.#feed({
      type: 'order',
      id: order,
      at,
      merchant_id: merchant,
      customer_id: customer,
      jurisdiction: market,
      currency,
      total_minor: total,
      lines: [{ id: 'l1', name: talk.item, quantity: 1, amount_minor: total }],
      ...(came ? {} : { promised_by: this.#ago(2) }),
    });
    const product = parts > 1 ? { kind: 'pay_in_n', n: parts, every_days: 30 } : { kind: 'pay_in30' };
    await this.#feed({
      type: 'capture',
      id: `cap-${order}`,
      at,
      order_id: order,
      amount_minor: total,
      product,
    });
    if (parts > 1) {
      const first = { amount_minor: total / parts, instrument: `card-${customer}` };
      await this.#feed({ type: 'payment', id: `pay-${order}`, at, order_id: order, ...first });
    }
    if (came) await this.#deliver(order, days);
    if (talk.has === 'case' || talk.has === 'offer') await this.#open(cast);
  }

  async #deliver(order: string, days: number): Promise<void> {
    const shipment = `par-${order}`;
    const [sent, arrived] = [this.#ago(days - 1), this.#ago(days - 4)];
    await this.#feed({ type: 'shipment', id: shipment, at: sent, order_id: order, carrier: 'Northpost' });
    await this.#feed({
      type: 'scan',
      shipment_id: shipment,
      order_id: order,
      at: arrived,
      code: 'delivered',
    });
  }

  /** The customer said that it never came; where there is an offer, the shop answered with it. */
  async #open(cast: Cast): Promise<void> {
    const server = this.#server;
    const { customer, language, order, merchant, total, talk } = cast;
    const key = await server.customer(customer, language.customer);
    const { id } = await server.must<{ id: string }>('POST', '/v1/disputes', key, {
      order_id: order,
      reason: 'not_received',
      sub_issue: 'never_arrived',
      statement: { text: STATEMENT, merchant_contacted_at: this.#ago(5) },
    });
    cast.dispute = id;
    if (talk.has !== 'offer') return;
    const { secret } = await server.must<{ secret: string }>(
      'POST',
      '/v1/api-keys',
      server.key('OPERATOR_KEY'),
      { role: 'merchant', subject: merchant, label: 'offers' },
    );
    await server.must('POST', `/v1/disputes/${id}/represent`, secret, {
      evidence: [{ type: 'description', text: 'A part of it was sent.' }],
      proposal_minor: total / OFFER_PARTS,
    });
  }
}

/** What the shop offers to this customer, in minor units. */
export const offerOf = ({ total }: Cast): number => total / OFFER_PARTS;
