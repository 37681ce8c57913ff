//! What agents see of customers' pages: the rules in force in plain words, what waits for another person, what can be
//! taken away at once, and who changed what before.

import {
  Badge,
  Banner,
  Button,
  Card,
  ConfirmDialog,
  DateTime,
  EmptyState,
  useFormat,
  useToast,
  type Tone,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, EyeOff, FileUp, ScrollText, X } from 'lucide-react';
import { useState } from 'react';
import type {
  RedactionHistory,
  RedactionPolicy,
  RedactionRule,
  RedactionWaiting,
} from '../../api/cobrowse.ts';
import { Loaded } from '../../app/asked.tsx';
import { may } from '../../app/places.ts';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, useWord, type DeskKey, type T } from '../../words/index.ts';
import { FileDiff } from './file-diff.tsx';
import { HideDialog, UploadDialog } from './policy-dialogs.tsx';

const TONES: Record<string, Tone> = { in_force: 'success', off: 'warning', expired: 'neutral' };

export function PolicyTab() {
  const t = useT();
  const policy = useQuery({
    queryKey: ['redaction', 'policy'],
    queryFn: () => api.get('/v1/cobrowse/policy'),
    retry: false,
  });
  const history = useQuery({
    queryKey: ['redaction', 'history'],
    queryFn: () => api.get('/v1/cobrowse/policy/history'),
    retry: false,
  });
  return (
    <Loaded of={history} lines={4}>
      {(past) => (
        <div className="d-policy">
          <p className="o-soft">{t('redaction.about')}</p>
          {past.waiting.map((one) => (
            <Waiting key={one.task_id} one={one} before={policy.data?.file ?? ''} />
          ))}
          <Loaded of={policy} lines={6}>
            {(shown) => <InForce policy={shown ?? null} mustSign={past.must_sign} />}
          </Loaded>
          <History changes={past.changes} />
        </div>
      )}
    </Loaded>
  );
}

/** What becomes of a change: it is said, and everything that it may have changed is read again. */
function useDone(): (words: DeskKey) => void {
  const t = useT();
  const toast = useToast();
  const cache = useQueryClient();
  return (words) => {
    toast({ tone: 'success', text: t(words) });
    void cache.invalidateQueries({ queryKey: ['redaction'] });
    void cache.invalidateQueries({ queryKey: ['blind-spots'] });
  };
}

function Waiting({ one, before }: { one: RedactionWaiting; before: string }) {
  const t = useT();
  const session = useSession();
  const problem = useProblemToast();
  const done = useDone();
  const path = { task_id: one.task_id };
  const approve = useMutation({
    mutationFn: () => api.post('/v1/policies/proposals/{task_id}/activate', { path }),
    onSuccess: () => done('redaction.approved'),
    onError: problem,
  });
  const decline = useMutation({
    mutationFn: () => api.post('/v1/cobrowse/policy/proposals/{task_id}/decline', { path }),
    onSuccess: () => done('redaction.declined'),
    onError: problem,
  });
  const mayApprove = one.follows && !one.is_own && may(session, 'policy.activate');
  const name = one.proposed_by_name ?? '';
  return (
    <Card
      title={t('redaction.waiting', { version: String(one.version) })}
      actions={
        <span className="o-row">
          <Button size="s" icon={X} isPending={decline.isPending} onPress={() => decline.mutate()}>
            {t(one.is_own ? 'redaction.takeback' : 'redaction.decline')}
          </Button>
          {mayApprove ? (
            <Button
              size="s"
              variant="primary"
              icon={Check}
              isPending={approve.isPending}
              onPress={() => approve.mutate()}
            >
              {t('redaction.approve')}
            </Button>
          ) : null}
        </span>
      }
    >
      <p className="o-small o-soft">
        {t('redaction.proposed.by', { name })} · <DateTime at={one.proposed_at} show="relative" />
      </p>
      {one.is_own ? <Banner tone="info">{t('redaction.own')}</Banner> : null}
      {one.follows ? null : <Banner tone="warning">{t('redaction.overtaken')}</Banner>}
      <FileDiff before={before} file={one.file} rules={one.rules} />
    </Card>
  );
}

function InForce({ policy, mustSign }: { policy: RedactionPolicy | null; mustSign: boolean }) {
  const t = useT();
  const [isUpload, setUpload] = useState(false);
  const [isHide, setHide] = useState(false);
  const done = useDone();
  const actions = (
    <span className="o-row">
      <Button size="s" icon={FileUp} onPress={() => setUpload(true)}>
        {t('redaction.upload')}
      </Button>
      {policy ? (
        <Button size="s" icon={EyeOff} onPress={() => setHide(true)}>
          {t('redaction.hide')}
        </Button>
      ) : null}
    </span>
  );
  return (
    <Card title={t('redaction.inforce')} actions={actions}>
      {policy ? (
        <>
          <p>
            {t('redaction.version', { version: String(policy.version), company: policy.company })}{' '}
            {policy.signed_by ? t('redaction.signed', { key: policy.signed_by }) : t('redaction.unsigned')}
          </p>
          <p className="o-small o-soft">
            {t('redaction.hash')} <span className="d-hash">{policy.hash}</span>
          </p>
          <ul className="d-rules">
            {policy.rules.map((rule) => (
              <Rule key={rule.id} rule={rule} />
            ))}
            {(policy.narrowing.hide ?? []).map((hidden) => (
              <li key={hidden.selector} className="d-rule">
                <span>
                  {t('redaction.hidden', {
                    selector: hidden.selector,
                    paths: hidden.paths?.join(', ') ?? t('redaction.everywhere'),
                  })}
                </span>
                <Badge tone="warning">{t('redaction.narrowed')}</Badge>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <EmptyState icon={ScrollText} title={t('redaction.none.title')} level={3}>
          {t('redaction.none.text')}
        </EmptyState>
      )}
      {isUpload ? <UploadDialog mustSign={mustSign} onClose={() => setUpload(false)} onDone={done} /> : null}
      {isHide ? <HideDialog onClose={() => setHide(false)} onDone={done} /> : null}
    </Card>
  );
}

/** A rule as a sentence. */
function sentenceOf(rule: RedactionRule, t: T, list: (words: string[]) => string): string {
  const words = {
    selector: rule.selector,
    paths: rule.paths ? list(rule.paths) : t('redaction.everywhere'),
  };
  switch (rule.effect) {
    case 'show':
      return t(rule.pixels ? 'redaction.show.pixels' : 'redaction.show', words);
    case 'hide':
      return t('redaction.hide.rule', words);
    case 'write':
      return t('redaction.write', words);
    default:
      return t('redaction.confirm', words);
  }
}

function Rule({ rule }: { rule: RedactionRule }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const problem = useProblemToast();
  const done = useDone();
  const [isAsked, setAsked] = useState(false);
  const off = useMutation({
    mutationFn: () => api.post('/v1/cobrowse/policy/narrow', { body: { off: [rule.id], hide: [] } }),
    onSuccess: () => {
      setAsked(false);
      done('redaction.off.done');
    },
    onError: problem,
  });
  const releases = rule.effect === 'show' || rule.effect === 'write';
  const id = String(rule.id);
  return (
    <li className="d-rule">
      <div>
        <p>
          <strong>{t('cobrowse.rule', { id })}</strong> {sentenceOf(rule, t, (words) => format.list(words))}
        </p>
        <p className="o-small o-soft">
          {t('redaction.why', { reason: rule.reason, owner: rule.owner })}
          {rule.expires ? ` ${t('redaction.until', { date: format.day(rule.expires) })}` : ''}
          {rule.roles ? ` ${t('redaction.roles', { roles: format.list(rule.roles) })}` : ''}
        </p>
      </div>
      <span className="o-row">
        <Badge tone={TONES[rule.state] ?? 'neutral'}>{word('redaction_state', rule.state)}</Badge>
        {releases && rule.state === 'in_force' ? (
          <Button size="s" aria-label={t('redaction.off.one', { id })} onPress={() => setAsked(true)}>
            {t('redaction.off')}
          </Button>
        ) : null}
      </span>
      <ConfirmDialog
        title={t('redaction.off.one', { id })}
        isOpen={isAsked}
        onOpenChange={setAsked}
        confirmLabel={t('redaction.off')}
        variant="danger"
        isPending={off.isPending}
        onConfirm={() => off.mutate()}
      >
        {t('redaction.off.text')}
      </ConfirmDialog>
    </li>
  );
}

function History({ changes }: { changes: RedactionHistory['changes'] }) {
  const t = useT();
  if (changes.length === 0) return null;
  return (
    <Card title={t('redaction.history')}>
      <ol className="d-changes">
        {changes.map((one) => (
          <li key={`${one.at}-${one.kind}`}>
            <DateTime at={one.at} show="relative" />{' '}
            {one.kind === 'file'
              ? t('redaction.history.file', { version: String(one.version), name: one.by_name ?? '' })
              : t('redaction.history.narrowing', {
                  version: String(one.version),
                  name: one.by_name ?? '',
                  off: one.off.length,
                  hidden: one.hidden,
                })}
            {one.proposed_by_name
              ? ` ${t('redaction.history.proposed', { name: one.proposed_by_name })}`
              : ''}
          </li>
        ))}
      </ol>
    </Card>
  );
}
