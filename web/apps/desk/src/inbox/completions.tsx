//! Suggestions while one writes: macros after “/”, colleagues after “@”.

import type { User } from '@ombud/client';
import { Badge } from '@ombud/ui';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import type { Macro } from '../api/shapes.ts';
import { useT } from '../words/index.ts';
import type { Completion } from './completion.ts';

const SHOWN_MAX = 8;

let onKeyNow: ((event: KeyboardEvent) => void) | null = null;

export function Completions(props: {
  completion: Completion;
  macros: readonly Macro[];
  colleagues: readonly User[];
  language: string;
  /** The text as it was written, and the macro or the colleague that it is of. */
  onChoose: (text: string, of: { macroId?: string; colleague?: User }) => void;
  onClose: () => void;
}) {
  const t = useT();
  const { completion, onChoose, onClose } = props;
  const [at, setAt] = useState(0);
  const options = useMemo(() => {
    const typed = completion.typed.toLocaleLowerCase();
    const all =
      completion.kind === 'macro'
        ? [...props.macros]
            .sort((a, b) => Number(b.language === props.language) - Number(a.language === props.language))
            .map((macro) => ({
              id: macro.id,
              label: macro.name,
              detail: macro.text,
              mark: macro.language,
              text: macro.text,
              of: { macroId: macro.id },
            }))
        : props.colleagues.map((user) => ({
            id: user.id,
            label: user.name,
            detail: user.email,
            mark: '',
            text: `@${user.name} `,
            of: { colleague: user },
          }));
    return all.filter((option) => option.label.toLocaleLowerCase().includes(typed)).slice(0, SHOWN_MAX);
  }, [completion, props.macros, props.colleagues, props.language]);
  useEffect(() => {
    onKeyNow = (event) => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const chosen = options[at];
      if (step !== 0) setAt((now) => (now + step + options.length) % Math.max(1, options.length));
      else if ((event.key === 'Enter' || event.key === 'Tab') && chosen && !event.ctrlKey && !event.metaKey)
        onChoose(chosen.text, chosen.of);
      else if (event.key === 'Escape') onClose();
      else return;
      event.preventDefault();
    };
    return () => {
      onKeyNow = null;
    };
  }, [options, at, onChoose, onClose]);
  return (
    <div className="o-popover d-completions">
      {options.length === 0 ? <p className="o-soft o-small d-pad">{t('completion.none')}</p> : null}
      <ul
        role="listbox"
        aria-label={completion.kind === 'macro' ? t('completion.macros') : t('completion.mentions')}
      >
        {options.map((option, index) => (
          <li
            key={option.id}
            role="option"
            aria-selected={index === at}
            className="o-menu-item"
            data-focused={index === at ? true : undefined}
            onMouseDown={(event) => {
              event.preventDefault();
              onChoose(option.text, option.of);
            }}
          >
            <span className="o-strong o-nowrap">{option.label}</span>
            <span className="o-small o-soft o-truncate o-grow">{option.detail}</span>
            {option.mark ? <Badge>{option.mark}</Badge> : null}
          </li>
        ))}
      </ul>
      <p className="o-hidden" aria-live="polite">
        {options[at]?.label}
      </p>
    </div>
  );
}

/** Keys of the text area, while suggestions are shown. */
Completions.onKey = (event: KeyboardEvent): void => onKeyNow?.(event);
