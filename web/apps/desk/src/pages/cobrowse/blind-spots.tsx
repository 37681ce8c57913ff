//! What agents could not see, first what was missed most: it is proposed to be shown, or stays hidden for a reason.

import {
  Badge,
  Button,
  DateTime,
  ShownDialog,
  EmptyState,
  Meter,
  Select,
  TextField,
  useToast,
  type Tone,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { BlindSpot } from '../../api/cobrowse.ts';
import { Loaded } from '../../app/asked.tsx';
import { api } from '../../app/services.ts';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, useWord } from '../../words/index.ts';
import { ProposeDialog } from './propose-dialog.tsx';

const STATES = ['open', 'proposed', 'released', 'dismissed'] as const;
const TONES: Record<string, Tone> = { open: 'warning', proposed: 'info', released: 'success' };
const DAYS = ['30', '90', '365'] as const;
const MS_PER_DAY = 86_400_000;
const ALL = 'all';

export function BlindSpots() {
  const t = useT();
  const word = useWord();
  const [days, setDays] = useState<string>('90');
  const [state, setState] = useState<string>('open');
  const [page, setPage] = useState(ALL);
  const [proposed, setProposed] = useState<BlindSpot | null>(null);
  const [dismissed, setDismissed] = useState<BlindSpot | null>(null);
  const spots = useQuery({
    queryKey: ['blind-spots', days, state],
    queryFn: () => {
      const from = new Date(Date.now() - Number(days) * MS_PER_DAY).toISOString();
      const query = state === ALL ? { from } : { from, state };
      return api.get('/v1/cobrowse/blind-spots', { query });
    },
    retry: false,
  });
  const pages = [...new Set((spots.data ?? []).map((spot) => spot.page ?? ''))].sort();
  return (
    <>
      <p className="o-soft">{t('blind.about')}</p>
      <div className="o-row d-blind-filters">
        <Select
          label={t('blind.state')}
          value={state}
          onChange={setState}
          options={[ALL, ...STATES].map((id) => ({ id, label: word('blind_state', id) }))}
        />
        <Select
          label={t('blind.span')}
          value={days}
          onChange={setDays}
          options={DAYS.map((id) => ({ id, label: t('blind.days', { days: id }) }))}
        />
        <Select
          label={t('blind.page')}
          value={pages.includes(page) ? page : ALL}
          onChange={setPage}
          options={[
            { id: ALL, label: t('blind.pages.all') },
            ...pages.map((id) => ({ id, label: id === '' ? t('blind.page.unknown') : id })),
          ]}
        />
      </div>
      <Loaded of={spots} lines={4}>
        {(all) => {
          const rows = pages.includes(page) ? all.filter((spot) => (spot.page ?? '') === page) : all;
          const most = Math.max(1, ...rows.map((spot) => spot.sessions));
          if (rows.length === 0)
            return (
              <div className="o-card">
                <EmptyState icon={Eye} title={t('blind.none.title')}>
                  {t('blind.none.text')}
                </EmptyState>
              </div>
            );
          return (
            <ol className="d-blind">
              {rows.map((spot) => (
                <Spot
                  key={spot.id}
                  spot={spot}
                  share={spot.sessions / most}
                  onPropose={() => setProposed(spot)}
                  onDismiss={() => setDismissed(spot)}
                />
              ))}
            </ol>
          );
        }}
      </Loaded>
      {proposed ? <ProposeDialog spot={proposed} onClose={() => setProposed(null)} /> : null}
      {dismissed ? <DismissDialog spot={dismissed} onClose={() => setDismissed(null)} /> : null}
    </>
  );
}

interface SpotProps {
  spot: BlindSpot;
  share: number;
  onPropose: () => void;
  onDismiss: () => void;
}

function Spot({ spot, share, onPropose, onDismiss }: SpotProps) {
  const t = useT();
  const word = useWord();
  const { decision } = spot;
  const name = spot.place;
  return (
    <li className="o-card d-blind-spot">
      <div className="o-row o-spread">
        <code className="d-place">{name}</code>
        <Badge tone={TONES[spot.state] ?? 'neutral'}>{word('blind_state', spot.state)}</Badge>
      </div>
      <p className="o-small o-soft">
        {t('blind.on', { page: spot.page ?? t('blind.page.unknown') })} · {t('blind.last')}{' '}
        <DateTime at={spot.last_asked_at} show="relative" />
      </p>
      <Meter
        label={t('blind.sessions', { sessions: spot.sessions })}
        share={share}
        text={t('blind.asked', { asked: spot.asked })}
      />
      {spot.notes.length > 0 ? (
        <ul className="d-plain-list">
          {spot.notes.map((note) => (
            <li key={note}>
              <q>{note}</q>
            </li>
          ))}
        </ul>
      ) : null}
      {decision ? (
        <p className="o-small">
          {decision.reason
            ? t('blind.dismissed.by', { name: decision.by_name ?? '', reason: decision.reason })
            : t('blind.proposed.by', {
                name: decision.by_name ?? '',
                rule: String(decision.rule ?? ''),
                version: String(decision.version ?? ''),
              })}
          {spot.state === 'proposed' && !decision.task_id ? ` ${t('blind.tosign')}` : ''}
        </p>
      ) : null}
      {spot.state === 'open' || spot.state === 'dismissed' ? (
        <div className="o-row">
          <Button
            size="s"
            variant="primary"
            icon={Eye}
            aria-label={t('blind.propose.one', { place: name })}
            onPress={onPropose}
          >
            {t('blind.propose')}
          </Button>
          {spot.state === 'open' ? (
            <Button
              size="s"
              icon={EyeOff}
              aria-label={t('blind.dismiss.one', { place: name })}
              onPress={onDismiss}
            >
              {t('blind.dismiss')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

function DismissDialog({ spot, onClose }: { spot: BlindSpot; onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [reason, setReason] = useState('');
  const dismiss = useMutation({
    mutationFn: () =>
      api.post('/v1/cobrowse/blind-spots/{blind_spot_id}/dismiss', {
        path: { blind_spot_id: spot.id },
        body: { reason },
      }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('blind.dismissed') });
      void cache.invalidateQueries({ queryKey: ['blind-spots'] });
      onClose();
    },
    onError: problem,
  });
  return (
    <ShownDialog
      title={t('blind.dismiss.title')}
      onClose={onClose}
      footer={
        <Button
          variant="primary"
          isDisabled={reason.trim() === ''}
          isPending={dismiss.isPending}
          onPress={() => dismiss.mutate()}
        >
          {t('blind.dismiss')}
        </Button>
      }
    >
      <p>
        <code className="d-place">{spot.place}</code>
      </p>
      <TextField
        label={t('blind.dismiss.reason')}
        rows={3}
        maxLength={500}
        value={reason}
        onChange={setReason}
        isRequired
      />
    </ShownDialog>
  );
}
