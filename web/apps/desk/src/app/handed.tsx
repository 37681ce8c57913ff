//! Says it when a colleague hands a co-browsing session to the reader, on whatever page they are.

import { useToast } from '@ombud/ui';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useT } from '../words/index.ts';
import { socket } from './services.ts';

export function Handed() {
  const t = useT();
  const toast = useToast();
  const navigate = useNavigate();
  useEffect(
    () =>
      socket.on('cobrowse_handed', ({ session, customer, by }) => {
        const take = () => void navigate({ to: '/cobrowse/$id', params: { id: session } });
        toast({
          tone: 'info',
          text: t('cobrowse.handed', { by, name: customer ?? t('who.customer') }),
          action: { label: t('cobrowse.handed.take'), run: take },
        });
      }),
    [navigate, t, toast],
  );
  return null;
}
