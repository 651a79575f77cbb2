import './ui/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { setCatalogue, startLocale } from './lib/i18n/i18n.ts';
import { en } from './lib/i18n/messages/en.ts';
import { startWorkspace } from './lib/workspace.ts';
import { startTheme } from './ui/theme.ts';

startTheme();
startWorkspace();
setCatalogue({ en, ar: async () => (await import('./lib/i18n/messages/ar.ts')).ar });
await startLocale();
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
