//! Settings: one's own account first, the company's below it for those who may.

import { PageHead, Tabs } from '@ombud/ui';
import { useNavigate, useParams } from '@tanstack/react-router';
import { leads, useSession } from '../../app/session.tsx';
import { useT } from '../../words/index.ts';
import { AppearanceSection } from './appearance.tsx';
import { HoursSection } from './hours.tsx';
import { SecuritySection } from './security.tsx';
import { PeopleSection } from './people.tsx';

export function SettingsPage() {
  const t = useT();
  const session = useSession();
  const navigate = useNavigate();
  const { section = 'account' } = useParams({ strict: false });
  const own = [
    { id: 'account', label: t('settings.account'), content: <SecuritySection /> },
    { id: 'look', label: t('settings.look'), content: <AppearanceSection /> },
  ];
  const company = [
    { id: 'people', label: t('settings.people'), content: <PeopleSection /> },
    { id: 'hours', label: t('settings.hours'), content: <HoursSection /> },
  ];
  return (
    <div className="o-page d-settings">
      <PageHead title={t('page.settings')}>{t('settings.of', { name: session.name })}</PageHead>
      <Tabs
        label={t('page.settings')}
        selected={section}
        onChange={(id) => void navigate({ to: '/settings/$section', params: { section: id } })}
        tabs={leads(session) ? [...own, ...company] : own}
      />
    </div>
  );
}
