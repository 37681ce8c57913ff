//! The letter that answers a complaint, or says that it takes longer: what one decides on one side, the letter as it will be
//! sent on the other. It is written by the server, with what law asks for; the page never puts a letter together itself.

import { clock, randomId, type Schema } from '@ombud/client';
import {
  Button,
  Card,
  Checkbox,
  Money,
  NumberField,
  RadioGroup,
  TextField,
  currencyDigits,
  useFormat,
  useToast,
} from '@ombud/ui';
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useMemo, useState } from 'react';
import { api } from '../../app/services.ts';
import { useSettled } from '../../app/settled.ts';
import { useOrderFile } from '../../context/queries.ts';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, type DeskKey } from '../../words/index.ts';
import { lastDayOf } from './clocks.ts';
import { answerOf, delayOf, isWhole, mayBeShort, wantedOf, type Filled, type LetterKind } from './letter.ts';
import { LetterDraft } from './letter-draft.tsx';

const FINDINGS = ['upheld', 'partly_upheld', 'rejected'] as const satisfies readonly Schema.Finding[];
const REASONS_CHARACTERS_MAX = 10_000;

const empty = (complaint: Schema.Complaint): Filled => ({
  letter: mayBeShort(complaint, clock.now()) ? 'summary_resolution' : 'final_response',
  finding: undefined,
  reasons: '',
  distress_minor: 0,
  fees: [],
  expected_on: '',
});

export function LetterEditor({ complaint }: { complaint: Schema.Complaint }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [filled, setFilled] = useState(() => empty(complaint));
  const [key, setKey] = useState(randomId);
  const wanted = useMemo(() => (isWhole(filled) ? wantedOf(filled) : undefined), [filled]);
  const settled = useSettled(wanted);
  const path = { complaint_id: complaint.id };
  const draft = useQuery({
    queryKey: ['draft', complaint.id, settled],
    retry: false,
    placeholderData: (before) => (settled ? before : undefined),
    queryFn: settled
      ? () => api.post('/v1/complaints/{complaint_id}/draft', { path, body: settled })
      : skipToken,
  });
  const change = (part: Partial<Filled>) => {
    setFilled((before) => ({ ...before, ...part }));
    // Another letter is another deed: the same key would be answered with what the first one did.
    setKey(randomId());
  };
  const send = useMutation({
    mutationFn: async () => {
      if (filled.letter === 'delay') {
        await api.post('/v1/complaints/{complaint_id}/delay', { path, body: delayOf(filled), key });
        return { awaits: false };
      }
      const body = answerOf(filled);
      const answer = await api.post('/v1/complaints/{complaint_id}/answer', { path, body, key });
      return { awaits: answer.result === 'awaits_approval' };
    },
    onSuccess: ({ awaits }) => {
      toast(
        awaits
          ? { tone: 'info', text: t('action.awaits', { action: t('complaints.answer') }) }
          : { tone: 'success', text: t('complaints.sent') },
      );
      setFilled(empty(complaint));
      for (const queryKey of [['complaints'], ['tasks']]) void cache.invalidateQueries({ queryKey });
    },
    onError: problem,
  });
  const isCurrent = settled === wanted && draft.isSuccess && !draft.isFetching;
  const maySend = isCurrent && draft.data.lacks.length === 0 && filled.reasons.trim() !== '';
  return (
    <Card title={t('complaints.answer')}>
      <div className="d-action-form">
        <div className="o-stack">
          <Fields complaint={complaint} filled={filled} onChange={change} />
          <Button
            variant="primary"
            icon={Send}
            isDisabled={!maySend}
            isPending={send.isPending}
            onPress={() => send.mutate()}
          >
            {t('complaints.send_letter')}
          </Button>
        </div>
        <LetterDraft
          draft={draft.data}
          error={draft.error}
          isWhole={wanted !== undefined}
          isFetching={draft.isFetching}
        />
      </div>
    </Card>
  );
}

interface FieldsProps {
  complaint: Schema.Complaint;
  filled: Filled;
  onChange: (part: Partial<Filled>) => void;
}

function Fields({ complaint, filled, onChange }: FieldsProps) {
  const t = useT();
  const format = useFormat();
  const isShortOver = !mayBeShort(complaint, clock.now());
  const letters: LetterKind[] = isShortOver
    ? ['final_response', 'delay']
    : ['summary_resolution', 'final_response', 'delay'];
  const isDelay = filled.letter === 'delay';
  return (
    <>
      <RadioGroup
        label={t('complaints.letter')}
        value={filled.letter}
        onChange={(letter) => onChange({ letter })}
        choices={letters.map((id) => ({
          id,
          label: t(`letter.${id}` as DeskKey),
          description: t(`letter.${id}.about` as DeskKey, {
            until: format.day(
              lastDayOf(
                id === 'summary_resolution' ? complaint.summary_until : complaint.respond_by,
                complaint.jurisdiction,
              ),
            ),
          }),
        }))}
      />
      {isDelay ? null : (
        <RadioGroup
          label={t('complaints.finding')}
          value={filled.finding}
          onChange={(finding) => onChange({ finding })}
          choices={FINDINGS.map((id) => ({ id, label: t(`finding.${id}`) }))}
        />
      )}
      <TextField
        label={isDelay ? t('complaints.reasons.delay') : t('complaints.reasons')}
        description={t('complaints.reasons.help')}
        rows={8}
        maxLength={REASONS_CHARACTERS_MAX}
        value={filled.reasons}
        onChange={(reasons) => onChange({ reasons })}
      />
      {isDelay ? (
        <TextField
          type="date"
          label={t('complaints.expected_on')}
          value={filled.expected_on}
          onChange={(expected_on) => onChange({ expected_on })}
        />
      ) : complaint.order_id ? (
        <RedressFields orderId={complaint.order_id} filled={filled} onChange={onChange} />
      ) : (
        <p className="o-small o-soft">{t('complaints.redress.no_order')}</p>
      )}
    </>
  );
}

/** What is paid with the answer: something for the trouble, and fees that should not have been. */
function RedressFields({ orderId, filled, onChange }: Omit<FieldsProps, 'complaint'> & { orderId: string }) {
  const t = useT();
  const format = useFormat();
  const { data: file } = useOrderFile(orderId);
  const currency = file?.order.currency ?? 'EUR';
  const unit = 10 ** currencyDigits(currency);
  const fees = (file?.plans ?? []).flatMap((plan) =>
    plan.fees.filter((fee) => fee.state === 'charged').map((fee) => ({ ...fee, plan_id: plan.id })),
  );
  const isGiven = (one: Schema.ReturnedFee) =>
    filled.fees.some((fee) => fee.plan_id === one.plan_id && fee.number === one.number);
  return (
    <>
      <NumberField
        label={t('complaints.redress.distress')}
        description={t('complaints.redress.help')}
        minValue={0}
        value={filled.distress_minor / unit}
        onChange={(major) => onChange({ distress_minor: Number.isNaN(major) ? 0 : Math.round(major * unit) })}
        formatOptions={{ style: 'currency', currency }}
      />
      {fees.length > 0 ? (
        <fieldset className="d-choice">
          <legend className="o-label">{t('complaints.redress.fees')}</legend>
          {fees.map(({ plan_id, number, on, amount_minor }) => (
            <Checkbox
              key={`${plan_id} ${number}`}
              isSelected={isGiven({ plan_id, number })}
              onChange={(given) =>
                onChange({
                  fees: given
                    ? [...filled.fees, { plan_id, number }]
                    : filled.fees.filter((fee) => fee.plan_id !== plan_id || fee.number !== number),
                })
              }
            >
              {t('complaints.redress.fee', { day: format.day(on) })}{' '}
              <Money value={{ amount_minor, currency }} />
            </Checkbox>
          ))}
        </fieldset>
      ) : null}
    </>
  );
}
