//! When people are at the desk. Clocks that run in business hours stand still outside them.

import { Button, Card, Checkbox, IconButton, Select, TextField, useFormat, useToast } from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { BusinessHours } from '../../api/shapes.ts';
import { Loaded } from '../../app/asked.tsx';
import { api } from '../../app/services.ts';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, type DeskKey } from '../../words/index.ts';
import { faultOf, isAllDay, shownUntil, untilOf, type OpenTime } from './open-times.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const USUAL = { from: '09:00', until: '17:00' };

export function HoursSection() {
  const hours = useQuery({ queryKey: ['hours'], queryFn: () => api.get('/v1/desk/hours'), retry: false });
  return <Loaded of={hours}>{(known) => <HoursForm hours={known} />}</Loaded>;
}

function HoursForm({ hours }: { hours: BusinessHours }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [draft, setDraft] = useState(hours);
  const save = useMutation({
    mutationFn: ({ time_zone, days, holidays }: BusinessHours) =>
      api.put('/v1/desk/hours', { body: { time_zone, days, holidays } }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('hours.saved') });
      void cache.invalidateQueries({ queryKey: ['hours'] });
    },
    onError: problem,
  });
  const change = (day: OpenTime['day'], times: OpenTime[]) =>
    setDraft({ ...draft, days: [...draft.days.filter((one) => one.day !== day), ...times] });
  const fault = draft.days.map(faultOf).find((one) => one !== undefined);
  return (
    <form
      className="o-stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft);
      }}
    >
      <div className="o-grid d-charts">
        <Card title={t('settings.hours')}>
          <div className="o-stack">
            <p className="o-soft">{t('hours.about')}</p>
            <Select
              label={t('hours.zone')}
              value={draft.time_zone}
              onChange={(time_zone) => setDraft({ ...draft, time_zone })}
              options={zonesWith(draft.time_zone).map((id) => ({ id, label: id.replaceAll('_', ' ') }))}
            />
            <div className="d-week">
              {DAYS.map((day) => (
                <Day
                  key={day}
                  day={day}
                  open={draft.days.filter((one) => one.day === day)}
                  onChange={(times) => change(day, times)}
                />
              ))}
            </div>
          </div>
        </Card>
        <Holidays
          closed={draft.holidays ?? []}
          onChange={(closed) => setDraft({ ...draft, holidays: [...new Set(closed)].sort() })}
        />
      </div>
      <div className="o-row">
        <Button type="submit" variant="primary" isPending={save.isPending} isDisabled={fault !== undefined}>
          {t('hours.save')}
        </Button>
        {fault ? <span className="o-error">{t(`hours.not_saved.${fault}`)}</span> : null}
      </div>
    </form>
  );
}

/** The zones that this browser knows, and the one in force even where it does not. */
function zonesWith(zone: string): string[] {
  return [...new Set([zone, ...Intl.supportedValuesOf('timeZone')])].sort();
}

function Day(props: { day: (typeof DAYS)[number]; open: OpenTime[]; onChange: (times: OpenTime[]) => void }) {
  const t = useT();
  const { open, onChange } = props;
  const day = t(`day.${props.day}` as DeskKey);
  return (
    <div className="d-hours">
      <Checkbox
        isSelected={open.length > 0}
        onChange={(on) => onChange(on ? [{ day: props.day, ...USUAL }] : [])}
      >
        {day}
      </Checkbox>
      {open.map((time, index) => (
        <Times
          key={index}
          day={day}
          time={time}
          onChange={(part) => onChange(open.map((one, at) => (at === index ? { ...one, ...part } : one)))}
        />
      ))}
      {open.length === 0 ? <span className="o-soft d-closed">{t('hours.closed')}</span> : null}
    </div>
  );
}

/** One time of a day; a day may have several. */
function Times(props: { day: string; time: OpenTime; onChange: (part: Partial<typeof USUAL>) => void }) {
  const t = useT();
  const { day, time, onChange } = props;
  const fault = faultOf(time);
  return (
    <>
      <TextField
        type="time"
        label={t('hours.from', { day })}
        hideLabel
        value={time.from}
        onChange={(from) => onChange({ from })}
        errorMessage={time.from === '' ? t('hours.blank') : undefined}
      />
      <TextField
        type="time"
        label={t('hours.until', { day })}
        hideLabel
        value={shownUntil(time.until)}
        onChange={(until) => onChange({ until: untilOf(until) })}
        description={
          isAllDay(time) ? t('hours.all_day') : time.until === '24:00' ? t('hours.midnight') : undefined
        }
        errorMessage={fault === 'wrong' ? t('hours.wrong') : time.until === '' ? t('hours.blank') : undefined}
      />
    </>
  );
}

function Holidays({ closed, onChange }: { closed: string[]; onChange: (closed: string[]) => void }) {
  const t = useT();
  const format = useFormat();
  const [day, setDay] = useState('');
  return (
    <Card title={t('hours.holidays')}>
      <div className="o-stack">
        <p className="o-soft">{t('hours.holidays.about')}</p>
        {closed.length === 0 ? <p>{t('hours.holidays.none')}</p> : null}
        <ul className="d-needs">
          {closed.map((one) => (
            <li key={one} className="o-row o-spread">
              <span>{format.weekday(one)}</span>
              <IconButton
                icon={X}
                size="s"
                label={t('hours.holidays.remove', { day: format.day(one) })}
                onPress={() => onChange(closed.filter((other) => other !== one))}
              />
            </li>
          ))}
        </ul>
        <div className="d-inline-form">
          <TextField type="date" label={t('hours.day')} value={day} onChange={setDay} />
          <Button
            isDisabled={day === ''}
            onPress={() => {
              onChange([...closed, day]);
              setDay('');
            }}
          >
            {t('hours.add')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
