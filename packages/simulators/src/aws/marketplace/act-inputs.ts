import { ActRefused } from '../../core/simulator.ts';
import type { ActorAct } from '../../core/simulator.ts';

type Field = ActorAct['fields'][number];
export type ActInput = Readonly<Record<string, string>>;

export const needed = (name: string, label: string, choices?: readonly string[]): Field => ({
  name,
  label,
  required: true,
  ...(choices === undefined ? {} : { choices }),
});
export const optional = (name: string, label: string, choices?: readonly string[]): Field => ({
  name,
  label,
  required: false,
  ...(choices === undefined ? {} : { choices }),
});

/** An empty field of the page is a field that was left out. */
export function given(input: ActInput, name: string): string | undefined {
  const value = input[name]?.trim();
  return value === '' ? undefined : value;
}
export function must(input: ActInput, name: string): string {
  const value = given(input, name);
  if (value === undefined) throw new ActRefused(`${name} is needed.`);
  return value;
}
export function accountNumber(input: ActInput, name: string): string {
  const value = must(input, name);
  if (!/^\d{12}$/.test(value)) throw new ActRefused('An AWS account has 12 digits.');
  return value;
}
/** `seats=10, storage=2` */
export function quantities(text: string | undefined): Record<string, number> {
  const result: Record<string, number> = {};
  for (const part of (text ?? '').split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const match = /^([^=]+)=(\d{1,9})$/.exec(part);
    if (match === null) throw new ActRefused(`${part} is not a quantity such as seats=10.`);
    result[(match[1] ?? '').trim()] = Number(match[2]);
  }
  return result;
}
