//! The line at which one's calls ring, as the telephone system names it.

import { Button, Card, TextField, useToast } from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Phone } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT } from '../../words/index.ts';

const EXTENSION_CHARACTERS_MAX = 64;

export function PhoneCard() {
  const t = useT();
  const session = useSession();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const { data: seat } = useQuery({
    queryKey: ['seat', session.user_id],
    queryFn: async () =>
      (await api.get('/v1/desk/seats')).items.find((one) => one.user_id === session.user_id) ?? null,
    retry: false,
  });
  const [typed, setTyped] = useState<string | null>(null);
  const kept = seat?.extension ?? '';
  const extension = typed ?? kept;
  const save = useMutation({
    // Whoever never said whether they take work is away; the line alone must not call them in.
    mutationFn: () =>
      api.post('/v1/desk/availability', {
        body: { state: seat?.state ?? 'away', extension: extension.trim() },
      }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('phone.saved') });
      setTyped(null);
      void cache.invalidateQueries({ queryKey: ['seat'] });
    },
    onError: problem,
  });
  return (
    <Card title={t('phone.title')}>
      <form
        className="o-stack"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <p className="o-soft">{t('phone.about')}</p>
        <TextField
          label={t('phone.extension')}
          description={t('phone.extension.help')}
          value={extension}
          onChange={setTyped}
          maxLength={EXTENSION_CHARACTERS_MAX}
        />
        <Button
          type="submit"
          icon={Phone}
          isDisabled={seat === undefined || extension.trim() === kept}
          isPending={save.isPending}
        >
          {t('phone.save')}
        </Button>
      </form>
    </Card>
  );
}
