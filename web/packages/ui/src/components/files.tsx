//! Choosing a file: by button or by dropping it, with what is allowed said before and after.

import { FileText, Upload, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button as AriaButton, DropZone, FileTrigger } from 'react-aria-components';
import { useUiText } from '../i18n/provider.tsx';
import { IconButton } from './controls.tsx';
import { Icon } from './display.tsx';

/** What the API takes as evidence. */
const EVIDENCE_TYPES_ALLOWED = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'message/rfc822',
];
const FILE_BYTES_MAX = 7_000_000;
const MEGABYTE = 1_000_000;

/** A file that was chosen, with a way to take it back. */
export function ChosenFile({ name, onRemove }: { name: string; onRemove: () => void }) {
  const t = useUiText();
  return (
    <span className="o-file">
      <Icon of={FileText} />
      <span className="o-grow o-truncate">{name}</span>
      <IconButton icon={X} size="s" label={t('ui.file.remove', { name })} onPress={onRemove} />
    </span>
  );
}

/** One file of evidence. What cannot be used is refused here, with the reason, before anything is sent. */
export function FileField(props: {
  label: string;
  file: File | undefined;
  onChange: (file: File | undefined) => void;
}) {
  const t = useUiText();
  const labelId = useId();
  const [problem, setProblem] = useState<string>();
  const take = (file: File | undefined) => {
    if (!file) return;
    if (!EVIDENCE_TYPES_ALLOWED.includes(file.type)) return setProblem(t('ui.file.kind'));
    if (file.size > FILE_BYTES_MAX) return setProblem(t('ui.file.big', { size: FILE_BYTES_MAX / MEGABYTE }));
    setProblem(undefined);
    props.onChange(file);
  };
  const dropped = async (items: { kind: string; getFile?: () => Promise<File> }[]) => {
    const first = items.find((item) => item.kind === 'file');
    take(await first?.getFile?.());
  };
  return (
    <div className="o-field">
      <span className="o-label" id={labelId}>
        {props.label}
      </span>
      {props.file ? (
        <ChosenFile name={props.file.name} onRemove={() => props.onChange(undefined)} />
      ) : (
        <DropZone
          className="o-drop"
          aria-label={t('ui.file.drop')}
          aria-labelledby={labelId}
          onDrop={(event) => void dropped(event.items as never)}
        >
          <FileTrigger acceptedFileTypes={EVIDENCE_TYPES_ALLOWED} onSelect={(list) => take(list?.[0])}>
            <AriaButton
              className="o-button"
              data-variant="secondary"
              aria-label={`${props.label}: ${t('ui.file.choose')}`}
            >
              <Icon of={Upload} />
              {t('ui.file.choose')}
            </AriaButton>
          </FileTrigger>
          <span className="o-small o-soft">{t('ui.file.about', { size: FILE_BYTES_MAX / MEGABYTE })}</span>
        </DropZone>
      )}
      {problem ? (
        <span className="o-error" role="alert">
          {problem}
        </span>
      ) : null}
    </div>
  );
}
