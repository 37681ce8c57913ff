//! Whether a recording is whole and unchanged, and the recording as a file for other players.

import { Banner, Button, Card, useFormat } from '@ombud/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, ShieldCheck } from 'lucide-react';
import type { CobrowseProof } from '../../api/cobrowse.ts';
import { api } from '../../app/services.ts';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT } from '../../words/index.ts';
import { saveAs } from './save-as.ts';

export function Proof({ session, leads }: { session: string; leads: boolean }) {
  const t = useT();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const path = { cobrowse_id: session };
  const noted = () => void cache.invalidateQueries({ queryKey: ['cobrowse', 'watches', session] });
  const verify = useMutation({
    mutationFn: () => api.post('/v1/cobrowse/sessions/{cobrowse_id}/recording/verify', { path }),
    onSettled: noted,
    onError: problem,
  });
  const take = useMutation({
    mutationFn: () => api.get('/v1/cobrowse/sessions/{cobrowse_id}/recording/rrweb', { path }),
    onSuccess: (events) => saveAs(`${session}.rrweb.json`, JSON.stringify(events)),
    onSettled: noted,
    onError: problem,
  });
  return (
    <Card title={t('proof.title')}>
      <div className="o-stack d-proof">
        <p className="o-small o-soft">{t('proof.about')}</p>
        <div className="o-row">
          <Button size="s" icon={ShieldCheck} isPending={verify.isPending} onPress={() => verify.mutate()}>
            {t('proof.verify')}
          </Button>
          {leads ? (
            <Button size="s" icon={Download} isPending={take.isPending} onPress={() => take.mutate()}>
              {t('proof.export')}
            </Button>
          ) : null}
        </div>
        {leads ? <p className="o-small o-soft">{t('proof.export.about')}</p> : null}
        <div aria-live="polite">{verify.data ? <Verdict proof={verify.data} /> : null}</div>
      </div>
    </Card>
  );
}

function Verdict({ proof }: { proof: CobrowseProof }) {
  const t = useT();
  const format = useFormat();
  if (!proof.intact)
    return (
      <Banner tone="danger">
        {t('proof.broken')} <code className="d-place">{proof.problem}</code>
      </Banner>
    );
  return (
    <Banner tone="success">
      {t('proof.intact', { chunks: proof.chunks, records: format.number(proof.records) })}{' '}
      {proof.closed ? null : t('proof.open')}
      <span className="o-small d-block">
        {t('proof.hash')} <span className="d-hash">{proof.sha256}</span>
      </span>
    </Banner>
  );
}
