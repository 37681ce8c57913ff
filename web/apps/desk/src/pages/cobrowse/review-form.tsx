//! A review beside the player: an answer and a comment for each criterion, with the moment that shows it.

import { Badge, Button, RadioGroup, TextField, useToast } from '@ombud/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Clock } from 'lucide-react';
import { useState } from 'react';
import type { Card, Criterion, Finding, Review } from '../../api/cobrowse.ts';
import { api } from '../../app/services.ts';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT } from '../../words/index.ts';
import { useCriterion } from './criterion.ts';
import { choicesOf, clockOf, draftOf, findingsOf, type Choice, type Draft, type Drafted } from './review.ts';

export interface Moments {
  /** Where the player is. Milliseconds. */
  now: () => number;
  show: (ms: number) => void;
}

export function ReviewForm(props: {
  session: string;
  card: Card;
  /** The reviewer's own last version, with which a new one begins. */
  before?: Review;
  moments: Moments;
  onDone: () => void;
}) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => draftOf(props.before?.findings));
  const findings = findingsOf(props.card, draft);
  const save = useMutation({
    mutationFn: (whole: Record<string, Finding>) =>
      api.post('/v1/cobrowse/sessions/{cobrowse_id}/reviews', {
        path: { cobrowse_id: props.session },
        body: { findings: whole },
      }),
    onSuccess: (review) => {
      toast({ tone: 'success', text: t('reviews.saved', { points: review.points }) });
      void cache.invalidateQueries({ queryKey: ['cobrowse'] });
      props.onDone();
    },
    onError: problem,
  });
  return (
    <form
      className="o-stack"
      aria-label={t('reviews.form')}
      onSubmit={(event) => {
        event.preventDefault();
        if (findings) save.mutate(findings);
      }}
    >
      {props.card.criteria.map((one) => (
        <CriterionField
          key={one.id}
          criterion={one}
          drafted={draft[one.id] ?? { comment: '' }}
          moments={props.moments}
          onChange={(next) => setDraft((now) => ({ ...now, [one.id]: next }))}
        />
      ))}
      <p className="o-small o-soft">{t('reviews.final')}</p>
      <div className="o-row">
        <Button type="submit" variant="primary" isDisabled={!findings} isPending={save.isPending}>
          {props.before ? t('reviews.again') : t('reviews.save')}
        </Button>
        <Button variant="quiet" onPress={props.onDone}>
          {t('reviews.cancel')}
        </Button>
      </div>
    </form>
  );
}

function CriterionField(props: {
  criterion: Criterion;
  drafted: Drafted;
  moments: Moments;
  onChange: (next: Drafted) => void;
}) {
  const t = useT();
  const asks = useCriterion();
  const { criterion, drafted, moments } = props;
  const put = (next: Partial<Drafted>) => props.onChange({ ...drafted, ...next });
  const marked = drafted.atMs;
  return (
    <div className="d-criterion">
      {criterion.critical ? <Badge tone="danger">{t('reviews.critical')}</Badge> : null}
      <RadioGroup<Choice>
        label={asks(criterion.id, criterion.text)}
        value={drafted.choice}
        onChange={(choice) => put({ choice })}
        choices={choicesOf(criterion).map((id) => ({ id, label: t(`reviews.choice.${id}`) }))}
      />
      <TextField
        label={t('reviews.comment')}
        rows={2}
        maxLength={2_000}
        value={drafted.comment}
        onChange={(comment) => put({ comment })}
      />
      <div className="o-row">
        <Button size="s" icon={Clock} onPress={() => put({ atMs: Math.floor(moments.now()) })}>
          {t('reviews.mark')}
        </Button>
        {marked === undefined ? null : (
          <>
            <Button size="s" variant="quiet" onPress={() => moments.show(marked)}>
              {t('reviews.show', { at: clockOf(marked) })}
            </Button>
            <Button size="s" variant="quiet" onPress={() => put({ atMs: undefined })}>
              {t('reviews.unmark')}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
