//! What lies over the page: tips, menus, dialogs.

import { Info, X, type LucideIcon } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import {
  Button as AriaButton,
  Dialog as AriaDialog,
  Heading,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Popover,
  Separator,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components';
import { useUiText } from '../i18n/provider.tsx';
import { Button, IconButton, Kbd, type ButtonVariant } from './controls.tsx';
import { Icon } from './display.tsx';

const TIP_DELAY_MS = 500;

/** A tip for what has focus or the pointer. The keys that do the same may stand beside it. */
export function Tip({ text, keys, children }: { text: string; keys?: string; children: ReactElement }) {
  return (
    <TooltipTrigger delay={TIP_DELAY_MS} closeDelay={0}>
      {children}
      <Tooltip className="o-tooltip" offset={6}>
        {text}
        {keys ? <Kbd>{keys}</Kbd> : null}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** A sign beside a name that says what the name means: on hover, on focus, and on a press where there is neither. */
export function Explain({ label, children }: { label: string; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <TooltipTrigger delay={0} closeDelay={0} isOpen={isOpen} onOpenChange={setOpen}>
      <AriaButton className="o-explain" aria-label={label} onPress={() => setOpen(true)}>
        <Icon of={Info} size={14} />
      </AriaButton>
      <Tooltip className="o-tooltip" data-wide="true" offset={6}>
        {children}
      </Tooltip>
    </TooltipTrigger>
  );
}

export interface MenuEntry {
  id: string;
  label: string;
  icon?: LucideIcon;
  keys?: string;
  tone?: 'danger';
  isDisabled?: boolean;
  href?: string;
  /** A line above this entry. */
  apart?: boolean;
}

/** A menu under whatever opens it. `trigger` must be a Button or an IconButton. */
export function Menu(props: {
  label: string;
  trigger: ReactElement;
  items: MenuEntry[];
  onAction: (id: string) => void;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  return (
    <MenuTrigger isOpen={props.isOpen} onOpenChange={props.onOpenChange}>
      {props.trigger}
      <Popover className="o-popover">
        <AriaMenu className="o-menu" aria-label={props.label} onAction={(id) => props.onAction(String(id))}>
          {props.items.flatMap((item) => [
            ...(item.apart ? [<Separator key={`${item.id}-line`} className="o-menu-line" />] : []),
            <MenuItem
              key={item.id}
              id={item.id}
              href={item.href}
              isDisabled={item.isDisabled}
              textValue={item.label}
              className="o-menu-item"
              data-tone={item.tone}
            >
              {item.icon ? <Icon of={item.icon} size={16} /> : null}
              <span>{item.label}</span>
              {item.keys ? <Kbd>{item.keys}</Kbd> : null}
            </MenuItem>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  width?: 'narrow' | 'normal' | 'wide';
  isAlert?: boolean;
}

const DIALOG_WIDTHS = { narrow: '26rem', normal: '34rem', wide: '52rem' };

/** A window over the page. Focus goes in and comes back; Escape leaves. */
export function Dialog(props: DialogProps) {
  const t = useUiText();
  return (
    <ModalOverlay
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      isDismissable={!props.isAlert}
      className="o-overlay"
    >
      <Modal
        className="o-modal"
        style={{ '--modal-width': DIALOG_WIDTHS[props.width ?? 'normal'] } as React.CSSProperties}
      >
        <AriaDialog className="o-dialog" role={props.isAlert ? 'alertdialog' : 'dialog'}>
          <header className="o-dialog-head">
            <Heading slot="title" level={2}>
              {props.title}
            </Heading>
            <IconButton icon={X} size="s" label={t('ui.close')} onPress={() => props.onOpenChange(false)} />
          </header>
          <div className="o-dialog-body">{props.children}</div>
          {props.footer ? <footer className="o-dialog-foot">{props.footer}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A dialog that is there for as long as it is drawn: whoever draws it takes it away when it closes. */
export function ShownDialog({
  onClose,
  ...props
}: Omit<DialogProps, 'isOpen' | 'onOpenChange'> & { onClose: () => void }) {
  return (
    <Dialog
      {...props}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    />
  );
}

/** Asks before something that is hard to take back. */
export function ConfirmDialog(props: {
  title: string;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  confirmLabel: string;
  onConfirm: () => void;
  variant?: ButtonVariant;
  isPending?: boolean;
  children?: ReactNode;
}) {
  const t = useUiText();
  return (
    <Dialog
      title={props.title}
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      width="narrow"
      isAlert
      footer={
        <>
          <Button variant="quiet" onPress={() => props.onOpenChange(false)}>
            {t('ui.cancel')}
          </Button>
          <Button
            variant={props.variant ?? 'primary'}
            onPress={props.onConfirm}
            isPending={props.isPending}
            autoFocus
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  );
}
