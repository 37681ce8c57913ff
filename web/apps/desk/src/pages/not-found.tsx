//! An address that leads nowhere.

import { ButtonLink, EmptyState } from '@ombud/ui';
import { SearchX } from 'lucide-react';
import { useSession } from '../app/session.tsx';
import { homeOf, isOpenTo } from '../app/places.ts';
import { useT } from '../words/index.ts';

export function NotFoundPage() {
  const t = useT();
  const session = useSession();
  return (
    <div className="o-page">
      <EmptyState
        icon={SearchX}
        title={t('not_found.title')}
        actions={
          <ButtonLink href={isOpenTo(session, 'inbox') ? '/inbox/mine' : homeOf(session)}>
            {t('not_found.home')}
          </ButtonLink>
        }
      >
        {t('not_found.text')}
      </EmptyState>
    </div>
  );
}
