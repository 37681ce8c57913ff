//! What became of the letters that messages were sent as. Pure: read from the events of a thread.

import type { Conversation, ConversationEvent } from '@ombud/client';

/** `queued`: it is a letter, and nothing was told of it yet. */
export interface Delivery {
  state: 'queued' | 'sent' | 'failed';
  at?: string;
  /** What the mail server said, where it refused. */
  why?: string;
}

/** The newest word on each message, by its number: a letter that was taken can come back later. */
export function deliveriesOf(events: readonly ConversationEvent[]): ReadonlyMap<number, Delivery> {
  const found = new Map<number, Delivery>();
  for (const { kind, at, body } of events) {
    if (kind !== 'delivery' || (body.state !== 'sent' && body.state !== 'failed')) continue;
    found.set(Number(body.message), {
      state: body.state,
      at,
      ...(typeof body.why === 'string' ? { why: body.why } : {}),
    });
  }
  return found;
}

/** The last event that another desk brought with it: what stands before was sent there, or not at all. */
export function importedUntil(events: readonly ConversationEvent[]): number {
  return events.findLast((event) => event.kind === 'imported')?.seq ?? 0;
}

/** What is known of one message as a letter; nothing where it is none. */
export function deliveryOf(
  event: ConversationEvent,
  conversation: Pick<Conversation, 'channel'>,
  known: ReadonlyMap<number, Delivery>,
  imported: number,
): Delivery | undefined {
  const told = known.get(event.seq);
  if (told) return told;
  const isOurs = event.by.kind === 'person' || event.by.kind === 'ai';
  const isLetter = conversation.channel === 'email' && isOurs && event.seq > imported;
  return isLetter && event.kind === 'message' ? { state: 'queued' } : undefined;
}

/** Whether the log shows an event by itself. That a letter went out is said at its message. */
export function standsAlone(event: ConversationEvent): boolean {
  return event.kind !== 'delivery' || event.body.state !== 'sent';
}
