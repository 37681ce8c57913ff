//! What one does with a conversation. Each waits for the server's word; a lost race is said as what it is.

import { ApiError, type Conversation } from '@ombud/client';
import { useFormat, useToast } from '@ombud/ui';
import { useMemo } from 'react';
import { asConversation } from '../api/wire.ts';
import { api, store } from '../app/services.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { refusalOf } from '../words/problem.ts';

/** Refusals that mean that a colleague did it first. */
const RACES = new Set([
  'assignment_moved',
  'conflict',
  'floor_moved',
  'not_offered',
  'not_yours',
  'offered_to_another',
  'taken',
]);

/** What the server says against an action, in the words of the page where it has some. */
export function useProblemToast(): (error: unknown) => void {
  const t = useT();
  const toast = useToast();
  const format = useFormat();
  return (error) => toast({ tone: 'danger', ...refusalOf(error, t, format) });
}

/** The actions of the console on one conversation. */
export function useConversationActions() {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  return useMemo(() => {
    const perform = async (run: () => Promise<object>, done?: DeskKey): Promise<boolean> => {
      try {
        store.take(asConversation(await run()));
        if (done) toast({ tone: 'success', text: t(done) });
        return true;
      } catch (error) {
        if (error instanceof ApiError && RACES.has(error.code)) toast({ tone: 'info', text: t('race.lost') });
        else problem(error);
        return false;
      }
    };
    const path = (conversation: Conversation) => ({ conversation_id: conversation.id });
    const reopen = (c: Conversation) =>
      perform(() => api.post('/v1/conversations/{conversation_id}/reopen', { path: path(c) }));
    const version = (conversation: Conversation) => ({ assignment_version: conversation.assignment.version });
    return {
      take: (c: Conversation) =>
        perform(() =>
          api.post('/v1/conversations/{conversation_id}/take', { path: path(c), body: version(c) }),
        ),
      accept: (c: Conversation) =>
        perform(() =>
          api.post('/v1/conversations/{conversation_id}/accept', { path: path(c), body: version(c) }),
        ),
      decline: (c: Conversation) =>
        perform(() =>
          api.post('/v1/conversations/{conversation_id}/decline', { path: path(c), body: version(c) }),
        ),
      release: (c: Conversation) =>
        perform(
          () => api.post('/v1/conversations/{conversation_id}/release', { path: path(c), body: version(c) }),
          'done.released',
        ),
      takeOver: (c: Conversation) =>
        perform(() =>
          api.post('/v1/conversations/{conversation_id}/take_over', { path: path(c), body: version(c) }),
        ),
      giveBack: (c: Conversation) =>
        perform(() =>
          api.post('/v1/conversations/{conversation_id}/return', {
            path: path(c),
            body: { epoch: c.floor.epoch },
          }),
        ),
      unschedule: (c: Conversation, client_id: string) =>
        perform(() =>
          api.post('/v1/conversations/{conversation_id}/unschedule', { path: path(c), body: { client_id } }),
        ),
      resolve: async (c: Conversation) => {
        const isDone = await perform(() =>
          api.post('/v1/conversations/{conversation_id}/resolve', { path: path(c) }),
        );
        if (isDone) {
          const action = { label: t('action.reopen'), run: () => void reopen(c) };
          toast({ tone: 'success', text: t('done.resolved'), action });
        }
        return isDone;
      },
      reopen,
      snooze: (c: Conversation, until: Date) =>
        perform(
          () =>
            api.post('/v1/conversations/{conversation_id}/snooze', {
              path: path(c),
              body: { until: until.toISOString() },
            }),
          'done.snoozed',
        ),
      transfer: (c: Conversation, to: { user_id?: string; skills?: string[] }, note: string) =>
        perform(
          () =>
            api.post('/v1/conversations/{conversation_id}/transfer', {
              path: path(c),
              body: { ...to, note, ...version(c) },
            }),
          'done.transferred',
        ),
      merge: (c: Conversation, into: string) =>
        perform(
          () => api.post('/v1/conversations/{conversation_id}/merge', { path: path(c), body: { into } }),
          'done.merged',
        ),
      askForCallBack: (c: Conversation, body: { phone: string; note?: string; at?: string }) =>
        perform(
          () => api.post('/v1/conversations/{conversation_id}/call-back', { path: path(c), body }),
          'done.call_back_asked',
        ),
      calledBack: (c: Conversation) =>
        perform(
          () => api.post('/v1/conversations/{conversation_id}/call-back/done', { path: path(c) }),
          'done.called_back',
        ),
      cancelCallBack: (c: Conversation) =>
        perform(
          () => api.post('/v1/conversations/{conversation_id}/call-back/cancel', { path: path(c) }),
          'done.call_back_cancelled',
        ),
      tags: (c: Conversation, add: string[], remove: string[]) =>
        perform(() =>
          api.post('/v1/conversations/{conversation_id}/tags', { path: path(c), body: { add, remove } }),
        ),
    };
  }, [t, toast, problem]);
}
