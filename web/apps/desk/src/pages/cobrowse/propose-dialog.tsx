//! A rule that shows what agents could not see: written, looked at as a change of the policy file, and proposed. Another
//! person puts it in force; where the company signs its files, the file is taken away to be signed first.

import { Banner, Button, Checkbox, ShownDialog, TextField, useToast } from '@ombud/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BlindSpot, RedactionDraft } from '../../api/cobrowse.ts';
import { api } from '../../app/services.ts';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT } from '../../words/index.ts';
import { FileDiff } from './file-diff.tsx';
import { RulePreview } from './rule-preview.tsx';

const MS_PER_DAY = 86_400_000;
/** What is shown is looked at anew after so long, unless somebody says otherwise. */
const SHOWN_DAYS = 180;

const dayIn = (days: number): string => new Date(Date.now() + days * MS_PER_DAY).toISOString().slice(0, 10);
/** Only a path names a page to the policy file; developers may call theirs otherwise. */
const pathsOf = (text: string): string[] => text.split(/[\s,]+/).filter((path) => path !== '');
const pathOf = (page: string | null | undefined): string =>
  page && /^[/*]/.test(page) && !page.includes(':') ? page : '';

export function ProposeDialog({ spot, onClose }: { spot: BlindSpot; onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [selector, setSelector] = useState(spot.selector ?? '');
  const [paths, setPaths] = useState(pathOf(spot.page));
  const [reason, setReason] = useState(spot.notes[0] ?? '');
  const [owner, setOwner] = useState('');
  const [expires, setExpires] = useState(() => dayIn(SHOWN_DAYS));
  const [pixels, setPixels] = useState(false);
  const [draft, setDraft] = useState<RedactionDraft | null>(null);
  const [isTaken, setTaken] = useState(false);
  const send = (preview: boolean) =>
    api.post('/v1/cobrowse/blind-spots/{blind_spot_id}/propose', {
      path: { blind_spot_id: spot.id },
      body: { selector, paths: pathsOf(paths), reason, owner, expires, pixels, preview },
    });
  const look = useMutation({ mutationFn: () => send(true), onSuccess: setDraft, onError: problem });
  const propose = useMutation({
    mutationFn: () => send(false),
    onSuccess: (proposed) => {
      void cache.invalidateQueries({ queryKey: ['blind-spots'] });
      void cache.invalidateQueries({ queryKey: ['redaction'] });
      setDraft(proposed);
      if (proposed.must_sign) {
        setTaken(true);
        return;
      }
      toast({ tone: 'success', text: t('blind.proposed') });
      onClose();
    },
    onError: problem,
  });
  const isWhole = [selector, reason, owner, expires].every((text) => text.trim() !== '');
  return (
    <ShownDialog
      title={t('blind.propose.title')}
      width="wide"
      onClose={onClose}
      footer={
        draft ? (
          <Footer
            draft={draft}
            isTaken={isTaken}
            isPending={propose.isPending}
            onBack={() => setDraft(null)}
            onPropose={() => propose.mutate()}
          />
        ) : (
          <Button
            variant="primary"
            isDisabled={!isWhole}
            isPending={look.isPending}
            onPress={() => look.mutate()}
          >
            {t('blind.look')}
          </Button>
        )
      }
    >
      <p>
        <code className="d-place">{spot.place}</code>
      </p>
      {draft ? (
        <>
          {draft.must_sign ? (
            <Banner tone="info">{t(isTaken ? 'blind.sign.then' : 'blind.sign')}</Banner>
          ) : (
            <Banner tone="info">{t('blind.second')}</Banner>
          )}
          {draft.before === '' ? <Banner tone="warning">{t('blind.first')}</Banner> : null}
          <RulePreview place={spot.place} selector={selector} pixels={pixels} />
          <FileDiff before={draft.before} file={draft.file} rules={draft.rules} />
        </>
      ) : (
        <>
          <TextField
            label={t('blind.selector')}
            description={t(spot.selector ? 'blind.selector.given' : 'blind.selector.none')}
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
          <TextField
            label={t('blind.reason')}
            value={reason}
            maxLength={500}
            onChange={setReason}
            isRequired
          />
          <TextField
            label={t('blind.owner')}
            description={t('blind.owner.about')}
            value={owner}
            maxLength={64}
            onChange={setOwner}
            isRequired
          />
          <TextField
            type="date"
            label={t('blind.expires')}
            value={expires}
            onChange={setExpires}
            isRequired
          />
          <Checkbox isSelected={pixels} onChange={setPixels}>
            {t('blind.pixels')}
          </Checkbox>
        </>
      )}
    </ShownDialog>
  );
}

interface FooterProps {
  draft: RedactionDraft;
  isTaken: boolean;
  isPending: boolean;
  onBack: () => void;
  onPropose: () => void;
}

function Footer({ draft, isTaken, isPending, onBack, onPropose }: FooterProps) {
  const t = useT();
  if (isTaken)
    return (
      <a
        className="o-button"
        data-variant="primary"
        href={`data:text/plain;charset=utf-8,${encodeURIComponent(draft.file)}`}
        download="redaction.toml"
      >
        {t('blind.download')}
      </a>
    );
  return (
    <>
      <Button onPress={onBack}>{t('blind.change')}</Button>
      <Button variant="primary" isPending={isPending} onPress={onPropose}>
        {t('blind.propose.confirm')}
      </Button>
    </>
  );
}
