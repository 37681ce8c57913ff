//! One-click actions, which take two: choose, see what it would do, confirm. Without a preview nothing can be confirmed.

import { ApiError, randomId, type Schema } from '@ombud/client';
import {
  Banner,
  Button,
  Checkbox,
  Dialog,
  ShownDialog,
  EmptyState,
  Icon,
  Money,
  NumberField,
  RadioGroup,
  Select,
  Skeleton,
  TextField,
  currencyDigits,
  useFormat,
  useToast,
} from '@ombud/ui';
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, ChevronRight, Zap } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { OrderRow } from '../api/shapes.ts';
import { api } from '../app/services.ts';
import { useSettled } from '../app/settled.ts';
import { disputeToDecide, orderShown } from '../context/purchase.ts';
import { useDisputesOf, useOrderFile, useOrdersOf } from '../context/queries.ts';
import { useProblemToast } from '../inbox/actions.ts';
import { useT, useWord } from '../words/index.ts';
import { refusalOf } from '../words/problem.ts';
import {
  ACTIONS,
  actionsFor,
  bodyOf,
  CHOICES,
  planFor,
  type ActionField,
  type ActionKind,
  type ActionTarget,
} from './catalog.ts';
import { PreviewPanel } from './preview-panel.tsx';

interface DialogShown {
  target: ActionTarget;
  /** The action to begin with, instead of choosing one. */
  first?: ActionKind['id'];
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}

export function ActionsDialog({ isOpen, ...rest }: DialogShown) {
  return isOpen ? <OpenDialog {...rest} isOpen /> : null;
}

function OpenDialog({ target, first, onOpenChange }: DialogShown) {
  const t = useT();
  const [action, setAction] = useState(() => ACTIONS.find((one) => one.id === first) ?? null);
  const [other, setOther] = useState<string>();
  const { data: orders = [] } = useOrdersOf(target.customer_id ?? '');
  const { data: disputes = [] } = useDisputesOf(target.customer_id ?? '');
  const order_id = other ?? orderShown({ ...target, orders, disputes });
  const { data: file } = useOrderFile(order_id);
  const plan = action ? planFor(action, file?.plans ?? []) : file?.plans[0];
  const whole = {
    ...target,
    order_id,
    plan_id: plan?.id,
    dispute_id: disputeToDecide(order_id, target, disputes),
  };
  const purchase = (
    <Purchase
      orders={orders}
      shown={order_id}
      // A dispute is about its own purchase.
      onChoose={target.isOneOrder ? undefined : setOther}
    />
  );
  if (action) {
    return (
      <ActionForm
        key={`${action.id} ${order_id}`}
        purchase={purchase}
        action={action}
        target={whole}
        plan={plan}
        currency={file?.order.currency ?? 'EUR'}
        onBack={() => setAction(null)}
        onClose={() => onOpenChange(false)}
      />
    );
  }
  const actions = actionsFor(whole, plan !== undefined);
  return (
    <Dialog title={t('action.title')} isOpen onOpenChange={onOpenChange}>
      {purchase}
      {actions.length === 0 ? (
        <EmptyState icon={Zap} level={3} title={t('action.none.title')}>
          {t('action.none.text')}
        </EmptyState>
      ) : (
        <ul className="d-actions">
          {actions.map((one) => (
            <li key={one.id}>
              <button type="button" className="d-action" onClick={() => setAction(one)}>
                <span className="o-grow">
                  <span className="o-strong">{t(one.label)}</span>
                  <span className="o-small o-soft">{t(one.about)}</span>
                </span>
                <Icon of={ChevronRight} size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

/** The purchase that is acted upon, by name; where there are others, another can be chosen. */
function Purchase(props: {
  orders: readonly OrderRow[];
  shown: string | undefined;
  onChoose?: (order: string) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { orders, shown, onChoose } = props;
  const nameOf = (order: OrderRow) =>
    [
      order.title,
      order.merchant_name ?? order.merchant_id,
      format.money(order.total),
      format.day(order.ordered_at),
      order.id,
    ].join(' · ');
  const own = orders.find((order) => order.id === shown);
  if (!shown) return null;
  if (!onChoose || orders.length < 2) {
    return (
      <p>
        <span className="o-soft">{t('action.purchase')}</span> <strong>{own ? nameOf(own) : shown}</strong>
      </p>
    );
  }
  const known = own ? orders : [{ id: shown }, ...orders];
  return (
    <Select
      label={t('action.purchase')}
      value={shown}
      onChange={onChoose}
      options={known.map((order) => ({ id: order.id, label: 'title' in order ? nameOf(order) : order.id }))}
    />
  );
}

interface FormProps {
  purchase: ReactNode;
  action: ActionKind;
  target: ActionTarget;
  plan: Schema.Plan | undefined;
  currency: string;
  onBack: () => void;
  onClose: () => void;
}

export function ActionForm({ action, target, plan, currency, purchase, onBack, onClose }: FormProps) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [key] = useState(randomId);
  const body = useMemo(() => bodyOf(action, values), [action, values]);
  const settled = useSettled(body);
  const isPreviewed = 'act' in action;
  const preview = useQuery({
    queryKey: ['preview', action.id, target, settled],
    retry: false,
    staleTime: 0,
    queryFn:
      isPreviewed && settled !== undefined
        ? () => api.post('/v1/preview', { body: action.act(target, settled) })
        : skipToken,
  });
  const run = useMutation({
    mutationFn: () => action.run(target, body ?? {}, key),
    onSuccess: (result) => {
      toast(
        result.awaitsApproval
          ? { tone: 'info', text: t('action.awaits', { action: t(action.label) }) }
          : { tone: 'success', text: t('action.done', { action: t(action.label) }) },
      );
      void cache.invalidateQueries();
      onClose();
    },
    onError: problem,
  });
  // Not what is still being worked out again, and not what the server has just refused.
  const isCurrent = settled === body && preview.isSuccess && !preview.isFetching;
  const mayConfirm = isPreviewed ? isCurrent : body !== undefined;
  return (
    <ShownDialog
      title={t(action.label)}
      width="wide"
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" icon={ArrowLeft} onPress={onBack}>
            {t('action.back')}
          </Button>
          <Button
            variant="primary"
            isDisabled={!mayConfirm}
            isPending={run.isPending}
            onPress={() => run.mutate()}
          >
            {preview.data?.approval.needed ? t('action.request') : t('action.confirm')}
          </Button>
        </>
      }
    >
      <div className="d-action-form">
        <div className="o-stack">
          <p className="o-soft">{t(action.about)}</p>
          {purchase}
          {action.fields.map((field) => (
            <ActionInput
              key={field.name}
              field={field}
              plan={plan}
              currency={currency}
              value={values[field.name] ?? field.start}
              onChange={(value) => setValues((all) => ({ ...all, [field.name]: value }))}
            />
          ))}
        </div>
        <section
          className="d-preview"
          aria-label={t('preview.title')}
          aria-live="polite"
          aria-busy={preview.isFetching}
        >
          <h3 className="d-mini">{t('preview.title')}</h3>
          {!isPreviewed ? (
            <p>{t(action.effect)}</p>
          ) : body === undefined ? (
            <p className="o-soft">{t('preview.fill')}</p>
          ) : preview.error ? (
            <Refusal error={preview.error} currency={currency} />
          ) : preview.data ? (
            <PreviewPanel act={action.id} preview={preview.data} />
          ) : (
            <Skeleton lines={5} />
          )}
        </section>
      </div>
    </ShownDialog>
  );
}

/** Why it cannot be done, as the action itself would be refused. */
export function Refusal({ error, currency }: { error: Error; currency?: string }) {
  const t = useT();
  const format = useFormat();
  const isAnswered = error instanceof ApiError && error.code !== 'unreachable';
  const { text, detail } = refusalOf(error, t, format, currency);
  return (
    <Banner tone="danger" title={t(isAnswered ? 'preview.refused' : 'preview.absent')}>
      {isAnswered ? [text, detail].filter(Boolean).join(' ') : null}
    </Banner>
  );
}

interface InputProps {
  field: ActionField;
  plan: Schema.Plan | undefined;
  currency: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

function ActionInput({ field, plan, currency, value, onChange }: InputProps) {
  const t = useT();
  const word = useWord();
  const label = t(field.label);
  switch (field.kind) {
    case 'text':
      return <TextField label={label} rows={4} value={String(value ?? '')} onChange={onChange} />;
    case 'date':
      return <TextField label={label} type="date" value={String(value ?? '')} onChange={onChange} />;
    case 'amount': {
      const unit = 10 ** currencyDigits(currency);
      return (
        <NumberField
          label={label}
          minValue={0}
          value={typeof value === 'number' ? value / unit : undefined}
          onChange={(major) => onChange(Number.isNaN(major) ? undefined : Math.round(major * unit))}
          formatOptions={{ style: 'currency', currency }}
        />
      );
    }
    case 'check':
      return (
        <Checkbox isSelected={value === true} onChange={onChange}>
          {label}
        </Checkbox>
      );
    case 'reason':
      return (
        <Select
          label={label}
          value={String(value)}
          onChange={onChange}
          options={CHOICES.reason.map((id) => ({ id: id as string, label: word('reason', id) }))}
        />
      );
    case 'party':
      return (
        <RadioGroup
          label={label}
          value={typeof value === 'string' ? value : undefined}
          onChange={onChange}
          choices={CHOICES.party.map((id) => ({ id: id as string, label: word('party', id) }))}
        />
      );
    case 'instalment':
    case 'fee':
      return <PlanChoice field={field} plan={plan} value={value} onChange={onChange} />;
    default:
      return (
        <NumberField
          label={label}
          minValue={field.min}
          maxValue={field.max}
          value={Number(value)}
          onChange={onChange}
        />
      );
  }
}

/** One instalment or one fee of the plan. */
function PlanChoice({ field, plan, value, onChange }: Omit<InputProps, 'currency'>) {
  const t = useT();
  const currency = plan?.principal.currency ?? 'EUR';
  const rows =
    field.kind === 'fee'
      ? (plan?.fees ?? [])
          .filter((fee) => fee.state === 'charged')
          .map((fee) => ({ id: fee.number, on: fee.on, amount_minor: fee.amount_minor }))
      : (plan?.instalments ?? [])
          .filter((one) => one.state === 'open')
          .map((one) => ({ id: one.seq, on: one.due_on, amount_minor: one.open_minor }));
  if (rows.length === 0) return <p className="o-soft">{t('action.nothing_to_choose')}</p>;
  return (
    <fieldset className="d-choice">
      <legend className="o-label">{t(field.label)}</legend>
      {rows.map((row) => (
        <label key={row.id} className="d-choice-row">
          <input
            type="radio"
            name={field.name}
            checked={value === row.id}
            onChange={() => onChange(row.id)}
          />
          <span className="o-grow o-num">
            {row.id} · {row.on}
          </span>
          <Money value={{ amount_minor: row.amount_minor, currency }} />
        </label>
      ))}
    </fieldset>
  );
}
