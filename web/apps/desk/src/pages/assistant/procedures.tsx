//! The procedures in force, and the way to others: files that are checked and simulated, and put in force by another person.

import { ApiError, randomId, type Schema } from '@ombud/client';
import {
  Banner,
  Button,
  ButtonLink,
  Card,
  DateTime,
  IconButton,
  Table,
  TextField,
  useToast,
  type Column,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FilePlus2, FileUp, ShieldCheck, X } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Loaded } from '../../app/asked.tsx';
import { api } from '../../app/services.ts';
import { may } from '../../app/places.ts';
import { useSession } from '../../app/session.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useUserName } from '../../inbox/dialogs.tsx';
import { useT, useWord } from '../../words/index.ts';
import { findingsOf, placed, withFiles, type Finding, type ProcedureFile } from './procedures.ts';

type InForce = Schema.ProceduresInForce;

export function ProceduresTab() {
  const session = useSession();
  const procedures = useQuery({
    queryKey: ['assistant', 'procedures'],
    queryFn: () => api.get('/v1/assistant/procedures'),
    retry: false,
  });
  return (
    <div className="o-stack">
      {may(session, 'policy.propose') ? <Propose /> : null}
      <Loaded of={procedures}>{(known) => <Procedures known={known} />}</Loaded>
    </div>
  );
}

function Procedures({ known }: { known: InForce }) {
  const t = useT();
  const word = useWord();
  const nameOf = useUserName();
  type Row = InForce['procedures'][number];
  const intents = (row: Row) => row.intents.map((one) => word('intent', one)).join(', ');
  const columns: Column<Row>[] = [
    { id: 'title', label: t('procedures.title'), sortBy: (row) => row.title, cell: (row) => row.title },
    {
      id: 'name',
      label: t('procedures.name'),
      sortBy: (row) => row.name,
      cell: (row) => <code>{row.name}</code>,
    },
    { id: 'version', label: t('procedures.version'), align: 'end', cell: (row) => row.version },
    { id: 'intents', label: t('assistant.intent'), sortBy: intents, cell: intents },
  ];
  return (
    <Card title={t('procedures.in_force')}>
      <p className="o-soft">
        {known.version === 0 || !known.at ? (
          t('assistant.ships')
        ) : (
          <>
            {t('assistant.control.version', { version: known.version })} ·{' '}
            {known.by ? `${nameOf(known.by)} · ` : ''}
            <DateTime at={known.at} show="full" />
          </>
        )}
      </p>
      <Table
        label={t('procedures.in_force')}
        columns={columns}
        rows={known.procedures}
        rowId={(row) => row.name}
        sort={{ column: 'title', descending: false }}
      />
    </Card>
  );
}

/** What the checker and the simulations say; nothing for an error that is about something else. */
function findings(error: unknown, files: readonly ProcedureFile[]): Finding[] {
  const isOurs = error instanceof ApiError && error.problem.field === 'files';
  return isOurs ? findingsOf(error.problem.detail, files) : [];
}

function Propose() {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [files, setFiles] = useState<ProcedureFile[]>([]);
  const propose = useMutation({
    mutationFn: () =>
      api.post('/v1/assistant/procedures', {
        body: { files: Object.fromEntries(files.map((one) => [one.path, one.text])) },
        key: randomId(),
      }),
    onSuccess: () => {
      setFiles([]);
      toast({ tone: 'success', text: t('procedures.proposed') });
      void cache.invalidateQueries({ queryKey: ['tasks'] });
    },
    onError: (error) => {
      if (findings(error, files).length === 0) problem(error);
    },
  });
  const change = (all: ProcedureFile[]) => {
    setFiles(all);
    propose.reset();
  };
  const take = async (chosen: FileList | null) => {
    const read = [...(chosen ?? [])].map(async (file) => ({
      name: file.name,
      folder: file.webkitRelativePath,
      text: await file.text(),
    }));
    change(withFiles(files, placed(await Promise.all(read))));
  };
  const found = findings(propose.error, files);
  return (
    <Card title={t('procedures.propose')}>
      <div className="o-stack">
        <p className="o-soft">{t('procedures.propose.about')}</p>
        {files.map((file, index) => (
          <FileForm
            key={index}
            file={file}
            onChange={(next) => change(files.map((one, at) => (at === index ? next : one)))}
            onRemove={() => change(files.filter((_one, at) => at !== index))}
          />
        ))}
        <div className="o-row">
          <FileTrigger
            allowsMultiple
            acceptedFileTypes={['.toml']}
            onSelect={(chosen) => void take(chosen).catch(problem)}
          >
            <Button icon={FileUp}>{t('procedures.choose')}</Button>
          </FileTrigger>
          <Button
            icon={FilePlus2}
            variant="quiet"
            onPress={() => change([...files, { path: 'procedures/', text: '' }])}
          >
            {t('procedures.paste')}
          </Button>
          <Button
            variant="primary"
            icon={ShieldCheck}
            isDisabled={files.length === 0}
            isPending={propose.isPending}
            onPress={() => propose.mutate()}
          >
            {t('procedures.check')}
          </Button>
        </div>
        <div aria-live="polite">
          {found.length > 0 ? <Findings found={found} /> : null}
          {propose.isSuccess ? (
            <Banner
              tone="success"
              title={t('procedures.passed')}
              actions={
                <ButtonLink href="/tasks" size="s">
                  {t('requests.open')}
                </ButtonLink>
              }
            >
              {t('procedures.waits')}
            </Banner>
          ) : null}
        </div>
      </div>
    </Card>
  );
}

function FileForm(props: {
  file: ProcedureFile;
  onChange: (file: ProcedureFile) => void;
  onRemove: () => void;
}) {
  const t = useT();
  const { file, onChange } = props;
  return (
    <fieldset className="o-stack">
      <legend className="o-hidden">{file.path}</legend>
      <div className="o-row">
        <TextField
          label={t('procedures.path')}
          value={file.path}
          onChange={(path) => onChange({ ...file, path })}
        />
        <IconButton icon={X} label={t('file.remove', { name: file.path })} onPress={props.onRemove} />
      </div>
      <TextField
        label={t('procedures.text')}
        rows={10}
        value={file.text}
        onChange={(text) => onChange({ ...file, text })}
      />
    </fieldset>
  );
}

function Findings({ found }: { found: readonly Finding[] }) {
  const t = useT();
  return (
    <Banner tone="danger" title={t('procedures.found', { count: found.length })}>
      <ul className="o-stack">
        {found.map((one, index) => (
          <li key={index}>
            {one.path ? (
              <code>
                {one.path}
                {one.line === undefined ? '' : `:${one.line}`}{' '}
              </code>
            ) : null}
            <span className="d-plain">{one.text}</span>
          </li>
        ))}
      </ul>
    </Banner>
  );
}
