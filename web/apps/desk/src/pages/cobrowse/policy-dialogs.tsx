//! A new policy file, and something that is hidden at once.

import { Banner, Button, ConfirmDialog, ShownDialog, TextField } from '@ombud/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/services.ts';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, type DeskKey } from '../../words/index.ts';

interface DialogProps {
  onClose: () => void;
  onDone: (words: DeskKey) => void;
}

/** Takes `redaction.toml` and, where the company signs its files, `redaction.sig`. */
export function UploadDialog({ mustSign, onClose, onDone }: DialogProps & { mustSign: boolean }) {
  const t = useT();
  const problem = useProblemToast();
  const [file, setFile] = useState('');
  const [signature, setSignature] = useState('');
  const propose = useMutation({
    mutationFn: () => {
      const body = signature.trim() === '' ? { file } : { file, signature };
      return api.post('/v1/cobrowse/policy', { body });
    },
    onSuccess: (proposed) => {
      onDone(proposed.in_force ? 'redaction.uploaded.inforce' : 'redaction.uploaded');
      onClose();
    },
    onError: problem,
  });
  const isWhole = file.trim() !== '' && (!mustSign || signature.trim() !== '');
  return (
    <ShownDialog
      title={t('redaction.upload')}
      width="wide"
      onClose={onClose}
      footer={
        <Button
          variant="primary"
          isDisabled={!isWhole}
          isPending={propose.isPending}
          onPress={() => propose.mutate()}
        >
          {t('redaction.upload.confirm')}
        </Button>
      }
    >
      <Banner tone="info">{t('redaction.upload.about')}</Banner>
      <TextField label={t('redaction.file')} rows={12} value={file} onChange={setFile} isRequired />
      {mustSign ? (
        <TextField
          label={t('redaction.signature')}
          description={t('redaction.upload.sig')}
          value={signature}
          onChange={setSignature}
          isRequired
        />
      ) : null}
    </ShownDialog>
  );
}

/** Hides a place in all sessions, those that are open among them, after one more question. */
export function HideDialog({ onClose, onDone }: DialogProps) {
  const t = useT();
  const problem = useProblemToast();
  const [selector, setSelector] = useState('');
  const [paths, setPaths] = useState('');
  const [isAsked, setAsked] = useState(false);
  const hide = useMutation({
    mutationFn: () => {
      const all = paths.split(/[\s,]+/).filter((path) => path !== '');
      const place = all.length > 0 ? { selector, paths: all } : { selector };
      return api.post('/v1/cobrowse/policy/narrow', { body: { off: [], hide: [place] } });
    },
    onSuccess: () => {
      onDone('redaction.hide.done');
      onClose();
    },
    onError: (error) => {
      setAsked(false);
      problem(error);
    },
  });
  if (isAsked)
    return (
      <ConfirmDialog
        title={t('redaction.hide')}
        isOpen
        onOpenChange={setAsked}
        confirmLabel={t('redaction.hide.confirm')}
        variant="danger"
        isPending={hide.isPending}
        onConfirm={() => hide.mutate()}
      >
        {t('redaction.hide.text', { selector })}
      </ConfirmDialog>
    );
  return (
    <ShownDialog
      title={t('redaction.hide')}
      onClose={onClose}
      footer={
        <Button variant="primary" isDisabled={selector.trim() === ''} onPress={() => setAsked(true)}>
          {t('redaction.hide.next')}
        </Button>
      }
    >
      <TextField
        label={t('blind.selector')}
        description={t('redaction.hide.selector')}
        value={selector}
        onChange={setSelector}
        isRequired
      />
      <TextField
        label={t('blind.paths')}
        description={t('blind.paths.about')}
        value={paths}
        onChange={setPaths}
      />
    </ShownDialog>
  );
}
