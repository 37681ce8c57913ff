//! Finding a customer.

import { DateTime, EmptyState, PageHead, SearchField, Table, type Column } from '@ombud/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import { asConversations } from '../api/wire.ts';
import { Loaded, More } from '../app/asked.tsx';
import { peopleOf, useFound } from '../app/find.ts';
import { api } from '../app/services.ts';
import { useT } from '../words/index.ts';

const PAGE_ROWS = 100;

interface Row {
  id: string;
  name?: string;
  /** Unknown for somebody who was found by name and whose purchases are not on the page. */
  orders?: number;
  disputes?: number;
  at?: string;
}

/** Names as people said them: purchases have none. */
function useNames(): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ['customer-names'],
    queryFn: async () => (await api.get('/v1/conversations', { query: { limit: PAGE_ROWS } })).items,
    retry: false,
  });
  return useMemo(
    () =>
      new Map(peopleOf(asConversations(data ?? [])).flatMap(({ id, name }) => (name ? [[id, name]] : []))),
    [data],
  );
}

export function CustomersPage() {
  const t = useT();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const orders = useInfiniteQuery({
    queryKey: ['orders'],
    queryFn: ({ pageParam }) => api.get('/v1/orders', { query: { cursor: pageParam, limit: PAGE_ROWS } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const data = useMemo(() => orders.data?.pages.flatMap((page) => page.items), [orders.data]);
  const names = useNames();
  const { found } = useFound(query);
  const rows = useMemo(() => {
    const byId = new Map<string, Row & { orders: number; disputes: number; at: string }>();
    for (const order of data ?? []) {
      const row = byId.get(order.customer_id) ?? {
        id: order.customer_id,
        name: names.get(order.customer_id),
        orders: 0,
        disputes: 0,
        at: order.updated_at,
      };
      row.orders += 1;
      row.disputes += order.disputes;
      row.at = row.at > order.updated_at ? row.at : order.updated_at;
      byId.set(order.customer_id, row);
    }
    const typed = query.trim().toLowerCase();
    const shown: Row[] = [...byId.values()].filter((row) =>
      `${row.id} ${row.name ?? ''}`.toLowerCase().includes(typed),
    );
    const isShown = new Set(shown.map((row) => row.id));
    const others = found.people
      .filter((person) => !isShown.has(person.id))
      .map((person) => ({ ...person, ...byId.get(person.id), name: person.name ?? names.get(person.id) }));
    return [...others, ...shown];
  }, [data, query, names, found]);
  const columns: Column<Row>[] = [
    {
      id: 'id',
      label: t('dispute.customer'),
      sortBy: (row) => row.name ?? row.id,
      cell: (row) => (
        <span className="d-task">
          <Link to="/customers/$id" params={{ id: row.id }}>
            {row.name ?? row.id}
          </Link>
          {row.name ? <code className="o-small o-soft">{row.id}</code> : null}
        </span>
      ),
    },
    {
      id: 'orders',
      label: t('customers.orders'),
      align: 'end',
      sortBy: (row) => row.orders ?? -1,
      cell: (row) => row.orders ?? '–',
    },
    {
      id: 'disputes',
      label: t('customers.disputes'),
      align: 'end',
      sortBy: (row) => row.disputes ?? -1,
      cell: (row) => row.disputes ?? '–',
    },
    {
      id: 'at',
      label: t('customers.last'),
      // Who was found by name stands on top, whenever they bought.
      sortBy: (row) => row.at ?? '9999',
      cell: (row) => (row.at ? <DateTime at={row.at} show="relative" /> : '–'),
    },
  ];
  return (
    <div className="o-page">
      <PageHead title={t('page.customers')}>{t('page.customers.about')}</PageHead>
      <SearchField
        label={t('customers.search')}
        value={query}
        onChange={setQuery}
        onSubmit={() => {
          const only = rows.length === 1 ? rows[0] : undefined;
          if (only) void navigate({ to: '/customers/$id', params: { id: only.id } });
        }}
      />
      <Loaded of={{ ...orders, data }}>
        {() => (
          <Table
            label={t('page.customers')}
            columns={columns}
            rows={rows}
            rowId={(row) => row.id}
            sort={{ column: 'at', descending: true }}
            empty={
              <EmptyState icon={UsersRound} title={t('customers.none.title')}>
                {t('customers.none.text')}
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {orders.hasNextPage ? <p className="o-small o-soft">{t('customers.part')}</p> : null}
      <More of={orders} />
    </div>
  );
}
