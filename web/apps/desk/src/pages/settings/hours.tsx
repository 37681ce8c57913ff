//! When people are at the desk. Clocks that run in business hours stand still outside them.

import { Button, Card, Checkbox, TextField, useToast } from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BusinessHours } from '../../api/shapes.ts';
import { api } from '../../app/services.ts';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, type DeskKey } from '../../words/index.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const USUAL = { from: '09:00', until: '17:00' };

export function HoursSection() {
  const { data } = useQuery({ queryKey: ['hours'], queryFn: () => api.get('/v1/desk/hours'), retry: false });
  const t = useT();
  return (
    <Card title={t('settings.hours')}>
      {data ? <HoursForm hours={data} /> : <p className="o-soft">{t('hours.none')}</p>}
    </Card>
  );
}

function HoursForm({ hours }: { hours: BusinessHours }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [draft, setDraft] = useState(hours);
  const save = useMutation({
    mutationFn: () => api.put('/v1/desk/hours', { body: draft }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('hours.saved') });
      void cache.invalidateQueries({ queryKey: ['hours'] });
    },
    onError: problem,
  });
  const change = (day: (typeof DAYS)[number], part: Partial<typeof USUAL> | null) => {
    const others = draft.days.filter((one) => one.day !== day);
    const known = draft.days.find((one) => one.day === day) ?? { day, ...USUAL };
    setDraft({ ...draft, days: part === null ? others : [...others, { ...known, ...part }] });
  };
  return (
    <div className="o-stack d-narrow">
      <p className="o-soft">{t('hours.about')}</p>
      <TextField
        label={t('hours.zone')}
        value={draft.time_zone}
        onChange={(time_zone) => setDraft({ ...draft, time_zone })}
      />
      {DAYS.map((day) => {
        const open = draft.days.find((one) => one.day === day);
        return (
          <div key={day} className="d-hours">
            <Checkbox isSelected={open !== undefined} onChange={(on) => change(day, on ? {} : null)}>
              {t(`day.${day}` as DeskKey)}
            </Checkbox>
            {open ? (
              <>
                <TextField
                  type="time"
                  label={t('hours.from', { day: t(`day.${day}` as DeskKey) })}
                  value={open.from}
                  onChange={(from) => change(day, { from })}
                />
                <TextField
                  type="time"
                  label={t('hours.until', { day: t(`day.${day}` as DeskKey) })}
                  value={open.until}
                  onChange={(until) => change(day, { until })}
                />
              </>
            ) : (
              <span className="o-soft">{t('hours.closed')}</span>
            )}
          </div>
        );
      })}
      <Button variant="primary" isPending={save.isPending} onPress={() => save.mutate()}>
        {t('hours.save')}
      </Button>
    </div>
  );
}
