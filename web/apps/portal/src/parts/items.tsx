// Which things of a purchase something is about. With one thing there is nothing to ask.

import { goodsOf } from '@ombud/client';
import { Checkbox, Money } from '@ombud/ui';
import type { OrderFile } from '../data/queries.ts';

export function ItemChoice(props: {
  label: string;
  order: OrderFile;
  chosen: string[];
  onChange: (ids: string[]) => void;
}) {
  const { currency } = props.order.order;
  const lines = goodsOf(props.order);
  if (lines.length < 2) return null;
  const toggle = (id: string, isOn: boolean) =>
    props.onChange(isOn ? [...props.chosen, id] : props.chosen.filter((one) => one !== id));
  return (
    <fieldset className="p-fieldset">
      <legend className="o-label">{props.label}</legend>
      {lines.map((line) => (
        <Checkbox
          key={line.id}
          isSelected={props.chosen.includes(line.id)}
          onChange={(isOn) => toggle(line.id, isOn)}
        >
          <span className="o-grow">{line.name}</span>
          <Money value={{ amount_minor: line.amount_minor, currency }} />
        </Checkbox>
      ))}
    </fieldset>
  );
}
