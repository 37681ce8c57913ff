//! Short messages that come and go. Errors stay until they are dismissed: nobody should have to read fast.

import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import { useUiText } from '../i18n/provider.tsx';
import { Button, IconButton } from './controls.tsx';
import { Icon } from './display.tsx';

export interface ToastContent {
  tone: 'success' | 'info' | 'danger';
  text: string;
  detail?: string;
  action?: { label: string; run: () => void };
}

type Show = (toast: ToastContent) => void;

const SHOWN_MS = 8_000;
const TOASTS_MAX = 4;
const ICONS = { success: CircleCheck, info: Info, danger: CircleAlert };
const ToastContext = createContext<Show>(() => undefined);

export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useUiText();
  const [toasts, setToasts] = useState<(ToastContent & { id: number })[]>([]);
  const next = useRef(0);
  const dismiss = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback<Show>(
    (toast) => {
      const id = next.current++;
      setToasts((all) => [...all, { ...toast, id }].slice(-TOASTS_MAX));
      if (toast.tone !== 'danger') setTimeout(() => dismiss(id), SHOWN_MS);
    },
    [dismiss],
  );
  return (
    <ToastContext.Provider value={useMemo(() => show, [show])}>
      {children}
      <section className="o-toasts" aria-label={t('ui.notifications')} aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className="o-toast" data-tone={toast.tone}>
            <Icon of={ICONS[toast.tone]} />
            <div className="o-grow">
              <div className="o-strong">{toast.text}</div>
              {toast.detail ? <div className="o-small o-soft">{toast.detail}</div> : null}
            </div>
            {toast.action ? (
              <Button
                size="s"
                variant="quiet"
                onPress={() => {
                  toast.action?.run();
                  dismiss(toast.id);
                }}
              >
                {toast.action.label}
              </Button>
            ) : null}
            <IconButton icon={X} size="s" label={t('ui.dismiss')} onPress={() => dismiss(toast.id)} />
          </div>
        ))}
      </section>
    </ToastContext.Provider>
  );
}

/** Shows a short message at the edge of the page. */
export const useToast = (): Show => useContext(ToastContext);
