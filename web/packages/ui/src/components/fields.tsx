//! Things one types into or chooses from, each with its label, its help and its error.

import { ChevronDown, CircleAlert, Search, X } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import {
  Button as AriaButton,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  NumberField as AriaNumberField,
  Popover,
  SearchField as AriaSearchField,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { useUiText } from '../i18n/provider.tsx';
import { Icon } from './display.tsx';

interface FieldWords {
  label: string;
  description?: ReactNode;
  errorMessage?: string;
}

/** The line below a field: the error when there is one, else the help. */
function FieldFoot({ description, errorMessage }: Omit<FieldWords, 'label'>) {
  return (
    <>
      {description ? (
        <Text slot="description" className="o-description">
          {description}
        </Text>
      ) : null}
      <FieldError className="o-error">
        {({ validationErrors }) => (
          <>
            <Icon of={CircleAlert} size={14} />
            {errorMessage ?? validationErrors.join(' ')}
          </>
        )}
      </FieldError>
    </>
  );
}

export interface TextFieldProps
  extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style'>, FieldWords {
  /** Several lines. */
  rows?: number;
  /** For where the place says it already; it is still spoken. */
  hideLabel?: boolean;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>;
}

export function TextField({
  label,
  description,
  errorMessage,
  rows,
  placeholder,
  inputRef,
  hideLabel,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField {...rest} isInvalid={rest.isInvalid ?? Boolean(errorMessage)} className="o-field">
      <Label className={hideLabel ? 'o-hidden' : 'o-label'}>{label}</Label>
      {rows === undefined ? (
        <Input ref={inputRef} className="o-input" placeholder={placeholder} />
      ) : (
        <TextArea ref={inputRef} className="o-input" rows={rows} placeholder={placeholder} />
      )}
      <FieldFoot description={description} errorMessage={errorMessage} />
    </AriaTextField>
  );
}

export function NumberField(
  props: FieldWords & {
    value?: number;
    onChange: (value: number) => void;
    minValue?: number;
    maxValue?: number;
    step?: number;
    formatOptions?: Intl.NumberFormatOptions;
    isRequired?: boolean;
  },
) {
  const { label, description, errorMessage, ...rest } = props;
  return (
    <AriaNumberField {...rest} isInvalid={Boolean(errorMessage)} className="o-field">
      <Label className="o-label">{label}</Label>
      <Input className="o-input o-num" />
      <FieldFoot description={description} errorMessage={errorMessage} />
    </AriaNumberField>
  );
}

export function SearchField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: (value: string) => void;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement>;
}) {
  const t = useUiText();
  const { label, placeholder, inputRef, ...rest } = props;
  return (
    <AriaSearchField {...rest} aria-label={label} className="o-search">
      <Icon of={Search} size={16} />
      <Input ref={inputRef} className="o-input" placeholder={placeholder ?? label} />
      <AriaButton className="o-icon-button" data-size="s" aria-label={t('ui.clear')}>
        <Icon of={X} size={14} />
      </AriaButton>
    </AriaSearchField>
  );
}

export interface Option<Id extends string = string> {
  id: Id;
  label: string;
  icon?: LucideIcon;
}

export function Select<Id extends string>(
  props: Omit<FieldWords, 'errorMessage'> & {
    value: Id | null;
    onChange: (id: Id) => void;
    options: readonly Option<Id>[];
    /** The label is spoken but not shown. */
    hideLabel?: boolean;
    isDisabled?: boolean;
  },
) {
  const t = useUiText();
  return (
    <AriaSelect
      className="o-field"
      value={props.value}
      onChange={(id) => props.onChange(String(id) as Id)}
      isDisabled={props.isDisabled}
      placeholder={t('ui.choose')}
    >
      <Label className={props.hideLabel ? 'o-hidden' : 'o-label'}>{props.label}</Label>
      <AriaButton className="o-select-button">
        <SelectValue className="o-truncate" />
        <Icon of={ChevronDown} size={16} />
      </AriaButton>
      {props.description ? (
        <Text slot="description" className="o-description">
          {props.description}
        </Text>
      ) : null}
      <Popover className="o-popover">
        <ListBox className="o-list-box" items={props.options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="o-menu-item">
              {option.icon ? <Icon of={option.icon} size={16} /> : null}
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
