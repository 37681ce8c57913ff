//! Finding a customer.

import { DateTime, EmptyState, PageHead, SearchField, Table, type Column } from '@ombud/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Loaded, More } from '../app/asked.tsx';
import { api } from '../app/services.ts';
import { useT } from '../words/index.ts';

const PAGE_ROWS = 100;

interface Row {
  id: string;
  orders: number;
  disputes: number;
  at: string;
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
  const rows = useMemo(() => {
    const byId = new Map<string, Row>();
    for (const order of data ?? []) {
      const row = byId.get(order.customer_id) ?? {
        id: order.customer_id,
        orders: 0,
        disputes: 0,
        at: order.updated_at,
      };
      row.orders += 1;
      row.disputes += order.disputes;
      row.at = row.at > order.updated_at ? row.at : order.updated_at;
      byId.set(order.customer_id, row);
    }
    return [...byId.values()].filter((row) => row.id.toLowerCase().includes(query.trim().toLowerCase()));
  }, [data, query]);
  const columns: Column<Row>[] = [
    {
      id: 'id',
      label: t('dispute.customer'),
      sortBy: (row) => row.id,
      cell: (row) => (
        <Link to="/customers/$id" params={{ id: row.id }}>
          {row.id}
        </Link>
      ),
    },
    {
      id: 'orders',
      label: t('customers.orders'),
      align: 'end',
      sortBy: (row) => row.orders,
      cell: (row) => row.orders,
    },
    {
      id: 'disputes',
      label: t('customers.disputes'),
      align: 'end',
      sortBy: (row) => row.disputes,
      cell: (row) => row.disputes,
    },
    {
      id: 'at',
      label: t('customers.last'),
      sortBy: (row) => row.at,
      cell: (row) => <DateTime at={row.at} show="relative" />,
    },
  ];
  return (
    <div className="o-page">
      <PageHead title={t('page.customers')}>{t('page.customers.about')}</PageHead>
      <SearchField
        label={t('customers.search')}
        value={query}
        onChange={setQuery}
        onSubmit={(id) => {
          if (id.trim() !== '') void navigate({ to: '/customers/$id', params: { id: id.trim() } });
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
      <More of={orders} />
    </div>
  );
}
