// Choosing a file: by button or by dropping it, with what is allowed said before and after.

import { Icon, IconButton } from '@ombud/ui';
import { FileText, Upload, X } from 'lucide-react';
import { useState } from 'react';
import { DropZone, FileTrigger, Button as AriaButton } from 'react-aria-components';
import { useWords } from '../app/words.ts';

/** What the API takes as evidence. */
export const EVIDENCE_TYPES_ALLOWED = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
];
export const FILE_BYTES_MAX = 7_000_000;
const MEGABYTE = 1_000_000;

export function FileField(props: { label: string; file: File | undefined; onChange: (file: File | undefined) => void }) {
  const say = useWords();
  const [problem, setProblem] = useState<string>();
  const take = (file: File | undefined) => {
    if (!file) return;
    if (!EVIDENCE_TYPES_ALLOWED.includes(file.type)) return setProblem(say('file.kind'));
    if (file.size > FILE_BYTES_MAX) return setProblem(say('file.big', { size: FILE_BYTES_MAX / MEGABYTE }));
    setProblem(undefined);
    props.onChange(file);
  };
  const dropped = async (items: { kind: string; getFile?: () => Promise<File> }[]) => {
    const first = items.find((item) => item.kind === 'file');
    take(await first?.getFile?.());
  };
  if (props.file) {
    return (
      <div className="o-field">
        <span className="o-label">{props.label}</span>
        <div className="m-file">
          <Icon of={FileText} />
          <span className="o-grow o-truncate">{props.file.name}</span>
          <IconButton icon={X} size="s" label={say('file.remove', { name: props.file.name })} onPress={() => props.onChange(undefined)} />
        </div>
      </div>
    );
  }
  return (
    <div className="o-field">
      <span className="o-label">{props.label}</span>
      <DropZone className="m-drop" onDrop={(event) => void dropped(event.items as never)}>
        <FileTrigger acceptedFileTypes={EVIDENCE_TYPES_ALLOWED} onSelect={(list) => take(list?.[0])}>
          <AriaButton className="o-button" data-variant="secondary">
            <Icon of={Upload} />
            {say('file.choose')}
          </AriaButton>
        </FileTrigger>
        <span className="o-small o-soft">{say('file.about', { size: FILE_BYTES_MAX / MEGABYTE })}</span>
      </DropZone>
      {problem ? (
        <span className="o-error" role="alert">
          {problem}
        </span>
      ) : null}
    </div>
  );
}
