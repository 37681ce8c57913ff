//! Questions that a conversation's actions ask first.

import { itemsOf, type Conversation } from '@ombud/client';
import { Badge, Button, Dialog, IconButton, RadioGroup, Select, TextField, useToast } from '@ombud/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { api, store } from '../app/services.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { useConversationActions, useProblemToast } from './actions.ts';

interface Shown {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}
type About = Shown & { conversation: Conversation };

/** Skills of specialists whom an agent hands over to. */
export const SPECIALISTS = ['bereavement', 'hardship', 'fraud', 'complaints', 'self_harm'] as const;

export function useColleagues() {
  return useQuery({
    queryKey: ['users'],
    queryFn: async () =>
      itemsOf(await api.get('/v1/users')).filter((user) => user.state === 'active' && !user.merchant_id),
  });
}

export function TransferDialog({ conversation, isOpen, onOpenChange }: About) {
  const t = useT();
  const actions = useConversationActions();
  const { data: users = [] } = useColleagues();
  const [to, setTo] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const options = [
    ...SPECIALISTS.map((skill) => ({
      id: `skill:${skill}`,
      label: t('transfer.specialist', { skill: t(`skill.${skill}` as DeskKey) }),
    })),
    ...users.map((user) => ({ id: `user:${user.id}`, label: user.name })),
  ];
  const hand = async () => {
    if (!to) return;
    const target = to.startsWith('user:')
      ? { user_id: to.slice(5) }
      : { skills: [to.slice(6), conversation.language] };
    if (await actions.transfer(conversation, target, note)) onOpenChange(false);
  };
  return (
    <Dialog
      title={t('action.transfer')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <Button variant="primary" isDisabled={!to || note.trim() === ''} onPress={() => void hand()}>
          {t('transfer.confirm')}
        </Button>
      }
    >
      <p className="o-soft">{t('transfer.text')}</p>
      <Select label={t('transfer.to')} value={to} onChange={setTo} options={options} />
      <TextField
        label={t('transfer.note')}
        description={t('transfer.note.help')}
        rows={4}
        value={note}
        onChange={setNote}
        isRequired
      />
    </Dialog>
  );
}

export function MergeDialog({ conversation, isOpen, onOpenChange }: About) {
  const t = useT();
  const actions = useConversationActions();
  const [into, setInto] = useState<string>();
  const { data = [] } = useQuery({
    queryKey: ['conversations-of', conversation.customer_id],
    enabled: isOpen,
    queryFn: async () =>
      (
        await api.get('/v1/conversations', { query: { customer_id: conversation.customer_id, limit: 20 } })
      ).items.filter((one) => one.id !== conversation.id && !one.merged_into),
  });
  const merge = async () => {
    if (into && (await actions.merge(conversation, into))) onOpenChange(false);
  };
  return (
    <Dialog
      title={t('action.merge')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <Button variant="primary" isDisabled={!into} onPress={() => void merge()}>
          {t('action.merge')}
        </Button>
      }
    >
      <p className="o-soft">{t('merge.text')}</p>
      {data.length === 0 ? (
        <p>{t('merge.none')}</p>
      ) : (
        <RadioGroup
          label={t('merge.into')}
          value={into}
          onChange={setInto}
          choices={data.map((one) => ({
            id: one.id,
            label: `#${one.number}`,
            description: one.subject ?? one.last?.preview ?? '',
          }))}
        />
      )}
    </Dialog>
  );
}

export function TagsDialog({ conversation, isOpen, onOpenChange }: About) {
  const t = useT();
  const actions = useConversationActions();
  const [tag, setTag] = useState('');
  const add = async () => {
    const name = tag.trim().toLowerCase();
    if (name !== '' && (await actions.tags(conversation, [name], []))) setTag('');
  };
  return (
    <Dialog title={t('action.tags')} isOpen={isOpen} onOpenChange={onOpenChange} width="narrow">
      <div className="o-row">
        {conversation.tags.length === 0 ? <span className="o-soft">{t('tags.none')}</span> : null}
        {conversation.tags.map((one) => (
          <span key={one} className="o-row">
            <Badge>{one}</Badge>
            <IconButton
              icon={X}
              size="s"
              label={t('tags.remove', { tag: one })}
              onPress={() => void actions.tags(conversation, [], [one])}
            />
          </span>
        ))}
      </div>
      <form
        className="d-inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField label={t('tags.new')} value={tag} onChange={setTag} />
        <Button type="submit">{t('tags.add')}</Button>
      </form>
    </Dialog>
  );
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** A moment as `datetime-local` writes it, in the time of this machine. */
function localValue(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

export function WhenDialog(props: Shown & { title: string; confirm: string; onChosen: (at: Date) => void }) {
  const t = useT();
  const [value, setValue] = useState(() => localValue(new Date(Date.now() + 86_400_000)));
  const at = new Date(value);
  const isPast = Number.isNaN(at.getTime()) || at.getTime() <= Date.now();
  return (
    <Dialog
      title={props.title}
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      width="narrow"
      footer={
        <Button
          variant="primary"
          isDisabled={isPast}
          onPress={() => {
            props.onChosen(at);
            props.onOpenChange(false);
          }}
        >
          {props.confirm}
        </Button>
      }
    >
      <TextField
        type="datetime-local"
        label={t('when.label')}
        value={value}
        onChange={setValue}
        errorMessage={isPast ? t('when.past') : undefined}
      />
    </Dialog>
  );
}

/** What a conversation is judged by. */
export const CRITERIA = ['acknowledged', 'correct', 'no_repeat', 'next_step', 'tone'] as const;
const SCORES = ['1', '2', '3', '4', '5'] as const;

export function ScorecardDialog({ conversation, isOpen, onOpenChange }: About) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const [scores, setScores] = useState<Record<string, number>>({});
  const [comment, setComment] = useState('');
  const save = useMutation({
    mutationFn: () =>
      api.post('/v1/conversations/{conversation_id}/scorecard', {
        path: { conversation_id: conversation.id },
        body: { scores, comment: comment || undefined },
      }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('scorecard.saved') });
      onOpenChange(false);
    },
    onError: problem,
  });
  return (
    <Dialog
      title={t('action.scorecard')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <Button
          variant="primary"
          isDisabled={CRITERIA.some((one) => scores[one] === undefined)}
          isPending={save.isPending}
          onPress={() => save.mutate()}
        >
          {t('scorecard.save')}
        </Button>
      }
    >
      <p className="o-soft">
        {t('scorecard.text', { name: store.conversation(conversation.id)?.assignment.user_name ?? '–' })}
      </p>
      {CRITERIA.map((one) => (
        <Select
          key={one}
          label={t(`scorecard.${one}` as DeskKey)}
          value={scores[one] === undefined ? null : (String(scores[one]) as (typeof SCORES)[number])}
          onChange={(value) => setScores({ ...scores, [one]: Number(value) })}
          options={SCORES.map((score) => ({ id: score, label: t(`score.${score}` as DeskKey) }))}
        />
      ))}
      <TextField label={t('scorecard.comment')} rows={3} value={comment} onChange={setComment} />
    </Dialog>
  );
}
