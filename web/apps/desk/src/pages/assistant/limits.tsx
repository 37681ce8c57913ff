//! What is expected of the assistant, over how long and of how many conversations: outside of it, it steps back by itself.

import type { Schema } from '@ombud/client';
import { Card, NumberField } from '@ombud/ui';
import { useT } from '../../words/index.ts';
import type { Limits } from './rules.ts';

const SHARE: Intl.NumberFormatOptions = { style: 'percent', maximumFractionDigits: 1 };
/** A tenth of a percent. */
const SHARE_STEP = 0.001;
const WINDOW_DAYS_MAX = 90;
const CASES_MIN = 10;

export function LimitsForm(props: { limits: Limits; onChange: (limits: Limits) => void }) {
  const t = useT();
  const { limits, onChange } = props;
  // What is emptied is not a number: then what was there stays.
  const set = (part: Partial<Omit<Limits, 'band'> & Schema.AssistantBand>) => {
    if (Object.values(part).some(Number.isNaN)) return;
    const { resolved_min = limits.band.resolved_min, complaints_max = limits.band.complaints_max } = part;
    const { window_days = limits.window_days, cases_min = limits.cases_min } = part;
    onChange({ band: { resolved_min, complaints_max }, window_days, cases_min });
  };
  return (
    <Card title={t('assistant.limits')}>
      <div className="o-stack">
        <p className="o-soft">{t('assistant.limits.about')}</p>
        <div className="d-limits">
          <NumberField
            label={t('assistant.limits.resolved')}
            value={limits.band.resolved_min}
            onChange={(resolved_min) => set({ resolved_min })}
            minValue={0}
            maxValue={1}
            step={SHARE_STEP}
            formatOptions={SHARE}
          />
          <NumberField
            label={t('assistant.limits.complaints')}
            value={limits.band.complaints_max}
            onChange={(complaints_max) => set({ complaints_max })}
            minValue={0}
            maxValue={1}
            step={SHARE_STEP}
            formatOptions={SHARE}
          />
          <NumberField
            label={t('assistant.limits.window')}
            description={t('assistant.limits.window.hint')}
            value={limits.window_days}
            onChange={(window_days) => set({ window_days })}
            minValue={1}
            maxValue={WINDOW_DAYS_MAX}
          />
          <NumberField
            label={t('assistant.limits.cases')}
            description={t('assistant.limits.cases.hint')}
            value={limits.cases_min}
            onChange={(cases_min) => set({ cases_min })}
            minValue={CASES_MIN}
          />
        </div>
      </div>
    </Card>
  );
}
