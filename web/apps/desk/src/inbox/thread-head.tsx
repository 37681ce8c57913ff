//! The head of a thread: who it is, and what one can do with the conversation as a whole.

import { clock, type Conversation } from '@ombud/client';
import { Badge, Button, Icon, IconButton, Menu, useFormat } from '@ombud/ui';
import { Link } from '@tanstack/react-router';
import {
  ArrowLeft,
  CheckCheck,
  Clock,
  ClipboardCheck,
  Ellipsis,
  GitMerge,
  MessageCircle,
  MonitorPlay,
  PanelRight,
  PhoneForwarded,
  Reply,
  Tag,
  Undo2,
  UsersRound,
  Zap,
} from 'lucide-react';
import { useState } from 'react';
import { ActionsDialog } from '../actions/actions-dialog.tsx';
import type { ViewName } from '../api/shapes.ts';
import { isOpenTo } from '../app/places.ts';
import { useSession } from '../app/session.tsx';
import { usePurchase } from '../context/queries.ts';
import { keys, runCommand, useKeys } from '../keys/use-keys.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { useConversationActions } from './actions.ts';
import { CallBackDialog } from './call-back.tsx';
import { CobrowseDialog } from './cobrowse.tsx';
import { MergeDialog, TagsDialog, TransferDialog, WhenDialog } from './dialogs.tsx';
import { CHANNEL_ICONS, ClockBadge, customerName, LevelBadge } from './list.tsx';
import { ScorecardDialog } from './scorecard.tsx';
import { laterFrom } from './times.ts';

type Open =
  'cobrowse' | 'transfer' | 'merge' | 'tags' | 'snooze' | 'scorecard' | 'actions' | 'call_back' | null;

interface HeadProps {
  conversation: Conversation;
  view: ViewName;
  isPanelOpen: boolean;
  onTogglePanel: () => void;
  /** Opens the customer's page in the place of what was said. */
  onLook: (session: string) => void;
}

export function ThreadHead({ conversation, view, isPanelOpen, onTogglePanel, onLook }: HeadProps) {
  const t = useT();
  const format = useFormat();
  const session = useSession();
  const actions = useConversationActions();
  const [open, setOpen] = useState<Open>(null);
  const [isSnoozing, setSnoozing] = useState(false);
  useKeys({
    snooze: () => setSnoozing(true),
    hand_over: () => setOpen('transfer'),
    actions: () => setOpen('actions'),
  });
  const name = customerName(conversation, t('who.visitor'));
  const later = laterFrom(new Date(clock.now()));
  const isResolved = conversation.state === 'resolved';
  const close = (isOpen: boolean) => {
    if (!isOpen) setOpen(null);
  };
  return (
    <header className="d-thread-head">
      <div className="d-back">
        <Link to="/inbox/$view" params={{ view }} className="o-icon-button" aria-label={t('thread.back')}>
          <Icon of={ArrowLeft} />
        </Link>
      </div>
      <div className="o-grow">
        <div className="o-row d-thread-title">
          <h2 className="o-truncate">{name}</h2>
        </div>
      </div>
      <div className="o-row o-small o-soft d-thread-meta">
        <LevelBadge conversation={conversation} />
        <ClockBadge conversation={conversation} />
        <Icon of={CHANNEL_ICONS[conversation.channel] ?? MessageCircle} size={14} />
        <span className="o-num o-nowrap">#{conversation.number}</span>
        <span aria-hidden="true">·</span>
        <span>{t(`channel.${conversation.channel}` as DeskKey)}</span>
        <span aria-hidden="true">·</span>
        <span>{format.language(conversation.language)}</span>
        {conversation.subject ? (
          <>
            <span aria-hidden="true">·</span>
            <span className="o-truncate">{conversation.subject}</span>
          </>
        ) : null}
        {conversation.tags.map((tag) => (
          <Badge key={tag} icon={Tag}>
            {tag}
          </Badge>
        ))}
      </div>
      <div className="o-row d-thread-tools">
        <Button
          size="s"
          variant="soft"
          icon={Zap}
          onPress={() => setOpen('actions')}
          aria-keyshortcuts={keys('actions')}
        >
          {t('action.open')}
        </Button>
        {isResolved ? (
          <Button size="s" icon={Reply} onPress={() => void actions.reopen(conversation)}>
            {t('action.reopen')}
          </Button>
        ) : (
          <>
            <Menu
              label={t('action.snooze')}
              isOpen={isSnoozing}
              onOpenChange={setSnoozing}
              trigger={<IconButton icon={Clock} label={t('action.snooze')} keys={keys('snooze')} />}
              items={[
                ...later.map((one) => ({ id: one.id, label: t(one.label, { at: format.dateTime(one.at) }) })),
                { id: 'other', label: t('later.other'), apart: true },
              ]}
              onAction={(id) => {
                const at = later.find((one) => one.id === id)?.at;
                if (at) void actions.snooze(conversation, at);
                else setOpen('snooze');
              }}
            />
            <IconButton
              icon={CheckCheck}
              label={t('action.resolve')}
              keys={keys('resolve')}
              onPress={() => runCommand('resolve')}
            />
          </>
        )}
        {isOpenTo(session, 'cobrowse') && !conversation.cobrowse ? (
          <IconButton icon={MonitorPlay} label={t('cobrowse.open')} onPress={() => setOpen('cobrowse')} />
        ) : null}
        <Menu
          label={t('action.more')}
          trigger={<IconButton icon={Ellipsis} label={t('action.more')} />}
          items={[
            { id: 'transfer', label: t('action.transfer'), icon: UsersRound, keys: keys('hand_over') },
            {
              id: 'release',
              label: t('action.release'),
              icon: Undo2,
              isDisabled: conversation.assignment.state !== 'assigned',
            },
            {
              id: 'call_back',
              label: t('action.call_back'),
              icon: PhoneForwarded,
              isDisabled: Boolean(conversation.call_back),
            },
            { id: 'tags', label: t('action.tags'), icon: Tag, apart: true },
            { id: 'merge', label: t('action.merge'), icon: GitMerge },
            { id: 'scorecard', label: t('action.scorecard'), icon: ClipboardCheck, apart: true },
          ]}
          onAction={(id) => {
            if (id === 'release') void actions.release(conversation);
            else setOpen(id as Open);
          }}
        />
        <IconButton
          icon={PanelRight}
          label={isPanelOpen ? t('panel.hide') : t('panel.show')}
          keys={keys('side_panel')}
          onPress={onTogglePanel}
        />
      </div>
      {open === 'cobrowse' ? (
        <CobrowseDialog conversation={conversation} onClosed={() => setOpen(null)} onOpen={onLook} />
      ) : open ? (
        <OpenDialog what={open} conversation={conversation} onOpenChange={close} />
      ) : null}
    </header>
  );
}

/** The dialog that is open. One that is closed is not on the page, so that changing conversations stays quick. */
function OpenDialog(props: {
  what: Exclude<Open, 'cobrowse' | null>;
  conversation: Conversation;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useT();
  const actions = useConversationActions();
  const { what, conversation, onOpenChange } = props;
  const { order, dispute } = usePurchase(conversation, conversation.id);
  const shown = { conversation, isOpen: true, onOpenChange };
  switch (what) {
    case 'transfer':
      return <TransferDialog {...shown} />;
    case 'merge':
      return <MergeDialog {...shown} />;
    case 'tags':
      return <TagsDialog {...shown} />;
    case 'call_back':
      return <CallBackDialog {...shown} />;
    case 'scorecard':
      return (
        <ScorecardDialog
          conversationId={conversation.id}
          agentName={conversation.assignment.user_name ?? ''}
          isOpen
          onOpenChange={onOpenChange}
        />
      );
    case 'snooze':
      return (
        <WhenDialog
          title={t('action.snooze')}
          confirm={t('action.snooze')}
          isOpen
          onOpenChange={onOpenChange}
          onChosen={(at) => void actions.snooze(conversation, at)}
        />
      );
    case 'actions':
      return (
        <ActionsDialog
          target={{
            conversation_id: conversation.id,
            customer_id: conversation.customer_id,
            order_id: order,
            dispute_id: dispute,
          }}
          isOpen
          onOpenChange={onOpenChange}
        />
      );
  }
}
