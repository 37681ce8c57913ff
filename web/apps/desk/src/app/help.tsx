//! The keys, written down.

import { Dialog, Kbd } from '@ombud/ui';
import { BINDINGS } from '../keys/bindings.ts';
import { keys } from '../keys/use-keys.ts';
import { useT, type DeskKey } from '../words/index.ts';

export function HelpDialog({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useT();
  const commands = [...new Set(BINDINGS.map((binding) => binding.command))];
  return (
    <Dialog title={t('help.title')} isOpen={isOpen} onOpenChange={onOpenChange}>
      <p className="o-soft">{t('help.text')}</p>
      <dl className="d-keys">
        {commands.map((command) => (
          <div key={command}>
            <dt>{t(`command.${command}` as DeskKey)}</dt>
            <dd>
              <Kbd>{keys(command)}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
