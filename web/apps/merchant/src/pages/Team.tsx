// The people of the merchant: who may come in, and as what.

import {
  Avatar,
  Badge,
  Button,
  Card,
  EmptyState,
  PageHead,
  Select,
  Table,
  TextField,
  useToast,
} from '@ombud/ui';
import { Users } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { useWords, useFormat } from '../app/words.ts';
import { useAct, useUsers } from '../data/queries.ts';
import { useFailure } from '../parts/failure.ts';
import { Loaded } from '../parts/loaded.tsx';
import { roleName } from './Keys.tsx';

const ROLES = ['merchant', 'merchant_admin'] as const;
type Role = (typeof ROLES)[number];
type Person = NonNullable<ReturnType<typeof useUsers>['data']>[number];

const TONES = { active: 'success', invited: 'info', disabled: 'neutral' } as const;
const stateOf = (person: Person): keyof typeof TONES =>
  person.state === 'active' || person.state === 'invited' ? person.state : 'disabled';

export function Team() {
  const say = useWords();
  const users = useUsers();
  return (
    <div className="o-page">
      <title>{say('nav.team')}</title>
      <PageHead title={say('nav.team')}>{say('team.lead')}</PageHead>
      <Loaded of={users}>
        {(all) => (
          <>
            <People all={all} />
            <Invite />
          </>
        )}
      </Loaded>
    </div>
  );
}

function People({ all }: { all: Person[] }) {
  const say = useWords();
  const write = useFormat();
  const toast = useToast();
  const failure = useFailure();
  const { session } = useSession();
  const failed = (error: unknown) => toast({ tone: 'danger', text: failure(error) });
  const change = useAct(({ id, role }: { id: string; role: Role }) =>
    api.patch('/v1/users/{user_id}', { path: { user_id: id }, body: { role } }),
  );
  const turn = useAct(({ id, state }: Person): Promise<unknown> =>
    state === 'disabled'
      ? api.post('/v1/users/{user_id}/enable', { path: { user_id: id } })
      : api.post('/v1/users/{user_id}/disable', { path: { user_id: id } }),
  );
  const invite = useAct((id: string) => api.post('/v1/users/{user_id}/invite', { path: { user_id: id } }));
  return (
    <Table
      label={say('nav.team')}
      rows={all}
      rowId={(one) => one.id}
      empty={<EmptyState icon={Users} title={say('team.none')} />}
      columns={[
        {
          id: 'name',
          label: say('team.name'),
          sortBy: (one) => one.name,
          cell: (one) => (
            <span className="o-row">
              <Avatar name={one.name} size={28} />
              <span className="m-two">
                <strong>{one.name}</strong>
                <span className="o-small o-soft o-wrap">{one.email}</span>
              </span>
            </span>
          ),
        },
        {
          id: 'role',
          label: say('role'),
          cell: (one) => (
            <Select
              label={say('team.roleOf', { name: one.name })}
              hideLabel
              value={ROLES.find((role) => role === one.role) ?? 'merchant'}
              onChange={(role) => change.mutate({ id: one.id, role }, { onError: failed })}
              options={ROLES.map((id) => ({ id, label: roleName(id, say) }))}
              isDisabled={one.id === session.user_id}
            />
          ),
        },
        {
          id: 'state',
          label: say('col.state'),
          cell: (one) => (
            <Badge tone={TONES[stateOf(one)]} icon={null}>
              {say(`team.${stateOf(one)}`)}
            </Badge>
          ),
        },
        { id: 'factor', label: say('team.factor'), cell: (one) => say(one.second_factor ? 'yes' : 'no') },
        {
          id: 'seen',
          label: say('team.seen'),
          cell: (one) => (one.last_seen_at ? write.dateTime(one.last_seen_at) : '–'),
        },
        {
          id: 'act',
          label: say('delivery.act'),
          cell: (one) =>
            one.id === session.user_id ? null : (
              <span className="o-row">
                {one.state === 'invited' ? (
                  <Button
                    size="s"
                    onPress={() =>
                      invite.mutate(one.id, {
                        onError: failed,
                        onSuccess: () => toast({ tone: 'success', text: say('team.sent') }),
                      })
                    }
                  >
                    {say('team.again')}
                  </Button>
                ) : null}
                <Button size="s" variant="quiet" onPress={() => turn.mutate(one, { onError: failed })}>
                  {say(one.state === 'disabled' ? 'team.enable' : 'team.disable')}
                </Button>
              </span>
            ),
        },
      ]}
    />
  );
}

function Invite() {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const { merchantId } = useSession();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('merchant');
  const make = useAct(() =>
    api.post('/v1/users', {
      body: { name: name.trim(), email: email.trim(), role, merchant_id: merchantId },
    }),
  );
  const done = () => {
    setName('');
    setEmail('');
    toast({ tone: 'success', text: say('team.sent') });
  };
  return (
    <Card title={say('team.invite')}>
      <form
        className="m-form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate(undefined, {
            onSuccess: done,
            onError: (error) => toast({ tone: 'danger', text: failure(error) }),
          });
        }}
      >
        <TextField label={say('team.name')} value={name} onChange={setName} isRequired autoComplete="off" />
        <TextField
          label={say('team.email')}
          type="email"
          value={email}
          onChange={setEmail}
          isRequired
          autoComplete="off"
        />
        <Select
          label={say('role')}
          value={role}
          onChange={setRole}
          options={ROLES.map((id) => ({ id, label: roleName(id, say) }))}
        />
        <div>
          <Button type="submit" variant="primary" isPending={make.isPending}>
            {say('team.send')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
