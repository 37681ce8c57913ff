//! Translations by a machine, where a language model is connected: below a message in a foreign language, and beside the
//! reply. The source stays where it is; nothing is sent by it.

import type { Conversation, ConversationEvent } from '@ombud/client';
import { Banner, Button, Icon, useFormat, useLanguage } from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Languages, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/services.ts';
import { useT, useWord } from '../words/index.ts';
import { useProblemToast } from './actions.ts';
import {
  cautionOf,
  isAbout,
  isForeign,
  ofMessage,
  type Translated,
  type Translation,
} from './translations.ts';

const STALE_MS = 300_000;

const keyOf = (conversation: string, locale: string) => ['translations', conversation, locale];

/** What was translated before, and whether there is a model at all. Asked only where the customer’s language is foreign. */
function useKnown(conversation: Conversation) {
  const { locale } = useLanguage();
  return useQuery({
    queryKey: keyOf(conversation.id, locale),
    enabled: isForeign(conversation.language, locale),
    retry: false,
    staleTime: STALE_MS,
    queryFn: () =>
      api.get('/v1/conversations/{conversation_id}/translations', {
        path: { conversation_id: conversation.id },
        query: { language: locale },
      }),
  }).data;
}

type Asked = { what: 'message'; seq: number } | { what: 'draft'; text: string };

function useTranslate(conversation: Conversation) {
  const { locale } = useLanguage();
  const cache = useQueryClient();
  const problem = useProblemToast();
  return useMutation({
    mutationFn: (body: Asked) =>
      api.post('/v1/conversations/{conversation_id}/translations', {
        path: { conversation_id: conversation.id },
        query: { language: locale },
        body,
      }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keyOf(conversation.id, locale) }),
    onError: problem,
  });
}

/** Below a message of the customer’s. */
export function MessageTranslation(props: { event: ConversationEvent; conversation: Conversation }) {
  const t = useT();
  const { event, conversation } = props;
  const { locale } = useLanguage();
  const known = useKnown(conversation);
  const translate = useTranslate(conversation);
  const language = typeof event.body.language === 'string' ? event.body.language : conversation.language;
  const isWanted = event.by.kind === 'customer' && isForeign(language, locale);
  if (!known?.available || !isWanted) return null;
  const asked = translate.data?.translation;
  const shown = ofMessage(known.translations, event.seq) ?? (asked?.message_seq === event.seq ? asked : null);
  if (shown) return <Shown one={shown} />;
  return (
    <Button
      size="s"
      variant="quiet"
      icon={Languages}
      isPending={translate.isPending}
      onPress={() => translate.mutate({ what: 'message', seq: event.seq })}
    >
      {t('translate.message')}
    </Button>
  );
}

/** A translation with what it is: a machine’s, from which language, and what to be careful of. */
function Shown({ one }: { one: Translation }) {
  const t = useT();
  const format = useFormat();
  return (
    <div className="d-translation">
      <p className="d-translation-by o-small o-soft">
        <Icon of={Languages} size={14} />
        {t('translate.by', { from: format.language(one.from) })}
      </p>
      {one.text ? (
        <p className="d-translation-text" lang={one.to}>
          {one.text}
        </p>
      ) : null}
      <Caution one={one} />
    </div>
  );
}

function Caution({ one }: { one: Translation }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const caution = cautionOf(one);
  if (caution === 'none') return null;
  if (caution === 'digits') return <p className="o-small o-soft">{t('translate.digits')}</p>;
  const what = format.list(one.differs.map((each) => word('translate.differs', each)));
  return (
    <Banner tone="warning" live>
      {t(one.text ? 'translate.differs' : 'translate.refused', { what })}
    </Banner>
  );
}

/** Beside the reply: what is written, in the customer’s language. It takes its place when told so, and gives it back. */
export function DraftTranslation(props: {
  conversation: Conversation;
  written: string;
  onWrite: (text: string) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { conversation, written, onWrite } = props;
  const known = useKnown(conversation);
  const translate = useTranslate(conversation);
  const [kept, setKept] = useState<Translated | null>(null);
  if (!known?.available || written.trim() === '') return null;
  const language = format.language(conversation.language);
  const shown = isAbout(kept, conversation.id, written) ? kept : null;
  if (!shown) {
    const ask = async () => {
      const source = written.trim();
      const { translation } = await translate.mutateAsync({ what: 'draft', text: source });
      if (translation) setKept({ of: conversation.id, source, translation });
    };
    return (
      <Button
        size="s"
        variant="quiet"
        icon={Languages}
        isPending={translate.isPending}
        onPress={() => void ask().catch(() => undefined)}
      >
        {t('translate.draft', { language })}
      </Button>
    );
  }
  const { source, translation } = shown;
  const isUsed = written.trim() !== source;
  return (
    <section className="d-translation" aria-label={t('translate.draft.title')}>
      {isUsed ? (
        <>
          <p className="d-translation-by o-small o-soft">{t('translate.source')}</p>
          <p className="d-translation-text">{source}</p>
          <Button size="s" icon={Undo2} onPress={() => onWrite(source)}>
            {t('translate.undo')}
          </Button>
        </>
      ) : (
        <>
          <Shown one={translation} />
          {translation.text ? (
            <Button size="s" variant="soft" onPress={() => onWrite(translation.text ?? source)}>
              {t('translate.use', { language })}
            </Button>
          ) : null}
        </>
      )}
    </section>
  );
}
