//! Things one presses. Behaviour and accessibility are React Aria's; the look is ours.

import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  Link as AriaLink,
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  Switch as AriaSwitch,
  ToggleButton,
  ToggleButtonGroup,
  type ButtonProps as AriaButtonProps,
  type Key,
} from 'react-aria-components';
import { useUiText } from '../i18n/provider.tsx';
import { Icon } from './display.tsx';
import { Check, Minus } from 'lucide-react';
import { Tip } from './overlays.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'soft' | 'quiet' | 'danger';
export type ControlSize = 's' | 'm' | 'l';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  variant?: ButtonVariant;
  size?: ControlSize;
  icon?: LucideIcon;
  /** Fills the width of what holds it. */
  block?: boolean;
  children: ReactNode;
}

/** A button with words on it. `isPending` keeps it focusable and says so to a screen reader. */
export function Button({ variant = 'secondary', size = 'm', icon, block, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className="o-button" data-variant={variant} data-size={size} data-block={block}>
      {rest.isPending ? <Icon of={LoaderCircle} className="o-spin" /> : icon ? <Icon of={icon} /> : null}
      {children}
    </AriaButton>
  );
}

/** A link that looks like a button, for going somewhere. */
export function ButtonLink(props: {
  href: string;
  variant?: ButtonVariant;
  size?: ControlSize;
  icon?: LucideIcon;
  download?: boolean | string;
  target?: string;
  children: ReactNode;
}) {
  const { variant = 'secondary', size = 'm', icon, children, ...rest } = props;
  return (
    <AriaLink {...rest} className="o-button" data-variant={variant} data-size={size}>
      {icon ? <Icon of={icon} /> : null}
      {children}
    </AriaLink>
  );
}

export interface IconButtonProps extends Omit<
  AriaButtonProps,
  'children' | 'className' | 'style' | 'aria-label'
> {
  icon: LucideIcon;
  /** What it does: spoken, and shown as a tip. */
  label: string;
  /** The keys that do the same, shown in the tip. */
  keys?: string;
  size?: 's' | 'm';
}

/** A button with a picture on it. */
export function IconButton({ icon, label, keys, size = 'm', ...rest }: IconButtonProps) {
  return (
    <Tip text={label} keys={keys}>
      <AriaButton {...rest} aria-label={label} className="o-icon-button" data-size={size}>
        <Icon of={icon} size={size === 's' ? 16 : 18} />
      </AriaButton>
    </Tip>
  );
}

export function Checkbox(props: {
  isSelected?: boolean;
  isIndeterminate?: boolean;
  isDisabled?: boolean;
  onChange?: (selected: boolean) => void;
  'aria-label'?: string;
  children?: ReactNode;
}) {
  const { children, ...rest } = props;
  return (
    <AriaCheckbox {...rest} className="o-check">
      <span className="o-check-box" aria-hidden="true">
        <Icon of={props.isIndeterminate ? Minus : Check} size={14} />
      </span>
      {children}
    </AriaCheckbox>
  );
}

export function Switch(props: {
  isSelected?: boolean;
  isDisabled?: boolean;
  onChange?: (on: boolean) => void;
  children: ReactNode;
}) {
  const { children, ...rest } = props;
  return (
    <AriaSwitch {...rest} className="o-check">
      <span className="o-switch-track" aria-hidden="true" />
      {children}
    </AriaSwitch>
  );
}

export interface Choice<Id extends string = string> {
  id: Id;
  label: string;
  description?: string;
  icon?: LucideIcon;
}

/** One of a few, written out below each other. */
export function RadioGroup<Id extends string>(props: {
  label: string;
  value?: Id;
  onChange: (id: Id) => void;
  choices: Choice<Id>[];
  isRequired?: boolean;
}) {
  return (
    <AriaRadioGroup
      className="o-field"
      value={props.value ?? null}
      onChange={(id) => props.onChange(id as Id)}
      aria-label={props.label}
      isRequired={props.isRequired}
    >
      <span className="o-label" aria-hidden="true">
        {props.label}
      </span>
      <div className="o-radio-group">
        {props.choices.map((choice) => (
          <AriaRadio key={choice.id} value={choice.id} className="o-check o-radio">
            <span className="o-check-box" aria-hidden="true" />
            <span>
              {choice.label}
              {choice.description ? (
                <span className="o-description o-below"> {choice.description}</span>
              ) : null}
            </span>
          </AriaRadio>
        ))}
      </div>
    </AriaRadioGroup>
  );
}

/** One of a few, side by side. */
export function Segments<Id extends string>(props: {
  label: string;
  value: Id;
  onChange: (id: Id) => void;
  choices: Choice<Id>[];
}) {
  return (
    <ToggleButtonGroup
      aria-label={props.label}
      className="o-segments"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value]}
      onSelectionChange={(keys: Set<Key>) => {
        const [first] = keys;
        if (first !== undefined) props.onChange(first as Id);
      }}
    >
      {props.choices.map((choice) => (
        <ToggleButton key={choice.id} id={choice.id} className="o-segment">
          {choice.icon ? <Icon of={choice.icon} size={16} /> : null}
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** Names a key or a chord the way the keyboard in front of the reader does. */
export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="o-kbd">{children}</kbd>;
}

/** Work under way, for where no skeleton fits. */
export function Spinner() {
  const t = useUiText();
  return (
    <span role="status">
      <Icon of={LoaderCircle} className="o-spin" />
      <span className="o-hidden">{t('ui.loading')}</span>
    </span>
  );
}
