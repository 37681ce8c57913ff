//! A request that waits for a second person: who asks for what and why, what it would do, and only then the approval.

import { ApiError, type Schema } from '@ombud/client';
import { Banner, Button, ButtonLink, DateTime, ShownDialog, Facts, Money, Skeleton } from '@ombud/ui';
import { skipToken, useQuery } from '@tanstack/react-query';
import { Refusal } from '../actions/actions-dialog.tsx';
import { PreviewPanel } from '../actions/preview-panel.tsx';
import { api } from '../app/services.ts';
import { useSession } from '../app/session.tsx';
import { useUserName } from '../inbox/dialogs.tsx';
import { useT, useWord } from '../words/index.ts';
import { requestOf, requestsAbout } from './request.ts';

/** The requests that wait, under one name in the cache. */
export const useRequests = () =>
  useQuery({
    queryKey: ['tasks', 'requests'],
    queryFn: async () => (await api.get('/v1/requests', { query: { limit: 100 } })).items,
    retry: false,
  });

interface DialogProps {
  task: Schema.Task;
  isPending: boolean;
  onApprove: () => void;
  onReject: () => void;
  onClose: () => void;
}

export function RequestDialog({ task, isPending, onApprove, onReject, onClose }: DialogProps) {
  const t = useT();
  const word = useWord();
  const session = useSession();
  const nameOf = useUserName();
  const { act, action, amount, for_party, reasons, requester } = requestOf(task);
  const preview = useQuery({
    queryKey: ['preview', 'request', task.id],
    retry: false,
    staleTime: 0,
    queryFn: act ? () => api.post('/v1/preview', { body: act }) : skipToken,
  });
  // Who may approve need not be allowed to do it alone, and then is not shown what it would do.
  const isUnseen = !act || (preview.error instanceof ApiError && preview.error.status === 403);
  const isOwn = requester !== undefined && requester === session.user_id;
  return (
    <ShownDialog
      title={t('requests.title', { action: word('asks', action) || t('task.approve_request') })}
      width="wide"
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onReject}>
            {t('requests.reject')}
          </Button>
          <Button
            variant="primary"
            isDisabled={isOwn || (!isUnseen && !preview.isSuccess)}
            isPending={isPending}
            onPress={onApprove}
          >
            {t('requests.approve')}
          </Button>
        </>
      }
    >
      <div className="d-action-form">
        <div className="o-stack">
          <Facts
            items={[
              [t('requests.amount'), amount ? <Money key="amount" value={amount} /> : null],
              [t('act.field.party'), for_party ? word('party', for_party) : null],
              [t('act.field.reasons'), reasons],
              [t('requests.by'), requester ? nameOf(requester) : null],
              [t('tasks.since'), <DateTime key="since" at={task.created_at} show="full" />],
              [t('money.order'), task.order_id ? <code key="order">{task.order_id}</code> : null],
            ]}
          />
          {task.dispute_id ? (
            <ButtonLink href={`/disputes/${task.dispute_id}`} variant="soft">
              {t('dispute.open_workbench')}
            </ButtonLink>
          ) : null}
          {isOwn ? <Banner tone="info">{t('requests.own')}</Banner> : null}
        </div>
        <section className="d-preview" aria-label={t('preview.title')} aria-live="polite">
          <h3 className="d-mini">{t('preview.title')}</h3>
          {isUnseen ? (
            <p className="o-soft">{t('requests.unseen')}</p>
          ) : preview.error ? (
            <Refusal error={preview.error} currency={amount?.currency} />
          ) : preview.data && act ? (
            <PreviewPanel act={act.action} preview={preview.data} />
          ) : (
            <Skeleton lines={5} />
          )}
        </section>
      </div>
    </ShownDialog>
  );
}

/** Says on the page of a dispute that something about it waits for a second person. */
export function WaitingRequests({ dispute }: { dispute: Schema.Dispute }) {
  const t = useT();
  const word = useWord();
  const nameOf = useUserName();
  const { data: requests = [] } = useRequests();
  return requestsAbout(requests, dispute).map((task) => {
    const { action, amount, requester } = requestOf(task);
    return (
      <Banner
        key={task.id}
        tone="warning"
        title={t('requests.waits', { action: word('asks', action) })}
        actions={
          <ButtonLink href="/tasks" size="s">
            {t('requests.open')}
          </ButtonLink>
        }
      >
        {amount ? <Money value={amount} /> : null} {requester ? nameOf(requester) : null}
      </Banner>
    );
  });
}
