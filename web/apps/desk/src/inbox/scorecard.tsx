//! A scorecard, filled in from the keyboard: a digit answers, and the next question follows by itself.

import { Button, Dialog, TextField, useToast } from '@ombud/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { api } from '../app/services.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { useProblemToast } from './actions.ts';

/** What a conversation is judged by. */
export const CRITERIA = ['acknowledged', 'correct', 'no_repeat', 'next_step', 'tone'] as const;
type Criterion = (typeof CRITERIA)[number];
const SCORES = [1, 2, 3, 4, 5] as const;

export function ScorecardDialog(props: {
  conversationId: string;
  agentName: string;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const form = useRef<HTMLDivElement>(null);
  const [scores, setScores] = useState<Partial<Record<Criterion, number>>>({});
  const [comment, setComment] = useState('');
  const isWhole = CRITERIA.every((one) => scores[one] !== undefined);
  const save = useMutation({
    mutationFn: () =>
      api.post('/v1/conversations/{conversation_id}/scorecard', {
        path: { conversation_id: props.conversationId },
        body: { scores: scores as Record<string, number>, comment: comment || undefined },
      }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('scorecard.saved') });
      void cache.invalidateQueries({ queryKey: ['scorecards'] });
      props.onOpenChange(false);
    },
    onError: problem,
  });
  const score = (criterion: Criterion, value: number) => setScores((now) => ({ ...now, [criterion]: value }));
  const goOn = (criterion: Criterion) => {
    const next = CRITERIA[CRITERIA.indexOf(criterion) + 1];
    const place = next ? `[data-criterion="${next}"] input` : 'textarea';
    form.current?.querySelector<HTMLElement>(place)?.focus();
  };
  return (
    <Dialog
      title={t('action.scorecard')}
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      footer={
        <Button
          variant="primary"
          isDisabled={!isWhole}
          isPending={save.isPending}
          onPress={() => save.mutate()}
        >
          {t('scorecard.save')}
        </Button>
      }
    >
      <p className="o-soft">
        {t('scorecard.text', { name: props.agentName || '–' })} {t('scorecard.keys')}
      </p>
      <div className="o-stack" ref={form}>
        {CRITERIA.map((one, index) => (
          <ScoreField
            key={one}
            criterion={one}
            value={scores[one]}
            isFirst={index === 0}
            onChange={(value) => score(one, value)}
            onDigit={(value) => {
              score(one, value);
              goOn(one);
            }}
          />
        ))}
        <TextField label={t('scorecard.comment')} rows={3} value={comment} onChange={setComment} />
      </div>
    </Dialog>
  );
}

function ScoreField(props: {
  criterion: Criterion;
  value: number | undefined;
  isFirst: boolean;
  onChange: (value: number) => void;
  onDigit: (value: number) => void;
}) {
  const t = useT();
  const onKeyDown = (event: KeyboardEvent) => {
    const value = SCORES.find((one) => String(one) === event.key);
    if (value === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    props.onDigit(value);
  };
  return (
    // The keys are heard on their way up from the radio buttons, which are what one uses.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={onKeyDown} data-criterion={props.criterion}>
      <RadioGroup
        className="d-score"
        orientation="horizontal"
        value={props.value === undefined ? null : String(props.value)}
        onChange={(value) => props.onChange(Number(value))}
      >
        <Label className="o-label">{t(`scorecard.${props.criterion}` as DeskKey)}</Label>
        <div className="d-score-choices">
          {SCORES.map((score) => (
            <Radio
              key={score}
              value={String(score)}
              className="d-score-choice"
              aria-label={t(`score.${score}` as DeskKey)}
              autoFocus={props.isFirst && score === 1}
            >
              {score}
            </Radio>
          ))}
        </div>
        <span className="o-small o-soft d-score-word">
          {props.value === undefined ? null : t(`score.${props.value}` as DeskKey).replace(/^\d,\s*/, '')}
        </span>
      </RadioGroup>
    </div>
  );
}
