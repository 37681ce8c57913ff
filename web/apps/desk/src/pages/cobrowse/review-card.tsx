//! One review as it was written: what was found, the moments that show it, and the one answer to it.

import { Badge, Button, Card, DateTime, TextField } from '@ombud/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Card as Scorecard, Finding, Review } from '../../api/cobrowse.ts';
import { api } from '../../app/services.ts';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT } from '../../words/index.ts';
import { useCriterion } from './criterion.ts';
import type { Moments } from './review-form.tsx';
import { choiceOf, clockOf } from './review.ts';

/** `isOwn`: it is about the reader's own work, who may answer it once. */
export function ReviewCard(props: { review: Review; card: Scorecard; moments: Moments; isOwn: boolean }) {
  const t = useT();
  const { review, moments } = props;
  // A review keeps the scorecard it was written by: what that one asked is told by its id where it is no more.
  const asks = useCriterion();
  const textOf = (id: string) => asks(id, props.card.criteria.find((one) => one.id === id)?.text);
  return (
    <Card
      level={3}
      title={t('reviews.by', { name: review.by_name, version: review.version })}
      actions={
        <Badge tone={review.failed.length > 0 ? 'danger' : 'success'}>
          {t('reviews.points', { points: review.points })}
        </Badge>
      }
    >
      <div className="o-stack">
        <DateTime at={review.at} show="full" />
        <ul className="d-findings">
          {Object.entries(review.findings).map(([id, finding]) => (
            <li key={id}>
              <Found
                text={textOf(id)}
                finding={finding}
                hasFailed={review.failed.includes(id)}
                moments={moments}
              />
            </li>
          ))}
        </ul>
        {review.answer ? (
          <blockquote className="d-answer">
            <span className="o-small o-soft">
              {t('reviews.answer.of', { name: review.agent_name })}{' '}
              <DateTime at={review.answer.at} show="day" />
            </span>
            <p>{review.answer.text}</p>
          </blockquote>
        ) : props.isOwn ? (
          <AnswerForm review={review} />
        ) : null}
      </div>
    </Card>
  );
}

function Found(props: { text: string; finding: Finding; hasFailed: boolean; moments: Moments }) {
  const t = useT();
  const { finding } = props;
  const at = finding.at_ms;
  return (
    <>
      <span>
        {props.text}: <strong>{t(`reviews.choice.${choiceOf(finding.mark)}`)}</strong>{' '}
        {props.hasFailed ? <Badge tone="danger">{t('reviews.failed')}</Badge> : null}
      </span>
      {finding.comment ? <p className="o-soft">{finding.comment}</p> : null}
      {typeof at === 'number' ? (
        <Button size="s" variant="quiet" onPress={() => props.moments.show(at)}>
          {t('reviews.show', { at: clockOf(at) })}
        </Button>
      ) : null}
    </>
  );
}

function AnswerForm({ review }: { review: Review }) {
  const t = useT();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [text, setText] = useState('');
  const answer = useMutation({
    mutationFn: () =>
      api.post('/v1/cobrowse/reviews/{scorecard_id}/answer', {
        path: { scorecard_id: review.id },
        body: { text },
      }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['cobrowse'] }),
    onError: problem,
  });
  return (
    <form
      className="o-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) answer.mutate();
      }}
    >
      <TextField
        label={t('reviews.answer')}
        description={t('reviews.answer.about')}
        rows={3}
        maxLength={2_000}
        value={text}
        onChange={setText}
      />
      <div>
        <Button type="submit" isDisabled={!text.trim()} isPending={answer.isPending}>
          {t('reviews.answer.send')}
        </Button>
      </div>
    </form>
  );
}
