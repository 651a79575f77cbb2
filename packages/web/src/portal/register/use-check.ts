import { useRef, useState } from 'react';
import { ApiProblem, callApi } from '../../lib/api/index.ts';
import { t } from '../text.ts';
import type { CheckState } from './check-answer.tsx';
import { domainIn } from './draft.ts';

/** Asks once per customer and reseller; an answer that comes late for another customer is dropped. */
export function useCheck() {
  const [state, setState] = useState<CheckState>({ kind: 'none' });
  const asked = useRef('');
  async function check(text: string, forPartnerId: string): Promise<void> {
    const customerDomain = domainIn(text);
    const question = `${customerDomain}|${forPartnerId}`;
    if (question === asked.current) return;
    asked.current = question;
    if (!/^[^\s.]+(?:\.[^\s.]+)+$/.test(customerDomain)) {
      setState({ kind: 'none' });
      return;
    }
    setState({ kind: 'running' });
    try {
      const answer = await callApi('portal.check', { body: { customerDomain, forPartnerId: forPartnerId || null } });
      if (asked.current === question) setState({ kind: 'answered', answer });
    } catch (error) {
      if (asked.current !== question) return;
      // Asked again when the field is left the next time.
      asked.current = '';
      setState({ kind: 'failed', sentence: error instanceof ApiProblem ? (error.fields[0]?.sentence ?? error.message) : t('portal.check.unavailable') });
    }
  }
  return { state, check };
}
