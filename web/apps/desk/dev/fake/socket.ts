//! The socket of the made-up desk.

import type { ClientFrame, ConversationEvent, ServerFrame } from '@ombud/client';
import type { ViewName } from '../../src/api/shapes.ts';
import { ahead, ME } from '../world/index.ts';
import {
  all,
  append,
  CALLING,
  change,
  counts,
  type Listener,
  logOf,
  options,
  remembered,
  rowsOf,
  sockets,
} from './state.ts';

export class FakeSocket implements Listener {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly #threads = new Set<string>();
  constructor() {
    sockets.add(this);
    setTimeout(() => this.onopen?.(), 1);
  }
  close(): void {
    sockets.delete(this);
  }
  tell(frame: ServerFrame): void {
    setTimeout(() => this.onmessage?.({ data: JSON.stringify(frame) }), 0);
  }
  follow(event: ConversationEvent): void {
    if (this.#threads.has(event.conversation_id))
      this.tell({
        t: 'event',
        conversation: event.conversation_id,
        seq: event.seq,
        prev: event.seq - 1,
        event,
      });
  }
  send(data: string): void {
    const frame = JSON.parse(data) as ClientFrame;
    if (frame.t === 'hello') {
      this.tell({ t: 'welcome', protocol: 1, session: ME, heartbeat_s: 60 });
      if (options.get('call') === 'on') this.#ring();
    } else if (frame.t === 'subscribe') this.#subscribe(frame);
    else if (frame.t === 'send') {
      const event = append(frame.conversation, 'message', { text: frame.text, client_id: frame.client_id });
      this.tell({ t: 'sent', client_id: frame.client_id, seq: event.seq });
    } else if (frame.t === 'seen') change(frame.conversation, { unread: 0 });
  }
  #ring(): void {
    const conversation = all.get(CALLING);
    const from = conversation?.contact?.phone ?? 'anonymous';
    if (conversation) this.tell({ t: 'call', conversation, call_id: 'k9', from });
  }
  #subscribe(frame: Extract<ClientFrame, { t: 'subscribe' }>): void {
    const { view } = frame;
    if (view.kind === 'thread') {
      this.#threads.add(view.conversation);
      const conversation = all.get(view.conversation);
      if (conversation) this.tell({ t: 'snapshot', id: frame.id, conversation });
      for (const event of logOf(view.conversation)) this.follow(event);
      if (view.conversation === 'conv-1') {
        this.tell({
          t: 'presence',
          conversation: 'conv-1',
          who: [{ user_id: 'user-jonas', name: 'Jonas Berg', doing: 'viewing' }],
        });
      }
    } else if (view.kind === 'list') {
      this.tell({ t: 'snapshot', id: frame.id, rows: rowsOf(view.name as ViewName), counts: counts() });
      if (remembered('offer') === 'on') {
        change('conv-3', {
          assignment: {
            version: 3,
            state: 'offered',
            user_id: ME.user_id ?? null,
            offer_until: ahead(25_000),
          },
        });
        const conversation = all.get('conv-3');
        if (conversation) this.tell({ t: 'offer', conversation, until: ahead(25_000) });
      }
    }
  }
}
