//! Questions that a conversation's actions ask first.

import { clock, itemsOf, type Conversation } from '@ombud/client';
import { Badge, Button, Dialog, IconButton, RadioGroup, Select, TextField } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/services.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { useConversationActions } from './actions.ts';
import { localValue } from './times.ts';

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

/** What a colleague is called. Who is not known by name is somebody else's program or a former colleague. */
export function useUserName(): (id: string) => string {
  const t = useT();
  const { data: users = [] } = useColleagues();
  return (id) => users.find((user) => user.id === id)?.name ?? t('who.colleague');
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

export function WhenDialog(props: Shown & { title: string; confirm: string; onChosen: (at: Date) => void }) {
  const t = useT();
  const [value, setValue] = useState(() => localValue(new Date(clock.now() + 86_400_000)));
  const at = new Date(value);
  const isPast = Number.isNaN(at.getTime()) || at.getTime() <= clock.now();
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
