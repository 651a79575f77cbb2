import { ActRefused } from '../../core/simulator.ts';
import type { ActorAct } from '../../core/simulator.ts';

type Field = ActorAct['fields'][number];
export const need = (name: string, label: string, choices?: readonly string[]): Field => ({
  name,
  label,
  required: true,
  ...(choices === undefined ? {} : { choices }),
});
export const may = (name: string, label: string, choices?: readonly string[]): Field => ({
  name,
  label,
  required: false,
  ...(choices === undefined ? {} : { choices }),
});

/** An act whose required fields and choices are checked before it runs. */
export function act(name: string, title: string, fields: readonly Field[], run: (input: Readonly<Record<string, string>>) => unknown): ActorAct {
  return {
    name,
    title,
    fields,
    run(input) {
      for (const field of fields) {
        const value = input[field.name] ?? '';
        if (field.required && value === '') throw new ActRefused(`${field.label} is missing.`);
        if (value !== '' && field.choices !== undefined && !field.choices.includes(value)) {
          throw new ActRefused(`${field.label} is one of ${field.choices.join(', ')}.`);
        }
      }
      return run(input);
    },
  };
}

export function wholeNumber(value: string | undefined, label: string, otherwise: number): number {
  if (value === undefined || value === '') return otherwise;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) throw new ActRefused(`${label} is a whole number.`);
  return number;
}
