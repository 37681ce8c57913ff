// What the pages read and do. Nothing here knows a word of any language.

import { base64Of, collect, itemsOf, type MerchantSettings, type Schema } from '@ombud/client';
import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../app/backend.ts';

/** A row of the list; who looks after it is told by servers that keep it. */
export type Summary = Schema.DisputeSummary & { assignee?: { user_id: string; name?: string | null } | null };
export type Dispute = Schema.Dispute;
export type EvidenceType = Schema.EvidenceType;
export type StatedFacts = Schema.StatedFacts;
export type OrderFile = Schema.OrderFile;
export type OpenReturn = Schema.Page_OpenReturn['items'][number];
/** A line of the statement; what it is about is told by servers that keep it. */
export type Line = Schema.Page_StatementLine['items'][number] & { about?: string };

const DAY_MS = 86_400_000;
/** How far back the list of all disputes reaches. */
export const DISPUTES_SHOWN_DAYS = 180;
const DISPUTES_READ_MAX = 1_000;
const PAGE_MAX = 100;
const LINES_READ_MAX = 500;

export function useDisputes() {
  return useQuery({
    queryKey: ['disputes'],
    queryFn: (): Promise<Summary[]> => {
      const opened_from = new Date(Date.now() - DISPUTES_SHOWN_DAYS * DAY_MS).toISOString();
      return collect(
        (cursor) => api.get('/v1/disputes', { query: { opened_from, cursor, limit: PAGE_MAX } }),
        DISPUTES_READ_MAX,
      );
    },
  });
}

const disputeQuery = (id: string) =>
  queryOptions({
    queryKey: ['dispute', id],
    queryFn: () => api.get('/v1/disputes/{dispute_id}', { path: { dispute_id: id } }),
  });
export const useDispute = (id: string) => useQuery(disputeQuery(id));
/** Whole disputes for the rows in sight: only they tell what evidence is missing. */
export const useWhole = (ids: readonly string[]) =>
  useQueries({
    queries: ids.map(disputeQuery),
    combine: (results) => new Map(results.flatMap(({ data }) => (data ? [[data.id, data] as const] : []))),
  });

/** Returns that wait for the shop's answer, the nearest deadline first. */
export function useReturns() {
  return useQuery({
    queryKey: ['returns'],
    queryFn: (): Promise<OpenReturn[]> =>
      collect((cursor) => api.get('/v1/returns', { query: { cursor, limit: PAGE_MAX } }), DISPUTES_READ_MAX),
  });
}

export function useOrder(id: string) {
  return useQuery({
    queryKey: ['order', id],
    queryFn: () => api.get('/v1/orders/{order_id}', { path: { order_id: id } }),
  });
}

export function useExplanation(dispute: Dispute) {
  return useQuery({
    queryKey: ['explanation', dispute.id, dispute.version],
    queryFn: () =>
      api.get('/v1/disputes/{dispute_id}/explanation', {
        path: { dispute_id: dispute.id },
        query: { audience: 'merchant' },
      }),
    enabled: dispute.decisions.length > 0,
  });
}

export function useAct<T, A = unknown>(act: (value: T) => Promise<A>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' }),
  });
}

/** One thing of an answer that is being written. */
export interface Draft {
  key: string;
  type: EvidenceType;
  text?: string;
  file?: File;
  facts?: StatedFacts;
}

export async function evidenceBody({ type, text, file, facts }: Draft) {
  const content = file && { name: file.name, media_type: file.type, content_base64: await base64Of(file) };
  return {
    type,
    ...(text ? { text } : {}),
    ...(content ? { file: content } : {}),
    ...(facts ? { facts } : {}),
  };
}

export async function represent(
  id: string,
  drafts: readonly Draft[],
  text: string,
  proposal?: number,
): Promise<Dispute> {
  const evidence = await Promise.all(drafts.map(evidenceBody));
  const body = {
    evidence,
    ...(text.trim() ? { text: text.trim() } : {}),
    ...(proposal ? { proposal_minor: proposal } : {}),
  };
  return api.post('/v1/disputes/{dispute_id}/represent', { path: { dispute_id: id }, body });
}
export const assign = (id: string, user: string | null) =>
  api.put('/v1/disputes/{dispute_id}/assignee', { path: { dispute_id: id }, body: { user_id: user } });
export const acceptLoss = (id: string) =>
  api.post('/v1/disputes/{dispute_id}/accept-loss', { path: { dispute_id: id } });

export interface Outcome {
  id: string;
  error?: unknown;
}
/** Does the same to several, one after the other; each answer counts for itself. */
export async function forEach(
  ids: readonly string[],
  act: (id: string) => Promise<unknown>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const id of ids) {
    try {
      await act(id);
      outcomes.push({ id });
    } catch (error) {
      outcomes.push({ id, error });
    }
  }
  return outcomes;
}

export function useBalances() {
  return useQuery({ queryKey: ['balances'], queryFn: () => api.get('/v1/ledger/balances') });
}
export function useStatement(account: string | undefined) {
  return useQuery({
    queryKey: ['statement', account],
    queryFn: (): Promise<Line[]> =>
      collect(
        (cursor) =>
          api.get('/v1/ledger/statement', { query: { account: account ?? '', cursor, limit: PAGE_MAX } }),
        LINES_READ_MAX,
      ),
    enabled: account !== undefined,
  });
}

/** Money that was paid out to the shop, the newest first. */
export function useSettlements() {
  return useQuery({
    queryKey: ['settlements'],
    queryFn: () =>
      collect((cursor) => api.get('/v1/settlements', { query: { cursor, limit: PAGE_MAX } }), LINES_READ_MAX),
  });
}

/** What the shop is called; its id where the server does not say. */
export function useShopName(merchant: string): string {
  const own = useQuery({
    queryKey: ['merchant', merchant],
    queryFn: () => api.get('/v1/merchants/{merchant_id}', { path: { merchant_id: merchant } }),
    staleTime: Infinity,
  });
  return own.data?.name ?? merchant;
}

/** The events that a webhook can be told of, as this server has them. */
export function useTopics() {
  return useQuery({
    queryKey: ['topics'],
    queryFn: async () => itemsOf<{ name: string; about: string }>(await api.get('/v1/webhooks/topics')),
    staleTime: Infinity,
  });
}

export function useWebhooks() {
  return useQuery({ queryKey: ['webhooks'], queryFn: () => api.get('/v1/webhooks') });
}
export function useWebhook(id: string) {
  return useQuery({
    queryKey: ['webhook', id],
    queryFn: () => api.get('/v1/webhooks/{webhook_id}', { path: { webhook_id: id } }),
  });
}
export function useDeliveries(id: string) {
  return useQuery({
    queryKey: ['deliveries', id],
    queryFn: () =>
      collect(
        (cursor) =>
          api.get('/v1/webhooks/{webhook_id}/deliveries', {
            path: { webhook_id: id },
            query: { cursor, limit: PAGE_MAX },
          }),
        LINES_READ_MAX,
      ),
  });
}
export function useKeys() {
  return useQuery({ queryKey: ['keys'], queryFn: () => api.get('/v1/api-keys') });
}
export function useUsers() {
  return useQuery({ queryKey: ['users'], queryFn: async () => itemsOf(await api.get('/v1/users')) });
}
export function useSettings(merchant: string) {
  return useQuery({
    queryKey: ['settings', merchant],
    queryFn: () => api.get('/v1/merchants/{merchant_id}/settings', { path: { merchant_id: merchant } }),
  });
}
export const changeSettings = (merchant: string, body: Partial<MerchantSettings>) =>
  api.patch('/v1/merchants/{merchant_id}/settings', { path: { merchant_id: merchant }, body });
