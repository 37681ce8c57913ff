// What the pages read and do. Every write names what it makes stale; nothing here knows a word of any language.

import {
  ApiError,
  base64Of,
  collect,
  itemsOf,
  type NewSupportNeed,
  type Notifications,
  type Schema,
} from '@ombud/client';
import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../app/backend.ts';

export type OrderFile = Schema.OrderFile;
export type Dispute = Schema.Dispute;
export type Plan = Schema.Plan;
export type EvidenceType = Schema.EvidenceType;
export type Reason = Schema.Reason;

/** The newest purchases are read whole, since only the whole file tells what is due. */
const PURCHASES_READ_MAX = 30;
const CASES_READ_MAX = 100;

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['order', id],
    queryFn: () => api.get('/v1/orders/{order_id}', { path: { order_id: id } }),
  });
export const disputeQuery = (id: string) =>
  queryOptions({
    queryKey: ['dispute', id],
    queryFn: () => api.get('/v1/disputes/{dispute_id}', { path: { dispute_id: id } }),
  });

/** All purchases, newest first. `isPending` until each of them is there. */
export function usePurchases() {
  const list = useQuery({
    queryKey: ['orders'],
    queryFn: () =>
      collect(
        (cursor) => api.get('/v1/orders', { query: { cursor, limit: PURCHASES_READ_MAX } }),
        PURCHASES_READ_MAX,
      ),
  });
  const files = useQueries({
    queries: (list.data ?? []).map(({ id }) => orderQuery(id)),
    combine: (results) => ({
      orders: results.flatMap((result) => result.data ?? []),
      isPending: results.some((result) => result.isPending),
      error: results.find((result) => result.error)?.error ?? null,
    }),
  });
  return {
    orders: files.orders,
    isPending: list.isPending || files.isPending,
    error: list.error ?? files.error,
    refetch: list.refetch,
  };
}

export function useCases() {
  return useQuery({
    queryKey: ['disputes'],
    queryFn: () => collect((cursor) => api.get('/v1/disputes', { query: { cursor } }), CASES_READ_MAX),
  });
}

export const useOrder = (id: string) => useQuery(orderQuery(id));
export const useDispute = (id: string) => useQuery(disputeQuery(id));
export const useDisputes = (ids: readonly string[]) =>
  useQueries({
    queries: ids.map(disputeQuery),
    combine: (results) => results.flatMap((result) => result.data ?? []),
  });

/** Why it was decided so; `language` is that of its sentences, English where the server does not say. */
export type Explanation = Schema.Explanation & { language?: string };

export function useExplanation(dispute: Dispute, language: string) {
  return useQuery({
    queryKey: ['explanation', dispute.id, dispute.version, language],
    queryFn: async (): Promise<Explanation> => {
      const path = { dispute_id: dispute.id };
      const query = { audience: 'customer' } as const;
      const own: typeof query & { language: string } = { ...query, language };
      try {
        return await api.get('/v1/disputes/{dispute_id}/explanation', { path, query: own });
      } catch (error) {
        // A server that knows English alone does not know the parameter either.
        if (!(error instanceof ApiError) || error.status !== 400) throw error;
        return api.get('/v1/disputes/{dispute_id}/explanation', { path, query });
      }
    },
    enabled: dispute.decisions.length > 0,
  });
}

export function useNotices(dispute: string) {
  return useQuery({
    queryKey: ['notices', dispute],
    queryFn: () => api.get('/v1/disputes/{dispute_id}/notices', { path: { dispute_id: dispute } }),
  });
}

export function useComplaints() {
  return useQuery({
    queryKey: ['complaints'],
    queryFn: () => collect((cursor) => api.get('/v1/complaints', { query: { cursor } }), CASES_READ_MAX),
  });
}

/** A write that changes money or cases: everything that shows either is read anew. */
export function useAct<T, A = unknown>(act: (value: T) => Promise<A>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'company',
      }),
  });
}

export interface NewEvidence {
  type: EvidenceType;
  text?: string;
  file?: File;
}

/** Evidence as the API takes it: the file with its bytes. */
export async function evidenceBody({ type, text, file }: NewEvidence) {
  const content = file && { name: file.name, media_type: file.type, content_base64: await base64Of(file) };
  return { type, ...(text ? { text } : {}), ...(content ? { file: content } : {}) };
}

export const planPath = (plan: Plan) => ({ order_id: plan.order_id, plan_id: plan.id });

/** What can be changed about a plan, and what it would do; nothing where the server does not say. */
export function usePlanOptions(plan: Plan) {
  return useQuery({
    queryKey: ['plan-options', plan.id],
    queryFn: () =>
      api.get('/v1/orders/{order_id}/plans/{plan_id}/options', { path: planPath(plan) }).catch(() => null),
  });
}

export function useSupportNeeds(customer: string) {
  return useQuery({
    queryKey: ['support-needs', customer],
    queryFn: async () =>
      itemsOf(
        await api.get('/v1/customers/{customer_id}/support-needs', { path: { customer_id: customer } }),
      ),
  });
}
export const addSupportNeed = (customer: string, body: NewSupportNeed) =>
  api.post('/v1/customers/{customer_id}/support-needs', { path: { customer_id: customer }, body });
export const removeSupportNeed = (customer: string, need: string) =>
  api.delete('/v1/customers/{customer_id}/support-needs/{support_need_id}', {
    path: { customer_id: customer, support_need_id: need },
  });

export function useNotifications(customer: string) {
  return useQuery({
    queryKey: ['notifications', customer],
    queryFn: () => api.get('/v1/customers/{customer_id}/notifications', { path: { customer_id: customer } }),
  });
}
export const putNotifications = (customer: string, body: Notifications) =>
  api.put('/v1/customers/{customer_id}/notifications', { path: { customer_id: customer }, body });
