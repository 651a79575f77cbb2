/** Which sign separates decimals, gathered over a column: '1.234,5' proves the comma, '1.234' alone proves nothing. */
export type NumberEvidence = { dot: number; comma: number; unclear: number; unclearExample: string | null };

export type NumberReading = { readonly decimal: '.' | ',' | null; readonly ambiguous: boolean; readonly why: string };

export const createNumberEvidence = (): NumberEvidence => ({ dot: 0, comma: 0, unclear: 0, unclearExample: null });

export function addNumber(evidence: NumberEvidence, text: string): void {
  const digits = text.replace(/[^\d.,]/g, '');
  const dots = digits.split('.').length - 1;
  const commas = digits.split(',').length - 1;
  if (dots === 0 && commas === 0) return;
  if (dots > 0 && commas > 0) {
    if (digits.lastIndexOf('.') > digits.lastIndexOf(',')) evidence.dot += 1;
    else evidence.comma += 1;
    return;
  }
  if (dots > 1) evidence.comma += 1;
  else if (commas > 1) evidence.dot += 1;
  else if (/^\d{1,3}[.,]\d{3}$/.test(digits)) {
    evidence.unclear += 1;
    evidence.unclearExample ??= text;
  } else if (dots === 1) evidence.dot += 1;
  else evidence.comma += 1;
}

export function readNumberFormat(evidence: NumberEvidence): NumberReading {
  if (evidence.dot > 0 && evidence.comma * 20 <= evidence.dot)
    return { decimal: '.', ambiguous: false, why: 'Other amounts in the column have a decimal point.' };
  if (evidence.comma > 0 && evidence.dot * 20 <= evidence.comma)
    return { decimal: ',', ambiguous: false, why: 'Other amounts in the column have a decimal comma.' };
  if (evidence.dot > 0 && evidence.comma > 0) return { decimal: null, ambiguous: true, why: 'The column mixes decimal points and decimal commas.' };
  if (evidence.unclear > 0)
    return { decimal: null, ambiguous: true, why: `"${evidence.unclearExample ?? ''}" can be thousands or decimals and nothing in the column decides.` };
  return { decimal: null, ambiguous: false, why: 'The amounts have no separators.' };
}
