//! Says it when a colleague calls the reader in a private note, on whatever page they are.

import { useToast } from '@ombud/ui';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useT } from '../words/index.ts';
import { useMentions } from './hooks.ts';

export function Mentions() {
  const t = useT();
  const toast = useToast();
  const navigate = useNavigate();
  const mentions = useMentions();
  const told = useRef(mentions.at(-1));
  useEffect(() => {
    const newest = mentions.at(-1);
    if (!newest || newest === told.current) return;
    told.current = newest;
    const open = () =>
      void navigate({ to: '/inbox/$view/$id', params: { view: 'open', id: newest.conversation } });
    toast({
      tone: 'info',
      text: t('mention.title', { name: newest.by || t('who.colleague') }),
      detail: newest.text,
      action: { label: t('mention.open'), run: open },
    });
  }, [mentions, navigate, t, toast]);
  return null;
}
