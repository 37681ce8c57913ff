//! Who works here, as what, and what a role may not do.

import { itemsOf, type User } from '@ombud/client';
import {
  Badge,
  Button,
  Card,
  Checkbox,
  DateTime,
  ShownDialog,
  EmptyState,
  Menu,
  IconButton,
  Select,
  Table,
  TextField,
  useFormat,
  useToast,
  type Column,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, ShieldPlus, UserPlus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { may } from '../../app/places.ts';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, useWord, type DeskKey } from '../../words/index.ts';

const ROLES = [
  'agent',
  'supervisor',
  'compliance_officer',
  'operator',
  'merchant',
  'merchant_admin',
] as const;
/** What a custom role can be without. */
const TAKEN_AWAY = [
  'plan.pause',
  'plan.extend',
  'plan.hardship',
  'fee.waive',
  'goodwill.grant',
  'refund.execute',
  'decision.make',
  'exception.apply',
  'data.export',
] as const;
const STATE_TONES: Record<string, 'success' | 'info'> = { active: 'success', invited: 'info' };

export function PeopleSection() {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const session = useSession();
  const mayManage = may(session, 'user.manage');
  const [isInviting, setInviting] = useState(false);
  const { data = [] } = useQuery({
    queryKey: ['all-users'],
    queryFn: async () => itemsOf(await api.get('/v1/users')),
    retry: false,
  });
  const deed = useMutation({
    mutationFn: ({ id, what }: { id: string; what: string }) =>
      what === 'disable'
        ? api.post('/v1/users/{user_id}/disable', { path: { user_id: id } })
        : what === 'enable'
          ? api.post('/v1/users/{user_id}/enable', { path: { user_id: id } })
          : api.post('/v1/users/{user_id}/invite', { path: { user_id: id } }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['all-users'] }),
    onError: problem,
  });
  const columns: Column<User>[] = [
    {
      id: 'name',
      label: t('people.name'),
      sortBy: (row) => row.name,
      cell: (row) => (
        <span className="d-task">
          <span className="o-strong">{row.name}</span>
          <span className="o-small o-soft">{row.email}</span>
        </span>
      ),
    },
    {
      id: 'role',
      label: t('people.role'),
      sortBy: (row) => row.role,
      cell: (row) => row.custom_role ?? word('role', row.role),
    },
    {
      id: 'languages',
      label: t('people.languages'),
      cell: (row) => format.list((row.languages ?? []).map((code) => format.language(code))),
    },
    {
      id: 'skills',
      label: t('people.skills'),
      cell: (row) => (
        <span className="o-row">
          {row.skills?.map((skill) => (
            <Badge key={skill}>{word('skill', skill)}</Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'state',
      label: t('disputes.state'),
      sortBy: (row) => row.state,
      cell: (row) => (
        <Badge tone={STATE_TONES[row.state] ?? 'neutral'}>{word('user_state', row.state)}</Badge>
      ),
    },
    {
      id: 'seen',
      label: t('people.seen'),
      cell: (row) => (row.last_seen_at ? <DateTime at={row.last_seen_at} show="relative" /> : '–'),
    },
    {
      id: 'more',
      label: t('tasks.deeds'),
      cell: (row) => (
        <Menu
          label={t('people.more', { name: row.name })}
          trigger={<IconButton icon={Ellipsis} size="s" label={t('people.more', { name: row.name })} />}
          items={[
            { id: 'invite', label: t('people.invite_again'), isDisabled: row.state !== 'invited' },
            row.state === 'disabled'
              ? { id: 'enable', label: t('people.enable') }
              : { id: 'disable', label: t('people.disable'), tone: 'danger' as const },
          ]}
          onAction={(what) => deed.mutate({ id: row.id, what })}
        />
      ),
    },
  ];
  return (
    <div className="o-stack">
      <div className="o-row o-spread">
        <p className="o-soft">{t('people.about')}</p>
        {mayManage ? (
          <Button variant="primary" icon={UserPlus} onPress={() => setInviting(true)}>
            {t('people.invite')}
          </Button>
        ) : (
          <span className="o-small o-soft">{t('people.not_yours')}</span>
        )}
      </div>
      <Table
        label={t('settings.people')}
        columns={mayManage ? columns : columns.filter((column) => column.id !== 'more')}
        rows={data}
        rowId={(row) => row.id}
        empty={<EmptyState icon={UsersRound} level={3} title={t('people.none')} />}
      />
      <RolesCard />
      {isInviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </div>
  );
}

function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<(typeof ROLES)[number]>('agent');
  const invite = useMutation({
    mutationFn: () =>
      api.post('/v1/users', { body: { name: name.trim(), email: email.trim(), role: role as 'merchant' } }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('people.invited', { email }) });
      void cache.invalidateQueries({ queryKey: ['all-users'] });
      onClose();
    },
    onError: problem,
  });
  return (
    <ShownDialog
      title={t('people.invite')}
      onClose={onClose}
      footer={
        <Button
          variant="primary"
          isDisabled={name.trim() === '' || !email.includes('@')}
          isPending={invite.isPending}
          onPress={() => invite.mutate()}
        >
          {t('people.invite.send')}
        </Button>
      }
    >
      <TextField label={t('people.name')} value={name} onChange={setName} isRequired autoFocus />
      <TextField label={t('sign_in.email')} type="email" value={email} onChange={setEmail} isRequired />
      <Select
        label={t('people.role')}
        value={role}
        onChange={setRole}
        options={ROLES.map((id) => ({ id, label: t(`role.${id}` as DeskKey) }))}
      />
    </ShownDialog>
  );
}

function RolesCard() {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const [isMaking, setMaking] = useState(false);
  const { data = [] } = useQuery({
    queryKey: ['roles'],
    queryFn: async () => itemsOf(await api.get('/v1/roles')),
    retry: false,
  });
  return (
    <Card
      title={t('roles.title')}
      actions={
        <Button size="s" icon={ShieldPlus} onPress={() => setMaking(true)}>
          {t('roles.new')}
        </Button>
      }
    >
      <p className="o-soft">{t('roles.about')}</p>
      <ul className="d-needs">
        {data.map((role) => (
          <li key={role.id}>
            <strong>{role.name}</strong>{' '}
            <span className="o-soft">
              {t('roles.line', {
                base: word('role', role.base_role),
                without: format.list(role.taken.map((one) => word('may', one))) || '–',
              })}
            </span>
          </li>
        ))}
      </ul>
      {isMaking ? <RoleDialog onClose={() => setMaking(false)} /> : null}
    </Card>
  );
}

function RoleDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const [base, setBase] = useState<(typeof ROLES)[number]>('agent');
  const [without, setWithout] = useState<string[]>([]);
  const make = useMutation({
    mutationFn: () => api.post('/v1/roles', { body: { name: name.trim(), base_role: base, taken: without } }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('roles.made') });
      void cache.invalidateQueries({ queryKey: ['roles'] });
      onClose();
    },
    onError: problem,
  });
  return (
    <ShownDialog
      title={t('roles.new')}
      onClose={onClose}
      footer={
        <Button
          variant="primary"
          isDisabled={name.trim() === ''}
          isPending={make.isPending}
          onPress={() => make.mutate()}
        >
          {t('roles.make')}
        </Button>
      }
    >
      <TextField label={t('people.name')} value={name} onChange={setName} isRequired autoFocus />
      <Select
        label={t('roles.base')}
        value={base}
        onChange={setBase}
        options={ROLES.map((id) => ({ id, label: t(`role.${id}` as DeskKey) }))}
      />
      <fieldset className="d-choice">
        <legend className="o-label">{t('roles.without')}</legend>
        {TAKEN_AWAY.map((one) => (
          <Checkbox
            key={one}
            isSelected={without.includes(one)}
            onChange={(on) => setWithout(on ? [...without, one] : without.filter((each) => each !== one))}
          >
            {t(`may.${one}` as DeskKey)}
          </Checkbox>
        ))}
      </fieldset>
    </ShownDialog>
  );
}
