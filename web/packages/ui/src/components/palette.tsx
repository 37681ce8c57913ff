//! The command palette: everything one can do, by typing a few letters of it.

import { useMemo, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Heading,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import { useUiText } from '../i18n/provider.tsx';
import { Kbd } from './controls.tsx';
import { Icon } from './display.tsx';
import { matching, type Command } from './matching.ts';

export function CommandPalette(props: {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  commands: readonly Command[];
  /** What was found elsewhere by what is typed; it stands below the commands, whatever its label. */
  found?: readonly Command[];
  onTyped?: (typed: string) => void;
}) {
  const t = useUiText();
  const [typed, setTyped] = useState('');
  const found = useMemo(
    () => [...matching(props.commands, typed), ...(props.found ?? [])],
    [props.commands, props.found, typed],
  );
  const type = (text: string) => {
    setTyped(text);
    props.onTyped?.(text);
  };
  const close = (open: boolean) => {
    if (!open) type('');
    props.onOpenChange(open);
  };
  return (
    <ModalOverlay isOpen={props.isOpen} onOpenChange={close} isDismissable className="o-overlay">
      <Modal className="o-modal o-palette">
        <Dialog className="o-dialog">
          <Heading slot="title" className="o-hidden">
            {t('ui.palette.title')}
          </Heading>
          <Autocomplete inputValue={typed} onInputChange={type}>
            <SearchField aria-label={t('ui.palette.title')} autoFocus>
              <Input className="o-palette-input" placeholder={t('ui.palette.placeholder')} />
            </SearchField>
            {/* The list scrolls; whoever tabs into it must be able to scroll it too (WCAG 2.1.1). */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <div className="o-palette-list" role="group" aria-label={t('ui.palette.title')} tabIndex={0}>
              <Menu
                aria-label={t('ui.palette.title')}
                items={found}
                renderEmptyState={() => <p className="o-empty">{t('ui.palette.none')}</p>}
                onAction={(id) => {
                  const chosen = found.find((command) => command.id === id);
                  close(false);
                  chosen?.run();
                }}
              >
                {(command) => (
                  <MenuItem id={command.id} textValue={command.label} className="o-menu-item">
                    {command.icon ? <Icon of={command.icon} size={16} /> : null}
                    <span className="o-truncate">{command.label}</span>
                    {command.about ? (
                      <span className="o-small o-faint o-truncate">{command.about}</span>
                    ) : null}
                    {command.keys ? <Kbd>{command.keys}</Kbd> : null}
                  </MenuItem>
                )}
              </Menu>
            </div>
          </Autocomplete>
          <div className="o-palette-hint" aria-hidden="true">
            <span>
              <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('ui.palette.move')}
            </span>
            <span>
              <Kbd>↵</Kbd> {t('ui.palette.run')}
            </span>
            <span>
              <Kbd>Esc</Kbd> {t('ui.palette.leave')}
            </span>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
