//! Who is signed in, whether they take new conversations, and the way out.

import { Avatar, Badge, IconButton, Menu } from '@ombud/ui';
import { useNavigate } from '@tanstack/react-router';
import { Check, Circle, LogOut, Settings } from 'lucide-react';
import type { Availability } from '../api/shapes.ts';
import { useT, type DeskKey } from '../words/index.ts';
import {
  AVAILABILITIES,
  useAvailability,
  useHasSeat,
  useSetAvailability,
  useToldWhenAway,
} from './availability.ts';
import { useSession } from './session.tsx';

export function Account({ onSignOut }: { onSignOut: () => void }) {
  const t = useT();
  const session = useSession();
  const navigate = useNavigate();
  const hasSeat = useHasSeat();
  const availability = useAvailability();
  const set = useSetAvailability();
  useToldWhenAway(availability);
  const state = availability ? t(`availability.${availability}` as DeskKey) : undefined;
  const menu = state ? `${t('account.menu')}: ${state}` : t('account.menu');
  return (
    <div className="d-account">
      <Avatar name={session.name} size={32} />
      <span className="o-grow o-nav-text">
        <span className="o-strong o-truncate d-block">{session.name}</span>
        <span className="o-small o-soft o-truncate d-block">
          {session.custom_role ?? t(`role.${session.role}` as DeskKey)}
        </span>
        {state ? (
          <Badge tone={availability === 'available' ? 'success' : 'neutral'} icon={null}>
            {state}
          </Badge>
        ) : null}
      </span>
      <Menu
        label={t('account.menu')}
        trigger={<IconButton icon={Settings} label={menu} />}
        items={[
          ...(hasSeat ? AVAILABILITIES : []).map((one) => ({
            id: one,
            label: t(`availability.${one}` as DeskKey),
            icon: one === availability ? Check : Circle,
          })),
          { id: 'settings', label: t('page.settings'), icon: Settings, apart: true },
          { id: 'sign-out', label: t('account.sign_out'), icon: LogOut },
        ]}
        onAction={(id) => {
          if (id === 'settings') void navigate({ to: '/settings/$section', params: { section: 'account' } });
          else if (id === 'sign-out') onSignOut();
          else set.mutate(id as Availability);
        }}
      />
    </div>
  );
}
