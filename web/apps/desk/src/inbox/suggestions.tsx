//! Replies that may be sent, beside where one writes. Nothing takes the focus, nothing is sent by itself.

import { randomId, type Conversation } from '@ombud/client';
import { Badge, Button, Icon, IconButton, useFormat, useLanguage } from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BookOpen, ChevronDown, ChevronRight, CornerDownLeft, Sparkles, X, Zap } from 'lucide-react';
import { useState } from 'react';
import { ActionsDialog } from '../actions/actions-dialog.tsx';
import { actionOf } from '../actions/catalog.ts';
import type { Suggestion } from '../api/shapes.ts';
import { api } from '../app/services.ts';
import { usePurchase } from '../context/queries.ts';
import { keys, useKeys } from '../keys/use-keys.ts';
import { useT, useWord, type DeskKey } from '../words/index.ts';
import { useThread } from './hooks.ts';
import { askedSeq, firstReply, openOnes } from './suggestions.ts';

const SHOWN_KEY = 'ombud.suggestions';

/** As it was left; at first, folded away where there is little room. */
function readShown(): boolean {
  const hasRoom = !matchMedia('(max-width: 40rem)').matches;
  try {
    return (localStorage.getItem(SHOWN_KEY) ?? (hasRoom ? 'open' : 'closed')) === 'open';
  } catch {
    return hasRoom;
  }
}

function useSuggestions(conversation: Conversation) {
  const { locale } = useLanguage();
  const { events } = useThread(conversation.id);
  const asked = askedSeq(events);
  return useQuery({
    queryKey: ['suggestions', conversation.id, asked, locale],
    enabled: asked > 0,
    retry: false,
    staleTime: 60_000,
    queryFn: () =>
      api.post('/v1/conversations/{conversation_id}/suggestions', {
        path: { conversation_id: conversation.id },
        query: { language: locale },
      }),
  });
}

/** Tells what became of a suggestion. What is not told is not counted, and nobody is bothered with it. */
export function useBecame(conversation: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ number, text }: { number: number; text?: string }) =>
      api.post('/v1/conversations/{conversation_id}/suggestions/{number}', {
        path: { conversation_id: conversation, number },
        body: text === undefined ? { outcome: 'rejected' } : { outcome: 'sent', text },
        key: randomId(),
      }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['suggestions', conversation] }),
  });
}

export function Suggestions(props: { conversation: Conversation; onInsert: (one: Suggestion) => void }) {
  const { conversation, onInsert } = props;
  const t = useT();
  const [isShown, setShown] = useState(readShown);
  const [acting, setActing] = useState<Suggestion | null>(null);
  const { data } = useSuggestions(conversation);
  const became = useBecame(conversation.id);
  const { order, dispute } = usePurchase(conversation, conversation.id);
  const all = openOnes(data?.suggestions ?? []);
  const first = firstReply(all);
  useKeys({ suggestion: () => first && onInsert(first) });
  if (all.length === 0) return null;
  const toggle = () => {
    setShown(!isShown);
    try {
      localStorage.setItem(SHOWN_KEY, isShown ? 'closed' : 'open');
    } catch {
      // They are shown again after a reload; that is all.
    }
  };
  const action = acting?.act ? actionOf(acting.act.act) : undefined;
  return (
    <section className="d-suggestions" aria-label={t('suggest.title')}>
      <button type="button" className="d-suggestions-head" aria-expanded={isShown} onClick={toggle}>
        <Icon of={Sparkles} size={14} />
        <span className="o-grow">{t('suggest.title')}</span>
        <span className="o-num o-soft">{all.length}</span>
        <Icon of={isShown ? ChevronDown : ChevronRight} size={14} />
      </button>
      {isShown ? (
        <ul>
          {all.map((one) => (
            <Row
              key={one.number}
              one={one}
              isFirst={one === first}
              onInsert={() => onInsert(one)}
              onReject={() => became.mutate({ number: one.number })}
              onAct={() => setActing(one)}
            />
          ))}
        </ul>
      ) : null}
      <ActionsDialog
        target={{
          conversation_id: conversation.id,
          customer_id: conversation.customer_id,
          order_id: acting?.act?.order_id ?? order,
          dispute_id: dispute,
        }}
        first={action}
        isOpen={acting !== null}
        onOpenChange={(open) => {
          if (!open) setActing(null);
        }}
      />
    </section>
  );
}

function Row(props: {
  one: Suggestion;
  isFirst: boolean;
  onInsert: () => void;
  onReject: () => void;
  onAct: () => void;
}) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const { one } = props;
  const name = one.sources[0]?.label ?? '';
  const share = typeof one.confidence === 'number' ? format.percent(one.confidence) : undefined;
  return (
    <li className="d-suggestion">
      {one.text ? (
        <p className="d-suggestion-text" lang={one.language}>
          {one.text}
        </p>
      ) : null}
      <div className="d-suggestion-do">
        {one.act && actionOf(one.act.act) ? (
          <Button size="s" variant="soft" icon={Zap} onPress={props.onAct}>
            {one.act.what}
          </Button>
        ) : null}
        {one.text ? (
          <Button
            size="s"
            icon={CornerDownLeft}
            onPress={props.onInsert}
            aria-label={t('suggest.insert_named', { name })}
            aria-keyshortcuts={props.isFirst ? keys('suggestion') : undefined}
          >
            {t('suggest.insert')}
          </Button>
        ) : null}
        <IconButton icon={X} size="s" label={t('suggest.reject', { name })} onPress={props.onReject} />
      </div>
      <p className="d-suggestion-from o-small">
        <Badge icon={one.kind === 'macro' ? null : BookOpen}>{word('suggest.kind', one.kind)}</Badge>
        {one.sources.map((source) => (
          <span key={source.ref} className="o-wrap">
            {source.label}
            {one.kind === 'macro' ? null : <code className="o-faint"> {source.ref}</code>}
          </span>
        ))}
        {share !== undefined || one.basis === 'at_work' ? (
          <span className="o-soft">
            {t(`suggest.basis.${one.basis}` as DeskKey, share === undefined ? {} : { share })}
          </span>
        ) : null}
      </p>
    </li>
  );
}
