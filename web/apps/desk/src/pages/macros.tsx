//! Answers that are written once and well.

import { itemsOf } from '@ombud/client';
import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  ShownDialog,
  EmptyState,
  IconButton,
  PageHead,
  Select,
  Switch,
  TextField,
  useFormat,
  useLanguage,
  useToast,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, TextQuote, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Macro } from '../api/shapes.ts';
import { Loaded } from '../app/asked.tsx';
import { api } from '../app/services.ts';
import { useProblemToast } from '../inbox/actions.ts';
import { useT } from '../words/index.ts';

const FIELDS = [
  'customer.name',
  'agent.name',
  'company.name',
  'conversation.number',
  'order.id',
  'order.shop',
  'order.total',
  'amount',
  'refund.amount',
  'payment.amount',
  'payment.date',
].map((field) => `{{${field}}}`);
type Draft = Omit<Macro, 'id'> & { id?: string };

export function MacrosPage() {
  const t = useT();
  const format = useFormat();
  const { locale } = useLanguage();
  const cache = useQueryClient();
  const problem = useProblemToast();
  const [edited, setEdited] = useState<Draft | null>(null);
  const [removed, setRemoved] = useState<Macro | null>(null);
  const macros = useQuery({
    queryKey: ['macros'],
    queryFn: async () => itemsOf(await api.get('/v1/macros')),
    retry: false,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.delete('/v1/macros/{macro_id}', { path: { macro_id: id } }),
    onSuccess: () => {
      setRemoved(null);
      void cache.invalidateQueries({ queryKey: ['macros'] });
    },
    onError: problem,
  });
  const create = () => setEdited({ name: '', language: locale, text: '', shared: false });
  return (
    <div className="o-page">
      <PageHead
        title={t('page.macros')}
        actions={
          <Button variant="primary" icon={Plus} onPress={create}>
            {t('macros.new')}
          </Button>
        }
      >
        {t('page.macros.about')}
      </PageHead>
      <Loaded of={macros} lines={6}>
        {(data) => (
          <>
            {data.length === 0 ? (
              <div className="o-card">
                <EmptyState
                  icon={TextQuote}
                  title={t('macros.none.title')}
                  actions={<Button onPress={create}>{t('macros.new')}</Button>}
                >
                  {t('macros.none.text')}
                </EmptyState>
              </div>
            ) : null}
            <div className="o-grid d-macros">
              {data.map((macro) => (
                <Card
                  key={macro.id}
                  title={macro.name}
                  actions={
                    <span className="o-row">
                      <IconButton
                        icon={Pencil}
                        size="s"
                        label={t('macros.edit', { name: macro.name })}
                        onPress={() => setEdited(macro)}
                      />
                      <IconButton
                        icon={Trash2}
                        size="s"
                        label={t('macros.remove', { name: macro.name })}
                        onPress={() => setRemoved(macro)}
                      />
                    </span>
                  }
                >
                  <p className="d-plain o-soft">{macro.text}</p>
                  <p className="o-row d-macro-foot">
                    <Badge>{format.language(macro.language)}</Badge>
                    {macro.shared ? <Badge tone="accent">{t('macros.shared')}</Badge> : null}
                  </p>
                </Card>
              ))}
            </div>
          </>
        )}
      </Loaded>
      {edited ? <MacroDialog draft={edited} onClose={() => setEdited(null)} /> : null}
      <ConfirmDialog
        title={t('macros.remove', { name: removed?.name ?? '' })}
        isOpen={removed !== null}
        onOpenChange={(open) => {
          if (!open) setRemoved(null);
        }}
        confirmLabel={t('macros.remove.confirm')}
        variant="danger"
        isPending={remove.isPending}
        onConfirm={() => removed && remove.mutate(removed.id)}
      />
    </div>
  );
}

function MacroDialog({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const { locales } = useLanguage();
  const [macro, setMacro] = useState(draft);
  const save = useMutation({
    mutationFn: () => {
      const { id, ...body } = macro;
      return id
        ? api.patch('/v1/macros/{macro_id}', { path: { macro_id: id }, body })
        : api.post('/v1/macros', { body });
    },
    onSuccess: () => {
      toast({ tone: 'success', text: t('macros.saved') });
      void cache.invalidateQueries({ queryKey: ['macros'] });
      onClose();
    },
    onError: problem,
  });
  return (
    <ShownDialog
      title={draft.id ? t('macros.edit', { name: draft.name }) : t('macros.new')}
      onClose={onClose}
      footer={
        <Button
          variant="primary"
          isDisabled={macro.name.trim() === '' || macro.text.trim() === ''}
          isPending={save.isPending}
          onPress={() => save.mutate()}
        >
          {t('macros.save')}
        </Button>
      }
    >
      <TextField
        label={t('macros.name')}
        value={macro.name}
        onChange={(name) => setMacro({ ...macro, name })}
        isRequired
      />
      <Select
        label={t('customer.language')}
        value={macro.language}
        onChange={(language) => setMacro({ ...macro, language })}
        options={[...new Set([...locales, macro.language])].map((id) => ({ id, label: format.language(id) }))}
      />
      <TextField
        label={t('macros.text')}
        description={t('macros.text.help', { fields: format.list(FIELDS) })}
        rows={7}
        value={macro.text}
        onChange={(text) => setMacro({ ...macro, text })}
        isRequired
      />
      <Switch isSelected={macro.shared} onChange={(shared) => setMacro({ ...macro, shared })}>
        {t('macros.share')}
      </Switch>
    </ShownDialog>
  );
}
