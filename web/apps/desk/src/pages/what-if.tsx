//! What a routing rule would do, before anybody waits because of it: two rules met by the same contacts, with error bars.

import { ApiError, clock } from '@ombud/client';
import {
  Button,
  Card,
  ConfirmDialog,
  EmptyState,
  NumberField,
  PageHead,
  Segments,
  Switch,
  TextField,
  useFormat,
  useToast,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FlaskConical, Rocket } from 'lucide-react';
import { useState } from 'react';
import type { PublishedRouting, RoutingRules, SimulatedLoad } from '../api/shapes.ts';
import { NotRead } from '../app/asked.tsx';
import { api } from '../app/services.ts';
import { useProblemToast } from '../inbox/actions.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { Results } from './what-if/results.tsx';

type Load = Required<Omit<SimulatedLoad, 'log'>>;
type Log = NonNullable<SimulatedLoad['log']>;
type Source = 'load' | 'log';

const LOAD: Load = {
  contacts_per_hour: 394,
  critical_share: 0.08,
  seats: 40,
  critical_seats: 11,
  service_mean_s: 300,
  patience_mean_s: 240,
  hours: 9,
  surge: null,
};
const SURGE = { factor: 2.5, begins_hour: 4, lasts_minutes: 30 };
/** Until the server says which are in force. */
const RULES: RoutingRules = { ageing_points_per_minute: 2, critical_from_points: 60, reserved_seats: 0 };
const RESERVED_MORE = 2;
const RUNS = 20;
const WEEK_MS = 7 * 86_400_000;

const LOAD_FIELDS = [
  { id: 'contacts_per_hour', min: 1, max: 100_000 },
  { id: 'critical_share', min: 0, max: 1, percent: true },
  { id: 'seats', min: 1, max: 1_000, isOfDesk: true },
  { id: 'critical_seats', min: 0, max: 1_000, isOfDesk: true },
  { id: 'service_mean_s', min: 1, max: 86_400, isOfDesk: true },
  { id: 'patience_mean_s', min: 1, max: 86_400, isOfDesk: true },
  { id: 'hours', min: 1, max: 168 },
] as const;
const RULE_FIELDS = ['reserved_seats', 'ageing_points_per_minute', 'critical_from_points'] as const;

const rulesOf = ({
  ageing_points_per_minute,
  critical_from_points,
  reserved_seats,
}: RoutingRules): RoutingRules => ({
  ageing_points_per_minute,
  critical_from_points,
  reserved_seats,
});
const isSame = (a: RoutingRules, b: RoutingRules) => RULE_FIELDS.every((id) => a[id] === b[id]);
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** The rules in force; nothing where the server does not say. */
function usePublished() {
  return useQuery({
    queryKey: ['routing-rules'],
    queryFn: async (): Promise<PublishedRouting | null> => {
      try {
        return await api.get('/v1/routing/rules');
      } catch (error) {
        if (error instanceof ApiError && error.isAbsent) return null;
        throw error;
      }
    },
    retry: false,
  });
}

export function WhatIfPage() {
  const t = useT();
  const problem = useProblemToast();
  const published = usePublished();
  const inForce = published.data ? rulesOf(published.data.rules) : RULES;
  const [source, setSource] = useState<Source>('load');
  const [load, setLoad] = useState<Load>(LOAD);
  const [log, setLog] = useState<Log>(() => ({
    from: dayOf(new Date(clock.now() - WEEK_MS)),
    to: dayOf(new Date(clock.now())),
  }));
  const [changedNow, setNow] = useState<RoutingRules>();
  const [changedThen, setThen] = useState<RoutingRules>();
  const now = changedNow ?? inForce;
  const then = changedThen ?? { ...inForce, reserved_seats: inForce.reserved_seats + RESERVED_MORE };
  const simulate = useMutation({
    mutationFn: () => {
      const { seats, critical_seats, service_mean_s, patience_mean_s } = load;
      const period = { from: `${log.from}T00:00:00Z`, to: `${log.to}T00:00:00Z` };
      const logged = { log: period, seats, critical_seats, service_mean_s, patience_mean_s };
      const body = { load: source === 'load' ? load : logged, runs: RUNS, rules: [now, then] };
      return api.post('/v1/routing/simulate', { body });
    },
    onError: (error) => {
      if (!(error instanceof ApiError && error.isAbsent)) problem(error);
    },
  });
  const isAbsent = simulate.error instanceof ApiError && simulate.error.isAbsent;
  return (
    <div className="o-page">
      <PageHead
        title={t('page.what_if')}
        actions={
          <>
            {published.data ? <Propose rules={then} inForce={published.data} /> : null}
            <Button
              variant="primary"
              icon={FlaskConical}
              isPending={simulate.isPending}
              onPress={() => simulate.mutate()}
            >
              {t('what_if.run')}
            </Button>
          </>
        }
      >
        {t('page.what_if.about')}
      </PageHead>
      <div className="d-bench d-bench-left">
        <Card title={t('what_if.source')}>
          <div className="o-stack">
            <Segments<Source>
              label={t('what_if.source')}
              value={source}
              onChange={setSource}
              choices={(['load', 'log'] as const).map((id) => ({ id, label: t(`what_if.source.${id}`) }))}
            />
            {source === 'log' ? <LogFields log={log} onChange={setLog} /> : null}
            <LoadFields
              load={load}
              fields={source === 'load' ? LOAD_FIELDS : LOAD_FIELDS.filter((one) => 'isOfDesk' in one)}
              onChange={setLoad}
            />
          </div>
        </Card>
        <div className="o-stack">
          <div className="o-grid">
            <RulesCard title={t('what_if.now')} rules={now} onChange={setNow} />
            <RulesCard title={t('what_if.then')} rules={then} onChange={setThen} />
          </div>
          {isAbsent ? (
            <NotRead error={simulate.error} retry={() => simulate.mutate()} />
          ) : simulate.data ? (
            <Results simulation={simulate.data} runs={RUNS} />
          ) : (
            <div className="o-card">
              <EmptyState icon={FlaskConical} title={t('what_if.empty.title')}>
                {t('what_if.empty.text', { runs: RUNS })}
              </EmptyState>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function LoadFields(props: {
  load: Load;
  fields: readonly (typeof LOAD_FIELDS)[number][];
  onChange: (load: Load) => void;
}) {
  const { load, fields, onChange } = props;
  const t = useT();
  const format = useFormat();
  return (
    <>
      {fields.map((field) => (
        <NumberField
          key={field.id}
          label={t(`load.${field.id}` as DeskKey)}
          value={load[field.id]}
          minValue={field.min}
          maxValue={field.max}
          formatOptions={'percent' in field ? { style: 'percent', maximumFractionDigits: 1 } : undefined}
          onChange={(value) => onChange({ ...load, [field.id]: value })}
        />
      ))}
      {fields.length === LOAD_FIELDS.length ? (
        <Switch
          isSelected={load.surge !== null}
          onChange={(on) => onChange({ ...load, surge: on ? SURGE : null })}
        >
          {t('load.surge', { factor: format.number(SURGE.factor), minutes: SURGE.lasts_minutes })}
        </Switch>
      ) : null}
    </>
  );
}

function LogFields({ log, onChange }: { log: Log; onChange: (log: Log) => void }) {
  const t = useT();
  return (
    <>
      <p className="o-soft">{t('what_if.log.about')}</p>
      <TextField
        type="date"
        label={t('what_if.log.from')}
        value={log.from}
        onChange={(from) => onChange({ ...log, from })}
        isRequired
      />
      <TextField
        type="date"
        label={t('what_if.log.until')}
        value={log.to}
        onChange={(to) => onChange({ ...log, to })}
        isRequired
      />
    </>
  );
}

function RulesCard(props: { title: string; rules: RoutingRules; onChange: (rules: RoutingRules) => void }) {
  const t = useT();
  const { rules, onChange } = props;
  return (
    <Card title={props.title}>
      <div className="o-stack">
        {RULE_FIELDS.map((id) => (
          <NumberField
            key={id}
            label={t(`rule.${id}` as DeskKey)}
            value={rules[id]}
            minValue={0}
            onChange={(value) => onChange({ ...rules, [id]: value })}
          />
        ))}
      </div>
    </Card>
  );
}

/** Proposes the changed rules. Whoever puts them in force is somebody else, who sees the same change among the approvals. */
function Propose({ rules, inForce }: { rules: RoutingRules; inForce: PublishedRouting }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const propose = useMutation({
    mutationFn: () => api.post('/v1/routing/rules', { body: { ...inForce.rules, ...rules } }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('what_if.proposed') });
      setAsked(false);
      void cache.invalidateQueries({ queryKey: ['tasks'] });
    },
    onError: problem,
  });
  return (
    <>
      <Button icon={Rocket} isDisabled={isSame(rules, inForce.rules)} onPress={() => setAsked(true)}>
        {t('what_if.propose')}
      </Button>
      <ConfirmDialog
        title={t('what_if.propose')}
        isOpen={isAsked}
        onOpenChange={setAsked}
        confirmLabel={t('what_if.propose.confirm')}
        isPending={propose.isPending}
        onConfirm={() => propose.mutate()}
      >
        <p>{t('what_if.propose.text')}</p>
        <dl className="d-changes">
          {RULE_FIELDS.filter((id) => rules[id] !== inForce.rules[id]).map((id) => (
            <div key={id} className="d-change">
              <dt className="o-soft">{t(`rule.${id}` as DeskKey)}</dt>
              <dd className="o-strong o-num">
                {inForce.rules[id]} → {rules[id]}
              </dd>
            </div>
          ))}
        </dl>
      </ConfirmDialog>
    </>
  );
}
