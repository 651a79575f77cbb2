import '../ui/tokens.css';
import './portal.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { setCatalogue, startLocale } from '../lib/i18n/i18n.ts';
import { startTheme } from '../ui/theme.ts';
import { App } from './app.tsx';
import { startViewAs } from './session.ts';
import { portalArabic, portalWords } from './text.ts';

startTheme();
startViewAs();
setCatalogue({ en: portalWords, ar: portalArabic });
await startLocale();
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
