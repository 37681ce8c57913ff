//! What the pages ask the server, each under one name in the cache.

import { ApiError, collect, itemsOf, type Conversation } from '@ombud/client';
import { useLanguage } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { api } from '../app/services.ts';
import { disputeOf, orderShown, useChosenOrder } from './purchase.ts';

const LONG_MS = 60_000;
/** Purchases of one answer, and of one customer at most. */
const PAGE_ROWS = 50;
const ORDERS_MAX = 500;
const passing = { retry: false, staleTime: LONG_MS } as const;

/** Nothing, instead of an error, where the server does not have it. */
async function orNothing<V>(read: Promise<V>): Promise<V | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ApiError && error.isAbsent) return null;
    throw error;
  }
}

/** In the language of the page, whatever the browser asks for. */
export const useBrief = (conversation_id: string, language: string) =>
  useQuery({
    queryKey: ['brief', conversation_id, language],
    queryFn: () =>
      orNothing(
        api.get('/v1/conversations/{conversation_id}/brief', {
          path: { conversation_id },
          query: { language },
        }),
      ),
    ...passing,
  });

export const useOrderFile = (order_id: string | undefined) =>
  useQuery({
    queryKey: ['order', order_id],
    enabled: order_id !== undefined,
    queryFn: () => orNothing(api.get('/v1/orders/{order_id}', { path: { order_id: order_id ?? '' } })),
    ...passing,
  });

export const useOrdersOf = (customer_id: string) =>
  useQuery({
    queryKey: ['orders-of', customer_id],
    enabled: customer_id !== '',
    queryFn: () =>
      collect(
        (cursor) => api.get('/v1/orders', { query: { customer_id, cursor, limit: PAGE_ROWS } }),
        ORDERS_MAX,
      ),
    ...passing,
  });

export const useDisputesOf = (customer_id: string) =>
  useQuery({
    queryKey: ['disputes-of', customer_id],
    enabled: customer_id !== '',
    queryFn: async () => (await api.get('/v1/disputes', { query: { customer_id, limit: 50 } })).items,
    ...passing,
  });

/** What is still missing is said in the language of the page. */
export function useDispute(dispute_id: string | undefined) {
  const { locale: language } = useLanguage();
  return useQuery({
    queryKey: ['dispute', dispute_id, language],
    enabled: dispute_id !== undefined,
    queryFn: () =>
      api.get('/v1/disputes/{dispute_id}', { path: { dispute_id: dispute_id ?? '' }, query: { language } }),
    ...passing,
  });
}

export const useExplanation = (dispute_id: string, isDecided: boolean) =>
  useQuery({
    queryKey: ['explanation', dispute_id],
    enabled: isDecided,
    queryFn: () =>
      orNothing(
        api.get('/v1/disputes/{dispute_id}/explanation', {
          path: { dispute_id },
          query: { audience: 'agent' },
        }),
      ),
    ...passing,
  });

/** Of a decided dispute it is what was decided. Rules are told in the language of the page, where they have its words. */
export function useOutlook(dispute_id: string) {
  const { locale: language } = useLanguage();
  return useQuery({
    queryKey: ['outlook', dispute_id, language],
    queryFn: () =>
      orNothing(api.get('/v1/disputes/{dispute_id}/outlook', { path: { dispute_id }, query: { language } })),
    ...passing,
  });
}

/** A file that was just handed in is read in the background: the page looks again until it was. */
const READING_POLL_MS = 3_000;

export const useTriage = (dispute_id: string) =>
  useQuery({
    queryKey: ['triage', dispute_id],
    queryFn: () => orNothing(api.get('/v1/disputes/{dispute_id}/triage', { path: { dispute_id } })),
    refetchInterval: (query) => ((query.state.data?.waiting.length ?? 0) > 0 ? READING_POLL_MS : false),
    ...passing,
  });

export const useSupportNeeds = (customer_id: string) =>
  useQuery({
    queryKey: ['needs', customer_id],
    queryFn: async () => {
      const answer = await orNothing(
        api.get('/v1/customers/{customer_id}/support-needs', { path: { customer_id } }),
      );
      return answer ? itemsOf(answer) : [];
    },
    ...passing,
  });

export const useCustomer = (customer_id: string) =>
  useQuery({
    queryKey: ['customer', customer_id],
    queryFn: () => orNothing(api.get('/v1/customers/{customer_id}', { path: { customer_id } })),
    ...passing,
  });

/** What a customer is called. Not every feed has names; who wrote to us said theirs. */
export function useCustomerName(id: string): string | undefined {
  const { data: customer } = useCustomer(id);
  const { data: conversations } = useConversationsOf(id);
  const said = conversations?.find((one) => one.customer.name)?.customer.name;
  return customer?.name ?? said ?? undefined;
}

export const useCustomerTimeline = (customer_id: string) =>
  useQuery({
    queryKey: ['timeline', customer_id],
    queryFn: async () => {
      const answer = await orNothing(
        api.get('/v1/customers/{customer_id}/timeline', { path: { customer_id } }),
      );
      return answer ? itemsOf(answer) : [];
    },
    ...passing,
  });

export const useConversationsOf = (customer_id: string) =>
  useQuery({
    queryKey: ['conversations-of', customer_id],
    queryFn: async () => {
      const answer = await orNothing(api.get('/v1/conversations', { query: { customer_id, limit: 50 } }));
      return answer?.items ?? [];
    },
    ...passing,
  });

export const useComplaintsOf = (customer_id: string) =>
  useQuery({
    queryKey: ['complaints-of', customer_id],
    queryFn: async () => (await api.get('/v1/complaints', { query: { customer_id, limit: 50 } })).items,
    ...passing,
  });

/** The purchase beside a conversation and its dispute, as the panel shows them and the actions take them. */
export function usePurchase(conversation: Conversation | undefined, id: string) {
  const [chosen, choose] = useChosenOrder(id);
  const customer_id = conversation?.customer_id ?? '';
  const { data: orders = [] } = useOrdersOf(customer_id);
  const { data: disputes = [] } = useDisputesOf(customer_id);
  const linked = { order_id: conversation?.order_id, dispute_id: conversation?.dispute_id };
  const order = orderShown({ chosen, ...linked, orders, disputes });
  return { order, dispute: disputeOf(order, linked.dispute_id, disputes), choose };
}
