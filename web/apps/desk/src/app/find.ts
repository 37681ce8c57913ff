//! Finding anything by what one has of it: a name, words that were written, a number, an id. What the reader may not see, or what
//! is not there, is simply not found.

import { ApiError, type Conversation } from '@ombud/client';
import { useQuery } from '@tanstack/react-query';
import { asConversations } from '../api/wire.ts';
import { api } from './services.ts';
import { useSettled } from './settled.ts';

const CONVERSATIONS_MAX = 20;
/** Fewer letters than this find too much to be of use. */
const LETTERS_MIN = 2;
/** What can be the id of something: the server takes no others. */
const ID = /^[\w.:-]{3,64}$/;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export interface Person {
  id: string;
  name?: string;
}

export interface Found {
  people: Person[];
  conversations: Conversation[];
  order?: { id: string; customer_id: string; title: string };
  dispute?: { id: string; reason: string };
}

const NOTHING: Found = { people: [], conversations: [] };

/** Nothing where there is nothing to see; what fails otherwise fails. */
async function ifAny<V>(read: Promise<V>): Promise<V | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) return undefined;
    throw error;
  }
}

/** The people behind what was found, each once; a name that is known anywhere counts. */
export function peopleOf(
  conversations: readonly Pick<Conversation, 'customer_id' | 'customer'>[],
  ...others: (Person | undefined)[]
): Person[] {
  const people = new Map<string, Person>();
  const add = (id: string, name: string | null | undefined) => {
    const known = people.get(id)?.name ?? name;
    people.set(id, known ? { id, name: known } : { id });
  };
  for (const other of others) if (other) add(other.id, other.name);
  for (const one of conversations) if (!one.customer.visitor) add(one.customer_id, one.customer.name);
  return [...people.values()];
}

export async function find(typed: string): Promise<Found> {
  const q = typed.trim().replace(/^#/, '');
  if (q.length < LETTERS_MIN) return NOTHING;
  const id = ID.test(q) ? q : undefined;
  const [page, file, customer, dispute] = await Promise.all([
    // The hand-written path has no `q` yet; the contract has.
    ifAny(api.get('/v1/conversations', { query: { q, limit: CONVERSATIONS_MAX } as { limit: number } })),
    id && !UUID.test(id) ? ifAny(api.get('/v1/orders/{order_id}', { path: { order_id: id } })) : undefined,
    id && !UUID.test(id)
      ? ifAny(api.get('/v1/customers/{customer_id}', { path: { customer_id: id } }))
      : undefined,
    id && UUID.test(id)
      ? ifAny(api.get('/v1/disputes/{dispute_id}', { path: { dispute_id: id } }))
      : undefined,
  ]);
  const conversations = asConversations(page?.items ?? []);
  const order = file
    ? {
        id: file.order.id,
        customer_id: file.order.customer_id,
        title: file.order.lines[0]?.name ?? file.order.id,
      }
    : undefined;
  return {
    people: peopleOf(
      conversations,
      customer ? { id: customer.id, name: customer.name ?? undefined } : undefined,
      order ? { id: order.customer_id } : undefined,
    ),
    conversations,
    order,
    dispute: dispute ? { id: dispute.id, reason: dispute.reason } : undefined,
  };
}

/** What is found by what somebody types, once they pause. */
export function useFound(typed: string): { found: Found; isLoading: boolean } {
  const settled = useSettled(typed.trim());
  const { data, isFetching } = useQuery({
    queryKey: ['find', settled],
    enabled: settled.length >= LETTERS_MIN,
    queryFn: () => find(settled),
    retry: false,
  });
  return { found: (settled === typed.trim() && data) || NOTHING, isLoading: isFetching };
}
