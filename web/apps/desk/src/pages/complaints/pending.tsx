//! An answer that waits for a second person, because of what it pays: the letter as it would go out, and who may say yes.

import type { Schema } from '@ombud/client';
import { Banner, Button, Card, Skeleton, useToast } from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { LetterSheet } from '../../context/letter-sheet.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT } from '../../words/index.ts';
import { proposedOf } from './proposed.ts';

const REQUESTS_READ = 100;

/** The request for this complaint, if one waits. */
export function usePendingAnswer(complaint: Schema.Complaint): Schema.Task | undefined {
  const { data } = useQuery({
    queryKey: ['tasks', 'requests'],
    queryFn: async () => (await api.get('/v1/requests', { query: { limit: REQUESTS_READ } })).items,
    retry: false,
  });
  return data?.find((task) => proposedOf(task)?.complaint === complaint.id);
}

export function PendingAnswer({ complaint, task }: { complaint: Schema.Complaint; task: Schema.Task }) {
  const t = useT();
  const session = useSession();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const proposed = proposedOf(task);
  const draft = useQuery({
    queryKey: ['draft', complaint.id, task.id],
    retry: false,
    queryFn: () =>
      api.post('/v1/complaints/{complaint_id}/draft', {
        path: { complaint_id: complaint.id },
        body: { answer: proposed?.answer },
      }),
  });
  const approve = useMutation({
    mutationFn: () => api.post('/v1/requests/{task_id}/approve', { path: { task_id: task.id } }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('complaints.sent') });
      for (const queryKey of [['complaints'], ['tasks']]) void cache.invalidateQueries({ queryKey });
    },
    onError: problem,
  });
  const isOwn = proposed?.requester === session.user_id;
  return (
    <Card title={t('complaints.pending')}>
      <div className="o-stack">
        <Banner
          tone="info"
          icon={UsersRound}
          title={t(isOwn ? 'complaints.pending.own' : 'complaints.pending.other')}
          actions={
            isOwn ? null : (
              <Button variant="primary" isPending={approve.isPending} onPress={() => approve.mutate()}>
                {t('requests.approve')}
              </Button>
            )
          }
        >
          {t('complaints.pending.text')}
        </Banner>
        {draft.data ? (
          <LetterSheet letter={draft.data.letter} to="consumer" />
        ) : draft.isPending ? (
          <Skeleton lines={6} />
        ) : null}
      </div>
    </Card>
  );
}
