import { z } from 'zod';

/** What a suggestion is made from, and what comes back. The facts stay the brief's; this is only a wording, marked as such. */
export type Suggest = (facts: string) => Promise<{ readonly text: string; readonly provider: string }>;

export type LanguageModelSettings = { readonly url: string; readonly model: string; readonly apiKey: string | undefined };

const TIMEOUT_MS = 60_000;
const MAX_ANSWER = 2_000;
const answerShape = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

const INSTRUCTION =
  'You help two sales teams prepare a first joint meeting. From the facts given, and nothing else, write at most five sentences: the one thing to achieve, who should open, and the question to ask first. Name no fact that is not given.';

/** A provider that speaks the common chat-completions form over HTTP; its address is set by whoever runs the installation. */
export function createLanguageModel({ url, model, apiKey }: LanguageModelSettings): Suggest {
  const endpoint = `${url.replace(/\/+$/, '')}/chat/completions`;
  return async (facts) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { 'content-type': 'application/json', ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify({
        model,
        temperature: 0,
        messages: [
          { role: 'system', content: INSTRUCTION },
          { role: 'user', content: facts },
        ],
      }),
    });
    if (!response.ok) throw new Error(`the language model answered ${response.status}`);
    const { choices } = answerShape.parse(await response.json());
    return { text: (choices[0]?.message.content ?? '').trim().slice(0, MAX_ANSWER), provider: model };
  };
}
