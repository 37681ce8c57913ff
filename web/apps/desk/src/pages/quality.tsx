//! How well conversations were handled: as colleagues judged them, which deserve a look, and what customers say.

import { PageHead, Tabs } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { collect } from '@ombud/client';
import { Loaded } from '../app/asked.tsx';
import { api } from '../app/services.ts';
import { useT } from '../words/index.ts';
import { Cards } from './quality/cards.tsx';
import { Ratings } from './quality/ratings.tsx';
import { Suggested } from './quality/suggested.tsx';

const PAGE_ROWS = 100;
const READ_MAX = 1_000;

export function QualityPage() {
  const t = useT();
  const cards = useQuery({
    queryKey: ['scorecards'],
    queryFn: () =>
      collect(async (cursor) => {
        const page = await api.get('/v1/scorecards', { query: { cursor, limit: PAGE_ROWS } });
        return Array.isArray(page) ? { items: page } : page;
      }, READ_MAX),
    retry: false,
  });
  return (
    <div className="o-page">
      <PageHead title={t('page.quality')}>{t('page.quality.about')}</PageHead>
      <Tabs
        label={t('page.quality')}
        tabs={[
          {
            id: 'cards',
            label: t('quality.tab.cards'),
            content: <Loaded of={cards}>{(known) => <Cards cards={known} />}</Loaded>,
          },
          { id: 'suggested', label: t('quality.tab.suggested'), content: <Suggested /> },
          { id: 'csat', label: t('quality.tab.csat'), content: <Ratings /> },
        ]}
      />
    </div>
  );
}
