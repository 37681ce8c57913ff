//! What waits for a person: tasks with a deadline, and requests that need a second pair of eyes.

import type { Schema } from '@ombud/client';
import {
  Badge,
  Button,
  ConfirmDialog,
  DateTime,
  EmptyState,
  Money,
  PageHead,
  Skeleton,
  Table,
  Tabs,
  TextField,
  useToast,
  type Column,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CheckCheck, Coffee } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/services.ts';
import { useSession } from '../app/session.tsx';
import { useProblemToast } from '../inbox/actions.ts';
import { useUserName } from '../inbox/dialogs.tsx';
import { useT, useWho, useWord } from '../words/index.ts';
import { proposedOf } from './complaints/proposed.ts';
import { Deadline } from './disputes.tsx';
import { REQUEST, requestOf } from './request.ts';
import { RequestDialog, useRequests } from './request-dialog.tsx';

/** A text of policy that waits for somebody other than who proposed it. */
const PROPOSAL = 'approve_policy';

const MINOR_UNITS = /minor units/;

type Ask = { task: Schema.Task; what: 'complete' | 'reject' | 'look' } | null;

/** A part of a task's details, where it is text. */
function textOf(task: Schema.Task, ...names: string[]): string {
  const details = task.details as Record<string, unknown>;
  return (
    (names
      .map((name) => details[name])
      .find((value) => typeof value === 'string' && value !== '') as string) ?? ''
  );
}

/** Why it waits, as a sentence. What the page says by itself already is left out. */
function whyOf(task: Schema.Task, word: ReturnType<typeof useWord>): string {
  if (task.kind === REQUEST) return requestOf(task).reasons ?? '';
  // Sums in minor units are for the books.
  if (MINOR_UNITS.test(textOf(task, 'why'))) return word('task.why', task.kind);
  if (textOf(task, 'conversation')) return textOf(task, 'note', 'text', 'words');
  const why = textOf(task, 'why', 'note', 'text', 'words');
  return why.charAt(0).toLocaleUpperCase() + why.slice(1);
}

/** What a request is for, in money. */
function AskedAmount({ task }: { task: Schema.Task }) {
  const { amount } = requestOf(task);
  return task.kind === REQUEST && amount ? <Money value={amount} /> : null;
}

/** What a task is about, as a way to get there. */
function TaskSubject({ task }: { task: Schema.Task }) {
  const t = useT();
  const who = useWho();
  const conversation = task.conversation_id ?? textOf(task, 'conversation', 'conversation_id');
  const complaint = textOf(task, 'complaint', 'complaint_id') || proposedOf(task)?.complaint;
  const customer = task.customer_id ?? textOf(task, 'customer', 'customer_id');
  if (conversation) {
    const number = task.number ?? /conversation (\S+) /.exec(textOf(task, 'why'))?.[1];
    return (
      <span className="d-task">
        <Link to="/inbox/$view/$id" params={{ view: 'open', id: conversation }}>
          {task.customer_name ?? (number ? t('tasks.conversation', { number }) : t('tasks.a_conversation'))}
        </Link>
        {task.customer_name && number ? (
          <span className="o-small o-soft">{t('tasks.conversation', { number })}</span>
        ) : null}
      </span>
    );
  }
  if (task.dispute_id) {
    return (
      <Link to="/disputes/$id" params={{ id: task.dispute_id }}>
        {task.order_id ? t('tasks.dispute_of', { order: task.order_id }) : t('tasks.a_dispute')}
      </Link>
    );
  }
  if (complaint) {
    return (
      <Link to="/complaints/$id" params={{ id: complaint }}>
        {t('tasks.a_complaint')}
      </Link>
    );
  }
  if (customer) {
    return (
      <Link to="/customers/$id" params={{ id: customer }}>
        {who(customer)}
      </Link>
    );
  }
  return task.order_id ? <code>{task.order_id}</code> : <span className="o-faint">–</span>;
}

function useTaskDeeds(onDone: () => void) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({
      task,
      deed,
      text,
    }: {
      task: Schema.Task;
      deed: 'claim' | 'release' | 'complete' | 'approve' | 'reject' | 'activate';
      text?: string;
    }) => {
      const path = { task_id: task.id };
      switch (deed) {
        case 'claim':
          return void (await api.post('/v1/tasks/{task_id}/claim', { path }));
        case 'release':
          return void (await api.post('/v1/tasks/{task_id}/release', { path }));
        case 'complete':
          return void (await api.post('/v1/tasks/{task_id}/complete', { path, body: { note: text ?? '' } }));
        case 'approve':
          return void (await api.post('/v1/requests/{task_id}/approve', { path }));
        case 'activate':
          return void (await api.post('/v1/policies/proposals/{task_id}/activate', { path }));
        case 'reject':
          return void (await api.post('/v1/requests/{task_id}/reject', { path, body: { why: text ?? '' } }));
      }
    },
    onSuccess: (_answer, { deed }) => {
      toast({ tone: 'success', text: t(`tasks.done.${deed}`) });
      void cache.invalidateQueries({ queryKey: ['tasks'] });
      onDone();
    },
    onError: problem,
  });
}

export function TasksPage() {
  const t = useT();
  const [ask, setAsk] = useState<Ask>(null);
  const [text, setText] = useState('');
  const deeds = useTaskDeeds(() => setAsk(null));
  const tasks = useQuery({
    queryKey: ['tasks', 'open'],
    queryFn: async () => (await api.get('/v1/tasks', { query: { state: 'open', limit: 100 } })).items,
  });
  const requests = useRequests();
  const begin = (next: Ask) => {
    setText('');
    setAsk(next);
  };
  return (
    <div className="o-page">
      <PageHead title={t('page.tasks')}>{t('page.tasks.about')}</PageHead>
      <Tabs
        label={t('page.tasks')}
        tabs={[
          {
            id: 'tasks',
            label: t('tasks.tab.tasks'),
            count: tasks.data?.length,
            content: tasks.isPending ? (
              <Skeleton lines={6} height={28} />
            ) : (
              <TaskTable
                rows={tasks.data ?? []}
                empty={
                  <EmptyState icon={Coffee} title={t('tasks.none.title')}>
                    {t('tasks.none.text')}
                  </EmptyState>
                }
                deeds={(task) => (
                  <TaskButtons
                    task={task}
                    onDeed={(deed) =>
                      deed === 'complete' || deed === 'look'
                        ? begin({ task, what: deed })
                        : deeds.mutate({ task, deed })
                    }
                  />
                )}
              />
            ),
          },
          {
            id: 'requests',
            label: t('tasks.tab.requests'),
            count: requests.data?.length || undefined,
            countTone: 'warning',
            content: (
              <TaskTable
                rows={requests.data ?? []}
                empty={
                  <EmptyState icon={CheckCheck} title={t('requests.none.title')}>
                    {t('requests.none.text')}
                  </EmptyState>
                }
                deeds={(task) => <TaskButtons task={task} onDeed={() => begin({ task, what: 'look' })} />}
              />
            ),
          },
        ]}
      />
      {ask?.what === 'look' ? (
        <RequestDialog
          task={ask.task}
          isPending={deeds.isPending}
          onApprove={() => deeds.mutate({ task: ask.task, deed: 'approve' })}
          onReject={() => begin({ task: ask.task, what: 'reject' })}
          onClose={() => setAsk(null)}
        />
      ) : null}
      <ConfirmDialog
        title={ask?.what === 'reject' ? t('requests.reject') : t('tasks.complete')}
        isOpen={ask?.what === 'reject' || ask?.what === 'complete'}
        onOpenChange={(open) => {
          if (!open) setAsk(null);
        }}
        confirmLabel={ask?.what === 'reject' ? t('requests.reject') : t('tasks.complete')}
        isPending={deeds.isPending}
        onConfirm={() => {
          if (ask && ask.what !== 'look') deeds.mutate({ task: ask.task, deed: ask.what, text });
        }}
      >
        <TextField
          label={ask?.what === 'reject' ? t('requests.why') : t('tasks.note')}
          rows={3}
          value={text}
          onChange={setText}
          isRequired
        />
      </ConfirmDialog>
    </div>
  );
}

function TaskButtons({
  task,
  onDeed,
}: {
  task: Schema.Task;
  onDeed: (deed: 'claim' | 'release' | 'complete' | 'activate' | 'look') => void;
}) {
  const t = useT();
  const session = useSession();
  const isMine =
    task.assignee !== null &&
    task.assignee !== undefined &&
    (task.assignee === session.user_id || task.assignee === session.id);
  if (task.kind === REQUEST) {
    return (
      <Button size="s" variant="primary" onPress={() => onDeed('look')}>
        {t('requests.look')}
      </Button>
    );
  }
  if (task.kind === PROPOSAL) {
    const isOwn = textOf(task, 'requester') === session.user_id;
    return (
      <Button size="s" variant="primary" isDisabled={isOwn} onPress={() => onDeed('activate')}>
        {t('tasks.activate')}
      </Button>
    );
  }
  if (!task.assignee) {
    return (
      <Button size="s" onPress={() => onDeed('claim')}>
        {t('tasks.claim')}
      </Button>
    );
  }
  return (
    <>
      <Button size="s" variant="primary" onPress={() => onDeed('complete')}>
        {t('tasks.complete')}
      </Button>
      {isMine ? (
        <Button size="s" variant="quiet" onPress={() => onDeed('release')}>
          {t('tasks.release')}
        </Button>
      ) : null}
    </>
  );
}

function TaskTable({
  rows,
  empty,
  deeds,
}: {
  rows: readonly Schema.Task[];
  empty: React.ReactNode;
  deeds: (task: Schema.Task) => React.ReactNode;
}) {
  const t = useT();
  const word = useWord();
  const nameOf = useUserName();
  const columns: Column<Schema.Task>[] = [
    {
      id: 'kind',
      label: t('tasks.kind'),
      sortBy: (row) => row.kind,
      cell: (row) => (
        <span className="d-task">
          <span className="o-strong">
            {row.kind === REQUEST
              ? word('asks', requestOf(row).action) || word('task', row.kind)
              : word('task', row.kind)}{' '}
            <AskedAmount task={row} />
          </span>
          {whyOf(row, word) ? <span className="o-small o-soft">{whyOf(row, word)}</span> : null}
        </span>
      ),
    },
    {
      id: 'about',
      label: t('tasks.about'),
      cell: (row) => <TaskSubject task={row} />,
    },
    {
      id: 'due',
      label: t('disputes.deadline'),
      sortBy: (row) => row.due_at,
      cell: (row) => <Deadline at={row.due_at} />,
    },
    {
      id: 'since',
      label: t('tasks.since'),
      sortBy: (row) => row.created_at,
      cell: (row) => <DateTime at={row.created_at} show="day" />,
    },
    {
      id: 'who',
      label: t('tasks.who'),
      cell: (row) =>
        row.assignee ? (
          <Badge tone="info" icon={null}>
            {nameOf(row.assignee)}
          </Badge>
        ) : (
          <span className="o-faint o-nowrap">{t('tasks.nobody')}</span>
        ),
    },
    {
      id: 'deeds',
      label: t('tasks.deeds'),
      cell: (row) => <span className="o-row d-nowrap">{deeds(row)}</span>,
    },
  ];
  return (
    <Table
      label={t('page.tasks')}
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      sort={{ column: 'due', descending: false }}
      empty={empty}
    />
  );
}
