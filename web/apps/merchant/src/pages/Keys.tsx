// API keys of the merchant.

import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  EmptyState,
  PageHead,
  Select,
  Table,
  TextField,
  useToast,
} from '@ombud/ui';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { useWords, useFormat } from '../app/words.ts';
import { useAct, useKeys } from '../data/queries.ts';
import { useFailure } from '../parts/failure.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Secret } from '../parts/secret.tsx';

const LABEL_CHARS_MAX = 100;
type ApiKey = NonNullable<ReturnType<typeof useKeys>['data']>[number];

export function Keys() {
  const say = useWords();
  const write = useFormat();
  const toast = useToast();
  const failure = useFailure();
  const keys = useKeys();
  const [asked, setAsked] = useState<ApiKey | null>(null);
  const revoke = useAct((id: string) =>
    api.post('/v1/api-keys/{api_key_id}/revoke', { path: { api_key_id: id } }),
  );
  return (
    <div className="o-page">
      <title>{say('nav.keys')}</title>
      <PageHead title={say('nav.keys')}>{say('keys.lead')}</PageHead>
      <Loaded of={keys}>
        {(all) => (
          <Table
            label={say('nav.keys')}
            rows={all}
            rowId={(one) => one.id}
            empty={<EmptyState icon={KeyRound} title={say('keys.none')} />}
            columns={[
              {
                id: 'label',
                label: say('keys.label'),
                sortBy: (one) => one.label,
                cell: (one) => <strong>{one.label}</strong>,
              },
              { id: 'role', label: say('role'), cell: (one) => roleName(one.role, say) },
              {
                id: 'made',
                label: say('made'),
                sortBy: (one) => one.created_at,
                cell: (one) => write.day(one.created_at),
              },
              {
                id: 'state',
                label: say('col.state'),
                cell: (one) =>
                  one.revoked_at ? (
                    <Badge icon={null}>{say('keys.revoked', { date: write.day(one.revoked_at) })}</Badge>
                  ) : (
                    <Badge tone="success" icon={null}>
                      {say('webhooks.active')}
                    </Badge>
                  ),
              },
              {
                id: 'act',
                label: say('delivery.act'),
                cell: (one) =>
                  one.revoked_at ? null : (
                    <Button size="s" onPress={() => setAsked(one)}>
                      {say('keys.revoke')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      <New />
      <ConfirmDialog
        title={say('keys.revokeTitle', { label: asked?.label ?? '' })}
        isOpen={asked !== null}
        onOpenChange={() => setAsked(null)}
        confirmLabel={say('keys.revoke')}
        variant="danger"
        onConfirm={() =>
          asked &&
          revoke.mutate(asked.id, {
            onSuccess: () => setAsked(null),
            onError: (error) => toast({ tone: 'danger', text: failure(error) }),
          })
        }
        isPending={revoke.isPending}
      >
        <p>{say('keys.revokeAbout')}</p>
      </ConfirmDialog>
    </div>
  );
}

export function roleName(role: string, say: ReturnType<typeof useWords>): string {
  if (role === 'merchant_admin') return say('role.admin');
  return role === 'merchant' ? say('role.merchant') : role;
}

function New() {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const { merchantId } = useSession();
  const [label, setLabel] = useState('');
  const [role, setRole] = useState<'merchant' | 'merchant_admin'>('merchant');
  const make = useAct(() =>
    api.post('/v1/api-keys', { body: { label: label.trim(), role, subject: merchantId } }),
  );
  return (
    <Card title={say('keys.new')}>
      <form
        className="m-form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate(undefined, {
            onSuccess: () => setLabel(''),
            onError: (error) => toast({ tone: 'danger', text: failure(error) }),
          });
        }}
      >
        <TextField
          label={say('keys.label')}
          description={say('keys.labelAbout')}
          value={label}
          onChange={setLabel}
          isRequired
          maxLength={LABEL_CHARS_MAX}
        />
        <Select
          label={say('role')}
          value={role}
          onChange={setRole}
          options={(['merchant', 'merchant_admin'] as const).map((id) => ({ id, label: roleName(id, say) }))}
        />
        {make.data?.secret ? <Secret value={make.data.secret} /> : null}
        <div>
          <Button type="submit" variant="primary" isDisabled={!label.trim()} isPending={make.isPending}>
            {say('keys.make')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
