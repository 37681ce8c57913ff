//! The assistant: what it may do where, what came of it, what is worth a look, and how well it understands.

import { PageHead, Tabs } from '@ombud/ui';
import { NotYours } from '../app/asked.tsx';
import { isOpenTo } from '../app/places.ts';
import { useSession } from '../app/session.tsx';
import { useT } from '../words/index.ts';
import { ControlTab } from './assistant/control.tsx';
import { EvaluationTab } from './assistant/evaluation.tsx';
import { ProceduresTab } from './assistant/procedures.tsx';
import { ResultsTab } from './assistant/results.tsx';
import { ReviewsTab } from './assistant/reviews.tsx';

export function AssistantPage() {
  const t = useT();
  const session = useSession();
  // Every tab is read with the same right: without it there is none to choose from.
  if (!isOpenTo(session, 'assistant')) {
    return (
      <div className="o-page">
        <PageHead title={t('page.assistant')} />
        <NotYours />
      </div>
    );
  }
  return (
    <div className="o-page">
      <PageHead title={t('page.assistant')}>{t('page.assistant.about')}</PageHead>
      <Tabs
        label={t('page.assistant')}
        tabs={[
          { id: 'control', label: t('assistant.tab.control'), content: <ControlTab /> },
          { id: 'results', label: t('assistant.tab.results'), content: <ResultsTab /> },
          { id: 'reviews', label: t('assistant.tab.reviews'), content: <ReviewsTab /> },
          { id: 'procedures', label: t('assistant.tab.procedures'), content: <ProceduresTab /> },
          { id: 'evaluation', label: t('assistant.tab.evaluation'), content: <EvaluationTab /> },
        ]}
      />
    </div>
  );
}
