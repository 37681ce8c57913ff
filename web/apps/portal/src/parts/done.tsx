// Something was done: what it means comes first, big and calm.

import { Icon } from '@ombud/ui';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export function Done(props: { icon: LucideIcon; title: string; children: ReactNode }) {
  return (
    <div className="p-done" role="status">
      <span className="p-done-mark">
        <Icon of={props.icon} size={28} />
      </span>
      <div>
        <p className="p-done-title">{props.title}</p>
        <div className="o-soft">{props.children}</div>
      </div>
    </div>
  );
}
