import type { ActorAct } from '../core/simulator.ts';
import { ActRefused } from '../core/simulator.ts';

export type ActInput = Readonly<Record<string, string>>;
type ActField = ActorAct['fields'][number];

export const asked = (name: string, label: string, choices?: readonly string[]): ActField => ({ name, label, required: true, ...(choices ? { choices } : {}) });
export const optional = (name: string, label: string, choices?: readonly string[]): ActField => ({
  name,
  label,
  required: false,
  ...(choices ? { choices } : {}),
});

export function positive(text: string | undefined, label: string, most: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most) throw new ActRefused(`${label} is a whole number from 1 to ${most}.`);
  return number;
}
