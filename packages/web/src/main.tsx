import './ui/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startLocale } from './lib/i18n/i18n.ts';
import { startWorkspace } from './lib/workspace.ts';
import { startTheme } from './ui/theme.ts';

startTheme();
startWorkspace();
await startLocale();
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
